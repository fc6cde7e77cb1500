/**
 * Tidies derivative arithmetic the way one does on paper.
 *
 * Input and output: a value-form function. Operations of the source (role primal), and those that something jumps with (`decisive.ts`), are
 * left exactly as they are. In other derivative arithmetic: `0 + x`, `x + 0`, `x - 0`, `1 * x`, `x / 1`, `-(-x)`, `a + -b` to `a - b`,
 * `-1 * x` to `-x`, literal factors collected in front (`x * (2 * y)` to `2 * x * y`), quotients of literals as divisions (`x * (1 / r)` to
 * `x / r`), see `products.ts`. Operations on literals alone are computed (of the source's own only signs, and sums and products of
 * integers), and branches on what is known then are decided. A product with a literal 0 stays: zeros that are known to be structural
 * never get here, and a computed one times ∞ is NaN and must show.
 *
 *     %a = neg %g   %b = mul %a, %c   %d = add %dx, %b     =>     %b = mul %g, %c   %d = sub %dx, %b
 */
import { newValue } from '../ir/builder';
import type { Func } from '../ir/module';
import type { IfOp, Op, PrimOp, Region, Value } from '../ir/op';
import { isComparison, isRealPrimitive, type Primitive } from '../ir/primitive';
import { noConventions } from '../ir/primitive';
import { num } from '../ir/type';
import { absorbing, type Origin } from '../ir/origin';
import { mapOp, operands, results, visitOps } from '../ir/walk';
import { rules } from '../rules/table';
import { Absorption } from './absorption';
import { decisiveValues } from './decisive';
import { productOf, sameProduct, valuesOf, type Factors } from './products';

