/** The request of the graph view: the picture of a function's evaluation. */
import type { CancellationToken } from 'vscode-languageserver';
import { evaluatedFunction } from './evaluated-function';
import { graphModel } from './features/graph';
import type { Session } from './session';
import type { GraphAnswer, GraphParams } from './view-protocol';

export async function graphAnswer(session: Session, params: GraphParams, token: CancellationToken): Promise<GraphAnswer> {
  const found = await evaluatedFunction(session, params, token);
  if (found.kind !== 'evaluated') return found;
  return { kind: 'graph', graph: graphModel({ ...found, ...found.sources, params, digits: session.settings.significantDigits }) };
}
