/** Rules of exponentials, logarithms and hyperbolic functions. */
import { unary } from './smooth';

export const exp = unary(Math.exp, (_t, _x, r) => r);
/** Not r + 1, which has no correct digit left once exp(x) is below the rounding of 1. */
export const expm1 = unary(Math.expm1, (t, x) => t.on.apply('exp', [x]));

const positive = (x: number): 'outside' | 'pole' | null => (x > 0 ? null : x === 0 ? 'pole' : x < 0 ? 'outside' : null);

export const log = unary(Math.log, (t, x) => t.div(t.num(1), x), positive);
export const log2 = unary(Math.log2, (t, x) => t.div(t.num(1), t.mul(x, t.num(Math.LN2))), positive);
export const log10 = unary(Math.log10, (t, x) => t.div(t.num(1), t.mul(x, t.num(Math.LN10))), positive);
export const log1p = unary(Math.log1p, (t, x) => t.div(t.num(1), t.add(t.num(1), x)), x => positive(x < -1 ? -1 : x + 1));

export const sinh = unary(Math.sinh, (t, x) => t.on.apply('cosh', [x]));
export const cosh = unary(Math.cosh, (t, x) => t.on.apply('sinh', [x]));
export const tanh = unary(Math.tanh, (t, _x, r) => t.sub(t.num(1), t.mul(r, r)));

/** `hypot` does not overflow where x * x would. */
export const asinh = unary(Math.asinh, (t, x) => t.div(t.num(1), t.on.apply('hypot', [t.num(1), x])));
/** Two roots: no cancellation near 1, no overflow for large arguments, NaN outside the domain. */
export const acosh = unary(
  Math.acosh, (t, x) => t.div(t.num(1), t.mul(t.sqrt(t.sub(x, t.num(1))), t.sqrt(t.add(x, t.num(1))))), x => positive(x - 1),
);
/** (1 - x)(1 + x) keeps the digits that 1 - x * x loses near ±1. */
export const atanh = unary(
  Math.atanh, (t, x) => t.div(t.num(1), t.mul(t.sub(t.num(1), x), t.add(t.num(1), x))), x => positive(1 - Math.abs(x)),
);
