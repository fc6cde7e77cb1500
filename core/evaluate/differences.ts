/**
 * Derivatives by differences, to check against: Ridders' extrapolation (Adv. Eng. Software 4, 1982) of central or one-sided quotients, with
 * an estimate of the error; and the dot-product test ⟨ȳ, Jẋ⟩ = ⟨Jᵀȳ, ẋ⟩.
 */
import type { Task } from './run';

/** Values at a distance along a direction; null where the function has none. */
export type Along = (step: number) => Task<readonly number[] | null>;

export interface Estimate { readonly value: number; readonly error: number }

export type Side = 'central' | 'left' | 'right';

const rounds = 12, shrink = 2;

/** The derivative at 0 of each number that `f` gives. `scale` is the length over which `f` changes (the size of the argument). */
export function* differences(f: Along, scale: number, side: Side = 'central'): Task<Estimate[]> {
  const here = side === 'central' ? null : yield* f(0);
  const columns: number[][][] = [];
  let best: { value: number; error: number }[] = [];
  let h = scale * 2 ** -5;
  for (let round = 0; round < rounds; round++, h /= shrink) {
    const quotients = yield* quotient(f, here, h, side);
    // Where the function has no value so far away, come closer; the table starts again.
    if (quotients === null || quotients.some((q) => !Number.isFinite(q))) {
      columns.length = 0;
      continue;
    }
    if (best.length === 0) best = quotients.map((value) => ({ value, error: Infinity }));
    columns.push(quotients.map((q) => [q]));
    const current = columns.at(-1) ?? [], before = columns.at(-2);
    if (before === undefined) continue;
    current.forEach((row, k) => {
      const above = before[k] ?? [];
      // Central quotients have even powers of h only.
      let factor = side === 'central' ? shrink * shrink : shrink;
      const step = factor;
      for (let j = 0; j < above.length; j++, factor *= step) {
        const last = row[j] ?? NaN, old = above[j] ?? NaN;
        const next = (last * factor - old) / (factor - 1);
        row.push(next);
        const error = Math.max(Math.abs(next - last), Math.abs(next - old));
        const known = best[k];
        if (known !== undefined && error < known.error) best[k] = { value: next, error };
      }
    });
  }
  return best;
}

function* quotient(f: Along, here: readonly number[] | null, h: number, side: Side): Task<number[] | null> {
  const [from, to] = side === 'central' ? [-h, h] : side === 'left' ? [-h, 0] : [0, h];
  const low = from === 0 ? here : yield* f(from);
  const high = to === 0 ? here : yield* f(to);
  return low === null || high === null ? null : low.map((value, k) => ((high[k] ?? NaN) - value) / (to - from));
}

/**
 * Relative gap between ⟨ȳ, Jẋ⟩ and ⟨Jᵀȳ, ẋ⟩; NaN where a product is. `least`: what the size of the terms counts for at least, where they
 * are themselves what cancellation left.
 */
export function dotProductGap(seed: readonly number[], tangent: readonly number[], adjoint: ArrayLike<number>, direction: readonly number[], least = 0): number {
  const forward = seed.reduce((sum, y, i) => sum + y * (tangent[i] ?? NaN), 0);
  const reverse = direction.reduce((sum, x, i) => sum + x * (adjoint[i] ?? NaN), 0);
  // Cancellation is no mistake, so the size of the terms counts, not that of the sums.
  const size = seed.reduce((sum, y, i) => sum + Math.abs(y * (tangent[i] ?? 0)), 0) + direction.reduce((sum, x, i) => sum + Math.abs(x * (adjoint[i] ?? 0)), 0);
  const gap = Math.abs(forward - reverse);
  // Products that underflow keep few bits or none.
  return gap === 0 ? 0 : gap / Math.max(size, least, 2 ** -960);
}
