/** The rule table's arithmetic on plain numbers, as the trace computes partials with it. */
import { compareNumbers } from '../rules/numeric';
import { rules } from '../rules/table';
import type { Arithmetic } from '../rules/rule';
import type { RealPrimitive } from '../ir/primitive';

export function valueOf(prim: RealPrimitive, args: readonly number[]): number {
  const rule = rules[prim];
  switch (args.length) {
    case 1: return rule.value(args[0] ?? NaN);
    case 2: return rule.value(args[0] ?? NaN, args[1] ?? NaN);
    default: return rule.value(...args);
  }
}

/** Where no operand is a literal of the source text. */
export const numbers: Arithmetic<number> = {
  constant: (value) => value,
  literal: () => null,
  apply: valueOf,
  choose: (compare, a, b, then, otherwise) => (compareNumbers(compare, a, b) ? then() : otherwise()),
};

/** A number that may be known from the source text. */
export interface Quantity { readonly value: number; readonly literal: number | null }

export const quantities: Arithmetic<Quantity> = {
  constant: (value) => ({ value, literal: value }),
  literal: (x) => x.literal,
  apply: (prim, args) => ({ value: valueOf(prim, args.map((arg) => arg.value)), literal: null }),
  choose: (compare, a, b, then, otherwise) => (compareNumbers(compare, a.value, b.value) ? then() : otherwise()),
};
