/** The request of the graph view: the function, its active point, its evaluation, its picture. */
import type { CancellationToken } from 'vscode-languageserver';
import { graphModel } from './features/graph';
import { uriOf } from './paths';
import type { Session } from './session';
import { requestBudget } from './slices';
import type { GraphAnswer, GraphParams } from './view-protocol';

export async function graphAnswer(session: Session, params: GraphParams, token: CancellationToken): Promise<GraphAnswer> {
  const found = await session.find(params);
  if (found === undefined) return { kind: 'nothing', reason: 'gone', message: `${params.name} is not a marked function of this file` };
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
      const textOf = (file: string): string | undefined => (file === path ? document.getText() : session.sources.readFile(file));
      const uriOfFile = (file: string): string => (file === path ? document.uri : uriOf(file));
      return { kind: 'graph', graph: graphModel({ fn, point, evaluation, params, digits: session.settings.significantDigits, textOf, uriOf: uriOfFile }) };
    }
  }
}
