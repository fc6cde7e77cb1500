/** Reference values to fifty digits: every smooth primitive in decimal arithmetic, and derivatives by differences there. */
import { Decimal as Library } from 'decimal.js';
import type { ComparisonPrimitive, RealPrimitive } from '../../../core/ir/primitive';
import type { Arithmetic } from '../../../core/rules/rule';

export const Decimal = Library.clone({ precision: 170, toExpNeg: -9e15, toExpPos: 9e15 });
export type Decimal = Library;

/** The number a double stands for, all digits of it (the library's own conversion reads the shortest decimal). */
export function decimal(x: number): Decimal {
  let scaled = x;
  let exponent = 0;
  for (; !Number.isInteger(scaled); exponent--) scaled *= 2;
  return new Decimal(BigInt(scaled).toString()).mul(new Decimal(2).pow(exponent));
}

const one = new Decimal(1);
const functions: { readonly [name: string]: (...args: Decimal[]) => Decimal } = {
  neg: (x = one) => x.neg(), abs: (x = one) => x.abs(), sign: (x = one) => new Decimal(Decimal.sign(x)), trunc: (x = one) => x.trunc(),
  add: (x = one, y = one) => x.add(y), sub: (x = one, y = one) => x.sub(y), mul: (x = one, y = one) => x.mul(y), div: (x = one, y = one) => x.div(y),
  rem: (x = one, y = one) => x.sub(x.div(y).trunc().mul(y)),
  pow: (x = one, y = one) => x.pow(y), sqrt: (x = one) => x.sqrt(), cbrt: (x = one) => x.cbrt(),
  hypot: (...args) => args.reduce((s, x) => s.add(x.mul(x)), new Decimal(0)).sqrt(), fround: (x = one) => x,
  exp: (x = one) => x.exp(), expm1: (x = one) => x.exp().sub(1), log: (x = one) => x.ln(), log2: (x = one) => x.log(2), log10: (x = one) => x.log(10),
  log1p: (x = one) => x.add(1).ln(),
  sinh: (x = one) => x.exp().sub(x.neg().exp()).div(2), cosh: (x = one) => x.exp().add(x.neg().exp()).div(2),
  tanh: (x = one) => { const e = x.mul(2).exp(); return e.sub(1).div(e.add(1)); },
  asinh: (x = one) => { const a = x.abs(); return a.add(a.mul(a).add(1).sqrt()).ln().mul(Decimal.sign(x)); },
  acosh: (x = one) => x.add(x.mul(x).sub(1).sqrt()).ln(), atanh: (x = one) => x.add(1).div(one.sub(x)).ln().div(2),
  sin: (x = one) => x.sin(), cos: (x = one) => x.cos(), tan: (x = one) => x.tan(),
  asin: (x = one) => x.asin(), acos: (x = one) => x.acos(), atan: (x = one) => x.atan(), atan2: (y = one, x = one) => Decimal.atan2(y, x),
};

export function exact(prim: RealPrimitive, args: readonly Decimal[]): Decimal {
  const compute = functions[prim];
  if (compute === undefined) throw new Error(`no reference for ${prim}`);
  return compute(...args);
}

/** The partial in one argument by a central difference whose error is far below fifty digits. */
export function exactPartial(prim: RealPrimitive, argument: number, args: readonly number[]): Decimal {
  const at = args.map(decimal);
  const x = at[argument] ?? one;
  const step = new Decimal('1e-44').mul(x.isZero() ? 1 : x.abs());
  const moved = (by: Decimal): Decimal => exact(prim, at.map((value, i) => (i === argument ? value.add(by) : value)));
  return moved(step).sub(moved(step.neg())).div(step.mul(2));
}

/** The distance of a number from the exact value, in units of the last place of that value (`floor`: of at least this). */
export function ulps(got: number, expected: Decimal, floor = 0): number {
  if (expected.abs().gt(Number.MAX_VALUE)) return Math.abs(got) === Infinity && Math.sign(got) === Decimal.sign(expected) ? 0 : Infinity;
  const size = Math.max(Math.abs(expected.toNumber()), floor, 2 ** -1022);
  return decimal(got).sub(expected).abs().div(new Decimal(2).pow(Math.floor(Math.log2(size)) - 52)).toNumber();
}

const comparisons: { readonly [C in ComparisonPrimitive]: (a: Decimal, b: Decimal) => boolean } = {
  lt: (a, b) => a.lt(b), le: (a, b) => a.lte(b), gt: (a, b) => a.gt(b), ge: (a, b) => a.gte(b), eq: (a, b) => a.eq(b), ne: (a, b) => !a.eq(b),
};

/** Rules evaluated in decimals: shows that a formula is exact, whatever its rounding in floating point. */
export const decimals = (literals: readonly number[]): Arithmetic<Decimal> => ({
  constant: decimal,
  literal: x => literals.find(literal => x.eq(decimal(literal))) ?? null,
  apply: (prim, args) => exact(prim, args),
  choose: (compare, a, b, then, otherwise) => (comparisons[compare](a, b) ? then() : otherwise()),
});
