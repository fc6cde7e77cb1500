/** Rules of the operators and of the algebraic functions: roots, absolute value, `hypot`, remainder, rounding to float. */
import type { Critical, SmoothRule } from './rule';
import { argumentAt, binary, linear, quotientAtZero, Terms, unary } from './smooth';

export const neg = linear((x = NaN) => -x, [-1]);
export const add = linear((x = NaN, y = NaN) => x + y, [1, 1]);
export const sub = linear((x = NaN, y = NaN) => x - y, [1, -1]);

/** A factor that is literally 0 is a structural zero: the other factor contributes nothing. */
export const mul = binary((x, y) => x * y, [
  (_t, _x, y, _r, { structuralZero }) => (structuralZero === true ? null : y),
  (_t, x, _y, _r, { structuralZero }) => (structuralZero === true ? null : x),
]);

/** The second partial reads the result: -x / y² = -r / y. */
export const div = binary((x, y) => x / y, [
  (t, _x, y) => t.div(t.num(1), y),
  (t, _x, y, r, { structuralZero }) => (structuralZero === true ? null : t.neg(t.div(r, y))),
], (_argument, _x, y) => (y === 0 ? 'pole' : null));

/** `x % y` = x - trunc(x / y) · y. It jumps where x is a non-zero multiple of y. */
export const rem = binary((x, y) => x % y, [
  t => t.num(1),
  (t, x, y) => t.neg(t.on.apply('trunc', [t.div(x, y)])),
], (_argument, x, y) => {
  if (y === 0) return 'outside';
  return x !== 0 && x % y === 0 ? 'jump' : null;
});

/** Rounding to a float is treated as the identity it approximates. */
export const fround = unary(Math.fround, t => t.num(1));

export const abs = unary(Math.abs, (t, x) => t.on.apply('sign', [x]), x => (x === 0 ? 'kink' : null));

export const sqrt = unary(Math.sqrt, (t, _x, r, conventions) => quotientAtZero(t, t.num(0.5), r, conventions),
  (x, { zeroAtZero }) => (x < 0 ? 'outside' : rootAtZero(x === 0, zeroAtZero)));

export const cbrt = unary(Math.cbrt, (t, _x, r) => t.div(t.num(1), t.mul(t.mul(t.num(3), r), r)), x => (x === 0 ? 'pole' : null));

/** The partial in each argument is that argument over the result; at the origin it exists only by convention. */
export const hypot: SmoothRule = {
  kind: 'smooth', linear: false,
  value: (...args) => Math.hypot(...args),
  partial: (argument, on, args, result, conventions) => quotientAtZero(new Terms(on), argumentAt(args, argument), result, conventions),
  critical: (_argument, args, { zeroAtZero }) => (args.every(x => x === 0) ? (zeroAtZero === true ? 'kink' : 'undefined') : null),
};

/**
 * A norm whose number of elements is known only when it runs, element by element: `sum` is `norm` from the start, and what is known of an
 * element is its partial. What it computes is no news, so nothing of it stays in generated code.
 */
export const normTerm: SmoothRule = {
  kind: 'smooth', linear: false,
  value: (sum = NaN) => sum,
  partial: (argument, on, args) => {
    const t = new Terms(on);
    if (argument === 0) return t.num(1);
    return argument === 1 ? quotientAtZero(t, argumentAt(args, 1), argumentAt(args, 2), { zeroAtZero: true }) : null;
  },
  critical: () => null,
};

/** A root at 0 has a pole, unless its argument is a sum of squares: then it is a norm, which has a kink. */
export function rootAtZero(atZero: boolean, zeroAtZero: boolean | undefined): Critical | null {
  if (!atZero) return null;
  return zeroAtZero === true ? 'kink' : 'pole';
}
