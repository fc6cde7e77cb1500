/** The arithmetic of plain numbers: what the trace computes partials in. */
import type { ComparisonPrimitive } from '../ir/primitive';
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

/**
 * Numbers, of which those in `literals` are known from the source text. A rule asks only about arguments other than
 * the one it differentiates in, so it is enough to pass the operation's literal arguments by value.
 */
export const numbers = (literals: readonly number[] = []): Arithmetic<number> => ({
  constant: value => value,
  literal: x => (literals.includes(x) ? x : null),
  apply: (prim, args) => rules[prim].value(...args),
  choose: (compare, a, b, then, otherwise) => (compareNumbers(compare, a, b) ? then() : otherwise()),
});
