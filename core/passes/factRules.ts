/** Facts about numbers: their lattice, and what each primitive makes of them. */
import type { Primitive } from '../ir/primitive';
import { isRealPrimitive } from '../ir/primitive';
import type { Storage } from '../ir/type';
import { rules } from '../rules/table';

export interface Fact {
  readonly integer: boolean;
  /** Bounds of the number unless it is NaN. */
  readonly lo: number;
  readonly hi: number;
  readonly literal: number | null;
  /** A sum of squares, with factors and terms that are never negative and depend on no parameter. */
  readonly squares: boolean;
}
/** A fact about an argument, and whether the argument depends on no parameter. */
export type ArgumentFact = Fact & { readonly independent: boolean };

export const unknown: Fact = { integer: false, lo: -Infinity, hi: Infinity, literal: null, squares: false };
/** Nothing reaches this place yet: every fact holds. The empty range marks it. */
export const bottom: Fact = { integer: true, lo: Infinity, hi: -Infinity, literal: null, squares: true };
const isBottom = (fact: Fact): boolean => fact.lo === Infinity && fact.hi === -Infinity;

export const constantFact = (value: number): Fact =>
  (Number.isNaN(value) ? unknown : { integer: Number.isInteger(value), lo: value, hi: value, literal: value, squares: value >= 0 });

export function join(a: Fact, b: Fact): Fact {
  if (isBottom(a)) return b;
  if (isBottom(b)) return a;
  return {
    integer: a.integer && b.integer, lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi),
    literal: Object.is(a.literal, b.literal) ? a.literal : null, squares: a.squares && b.squares,
  };
}

/** A bound that still moves is given up; 0 is kept as a lower bound where the range allows it. */
export function widen(before: Fact, after: Fact): Fact {
  if (isBottom(before)) return after;
  return { ...after, lo: after.lo < before.lo ? (after.lo >= 0 ? 0 : -Infinity) : after.lo, hi: after.hi > before.hi ? Infinity : after.hi };
}

export const equalFacts = (a: Fact, b: Fact): boolean =>
  a.integer === b.integer && a.lo === b.lo && a.hi === b.hi && Object.is(a.literal, b.literal) && a.squares === b.squares;

/** What an array of the storage gives back of something stored in it. */
export function storedAs(storage: Storage, contents: Fact): Fact {
  switch (storage) {
    case 'array': case 'f64': return contents;
    case 'f32': return { ...contents, lo: Math.fround(contents.lo), hi: Math.fround(contents.hi), literal: null };
    case 'i32': return { integer: true, lo: -(2 ** 31), hi: 2 ** 31 - 1, literal: null, squares: false };
    case 'u8': return { integer: true, lo: 0, hi: 255, literal: null, squares: false };
  }
}

const integral: ReadonlySet<Primitive> = new Set<Primitive>(['floor', 'ceil', 'round', 'trunc', 'sign', 'clz32', 'bitnot', 'imul', 'bitand', 'bitor', 'bitxor', 'shl', 'shr', 'ushr']);
const closed: ReadonlySet<Primitive> = new Set<Primitive>(['add', 'sub', 'mul', 'neg', 'abs', 'min', 'max', 'rem']);
const word: ReadonlySet<Primitive> = new Set<Primitive>(['bitnot', 'imul', 'bitand', 'bitor', 'bitxor', 'shl', 'shr']);
const monotone: ReadonlySet<Primitive> = new Set<Primitive>(['floor', 'ceil', 'round', 'trunc', 'sign', 'fround', 'exp', 'expm1', 'sqrt', 'cbrt', 'atan', 'tanh', 'sinh', 'asinh', 'log', 'log1p', 'log2', 'log10']);

/** `equal`: the first two arguments are certainly the same number. */
export function primFact(prim: Primitive, args: readonly ArgumentFact[], equal: boolean): Fact {
  if (!isRealPrimitive(prim)) return unknown;
  if (args.some(isBottom)) return bottom;
  const literals = args.map(arg => arg.literal);
  if (literals.every(literal => literal !== null)) return constantFact(rules[prim].value(...literals));
  const squares = isSquares(prim, args, equal);
  const [lo, hi] = range(prim, args);
  return {
    integer: integral.has(prim) || (closed.has(prim) && args.every(arg => arg.integer)),
    lo: squares ? Math.max(lo, 0) : lo, hi, literal: null, squares,
  };
}

/** Never negative, and no source of a singularity of its own. */
const harmless = (fact: ArgumentFact): boolean => fact.squares || (fact.lo >= 0 && fact.independent);

function isSquares(prim: Primitive, args: readonly ArgumentFact[], equal: boolean): boolean {
  const [a, b] = args;
  switch (prim) {
    case 'mul': return equal || args.every(harmless);
    case 'add': case 'div': case 'min': case 'max': return args.every(harmless);
    case 'abs': case 'fround': return a?.squares === true;
    case 'pow': {
      const exponent = b?.literal ?? null;
      if (a === undefined || exponent === null || exponent <= 0 || !Number.isInteger(exponent)) return false;
      return exponent % 2 === 0 || a.squares;
    }
    default: return false;
  }
}

type Range = readonly [lo: number, hi: number];
const everything: Range = [-Infinity, Infinity];

function range(prim: Primitive, args: readonly Fact[]): Range {
  const [a, b] = args;
  if (a === undefined) return everything;
  if (monotone.has(prim) && isRealPrimitive(prim)) {
    const of = (x: number, otherwise: number): number => { const y = rules[prim].value(x); return Number.isNaN(y) ? otherwise : y; };
    return [of(a.lo, -Infinity), of(a.hi, Infinity)];
  }
  if (prim === 'sin' || prim === 'cos') return [-1, 1];
  if (prim === 'cosh') return [1, Infinity];
  if (prim === 'abs') return [a.lo >= 0 ? a.lo : a.hi <= 0 ? -a.hi : 0, Math.max(-a.lo, a.hi)];
  if (prim === 'neg') return [-a.hi, -a.lo];
  if (prim === 'hypot' || prim === 'ushr' || prim === 'clz32') return [0, Infinity];
  if (prim === 'min') return [Math.min(...args.map(arg => arg.lo)), Math.min(...args.map(arg => arg.hi))];
  if (prim === 'max') return [Math.max(...args.map(arg => arg.lo)), Math.max(...args.map(arg => arg.hi))];
  if (word.has(prim)) return [-(2 ** 31), 2 ** 31 - 1];
  if (b === undefined) return everything;
  if (prim === 'add') return ordered(a.lo + b.lo, a.hi + b.hi);
  if (prim === 'sub') return ordered(a.lo - b.hi, a.hi - b.lo);
  if (prim === 'mul') return hull([a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi]);
  if (prim === 'rem') return [a.lo >= 0 ? 0 : a.lo, a.hi <= 0 ? 0 : a.hi];
  if (prim === 'pow' || prim === 'div') return a.lo >= 0 && b.lo >= 0 ? [0, Infinity] : everything;
  return everything;
}

const ordered = (lo: number, hi: number): Range => [Number.isNaN(lo) ? -Infinity : lo, Number.isNaN(hi) ? Infinity : hi];
/** A bound 0 · ∞ says nothing. */
const hull = (corners: readonly number[]): Range => (corners.some(Number.isNaN) ? (corners.every(x => Number.isNaN(x) || x >= 0) ? [0, Infinity] : everything) : [Math.min(...corners), Math.max(...corners)]);