export function simplifyDerivatives(func: Func): Func {
  const uses = new Map<Value, number>();
  visitOps(func.body, op => { for (const value of operands(op)) uses.set(value, (uses.get(value) ?? 0) + 1); });
  const decisive = decisiveValues(func);
  const isExact = (op: PrimOp): boolean => op.origin.role === 'primal' || decisive.has(op.result);
  const once = (value: Value): boolean => uses.get(value) === 1;
  const known = new Map<Value, PrimOp>();
  /** Where a value is defined: arithmetic is rebuilt only there, never moved into a loop. */
  const home = new Map<Value, Region>();
  let here: Region = func.body;
  const literals = new Map<Value, number>();
  /** Where literals come from that derivative arithmetic gave. */
  const computedLiterals = new Map<Value, Origin>();
  const truths = new Map<Value, boolean>();
  /** Booleans that hold where one of two others does: `if a { yield true } else { yield b }`. */
  const alternatives = new Map<Value, readonly Value[]>();
  /** Numbers that the branch around is taken for, as comparisons see them: -0 is 0. */
  const equals = new Map<Value, number>();
  const texts = new Map<Value, string>();
  const replaced = new Map<Value, Value>();
  const absorption = new Absorption();
  const value = (v: Value): Value => replaced.get(v) ?? v;

  /** A derivative operation of this kind that defines the value. */
  const defined = (v: Value, prim: Primitive): PrimOp | null => {
    const op = known.get(v);
    return op?.prim === prim && !isExact(op) ? op : null;
  };

  function region(at: Region): Region {
    const ops: Op[] = [];
    const outer = here;
    here = at;
    for (const op of at.ops) {
      const mapped = absorption.into(op, op.kind === 'if' ? branch(op) : mapOp(op, value, region));
      if (mapped.kind === 'const' && typeof mapped.value === 'boolean') truths.set(mapped.result, mapped.value);
      if (mapped.kind === 'if' && decided(mapped, ops)) continue;
      if (mapped.kind === 'prim' && known.get(mapped.result) === undefined && computed(mapped, ops)) continue;
      if (mapped.kind === 'prim') home.set(mapped.result, at);
      if (mapped.kind === 'const' && typeof mapped.value === 'string') texts.set(mapped.result, mapped.value);
      if (mapped.kind === 'const' && typeof mapped.value === 'number') {
        literals.set(mapped.result, mapped.value);
        if (mapped.origin.role !== 'primal') computedLiterals.set(mapped.result, mapped.origin);
      }
      if (mapped.kind === 'prim' && !isExact(mapped)) arithmetic(mapped, ops);
      else ops.push(mapped);
      if (mapped.kind === 'prim' && !known.has(mapped.result) && !replaced.has(mapped.result)) known.set(mapped.result, mapped);
    }
    here = outer;
    return { params: at.params, ops };
  }

  /** Within a branch its condition is known. */
  function branch(op: IfOp): IfOp {
    const cond = value(op.cond);
    const side = (source: Region, truth: boolean): Region => {
      const assumed = follows(cond, truth);
      const equal = equality(cond, truth);
      for (const [each, holds] of assumed) truths.set(each, holds);
      if (equal !== null) equals.set(equal.value, equal.number);
      const made = region(source);
      for (const [each] of assumed) truths.delete(each);
      if (equal !== null) equals.delete(equal.value);
      return made;
    };
    return { ...op, cond, then: side(op.then, true), else: side(op.else, false) };
  }

  /** The number that something is where a condition is true, or where it is not; null where it says none, or one is known. */
  function equality(cond: Value, truth: boolean): { readonly value: Value; readonly number: number } | null {
    const op = known.get(cond), [value, other] = op?.args ?? [];
    if (op?.prim !== (truth ? 'eq' : 'ne') || value === undefined || other === undefined || equals.has(value)) return null;
    const number = literals.get(other);
    return number === undefined ? null : { value, number };
  }

  /** What is known with the condition: where neither of two things holds, each of them does not; what is denied does not hold. */
  function follows(cond: Value, truth: boolean): readonly (readonly [Value, boolean])[] {
    if (truths.has(cond)) return [];
    const parts = truth ? [] : alternatives.get(cond) ?? [];
    const op = known.get(cond), denied = op?.prim === 'not' ? op.args : [];
    return [[cond, truth], ...parts.flatMap(part => follows(part, truth)), ...denied.flatMap(part => follows(part, !truth))];
  }

  function arithmetic(op: PrimOp, out: Op[]): void {
    const emit = (prim: Primitive, args: readonly Value[], kept: readonly Value[] = args): void => {
      const made: PrimOp = { ...op, prim, args, conventions: noConventions, origin: absorbing(op.origin, takenApart(op, kept)) };
      known.set(op.result, made);
      out.push(made);
    };
    const constant = (number: number): Value => {
      const result = newValue(num);
      literals.set(result, number);
      out.push({ kind: 'const', value: number, result, origin: op.origin });
      return result;
    };
    const same = (v: Value): void => {
      replaced.set(op.result, v);
      absorption.leaveOut(op.result, absorbing(op.origin, takenApart(op, [v])));
    };
    const made = (prim: Primitive, args: readonly Value[]): Value => {
      const result = newValue(num);
      uses.set(result, 1);
      home.set(result, here);
      const inner: PrimOp = { ...op, prim, args, result, conventions: noConventions };
      known.set(result, inner);
      out.push(inner);
      return result;
    };
    /** The literal goes to the first factor, so that the product reads from the left. */
    const numerator = (coefficient: number, factors: Factors | null): Factors => {
      if (factors === null) return { kind: 'value', value: constant(coefficient) };
      if (coefficient === 1) return factors;
      if (factors.kind !== 'value') return { ...factors, left: numerator(coefficient, factors.left) };
      if (coefficient === -1) return { kind: 'value', value: made('neg', [factors.value]) };
      return { kind: 'mul', left: { kind: 'value', value: constant(coefficient) }, right: factors };
    };
    const build = (factors: Factors): Value => (factors.kind === 'value' ? factors.value : made(factors.kind, [build(factors.left), build(factors.right)]));
    const product = ({ coefficient, factors, divisors }: NonNullable<ReturnType<typeof productOf>>): void => {
      const top = numerator(coefficient, factors);
      const whole: Factors = divisors === null ? top : { kind: 'div', left: top, right: divisors };
      if (whole.kind === 'value') same(whole.value);
      else emit(whole.kind, [build(whole.left), build(whole.right)], valuesOf(whole));
    };
    const [a, b] = op.args;
    if (a === undefined) { out.push(op); return; }
    const [la, lb] = [literals.get(a), b === undefined ? undefined : literals.get(b)];
    switch (op.prim) {
      case 'neg': {
        const inner = defined(a, 'neg')?.args[0];
        if (inner !== undefined) { same(inner); return; }
        const flipped = sign(a);
        if (flipped !== null) { same(flipped(out)); return; }
        const difference = once(a) ? defined(a, 'sub')?.args : undefined;
        if (difference?.[0] !== undefined && difference[1] !== undefined) { emit('sub', [difference[1], difference[0]]); return; }
        if (la !== undefined) { same(constant(-la)); return; }
        break;
      }
      case 'add': {
        if (b === undefined) break;
        if (la === 0) { same(b); return; }
        if (lb === 0) { same(a); return; }
        const [negatedB, negatedA] = [sign(b), sign(a)];
        if (negatedB !== null) { emit('sub', [a, negatedB(out)]); return; }
        if (negatedA !== null && defined(a, 'neg') !== null) { emit('sub', [b, negatedA(out)]); return; }
        break;
      }
      case 'sub': {
        if (b === undefined) break;
        if (lb === 0) { same(a); return; }
        if (la === 0) { emit('neg', [b]); return; }
        const negated = sign(b);
        if (negated !== null) { emit('add', [a, negated(out)]); return; }
        break;
      }
      case 'mul': case 'div': {
        if (b === undefined) break;
        if (la === 1 && op.prim === 'mul') { same(b); return; }
        if (lb === 1) { same(a); return; }
        const [left, right] = [once(a) ? defined(a, 'neg')?.args[0] : undefined, once(b) ? defined(b, 'neg')?.args[0] : undefined];
        if (left !== undefined && right !== undefined) { emit(op.prim, [left, right]); return; }
        const factors = productOf(op, opened);
        if (factors === null || sameProduct(op, factors, opened)) break;
        product(factors);
        return;
      }
      default:
    }
    out.push(op);
  }

  /** Origins of products, quotients, signs and literals that an operation read and, rebuilt from what is kept of them, reads no more. */
  function takenApart(op: PrimOp, kept: readonly Value[]): readonly Origin[] {
    return op.args.flatMap(arg => {
      const inner = kept.includes(arg) ? null : opened(arg);
      if (typeof inner === 'number') return computedLiterals.get(arg) ?? [];
      return inner === null ? [] : [inner.origin, ...(inner.prim === 'add' || inner.prim === 'sub' ? [] : takenApart(inner, kept))];
    });
  }

  /** What may be rearranged with the product it stands in: a literal, or derivative arithmetic of this region that is used once. */
  function opened(v: Value): number | PrimOp | null {
    const literal = literals.get(v);
    if (literal !== undefined) return literal;
    const op = known.get(v);
    return op !== undefined && !isExact(op) && once(v) && home.get(v) === here ? op : null;
  }

  /** Computes an operation on literals; the source's own arithmetic stays. */
  function computed(op: PrimOp, out: Op[]): boolean {
    const numbers = op.args.map(arg => literals.get(arg)).filter(number => number !== undefined);
    const [a, b] = op.args;
    if (op.prim === 'not' && a !== undefined) {
      const truth = truths.get(a);
      return truth !== undefined && settle(op, !truth, out);
    }
    const said = op.args.map(arg => texts.get(arg)).filter(text => text !== undefined);
    if (said.length === 2 && (op.prim === 'eq' || op.prim === 'ne')) return settle(op, (said[0] === said[1]) === (op.prim === 'eq'), out);
    if (isComparison(op.prim) && a !== undefined && b !== undefined) {
      const [left, right] = [a, b].map(arg => literals.get(arg) ?? equals.get(arg));
      return left !== undefined && right !== undefined && settle(op, compared[op.prim](left, right), out);
    }
    if (numbers.length !== op.args.length) return false;
    if (op.prim === 'neg' && numbers[0] !== undefined && numbers[0] !== 0) {
      if (op.result.name === null) return settle(op, -numbers[0], out);
      literals.set(op.result, -numbers[0]);
    }
    if (op.origin.role === 'primal' && (op.result.name !== null || !isExactInteger(op, numbers))) return false;
    if ((op.prim === 'div' && !decisive.has(op.result)) || !isRealPrimitive(op.prim)) return false;
    const number = rules[op.prim].value(...numbers);
    return Number.isFinite(number) && settle(op, number, out);
  }

  function settle(op: PrimOp, to: number | boolean, out: Op[]): true {
    if (typeof to === 'number') {
      literals.set(op.result, to);
      if (op.origin.role !== 'primal') computedLiterals.set(op.result, op.origin);
    } else truths.set(op.result, to);
    out.push({ kind: 'const', value: to, result: op.result, origin: op.origin });
    return true;
  }

  /** A branch on what is known is the side that is taken. */
  function decided(op: Extract<Op, { kind: 'if' }>, out: Op[]): boolean {
    const truth = truths.get(op.cond);
    if (truth === undefined) { flags(op); return false; }
    const side = truth ? op.then : op.else;
    const end = side.ops.at(-1);
    if (end?.kind !== 'yield') return false;
    out.push(...side.ops.slice(0, -1));
    results(op).forEach((result, k) => { const by = end.values[k]; if (by !== undefined) replaced.set(result, value(by)); });
    return true;
  }

  /** Booleans that a branch gives: its condition again, or that one of two holds. */
  function flags(op: IfOp): void {
    const [then, otherwise] = [op.then.ops.at(-1), op.else.ops.at(-1)];
    if (then?.kind !== 'yield' || otherwise?.kind !== 'yield') return;
    const denied = follows(op.cond, false).flatMap(([value, holds]) => (holds ? [] : [value]));
    op.results.forEach((result, k) => {
      const [yes, no] = [then.values[k], otherwise.values[k]];
      if (result.type.kind !== 'bool' || yes === undefined || no === undefined || (yes !== op.cond && truths.get(yes) !== true)) return;
      if (denied.includes(no) || truths.get(no) === false) replaced.set(result, op.cond);
      else alternatives.set(result, [op.cond, no]);
    });
  }

  /** How to build the value without its sign, when it is used once and is a negation or a product or quotient that holds one. */
  function sign(v: Value): ((out: Op[]) => Value) | null {
    if (!once(v)) return null;
    const negation = defined(v, 'neg');
    if (negation !== null) { const [inner] = negation.args; return inner === undefined ? null : () => inner; }
    const product = defined(v, 'mul') ?? defined(v, 'div');
    const [a, b] = product?.args ?? [];
    if (product === null || a === undefined || b === undefined || home.get(v) !== here) return null;
    const literal = product.prim === 'mul' ? literals.get(a) : undefined;
    const rebuilt = (first: (out: Op[]) => Value, second: (out: Op[]) => Value) => (out: Op[]): Value => {
      const args = [first(out), second(out)];
      const result = newValue(num);
      uses.set(result, 1);
      home.set(result, here);
      const made: PrimOp = { ...product, args, result };
      known.set(result, made);
      out.push(made);
      return result;
    };
    if (literal !== undefined && literal < 0) {
      if (literal === -1) return () => b;
      return rebuilt(out => {
        const result = newValue(num);
        literals.set(result, -literal);
        out.push({ kind: 'const', value: -literal, result, origin: product.origin });
        return result;
      }, () => b);
    }
    const left = sign(a);
    if (left !== null) return rebuilt(left, () => b);
    const right = sign(b);
    return right === null ? null : rebuilt(() => a, right);
  }

  return { ...func, body: region(func.body) };
}

/** `3 * 2` is as good as 6, also where the source computes it. */
function isExactInteger({ prim }: PrimOp, [a, b]: readonly number[]): boolean {
  if (a === undefined || b === undefined || !Number.isInteger(a) || !Number.isInteger(b)) return false;
  const result = prim === 'mul' ? a * b : prim === 'add' ? a + b : prim === 'sub' ? a - b : NaN;
  return Number.isSafeInteger(result) && !Object.is(result, -0);
}

const compared: { readonly [c in 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne']: (a: number, b: number) => boolean } = {
  lt: (a, b) => a < b, le: (a, b) => a <= b, gt: (a, b) => a > b, ge: (a, b) => a >= b, eq: (a, b) => a === b, ne: (a, b) => a !== b,
};
