/** What a smooth operation contributes to the adjoints of its arguments: seed · partial. */
import { newValue } from '../ir/builder';
import type { PrimOp, Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { noConventions } from '../ir/primitive';
import { num } from '../ir/type';
import type { SmoothRule } from '../rules/rule';
import { PartialArithmetic, type Lazy } from './partials';
import type { ReverseSweep } from './reverseSweep';
import type { Scope } from './scope';

export interface Contribution { readonly argument: Value; readonly value: (name: string | null) => Value }

/** One contribution for each active argument, those of equal arguments taken together (`x * x` gives 2·x). */
export function contribute(
  op: PrimOp, rule: SmoothRule, seed: Value, scope: Scope, sweep: ReverseSweep, isActive: (v: Value) => boolean, origin: Origin,
): readonly Contribution[] {
  const on = new PartialArithmetic(scope, v => sweep.literalOf(v), (v, at) => sweep.resolve(v, at), origin);
  const args = op.args.map((value): Lazy => ({ kind: 'primal', value }));
  const result: Lazy = { kind: 'primal', value: op.result };
  const contributions: Contribution[] = [];
  for (const argument of new Set(op.args)) {
    if (!isActive(argument)) continue;
    let total: Lazy | null = null;
    for (const [k, arg] of op.args.entries()) {
      if (arg !== argument) continue;
      const partial = rule.partial<Lazy>(k, on, args, result, op.conventions);
      if (partial === null) continue;
      total = total === null ? partial : on.sum(total, partial);
    }
    if (total !== null) contributions.push({ argument, value: scaledBy(seed, total, on, scope, origin) });
  }
  return contributions;
}

function scaledBy(seed: Value, partial: Lazy, on: PartialArithmetic, scope: Scope, origin: Origin): (name: string | null) => Value {
  return name => {
    const literal = on.literal(partial);
    if (literal === 1) return seed;
    const result = newValue(num, name);
    if (literal === -1) scope.out.append({ kind: 'prim', prim: 'neg', args: [seed], conventions: noConventions, result, origin });
    else scope.out.append({ kind: 'prim', prim: 'mul', args: [seed, on.emit(partial)], conventions: noConventions, result, origin });
    return result;
  };
}
