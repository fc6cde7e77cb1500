/**
 * The front end: TypeScript source to slot form. Loading this file loads the TypeScript compiler, so whoever wants to start
 * fast imports it dynamically, after `mentionsMark` (in `./prefilter`) found a mark; the types alone are in `./api`.
 */
export type {
  FileStyle, Fingerprint, FunctionName, GeneratedDeclaration, Lowered, MarkedFunction, MarkedParam, Point, SourceHost, Surroundings, TokenTarget,
} from './api';
export { mentionsMark } from './prefilter';
export { createProject, createWorkspace, type Project, type Workspace } from './project';
export { functionNamed, functionNames, markedFunctions, misplacedMarks, misspeltMarks } from './functions';
export { fixableCodes, quickFixes } from './fixes';
export { parsePoint } from './typedPoint';
export { fingerprint } from './fingerprint';
export { surroundings } from './surroundings';
export { textTokens, tokenTexts, type Token } from './tokens';
export { topLevelDeclarations, type TopLevelDeclaration } from './topLevel';
