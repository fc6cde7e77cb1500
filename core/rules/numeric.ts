/** The arithmetic of plain numbers: what the trace computes partials in. */
import type { ComparisonPrimitive, RealPrimitive } from '../ir/primitive';
import type { Arithmetic } from './rule';
import { rules } from './table';

/** What a comparison computes. */
export function compareNumbers(compare: ComparisonPrimitive, a: number, b: number): boolean {
  switch (compare) {
    case 'lt': return a < b;
    case 'le': return a <= b;
    case 'gt': return a > b;
    case 'ge': return a >= b;
    case 'eq': return a === b;
    case 'ne': return a !== b;
  }
}

/** What an operation computes. */
export function valueOf(prim: RealPrimitive, args: readonly number[]): number {
  const rule = rules[prim];
  switch (args.length) {
    case 1: return rule.value(args[0] ?? NaN);
    case 2: return rule.value(args[0] ?? NaN, args[1] ?? NaN);
    default: return rule.value(...args);
  }
}

/**
 * Numbers, of which those in `literals` are known from the source text. A rule asks only about arguments other than
 * the one it differentiates in, so it is enough to pass the operation's literal arguments by value.
 */
export const numbers = (literals: readonly number[] = []): Arithmetic<number> => ({
  constant: value => value,
  literal: x => (literals.includes(x) ? x : null),
  apply: valueOf,
  choose: (compare, a, b, then, otherwise) => (compareNumbers(compare, a, b) ? then() : otherwise()),
});
