/**
 * Tidies derivative arithmetic the way one does on paper.
 *
 * Input and output: a value-form function. Operations of the source (role primal) are left exactly as they are. In derivative
 * arithmetic: `0 + x`, `x + 0`, `x - 0`, `1 * x`, `x / 1`, `-(-x)`, `a + -b` to `a - b`, `-1 * x` to `-x`, literal factors collected in
 * front (`2 * (3 * x)` to `6 * x`), `x / 2` kept. A product with a literal 0 stays: zeros that are known to be structural never
 * get here, and a computed one times ∞ is NaN and must show.
 *
 *     %a = neg %g   %b = mul %a, %c   %d = add %dx, %b     =>     %b = mul %g, %c   %d = sub %dx, %b
 */
import { newValue } from '../ir/builder';
import type { Func } from '../ir/module';
import type { Op, PrimOp, Region, Value } from '../ir/op';
import type { Primitive } from '../ir/primitive';
import { noConventions } from '../ir/primitive';
import { num } from '../ir/type';
import { mapOp, operands, visitOps } from '../ir/walk';

export function simplifyDerivatives(func: Func): Func {
  const uses = new Map<Value, number>();
  visitOps(func.body, op => { for (const value of operands(op)) uses.set(value, (uses.get(value) ?? 0) + 1); });
  const once = (value: Value): boolean => uses.get(value) === 1;
  const known = new Map<Value, PrimOp>();
  /** Where a value is defined: arithmetic is rebuilt only there, never moved into a loop. */
  const home = new Map<Value, Region>();
  let here: Region = func.body;
  const literals = new Map<Value, number>();
  const replaced = new Map<Value, Value>();
  const value = (v: Value): Value => replaced.get(v) ?? v;

  /** A derivative operation of this kind that defines the value. */
  const defined = (v: Value, prim: Primitive): PrimOp | null => {
    const op = known.get(v);
    return op?.prim === prim && op.origin.role !== 'primal' ? op : null;
  };

  function region(at: Region): Region {
    const ops: Op[] = [];
    const outer = here;
    here = at;
    for (const op of at.ops) {
      const mapped = mapOp(op, value, region);
      if (mapped.kind === 'prim') home.set(mapped.result, at);
      if (mapped.kind === 'const' && typeof mapped.value === 'number') literals.set(mapped.result, mapped.value);
      if (mapped.kind === 'prim' && mapped.origin.role !== 'primal') arithmetic(mapped, ops);
      else ops.push(mapped);
      if (mapped.kind === 'prim' && !known.has(mapped.result) && !replaced.has(mapped.result)) known.set(mapped.result, mapped);
    }
    here = outer;
    return { params: at.params, ops };
  }

  function arithmetic(op: PrimOp, out: Op[]): void {
    const emit = (prim: Primitive, args: readonly Value[]): void => {
      const made: PrimOp = { ...op, prim, args, conventions: noConventions };
      known.set(op.result, made);
      out.push(made);
    };
    const constant = (number: number): Value => {
      const result = newValue(num);
      literals.set(result, number);
      out.push({ kind: 'const', value: number, result, origin: op.origin });
      return result;
    };
    const same = (v: Value): void => { replaced.set(op.result, v); };
    const [a, b] = op.args;
    if (a === undefined) { out.push(op); return; }
    const [la, lb] = [literals.get(a), b === undefined ? undefined : literals.get(b)];
    switch (op.prim) {
      case 'neg': {
        const inner = defined(a, 'neg')?.args[0];
        if (inner !== undefined) { same(inner); return; }
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
      case 'mul': {
        if (b === undefined) break;
        if (la !== undefined && lb !== undefined) { same(constant(la * lb)); return; }
        if (la === 1) { same(b); return; }
        if (lb === 1) { same(a); return; }
        if (la === -1) { emit('neg', [b]); return; }
        if (lb === -1) { emit('neg', [a]); return; }
        const factor = la ?? lb;
        const other = la !== undefined ? b : a;
        if (factor !== undefined) {
          const inner = once(other) ? defined(other, 'mul')?.args : undefined;
          const [first, second] = inner ?? [];
          const literal = first === undefined ? undefined : literals.get(first);
          if (second !== undefined && literal !== undefined) {
            const product = factor * literal;
            if (product === 1) { same(second); return; }
            emit('mul', [constant(product), second]);
            return;
          }
          if (la === undefined) { emit('mul', [b, a]); return; }
          break;
        }
        const [left, right] = [once(a) ? defined(a, 'neg')?.args[0] : undefined, once(b) ? defined(b, 'neg')?.args[0] : undefined];
        if (left !== undefined && right !== undefined) { emit('mul', [left, right]); return; }
        break;
      }
      case 'div':
        if (lb === 1) { same(a); return; }
        break;
      default:
    }
    out.push(op);
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
