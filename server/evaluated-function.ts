/** What every request about a function's computation begins with: the function, its active point, its evaluation there, and the texts it was read from. */
import type { CancellationToken } from 'vscode-languageserver';
import type { MarkedFunction, Point } from '../core/frontend/api';
import type { Evaluation } from './evaluation';
import type { Sources } from './features/places';
import { uriOf } from './paths';
import type { FunctionRef } from './protocol';
import type { Session } from './session';
import { requestBudget } from './slices';
import type { NoAnswer } from './view-protocol';

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
  const found = await session.find(ref);
  if (found === undefined) return { kind: 'nothing', reason: 'gone', message: `${ref.name} is not a marked function of this file` };
  const { document, fn, path } = found;
  const point = await session.activePoint(found, fn);
  const current = session.current(found);
  const wanted = (): boolean => !token.isCancellationRequested && current();
  if (point === null) return { kind: 'nothing', reason: 'add-point', message: `${fn.name} has no point to be evaluated at` };
  const evaluation = await session.evaluations.at(fn, point, { budget: requestBudget, wanted });
  if (!wanted()) return { kind: 'dropped' };
  switch (evaluation.kind) {
    case 'dropped': return { kind: 'dropped' };
    case 'stopped': return { kind: 'nothing', reason: 'stopped', message: `stopped after ${String(evaluation.milliseconds)} ms` };
    case 'problem': return { kind: 'nothing', reason: 'problem', message: evaluation.message.replaceAll('`', '') };
    case 'value': {
      const sources: Sources = {
        textOf: (file) => (file === path ? document.getText() : session.sources.readFile(file)),
        uriOf: (file) => (file === path ? document.uri : uriOf(file)),
      };
      return { kind: 'evaluated', fn, point, evaluation, sources, wanted };
    }
  }
}
