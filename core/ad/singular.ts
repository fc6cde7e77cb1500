/**
 * Which partials may be infinite. An adjoint that is a structural zero must not be multiplied with them: 0 · ∞ would be NaN, where
 * nothing was contributed at all (design A4).
 */
import type { PrimOp, Value } from '../ir/op';
import type { Analysis } from './analysis';
import { visitOps } from '../ir/walk';
import { literalIn } from './literal';

/** Primitives whose partials are infinite somewhere in or on the edge of their domain. */
const poles: ReadonlySet<string> = new Set([
  'sqrt', 'cbrt', 'log', 'log2', 'log10', 'log1p', 'acos', 'asin', 'acosh', 'atanh', 'div', 'pow', 'atan2', 'hypot',
]);
/** Primitives whose partials overflow. */
const overflowing: ReadonlySet<string> = new Set(['exp', 'expm1', 'sinh', 'cosh', 'tan']);

/** Whether a partial of the operation may be infinite, by a pole or because it overflows. */
export const mayBeInfinite = (op: PrimOp, analysis: Analysis): boolean => overflowing.has(op.prim) || mayHavePole(op, analysis);

/** Whether a partial of the operation may be infinite where nothing overflows. */
export function mayHavePole(op: PrimOp, analysis: Analysis): boolean {
  if (!poles.has(op.prim) || op.conventions.zeroAtZero === true) return false;
  const [first, second] = op.args;
  const literal = second === undefined ? null : literalIn(analysis, second);
  switch (op.prim) {
    case 'div': return second === undefined || !isAwayFromZero(second, analysis);
    case 'pow': return literal === null || literal < 1;
    case 'sqrt': case 'cbrt': case 'log': case 'log2': case 'log10': return first === undefined || !isAwayFromZero(first, analysis);
    default: return true;
  }
}

/** Whether a function computes anything with a pole itself. */
export function hasPole(analysis: Analysis): boolean {
  let found = false;
  visitOps(analysis.func.body, op => { found ||= op.kind === 'prim' && analysis.activity.isActive(op.result) && mayHavePole(op, analysis); });
  return found;
}

const deepest = 8;

/** A literal other than 0, or at least a positive literal. */
function isAwayFromZero(value: Value, analysis: Analysis, depth = 0): boolean {
  const literal = literalIn(analysis, value);
  if (literal !== null) return literal !== 0;
  const op = analysis.definitions.opOf(value);
  if (op?.kind !== 'prim' || depth > deepest) return false;
  const [a, b] = op.args;
  if (a === undefined) return false;
  const isPositive = (term: Value): boolean => isAwayFromZero(term, analysis, depth + 1) && isNeverNegative(term, analysis, depth + 1);
  switch (op.prim) {
    case 'neg': case 'abs': case 'sqrt': return isAwayFromZero(a, analysis, depth + 1);
    case 'cosh': return true;
    case 'add': return b !== undefined && ((isPositive(a) && isNeverNegative(b, analysis, depth + 1)) || (isPositive(b) && isNeverNegative(a, analysis, depth + 1)));
    case 'max': return op.args.some(isPositive);
    default: return false;
  }
}

/** At least 0, or NaN. */
function isNeverNegative(value: Value, analysis: Analysis, depth: number): boolean {
  const literal = literalIn(analysis, value);
  if (literal !== null) return literal >= 0;
  const op = analysis.definitions.opOf(value);
  if (op?.kind === 'len') return true;
  if (op?.kind !== 'prim' || depth > deepest) return false;
  const never = (term: Value): boolean => isNeverNegative(term, analysis, depth + 1);
  switch (op.prim) {
    case 'exp': case 'abs': case 'sqrt': case 'hypot': case 'cosh': return true;
    case 'mul': return op.args[0] === op.args[1] || op.args.every(never);
    case 'pow': { const power = op.args[1] === undefined ? null : literalIn(analysis, op.args[1]); return power !== null && power % 2 === 0; }
    case 'add': case 'div': case 'min': return op.args.every(never);
    case 'max': return op.args.some(never);
    default: return false;
  }
}
