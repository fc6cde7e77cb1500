/**
 * The names and signatures of the pure primitive operations. What they compute and how they are differentiated
 * is in `core/rules`, which has one entry for each name here.
 */

/** One real argument, one real result; named as in `Math` where `Math` has it. */
export const unaryPrimitives = [
  'neg', 'abs', 'acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cbrt', 'ceil', 'cos', 'cosh', 'exp', 'expm1', 'floor',
  'fround', 'log', 'log10', 'log1p', 'log2', 'round', 'sign', 'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'trunc', 'clz32', 'bitnot',
] as const;

/** Two real arguments, one real result. `rem` is `%`, `pow` is `**` and `Math.pow`. */
export const binaryPrimitives = [
  'add', 'sub', 'mul', 'div', 'rem', 'pow', 'atan2', 'imul', 'bitand', 'bitor', 'bitxor', 'shl', 'shr', 'ushr',
] as const;

/** Any number of real arguments, one real result. `normTerm(sum, x, norm)` is of value form only, see `normTerms`. */
export const variadicPrimitives = ['min', 'max', 'hypot', 'normTerm'] as const;

/** Two numbers (`eq` and `ne`: or two booleans), a boolean result. */
export const comparisonPrimitives = ['lt', 'le', 'gt', 'ge', 'eq', 'ne'] as const;

/** `truthy` is the condition JavaScript makes of a number; `same` compares references. */
export const predicatePrimitives = ['not', 'truthy', 'isNaN', 'isFinite', 'isInteger', 'same'] as const;

export type UnaryPrimitive = (typeof unaryPrimitives)[number];
export type BinaryPrimitive = (typeof binaryPrimitives)[number];
export type VariadicPrimitive = (typeof variadicPrimitives)[number];
export type ComparisonPrimitive = (typeof comparisonPrimitives)[number];
export type PredicatePrimitive = (typeof predicatePrimitives)[number];
/** Primitives with a real result: those that rules differentiate. */
export type RealPrimitive = UnaryPrimitive | BinaryPrimitive | VariadicPrimitive;
/** Primitives with a boolean result: those that decide control flow. */
export type BooleanPrimitive = ComparisonPrimitive | PredicatePrimitive;
export type Primitive = RealPrimitive | BooleanPrimitive;

const realPrimitives: ReadonlySet<string> = new Set<string>([...unaryPrimitives, ...binaryPrimitives, ...variadicPrimitives]);
const booleanPrimitives: ReadonlySet<string> = new Set<string>([...comparisonPrimitives, ...predicatePrimitives]);

export const isRealPrimitive = (name: string): name is RealPrimitive => realPrimitives.has(name);
export const isBooleanPrimitive = (name: string): name is BooleanPrimitive => booleanPrimitives.has(name);
export const isPrimitive = (name: string): name is Primitive => isRealPrimitive(name) || isBooleanPrimitive(name);
export const isComparison = (name: string): name is ComparisonPrimitive => (comparisonPrimitives as readonly string[]).includes(name);

/** Number of arguments, or null for variadic primitives. */
export function primitiveArity(name: Primitive): number | null {
  if ((variadicPrimitives as readonly string[]).includes(name)) return null;
  if ((unaryPrimitives as readonly string[]).includes(name)) return 1;
  if (name === 'same' || (comparisonPrimitives as readonly string[]).includes(name)) return 2;
  return (binaryPrimitives as readonly string[]).includes(name) ? 2 : 1;
}

/**
 * Conventions where mathematics leaves a choice, resolved once per source operation (pass `resolveConventions`) and
 * obeyed by every engine.
 */
export interface Conventions {
  /** `sqrt`, `hypot`, `** 0.5` of a provable sum of squares: the partial at 0 is 0. */
  readonly zeroAtZero?: boolean;
  /** `min`, `max`: argument indices, most preferred first; among tied arguments the first of these wins. */
  readonly tieOrder?: readonly number[];
  /** `mul`, `div`, `pow`: an operand that the source writes there as a literal makes the partial in the other a structural zero (`0 * x`, `0 / x`, `x ** 0`, `1 ** x`). */
  readonly structuralZero?: boolean;
  /** `eq`: compares the value of a `switch` with a case, which needs an integer. */
  readonly switchCase?: boolean;
}
export const noConventions: Conventions = {};
