/** What requests about a function's computation begin with: the function, its active point, its evaluation there, and the texts it was read from. */
import type { CancellationToken } from 'vscode-languageserver';
import type { MarkedFunction, Point } from '../core/frontend/api';
import type { Evaluation } from './evaluation';
import type { Sources } from './features/places';
import { uriOf } from './paths';
import type { FunctionRef } from './protocol';
import type { OpenDocument, Session } from './session';
import { requestBudget } from './slices';
import type { NoAnswer } from './view-protocol';
import { askedAbout, nothingFor } from './view-question';

export interface EvaluatedFunction {
  readonly kind: 'evaluated';
  readonly fn: MarkedFunction;
  readonly point: Point;
  readonly evaluation: Extract<Evaluation, { kind: 'value' }>;
  readonly sources: Sources;
  /** False once the answer would be of no use any more. */
  readonly wanted: () => boolean;
}

export async function evaluatedFunction(session: Session, ref: FunctionRef, token: CancellationToken): Promise<EvaluatedFunction | NoAnswer> {
  const asked = await askedAbout(session, ref, token);
  if (asked.kind !== 'asked') return asked;
  const { document, path, fn, point, wanted } = asked;
  const evaluation = await session.evaluations.at(fn, point, { budget: requestBudget, wanted });
  if (!wanted()) return { kind: 'dropped' };
  if (evaluation.kind !== 'value') return nothingFor(evaluation);
  return { kind: 'evaluated', fn, point, evaluation, sources: sourcesAround(session, { document, path }), wanted };
}

/** The texts that the functions of an open document are read from. */
export const sourcesAround = (session: Session, { document, path }: OpenDocument): Sources => ({
  textOf: (file) => (file === path ? document.getText() : session.sources.readFile(file)),
  uriOf: (file) => (file === path ? document.uri : uriOf(file)),
});
