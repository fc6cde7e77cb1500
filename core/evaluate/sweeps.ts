/**
 * Forward and reverse sweeps over a recorded trace. Both go along uncut edges only, so a structural zero contributes nothing even where
 * a partial is infinite; a computed 0 · ∞ is NaN, and the reverse sweep tells where it arose.
 */
import type { Tape } from './tape';

/** Tangents of all nodes for a direction, given by the tangents of the inputs. Index 0 is unused. */
export function tangents(tape: Tape, direction: ArrayLike<number>): Float64Array {
  const { count, first, operand, partial } = tape;
  const dots = new Float64Array(count + 1);
  const reached = new Uint8Array(count + 1);
  for (let i = 0; i < direction.length; i++) {
    const dot = direction[i] ?? 0;
    dots[i + 1] = dot;
    reached[i + 1] = dot === 0 ? 0 : 1;
  }
  for (let node = direction.length + 1; node <= count; node++) {
    let dot = 0;
    for (let e = first[node] ?? 0; e < (first[node + 1] ?? 0); e++) {
      const from = operand[e] ?? 0;
      if (from <= 0 || reached[from] === 0) continue;
      dot += (partial[e] ?? 0) * (dots[from] ?? 0);
      reached[node] = 1;
    }
    dots[node] = dot;
  }
  return dots;
}

/** A computed 0 · ∞: where the partial is infinite, and which node carried the zero (or infinite) adjoint there. */
export interface Indeterminate { readonly node: number; readonly operand: number }

export interface Adjoints {
  /** Adjoint of each node; index 0 is unused. */
  readonly bars: Float64Array;
  /** 1 where an uncut path leads to the output: elsewhere the adjoint is structurally zero. */
  readonly reached: Uint8Array;
  readonly indeterminate: readonly Indeterminate[];
}

/** Derivatives of one number with respect to each input; where `reached` is 0 no uncut path leads there, and the zero is structural. */
export interface DerivativeRow { readonly values: Float64Array; readonly reached: Uint8Array }

export const inputRow = ({ bars, reached }: Adjoints, inputs: number): DerivativeRow => ({ values: bars.slice(1, inputs + 1), reached: reached.slice(1, inputs + 1) });

/** Adjoints of all nodes for one output node, or for a weighted sum of outputs. */
export function adjoints(tape: Tape, seeds: readonly { readonly node: number; readonly weight: number }[]): Adjoints {
  const { first, operand, partial } = tape;
  const bars = new Float64Array(tape.count + 1);
  const reached = new Uint8Array(tape.count + 1);
  const indeterminate: Indeterminate[] = [];
  let top = 0;
  for (const { node, weight } of seeds) {
    if (node <= 0) continue;
    bars[node] = (bars[node] ?? 0) + weight;
    reached[node] = 1;
    top = Math.max(top, node);
  }
  for (let node = top; node > 0; node--) {
    if (reached[node] === 0) continue;
    const bar = bars[node] ?? 0;
    for (let e = first[node] ?? 0; e < (first[node + 1] ?? 0); e++) {
      const to = operand[e] ?? 0;
      if (to <= 0) continue;
      const slope = partial[e] ?? 0;
      const product = bar * slope;
      if (product !== product && bar === bar && slope === slope && indeterminate.length < 16) indeterminate.push({ node, operand: to });
      bars[to] = (bars[to] ?? 0) + product;
      reached[to] = 1;
    }
  }
  return { bars, reached, indeterminate };
}

/**
 * For each node the sum of the absolute values of everything its adjoint is made of: what rounding errors are relative to where
 * contributions cancel. Infinite contributions are left out.
 */
export function adjointMagnitudes(tape: Tape, seeds: readonly { readonly node: number; readonly weight: number }[]): Float64Array {
  const { first, operand, partial, count } = tape;
  const sums = new Float64Array(count + 1);
  for (const { node, weight } of seeds) if (node > 0) sums[node] = (sums[node] ?? 0) + Math.abs(weight);
  for (let node = count; node > 0; node--) {
    const own = sums[node] ?? 0;
    if (own === 0) continue;
    for (let e = first[node] ?? 0; e < (first[node + 1] ?? 0); e++) {
      const to = operand[e] ?? 0;
      const product = Math.abs(own * (partial[e] ?? 0));
      if (to > 0 && Number.isFinite(product)) sums[to] = (sums[to] ?? 0) + product;
    }
  }
  return sums;
}

/** The largest value on the way to the outputs, in their units: what is computed with such a value says nothing about less than its last digit. */
export function largestThrough(tape: Tape, seeds: readonly { readonly node: number; readonly weight: number }[]): number {
  const { bars } = adjoints(tape, seeds);
  let largest = 0;
  for (let node = 1; node <= tape.count; node++) {
    const size = tape.op[node] === 'input' ? 0 : Math.abs((bars[node] ?? 0) * (tape.value[node] ?? 0));
    if (Number.isFinite(size)) largest = Math.max(largest, size);
  }
  return largest;
}
