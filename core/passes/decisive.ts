/**
 * Analysis: the values whose last bit counts, because something jumps with them.
 *
 * Purpose: derivative arithmetic may be rearranged, which rounds otherwise. What is computed again for a decision (`y * (3 * v) === greatest`
 * asks which operand of a `max` won) must be computed as it was the first time. Input: a value-form function. Output: the values that
 * comparisons, roundings, remainders and bit operations depend on through arithmetic and branches.
 * Example: `%a = mul %v, %three  %b = mul %y, %a  %c = eq %b, %m`: %a and %b, with %v, %three, %y and %m.
 */
import type { Func } from '../ir/module';
import type { Value } from '../ir/op';
import { isBooleanPrimitive, type Primitive } from '../ir/primitive';
import { visitOps } from '../ir/walk';
import { yielded } from './definitions';

/** `ceil` is left out: it stands in trip counts only, whose arithmetic is that of integers, as is that of indices and bounds. */
const jumps: ReadonlySet<Primitive> = new Set<Primitive>([
  'floor', 'round', 'sign', 'trunc', 'fround', 'rem', 'clz32', 'bitnot', 'imul', 'bitand', 'bitor', 'bitxor', 'shl', 'shr', 'ushr',
]);

export function decisiveValues(func: Func): ReadonlySet<Value> {
  const sources = new Map<Value, readonly Value[]>();
  const decisive = new Set<Value>();
  visitOps(func.body, op => {
    if (op.kind === 'prim' && (jumps.has(op.prim) || isBooleanPrimitive(op.prim))) for (const arg of op.args) decisive.add(arg);
    if (op.kind === 'prim') sources.set(op.result, op.args);
    if (op.kind !== 'if') return;
    const sides = [yielded(op.then), yielded(op.else)];
    op.results.forEach((result, i) => sources.set(result, sides.flatMap(side => side[i] ?? [])));
  });
  // A set that grows while it is iterated over is its own worklist.
  for (const value of decisive) for (const source of sources.get(value) ?? []) decisive.add(source);
  return decisive;
}
