/**
 * Pass: the norm of an array is made of its elements, one by one.
 *
 * Purpose: differentiation knows loads and loops; how many elements `Math.hypot(...xs)` has is known only when it runs. What it computes
 * must stay `Math.hypot` of all at once, which scales and compensates.
 * Input: value form. Output: the same values; the result of each `norm` goes through a loop of `normTerm(sum, x, norm)`, which give the norm
 * they are given and have x / norm as partial in x. `withoutNormTerms` takes them out of derivatives again.
 * Example:
 *   %r = norm %a
 *   becomes
 *   %n = norm %a  %l = len %a  %r = loop for %i = 0 … %l carry(%s = %n) { %x = load %a[%i]  %t = normTerm %s, %x, %n  yield %true, %t }
 */
import { newValue, RegionBuilder } from '../ir/builder';
import type { Func } from '../ir/module';
import type { NormOp, Op, Region, Value } from '../ir/op';
import { num } from '../ir/type';
import { mapOp } from '../ir/walk';

export function normTerms(func: Func): Func {
  const region = (source: Region): Region => ({
    params: source.params,
    ops: source.ops.flatMap((op): readonly Op[] => (op.kind === 'norm' ? expanded(op) : [mapOp(op, value => value, region)])),
  });
  return { ...func, body: region(func.body) };
}

function expanded({ ref, result, origin }: NormOp): readonly Op[] {
  const out = new RegionBuilder();
  const norm = out.norm(ref, origin);
  const to = out.len(ref, origin);
  const from = out.constant(0, origin);
  const index = newValue(num, 'i'), sum = newValue(num, result.name);
  const body = new RegionBuilder([index, sum]);
  const next = body.prim('normTerm', [sum, body.load(ref, index, origin), norm], origin);
  body.yield([body.constant(true, origin), next], origin);
  out.loop({ counter: { from, to, step: 1, compare: 'lt' }, test: null, inits: [norm], body: body.finish(), results: [result], origin });
  return out.finish().ops;
}

/** Each `normTerm` is the sum it was given. */
export function withoutNormTerms(func: Func): Func {
  const sums = new Map<Value, Value>();
  const value = (v: Value): Value => sums.get(v) ?? v;
  const region = (source: Region): Region => ({
    params: source.params,
    ops: source.ops.flatMap((op): readonly Op[] => {
      const mapped = mapOp(op, value, region);
      if (mapped.kind !== 'prim' || mapped.prim !== 'normTerm') return [mapped];
      const [sum] = mapped.args;
      if (sum !== undefined) sums.set(mapped.result, sum);
      return [];
    }),
  });
  return { ...func, body: region(func.body) };
}
