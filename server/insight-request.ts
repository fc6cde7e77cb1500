/** The request of the view's insight: what the trace of a function's evaluation says about its numbers. */
import type { CancellationToken } from 'vscode-languageserver';
import { evaluatedFunction } from './evaluated-function';
import { boundaryTask, insightSections, outputOf } from './features/insight';
import type { Session } from './session';
import { requestBudget, runSliced } from './slices';
import type { InsightAnswer, InsightParams } from './view-protocol';

export async function insightAnswer(session: Session, params: InsightParams, token: CancellationToken): Promise<InsightAnswer> {
  const found = await evaluatedFunction(session, params, token);
  if (found.kind !== 'evaluated') return found;
  const { evaluation, wanted } = found, output = outputOf(evaluation.trace, params.output);
  const run = await runSliced(boundaryTask(evaluation, output), { budget: requestBudget, wanted });
  if (run.kind === 'dropped' || !wanted()) return { kind: 'dropped' };
  return { kind: 'insight', sections: insightSections({ ...found, boundaries: run.kind === 'done' ? run.value : null, output, digits: session.settings.significantDigits }) };
}
