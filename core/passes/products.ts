/**
 * Products of derivative arithmetic in one shape: a literal, then factors, over divisors.
 *
 * Only literals move: they are multiplied together and stand in front, and a literal over something divides the whole
 * (`dr * (1 / r)` is `dr / r`, `(0.5 / v) * (1 / n)` is `0.5 / (v * n)`). The factors keep their order and association, so that no product
 * of theirs overflows that did not before.
 */
import type { PrimOp, Value } from '../ir/op';

/** A product or quotient still to be built. */
export type Factors =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'mul' | 'div'; readonly left: Factors; readonly right: Factors };

export interface Product { readonly coefficient: number; readonly factors: Factors | null; readonly divisors: Factors | null }

/** What an operand may be opened to: a literal, an operation that can be rearranged, or null. */
export type Open = (value: Value) => number | PrimOp | null;

/** The smallest number with all its digits. */
const smallestWhole = 2 ** -1022;

/** The product an operation computes; null when its literals cannot be put together. */
export function productOf(op: PrimOp, open: Open): Product | null {
  const product = ofOperation(op, open);
  return product !== null && Number.isFinite(product.coefficient) ? product : null;
}

function ofOperation(op: PrimOp, open: Open): Product | null {
  const [a, b] = op.args;
  if (a === undefined) return null;
  if (op.prim === 'neg') { const inner = ofValue(a, open); return { ...inner, coefficient: -inner.coefficient }; }
  if (b === undefined) return null;
  if (op.prim === 'mul') {
    const [x, y] = [ofValue(a, open), ofValue(b, open)], coefficient = x.coefficient * y.coefficient;
    // Together literals may be less than any number with all its digits, and the product not.
    if (Math.abs(coefficient) < smallestWhole && x.coefficient !== 0 && y.coefficient !== 0) return null;
    return { coefficient, factors: joined(x.factors, y.factors), divisors: joined(x.divisors, y.divisors) };
  }
  if (op.prim !== 'div') return null;
  const top = ofValue(a, open);
  const literal = open(b);
  if (typeof literal === 'number' && top.coefficient !== 1 && (top.coefficient / literal) * literal === top.coefficient) {
    return { ...top, coefficient: top.coefficient / literal };
  }
  const below: Factors = { kind: 'value', value: b };
  if (top.factors === null && top.divisors === null) return { coefficient: top.coefficient, factors: null, divisors: below };
  if (top.divisors !== null || top.factors === null) return { coefficient: 1, factors: { kind: 'div', left: { kind: 'value', value: a }, right: below }, divisors: null };
  return { coefficient: top.coefficient, factors: { kind: 'div', left: top.factors, right: below }, divisors: null };
}

function ofValue(value: Value, open: Open): Product {
  const opened = open(value);
  if (typeof opened === 'number') return { coefficient: opened, factors: null, divisors: null };
  const inner = opened === null ? null : ofOperation(opened, open);
  return inner ?? { coefficient: 1, factors: { kind: 'value', value }, divisors: null };
}

const joined = (a: Factors | null, b: Factors | null): Factors | null => (a === null ? b : b === null ? a : { kind: 'mul', left: a, right: b });

/** The values a product is built from. */
export const valuesOf = (factors: Factors): readonly Value[] => (factors.kind === 'value' ? [factors.value] : [...valuesOf(factors.left), ...valuesOf(factors.right)]);

/** Whether the operation is already written as the product will be. */
export function sameProduct(op: PrimOp, product: Product, open: Open): boolean {
  return asWritten(op, open) === asPlanned(product);
}

function asWritten(op: PrimOp, open: Open): string {
  const operand = (value: Value): string => {
    const opened = open(value);
    if (typeof opened === 'number') return `=${String(opened)}`;
    return opened !== null && (opened.prim === 'mul' || opened.prim === 'div' || opened.prim === 'neg') ? asWritten(opened, open) : `#${String(value.id)}`;
  };
  return `${op.prim}(${op.args.map(operand).join(',')})`;
}

function asPlanned({ coefficient, factors, divisors }: Product): string {
  const text = (at: Factors): string => (at.kind === 'value' ? `#${String(at.value.id)}` : `${at.kind}(${text(at.left)},${text(at.right)})`);
  const first = (at: Factors): string => {
    if (at.kind !== 'value') return `${at.kind}(${first(at.left)},${text(at.right)})`;
    return coefficient === 1 ? text(at) : coefficient === -1 ? `neg(${text(at)})` : `mul(=${String(coefficient)},${text(at)})`;
  };
  const top = factors === null ? `=${String(coefficient)}` : first(factors);
  return divisors === null ? top : `div(${top},${text(divisors)})`;
}
