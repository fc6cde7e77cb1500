/**
 * The front end: TypeScript source to slot form. Loading this file loads the TypeScript compiler, so whoever wants to start
 * fast imports it dynamically, after `mentionsMark` (in `./prefilter`) found a mark; the types alone are in `./api`.
 *
 *   createWorkspace(host): Workspace                    projectFor(path): Project
 *   markedFunctions(project, path): MarkedFunction[]    functionNames(project, path): FunctionName[]
 *   functionNamed(project, path, name): MarkedFunction | null     marked or not, with its diagnostics
 *   parsePoint(project, fn, text): Point                text typed by a user; spans count from 0 in a file called ''
 *   fingerprint(project, fn): Fingerprint               surroundings(project, fn): Surroundings
 *   tokenTexts(text): string[]                          of a piece of source, as in fingerprints
 */
export type {
  FileStyle, Fingerprint, FunctionName, GeneratedDeclaration, Lowered, MarkedFunction, MarkedParam, Point, SourceHost, Surroundings, TokenTarget,
} from './api';
export { mentionsMark } from './prefilter';
export { createProject, createWorkspace, type Project, type Workspace } from './project';
