/** Rules of trigonometric functions and their inverses. */
import type { Critical } from './rule';
import { binary, type Terms, unary } from './smooth';

export const sin = unary(Math.sin, (t, x) => t.on.apply('cos', [x]));
export const cos = unary(Math.cos, (t, x) => t.neg(t.on.apply('sin', [x])));
export const tan = unary(Math.tan, (t, _x, r) => t.add(t.num(1), t.mul(r, r)));

/** √(1 - x²), as (1 - x)(1 + x) under the root: it keeps the digits that 1 - x * x loses near ±1. */
const complement = <T>(t: Terms<T>, x: T): T => t.sqrt(t.mul(t.sub(t.num(1), x), t.add(t.num(1), x)));
function withinUnit(x: number): Critical | null {
  if (Math.abs(x) === 1) return 'pole';
  return Math.abs(x) > 1 ? 'outside' : null;
}

export const asin = unary(Math.asin, (t, x) => t.div(t.num(1), complement(t, x)), withinUnit);
export const acos = unary(Math.acos, (t, x) => t.div(t.num(-1), complement(t, x)), withinUnit);
export const atan = unary(Math.atan, (t, x) => t.div(t.num(1), t.add(t.num(1), t.mul(x, x))));

const squaredRadius = <T>(t: Terms<T>, y: T, x: T): T => t.add(t.mul(x, x), t.mul(y, y));
/** `Math.atan2(y, x)`. The angle is undefined at the origin and jumps across the negative x axis. */
export const atan2 = binary(Math.atan2, [
  (t, y, x) => t.div(x, squaredRadius(t, y, x)),
  (t, y, x) => t.neg(t.div(y, squaredRadius(t, y, x))),
], (argument, y, x) => {
  if (x === 0 && y === 0) return 'undefined';
  return argument === 0 && y === 0 && x < 0 ? 'jump' : null;
});
