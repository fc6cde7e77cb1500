/** Results as people and programs read them. */
export * from './json';
export * from './number';
export { applied, nodeName, noteName, pathText, sourceName } from './operation';
export * from './position';
export * from './summary';
export { paperId } from './numbering';
export { forwardTable, reverseTable, tableNumber, traceJson } from './wengert';
