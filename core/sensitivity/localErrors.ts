/**
 * The rounding error that one operation makes, given its operands as they are. What is exact has none; for sums, products, quotients
 * and roots it is found with error-free transformations (Dekker, Knuth); functions are taken to be right to one unit in the last place.
 */
import type { NodeOp } from '../evaluate';

/** `size`: the error's, exact (with its sign, as computed − true) or a bound. */
export interface LocalError { readonly size: number; readonly isExact: boolean }

/** Half the distance of 1 to the next number. */
export const unitRoundoff = 2 ** -53;

const none: LocalError = { size: 0, isExact: true };

/** Beyond these the transformations lose bits to underflow, or overflow. */
const smallest = 2 ** -480, largest = 2 ** 480;
const isSafe = (x: number): boolean => x === 0 || (Math.abs(x) > smallest && Math.abs(x) < largest);

export function localError(op: NodeOp, args: readonly number[], value: number): LocalError {
  const [a = 0, b = 0] = args;
  switch (op) {
    case 'input': case 'neg': case 'abs': case 'min': case 'max': case 'rem': case 'sign': case 'normTerm': return none;
    case 'floor': case 'ceil': case 'round': case 'trunc': case 'truncate': return none;
    case 'clz32': case 'imul': case 'bitnot': case 'bitand': case 'bitor': case 'bitxor': case 'shl': case 'shr': case 'ushr': return none;
    case 'fround': return { size: value - a, isExact: true };
    case 'add': return exact(sumError(a, b, value), value, a, b);
    case 'sub': return exact(sumError(a, -b, value), value, a, b);
    case 'mul': return exact(productError(a, b, value), value, a, b);
    // The remainder of a quotient and of a root is a number of the format, so these are its leading digits.
    case 'div': return exact((value * b - a + productTail(value, b)) / b, value, a, b);
    case 'sqrt': return value === 0 ? none : exact((value * value - a + productTail(value, value)) / (2 * value), value, a);
    case 'pow': return b === 1 ? none : ulps(1, value);
    case 'acos': case 'acosh': case 'asin': case 'asinh': case 'atan': case 'atanh': case 'cbrt': case 'cos': case 'cosh': case 'exp': case 'expm1': case 'log': case 'log10': case 'log1p':
    case 'log2': case 'sin': case 'sinh': case 'tan': case 'tanh': case 'atan2': case 'hypot':
      return ulps(1, value);
  }
}

const ulps = (count: number, value: number): LocalError => ({ size: Number.isFinite(value) ? 2 * count * unitRoundoff * Math.abs(value) : 0, isExact: value === 0 });

function exact(error: number, value: number, ...args: readonly number[]): LocalError {
  if (!Number.isFinite(value)) return none;
  return [value, ...args].every(isSafe) && Number.isFinite(error) ? { size: error, isExact: true } : { size: unitRoundoff * Math.abs(value), isExact: false };
}

/** Knuth: `sum` − (a + b), without a rounding of its own. */
function sumError(a: number, b: number, sum: number): number {
  const part = sum - a;
  return -((a - (sum - part)) + (b - part));
}

/** `product` − a b. */
const productError = (a: number, b: number, product: number): number => product === a * b ? -productTail(a, b) : NaN;

/** Dekker: a b − fl(a b). */
function productTail(a: number, b: number): number {
  const [ah, al] = split(a), [bh, bl] = split(b);
  return al * bl - (a * b - ah * bh - al * bh - ah * bl);
}

/** Veltkamp: two halves of 26 bits. */
function split(x: number): readonly [number, number] {
  const scaled = 134217729 * x, high = scaled - (scaled - x);
  return [high, x - high];
}
