/**
 * The one table of differentiation rules: for each real primitive what it computes (bit for bit what JavaScript
 * computes), its partials or how it selects, and where these are special. Every engine reads this table and no other.
 */
import type { RealPrimitive } from '../ir/primitive';
import { abs, add, cbrt, div, fround, hypot, mul, neg, normTerm, rem, sqrt, sub } from './algebraic';
import { bitand, bitnot, bitor, bitxor, ceil, clz32, floor, imul, round, shl, shr, sign, trunc, ushr } from './cuts';
import { acosh, asinh, atanh, cosh, exp, expm1, log, log10, log1p, log2, sinh, tanh } from './exponential';
import { pow } from './power';
import type { Rule } from './rule';
import { max, min } from './selection';
import { acos, asin, atan, atan2, cos, sin, tan } from './trigonometric';

export const rules: { readonly [P in RealPrimitive]: Rule } = {
  neg, add, sub, mul, div, rem, pow, abs, sqrt, cbrt, hypot, normTerm, fround,
  exp, expm1, log, log10, log1p, log2, sinh, cosh, tanh, asinh, acosh, atanh,
  sin, cos, tan, asin, acos, atan, atan2,
  min, max,
  floor, ceil, round, trunc, sign, clz32, imul, bitnot, bitand, bitor, bitxor, shl, shr, ushr,
};
