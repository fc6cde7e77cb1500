/** The hover request: finds the function around the position and lets the hover feature say what it knows. */
import type { Hover, Position } from 'vscode-languageserver';
import { toHover } from './convert';
import { evaluate } from './evaluation';
import { hover } from './features/hover';
import type { Session } from './session';

export async function hoverAt(session: Session, uri: string, position: Position): Promise<Hover | null> {
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
    active: await session.activePoint(open, fn),
    // What is watched differs from hover to hover, so only plain evaluations are kept.
    evaluate: (point, watch) => (watch === undefined ? session.evaluations.at(fn, point, options) : evaluate(fn, point, { ...options, watch })),
    check: (points) => session.checkOf(open, fn, points),
  });
  return model === null ? null : toHover(open.document, model);
}
