/** The hover request: finds the function around the position and lets the hover feature say what it knows. */
import type { Hover, Position, Range } from 'vscode-languageserver';
import { toHover } from './convert';
import { evaluate } from './evaluation';
import { hover } from './features/hover';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Session } from './session';

/** `selection`: what is selected in the editor around the position. */
export async function hoverAt(session: Session, uri: string, position: Position, selection: Range | null = null): Promise<Hover | null> {
  const open = session.open(uri);
  if (open === undefined || !session.settings.hoverEnabled) return null;
  const offset = open.document.offsetAt(position);
  const { functions } = await session.analyses.of(open.path);
  const fn = functions.find(({ commentSpan, declarationSpan }) => Math.min(commentSpan.start, declarationSpan.start) <= offset && offset <= declarationSpan.end);
  if (fn === undefined) return null;
  const options = { budget: session.settings.evaluationBudget, wanted: session.current(open) };
  const model = await hover({
    fn,
    uri,
    path: open.path,
    text: open.document.getText(),
    offset,
    selection: selection === null ? null : trimmed(open.document, selection),
    active: await session.activePoint(open, fn),
    // What is watched differs from hover to hover, so only plain evaluations are kept.
    evaluate: (point, watch) => (watch === undefined ? session.evaluations.at(fn, point, options) : evaluate(fn, point, { ...options, watch })),
    check: (points) => session.checkOf(open, fn, points),
  });
  return model === null ? null : toHover(open.document, model);
}

/** The selection without spaces at its ends; null when nothing is left. */
function trimmed(document: TextDocument, { start, end }: Range): { readonly start: number; readonly end: number } | null {
  const from = document.offsetAt(start);
  const text = document.getText().slice(from, document.offsetAt(end));
  const inner = text.trim();
  const at = from + text.length - text.trimStart().length;
  return inner === '' ? null : { start: at, end: at + inner.length };
}
