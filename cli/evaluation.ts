/** What `eval` and `trace` share: the target, the budget, and running to the end. */
import { defaultLimits, describeFault, evaluatePoint, finish, targetOf, type Fault, type Limits, type PointResult, type Target } from '../core/evaluate';
import type { Span } from '../core/ir/origin';
import { holdsReals } from '../core/ir/type';
import { complaint, Failure, fail } from './failure';
import type { CommandPoint } from './points';
import { loweredOf, type Found } from './source';

export function target(found: Found, wrt: readonly string[] | null): Target {
  const { fn } = found;
  const lowered = loweredOf(found);
  if (wrt !== null) {
    const problems = wrt.flatMap((name) => {
      const param = fn.params.find((candidate) => candidate.name === name);
      if (param === undefined) return [complaint('unknownWrt', { name, parameters: fn.params.map((p) => p.name).join(', ') }, fn.nameSpan)];
      return param.type !== null && !holdsReals(param.type) ? [complaint('inactiveWrt', { name, type: param.typeText }, param.span)] : [];
    });
    if (problems.length > 0) throw new Failure(problems);
  }
  const ready = targetOf(lowered.module, lowered.root, wrt ?? fn.wrt);
  if (ready.wrt.length === 0) fail('nothingToDifferentiate', { name: fn.name }, fn.nameSpan);
  return ready;
}

export const limitsOf = (budget: number | null): Limits => (budget === null ? defaultLimits : { ...defaultLimits, operations: budget });

/** `where`: what a fault without a place of its own is reported at. */
export function evaluated(at: Target, point: CommandPoint, budget: number | null, where: Span): Extract<PointResult, { ok: true }> {
  const result = finish(evaluatePoint(at, point.args, { limits: limitsOf(budget) }));
  return result.ok ? result : failWith(result.fault, where);
}

export function failWith(fault: Fault, where: Span): never {
  const { code, message } = describeFault(fault);
  throw new Failure([{ code, message, span: fault.span ?? where, severity: 'error', related: [] }]);
}
