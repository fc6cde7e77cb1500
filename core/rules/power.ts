/**
 * The rule of `x ** y` and `Math.pow`.
 * A literal exponent gives the power rule with small exponents written out and never a logarithm; a literal base gives
 * r · log(base). Otherwise the partials hold at the edges too: ∂x at x = 0 is 0 for y = 0, ∂y at x = 0 is 0 for y > 0 and NaN
 * for y ≤ 0, and ∂y is NaN for a negative base.
 */
import type { Conventions } from '../ir/primitive';
import { rootAtZero } from './algebraic';
import type { Arithmetic, Critical, SmoothRule } from './rule';
import { argumentAt, quotientAtZero, Terms } from './smooth';

export const pow: SmoothRule = {
  kind: 'smooth', linear: false,
  value: (x = NaN, y = NaN) => x ** y,
  partial<T>(argument: number, on: Arithmetic<T>, args: readonly T[], result: T, conventions: Conventions): T | null {
    const t = new Terms(on);
    const x = argumentAt(args, 0), y = argumentAt(args, 1);
    if (argument === 1) return inExponent(t, x, y, result, conventions);
    const exponent = on.literal(y);
    if (exponent !== null) return inBase(t, x, exponent, result, conventions);
    // The guard is on the base, so that the mixed second derivative stays 1 / x where y is 0.
    const power = (): T => t.mul(y, t.pow(x, t.sub(y, t.num(1))));
    return on.choose('eq', x, t.num(0), () => on.choose('eq', y, t.num(0), () => t.num(0), power), power);
  },
  critical(argument, args, { zeroAtZero }): Critical | null {
    const x = argumentAt(args, 0), y = argumentAt(args, 1);
    if (x < 0) return Number.isInteger(y) ? (argument === 0 ? null : 'undefined') : 'outside';
    if (x > 0) return null;
    if (argument === 1) return y > 0 ? null : 'undefined';
    return rootAtZero(y !== 0 && y < 1, zeroAtZero);
  },
};

/** ∂x of x ** c. */
function inBase<T>(t: Terms<T>, x: T, c: number, r: T, conventions: Conventions): T | null {
  switch (c) {
    case 0: return conventions.structuralZero === true ? null : t.num(0);
    case 1: return t.num(1);
    case 2: return t.mul(t.num(2), x);
    case 3: return t.mul(t.mul(t.num(3), x), x);
    case -1: return t.neg(t.mul(r, r));
    case -2: return t.div(t.num(-2), t.mul(t.mul(x, x), x));
    case 0.5: return quotientAtZero(t, t.num(0.5), r, conventions);
    case 1.5: return t.mul(t.num(1.5), t.sqrt(x));
    default: return t.mul(t.num(c), t.pow(x, t.num(c - 1)));
  }
}

/** ∂y of x ** y. */
function inExponent<T>(t: Terms<T>, x: T, y: T, r: T, { structuralZero }: Conventions): T | null {
  const base = t.on.literal(x);
  const ofPositiveBase = (): T => t.mul(r, t.log(x));
  const ofZeroBase = (): T => t.on.choose('gt', y, t.num(0), () => t.num(0), () => t.num(NaN));
  if (base === null) return t.on.choose('eq', x, t.num(0), ofZeroBase, ofPositiveBase);
  switch (base) {
    case 0: return ofZeroBase();
    case 1: return structuralZero === true ? null : t.num(0);
    case 2: return t.mul(r, t.num(Math.LN2));
    case 10: return t.mul(r, t.num(Math.LN10));
    case Math.E: return r;
    default: return ofPositiveBase();
  }
}
