/** Points typed by a user: the text of `@at`, a JSON object keyed by parameter, or bare values in order. */
import type { MarkedFunction, Point } from './api';
import { lexiconOf, nodeOf } from './functions';
import { readPoint } from './points';
import type { Project } from './project';

/** Spans count from the start of the text, in a file called ''. Null when the function is gone. */
export function parsePoint(project: Project, fn: MarkedFunction, text: string): Point | null {
  const program = project.program(fn.file);
  const node = nodeOf(program, fn);
  if (node === null) return null;
  const tagSpan = { file: '', start: 0, end: text.length };
  return readPoint(lexiconOf(project, program, node.getSourceFile()), node, fn.params, { text, file: '', offset: 0, typed: true, tagSpan });
}
