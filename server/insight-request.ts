/** The request of the view's insight: what the trace of a function's evaluation says about its numbers. */
import type { CancellationToken } from 'vscode-languageserver';
import { evaluatedFunction } from './evaluated-function';
import { insightSections } from './features/insight';
import type { Session } from './session';
import type { InsightAnswer, InsightParams } from './view-protocol';

export async function insightAnswer(session: Session, params: InsightParams, token: CancellationToken): Promise<InsightAnswer> {
  const found = await evaluatedFunction(session, params, token);
  if (found.kind !== 'evaluated') return found;
  return { kind: 'insight', sections: insightSections({ ...found, output: params.output, digits: session.settings.significantDigits }) };
}
