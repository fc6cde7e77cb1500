/** What the Problems panel shows of a document while typing: everything about its marks, its marked functions and their points. */
import type { MarkedFunction } from '../../core/frontend/api';
import { mergeRepeated, type Diagnostic } from '../../core/messages';
import type { DocumentAnalysis } from '../analysis';

/** `further`: what was found when a derivative was asked for. Only problems that lie in the file itself; one in a callee's file is reported at the call, with the place as related information. */
export function problemsOf(analysis: DocumentAnalysis, path: string, further: (fn: MarkedFunction) => readonly Diagnostic[]): Diagnostic[] {
  const all = [...analysis.diagnostics, ...analysis.functions.flatMap((fn) => [...fn.diagnostics, ...further(fn)])];
  return mergeRepeated(all.filter(({ span }) => span.file === path));
}
