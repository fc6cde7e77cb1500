/** What a trace says about the source that it was recorded from, line by line. */
export { linesOf, type LineAt, type Lines, type SourceLine } from './lines';
export { influenceByLine, mostOutputs, type LineInfluence } from './influence';
