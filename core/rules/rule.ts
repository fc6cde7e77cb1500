/**
 * The form of a differentiation rule. Each rule is written once, over an abstract arithmetic, and read by every engine:
 * with numbers by the trace, with IR values by forward and reverse transformation, with trace nodes by second order.
 */
import type { ComparisonPrimitive, Conventions, RealPrimitive } from '../ir/primitive';

/** The arithmetic a rule computes partials in. */
export interface Arithmetic<T> {
  constant(value: number): T;
  /** The number that `x` is known to be from the source text (a literal), or null. */
  literal(x: T): number | null;
  apply(prim: RealPrimitive, args: readonly T[]): T;
  /** `compare(a, b) ? then() : otherwise()`. Only the branch taken is evaluated. */
  choose(compare: ComparisonPrimitive, a: T, b: T, then: () => T, otherwise: () => T): T;
}

/**
 * What is special about a derivative at a point:
 * `kink`: it does not exist and a convention chose it; `jump`: the value itself jumps there; `pole`: it is infinite;
 * `undefined`: nothing can be chosen, it is NaN; `outside`: the argument lies outside the domain, where the value is NaN.
 */
export type Critical = 'kink' | 'jump' | 'pole' | 'undefined' | 'outside';

/**
 * A primitive with a partial derivative for each argument. `partial` is asked only for arguments that are active.
 * It answers null for a structural zero (a literal factor 0, `x ** 0`): that argument contributes nothing, whatever the seed.
 */
export interface SmoothRule {
  readonly kind: 'smooth';
  /** Every partial is a constant: `add`, `sub`, `neg`. */
  readonly linear: boolean;
  value(...args: number[]): number;
  partial<T>(argument: number, on: Arithmetic<T>, args: readonly T[], result: T, conventions: Conventions): T | null;
  /** What is special about that partial at these arguments; null where the function is smooth in that argument. */
  critical(argument: number, args: readonly number[], conventions: Conventions): Critical | null;
}

/** `min` and `max`: the result is one of the arguments, and only that one contributes. */
export interface SelectionRule {
  readonly kind: 'selection';
  value(...args: number[]): number;
  /** The index of the argument that the result is; ties go to the first in `tieOrder`; a NaN argument is the result. */
  winner(args: readonly number[], tieOrder: readonly number[] | undefined): number;
}

/** Piecewise constant: the derivative is 0 everywhere it exists, so the path is cut and the user is told. */
export interface CutRule { readonly kind: 'cut'; value(...args: number[]): number }

export type Rule = SmoothRule | SelectionRule | CutRule;
