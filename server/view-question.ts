/** What every question about a function at its active point begins with: both as they are now, and whether the answer is still wanted. */
import type { CancellationToken } from 'vscode-languageserver';
import type { MarkedFunction, Point } from '../core/frontend/api';
import type { Evaluation } from './evaluation';
import type { FunctionRef } from './protocol';
import type { OpenDocument, Session } from './session';
import type { NoAnswer, Nothing } from './view-protocol';

export interface Asked extends OpenDocument {
  readonly kind: 'asked';
  readonly fn: MarkedFunction;
  readonly point: Point;
  /** False when the text has moved on or the question was cancelled. */
  readonly wanted: () => boolean;
}

export async function askedAbout(session: Session, ref: FunctionRef, token: CancellationToken): Promise<Asked | Nothing> {
  const found = await session.find(ref);
  if (found === undefined) return { kind: 'nothing', reason: 'gone', message: `${ref.name} is not a marked function of this file` };
  const point = await session.activePoint(found, found.fn);
  if (point === null) return { kind: 'nothing', reason: 'add-point', message: `${found.fn.name} has no point to be evaluated at` };
  const current = session.current(found);
  return { kind: 'asked', ...found, point, wanted: () => !token.isCancellationRequested && current() };
}

/** Why there are no numbers. */
export function nothingFor(evaluation: Exclude<Evaluation, { kind: 'value' }>): NoAnswer {
  switch (evaluation.kind) {
    case 'dropped': return { kind: 'dropped' };
    case 'stopped': return { kind: 'nothing', reason: 'stopped', message: `stopped after ${String(evaluation.milliseconds)} ms` };
    case 'problem': return { kind: 'nothing', reason: 'problem', message: evaluation.message.replaceAll('`', '') };
  }
}
