/** The request of the view's comparison: difference quotients, their cost, and symbolic derivatives beside automatic differentiation. */
import type { CancellationToken } from 'vscode-languageserver';
import { inputName } from '../core/evaluate';
import type { MarkedFunction } from '../core/frontend/api';
import { computerAlgebra } from './computer-algebra';
import { evaluatedFunction } from './evaluated-function';
import { limits, readyTarget, type Evaluation } from './evaluation';
import { costSection, costTask } from './features/derivative-costs';
import { errorSection, quotientTask, referenceTask, type Quotients } from './features/difference-errors';
import { swellSection, swellTask } from './features/expression-swell';
import { outputOf } from './features/insight';
import { outputName } from './plot-request';
import type { Session } from './session';
import { runSliced, type SliceOptions } from './slices';
import type { ComparisonAnswer, ComparisonParams } from './view-protocol';

/** Milliseconds of work for each of the three sections. */
const comparisonBudget = 2000;

export async function comparisonAnswer(session: Session, params: ComparisonParams, token: CancellationToken): Promise<ComparisonAnswer> {
  const found = await evaluatedFunction(session, params, token);
  if (found.kind !== 'evaluated') return found;
  return comparisonOf({ fn: found.fn, evaluation: found.evaluation, params, options: { budget: comparisonBudget, wanted: found.wanted } });
}

export interface ComparisonQuestion {
  readonly fn: MarkedFunction;
  readonly evaluation: Pick<Extract<Evaluation, { kind: 'value' }>, 'trace' | 'at'>;
  readonly params: Pick<ComparisonParams, 'input' | 'output'>;
  readonly options: SliceOptions;
}

export async function comparisonOf({ fn, evaluation: { trace, at }, params, options }: ComparisonQuestion): Promise<ComparisonAnswer> {
  const target = readyTarget(fn);
  if (target === null || trace.inputCount === 0 || trace.outputs.length === 0) return { kind: 'nothing', reason: 'problem', message: `${fn.name} has nothing to be differentiated` };
  const output = outputOf(trace, params.output), input = params.input >= 0 && params.input < trace.inputCount ? Math.trunc(params.input) : 0, args = [...at.values()];
  const errors = { trace, args, limits, input, output };
  const reference = await runSliced(referenceTask(errors), options);
  if (reference.kind === 'dropped') return { kind: 'dropped' };
  const found: Quotients[] = [];
  const quotients = reference.kind === 'done' ? await runSliced(quotientTask(errors, (one) => found.push(one)), options) : reference;
  if (quotients.kind === 'dropped') return { kind: 'dropped' };
  const costs = await runSliced(costTask({ name: fn.name, target, trace, args, limits, output, nameSpan: fn.nameSpan }), options);
  if (costs.kind === 'dropped') return { kind: 'dropped' };
  const swell = await runSliced(swellTask({ target, args, derivativeSize: await computerAlgebra() }), options);
  if (swell.kind === 'dropped') return { kind: 'dropped' };
  const measured = costs.kind === 'done' ? costs.value : null, stopped = quotients.kind === 'done' ? null : `Stopped after ${String(options.budget)} ms: ${String(found.length)} steps were computed.`;
  const unknown = { reverse: NaN, forward: NaN, check: null };
  return {
    kind: 'comparison', sections: [
      errorSection({ derivative: `∂${outputName(fn, output)}/∂${inputName(trace, input + 1)}`, reference: reference.kind === 'done' ? reference.value : unknown, found, stopped }),
      costSection(outputName(fn, output), measured), swellSection(fn.name, swell.kind === 'done' ? swell.value : null, measured?.written ?? null),
    ],
  };
}
