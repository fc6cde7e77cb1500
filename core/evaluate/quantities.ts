/** The rule table's arithmetic on numbers of which some are literals of the source text. */
import { compareNumbers, valueOf } from '../rules/numeric';
import type { Arithmetic } from '../rules/rule';

/** A number that may be known from the source text. */
export interface Quantity { readonly value: number; readonly literal: number | null }

export const quantities: Arithmetic<Quantity> = {
  constant: (value) => ({ value, literal: value }),
  literal: (x) => x.literal,
  apply: (prim, args) => ({ value: valueOf(prim, args.map((arg) => arg.value)), literal: null }),
  choose: (compare, a, b, then, otherwise) => (compareNumbers(compare, a.value, b.value) ? then() : otherwise()),
};
