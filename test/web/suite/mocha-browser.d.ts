/** Mocha's build for browsers, which sets the globals when it is loaded. */
declare module 'mocha/mocha.js' {
  export {};
}
