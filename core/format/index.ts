/** Results as people and programs read them. */
export * from './json';
export * from './number';
export { applied, nodeName, noteName, pathText, sourceName } from './operation';
export * from './position';
export * from './summary';
export { paperId, paperOrder } from './numbering';
export * from './sweep';
export { forwardTable, reverseTable, traceJson } from './wengert';
