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
import type { Candidate } from './features/gradient-by-hand';
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
  const candidates = await otherFunctions(session, found.fn);
  if (!found.wanted()) return { kind: 'dropped' };
  return comparisonOf({ fn: found.fn, evaluation: found.evaluation, params, candidates, options: { budget: comparisonBudget, wanted: found.wanted } });
}

/** More functions than this are not looked through. */
const mostCandidates = 50;

/** Functions of the same file that no derivative of ours is made of. */
async function otherFunctions({ analyses }: Session, { file, name }: MarkedFunction): Promise<readonly Candidate[]> {
  const { generated } = await analyses.of(file), names = (await analyses.functionNames(file)).map((each) => each.name);
  const isOurs = (other: string): boolean => generated.some(({ derivative }) => other === derivative || other.startsWith(`${derivative}_`));
  const others: Candidate[] = [];
  for (const other of names.filter((each) => each !== name && !isOurs(each)).slice(0, mostCandidates)) {
    const fn = await analyses.functionNamed(file, other), target = fn === null ? null : readyTarget(fn);
    if (target !== null) others.push({ name: other, target });
  }
  return others;
}

export interface ComparisonQuestion {
  readonly fn: MarkedFunction;
  readonly evaluation: Pick<Extract<Evaluation, { kind: 'value' }>, 'trace' | 'at'>;
  readonly params: Pick<ComparisonParams, 'input' | 'output'>;
  /** Functions that may be its gradient, written by hand. */
  readonly candidates: readonly Candidate[];
  readonly options: SliceOptions;
}

export async function comparisonOf({ fn, evaluation: { trace, at }, params, candidates, options }: ComparisonQuestion): Promise<ComparisonAnswer> {
  const target = readyTarget(fn);
  if (target === null || trace.inputCount === 0 || trace.outputs.length === 0) return { kind: 'nothing', reason: 'problem', message: `${fn.name} has nothing to be differentiated` };
  const output = outputOf(trace, params.output), input = params.input >= 0 && params.input < trace.inputCount ? Math.trunc(params.input) : 0, args = [...at.values()];
  const errors = { trace, args, limits, input, output };
  const reference = await runSliced(referenceTask(errors), options);
  if (reference.kind === 'dropped') return { kind: 'dropped' };
  const found: Quotients[] = [];
  const quotients = reference.kind === 'done' ? await runSliced(quotientTask(errors, (one) => found.push(one)), options) : reference;
  if (quotients.kind === 'dropped') return { kind: 'dropped' };
  const differentiate = await computerAlgebra();
  const costs = await runSliced(costTask({ name: fn.name, target, trace, args, limits, output, nameSpan: fn.nameSpan, differentiate, candidates }), options);
  if (costs.kind === 'dropped') return { kind: 'dropped' };
  const swell = await runSliced(swellTask({ target, args, differentiate }), options);
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
