/** What rule families are written with: infix names over an abstract arithmetic, and constructors for smooth rules. */
import type { Conventions } from '../ir/primitive';
import type { Arithmetic, Critical, SmoothRule } from './rule';

/** The arithmetic under the names that partials are read with. */
export class Terms<T> {
  constructor(readonly on: Arithmetic<T>) {}
  num(value: number): T { return this.on.constant(value); }
  neg(a: T): T { return this.on.apply('neg', [a]); }
  add(a: T, b: T): T { return this.on.apply('add', [a, b]); }
  sub(a: T, b: T): T { return this.on.apply('sub', [a, b]); }
  mul(a: T, b: T): T { return this.on.apply('mul', [a, b]); }
  div(a: T, b: T): T { return this.on.apply('div', [a, b]); }
  pow(a: T, b: T): T { return this.on.apply('pow', [a, b]); }
  sqrt(a: T): T { return this.on.apply('sqrt', [a]); }
  log(a: T): T { return this.on.apply('log', [a]); }
}

const nowhereCritical = (): null => null;

/** A function of one argument; `partial` reads the argument and the result. */
export function unary(
  value: (x: number) => number,
  partial: <T>(t: Terms<T>, x: T, r: T, conventions: Conventions) => T,
  critical: (x: number, conventions: Conventions) => Critical | null = nowhereCritical,
): SmoothRule {
  return {
    kind: 'smooth', linear: false,
    value: (x = NaN) => value(x),
    partial: (_argument, on, args, result, conventions) => partial(new Terms(on), argumentAt(args, 0), result, conventions),
    critical: (_argument, args, conventions) => critical(argumentAt(args, 0), conventions),
  };
}

/** A function of two arguments with a partial for each; null from a partial is a structural zero. */
export function binary(
  value: (x: number, y: number) => number,
  partials: readonly [BinaryPartial, BinaryPartial],
  critical: (argument: number, x: number, y: number) => Critical | null = nowhereCritical,
): SmoothRule {
  return {
    kind: 'smooth', linear: false,
    value: (x = NaN, y = NaN) => value(x, y),
    partial: (argument, on, args, result, conventions) =>
      partials[argument === 0 ? 0 : 1](new Terms(on), argumentAt(args, 0), argumentAt(args, 1), result, conventions),
    critical: (argument, args) => critical(argument, argumentAt(args, 0), argumentAt(args, 1)),
  };
}
export type BinaryPartial = <T>(t: Terms<T>, x: T, y: T, r: T, conventions: Conventions) => T | null;

/** A function whose partials are the given constants. */
export function linear(value: (...args: number[]) => number, constants: readonly number[]): SmoothRule {
  return {
    kind: 'smooth', linear: true, value,
    partial: (argument, on) => on.constant(argumentAt(constants, argument)),
    critical: nowhereCritical,
  };
}

/** The argument at an index; asking for one that is not there is a mistake of the caller, not of the user. */
export function argumentAt<T>(args: readonly T[], index: number): T {
  const found = args[index];
  if (found === undefined) throw new RangeError(`no argument ${index} among ${args.length}`);
  return found;
}

/** `denominator === 0 ? 0 : numerator / denominator` where the convention says so, else the plain quotient. */
export function quotientAtZero<T>(t: Terms<T>, numerator: T, denominator: T, conventions: Conventions): T {
  const quotient = (): T => t.div(numerator, denominator);
  return conventions.zeroAtZero === true ? t.on.choose('eq', denominator, t.num(0), () => t.num(0), quotient) : quotient();
}
