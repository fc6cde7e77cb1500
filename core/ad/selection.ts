/**
 * `min` and `max` in reverse: only the winner's adjoint grows, under a condition, so that nothing a loser would contribute
 * (0 · ∞) is ever computed.
 */
import type { PrimOp, Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import type { ComparisonPrimitive } from '../ir/primitive';
import type { ReverseSweep } from './reverseSweep';
import { accumulate, branch, type Scope } from './scope';

export function selectionContributions(
  op: PrimOp, seed: Value, live: Value | null, scope: Scope, sweep: ReverseSweep, isActive: (v: Value) => boolean, origin: Origin,
): void {
  const order = op.conventions.tieOrder ?? op.args.map((_, i) => i);
  const preferred = order.map(i => op.args[i]).filter(arg => arg !== undefined);
  const [first, second] = preferred;
  if (first === undefined) return;
  const give = (to: Scope, argument: Value): void => { if (isActive(argument)) accumulate(to, argument, () => seed, live, origin); };
  if (second === undefined) { give(scope, first); return; }
  if (preferred.length === 2) {
    if (first === second) { give(scope, first); return; }
    if (!isActive(first)) {
      // The second argument wins only strictly.
      const wins: ComparisonPrimitive = op.prim === 'max' ? 'gt' : 'lt';
      branch(scope, sweep.analysis.definitions, () => compare(wins, second, first), [null, null], [inner => { give(inner, second); }, () => undefined], origin);
      return;
    }
    const wins: ComparisonPrimitive = op.prim === 'max' ? 'ge' : 'le';
    branch(scope, sweep.analysis.definitions, () => compare(wins, first, second), [null, null], [inner => { give(inner, first); }, inner => { give(inner, second); }], origin);
    return;
  }
  chain(scope, preferred);

  function compare(prim: ComparisonPrimitive, a: Value, b: Value): Value {
    return scope.out.prim(prim, [sweep.resolve(a, scope), sweep.resolve(b, scope)], origin);
  }

  /** The first argument, in order of preference, that equals the result is the winner. */
  function chain(at: Scope, rest: readonly Value[]): void {
    const [head, ...tail] = rest;
    if (head === undefined) return;
    if (tail.length === 0) { give(at, head); return; }
    branch(at, sweep.analysis.definitions, () => at.out.prim('eq', [sweep.resolve(head, at), sweep.resolve(op.result, at)], origin), [null, null],
      [inner => { give(inner, head); }, inner => { chain(inner, tail); }], origin);
  }
}

