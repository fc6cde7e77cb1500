/**
 * Which operand makes the partial in the other one a structural zero when it is a literal (`0 * x`, `0 / x`, `x ** 0`, `1 ** x`), and a pass
 * that keeps text from saying more than the operation: numbers that became known on the way, when a call was inlined or a variable resolved,
 * are computed factors, and printed in place they would be read as literals.
 *
 * Input and output of the pass: the body of a value-form function. Such an operand becomes a constant of its own at the head of the body, which is
 * printed under a name.
 * Example:
 *   %z = const 0 … %a = mul %z, %x      becomes      %zero = const 0 … %z = const 0 … %a = mul %zero, %x
 */
import { newValue } from '../ir/builder';
import type { ConstOp, Literal, Op, PrimOp, Region, Value } from '../ir/op';
import { num } from '../ir/type';
import { mapOp, visitOps } from '../ir/walk';

/** The index of that operand, or null. */
export function decidingLiteral(op: PrimOp, literal: (value: Value) => Literal | undefined): number | null {
  const [first, second] = op.args.map(literal);
  switch (op.prim) {
    case 'mul': return first === 0 ? 0 : second === 0 ? 1 : null;
    case 'div': return first === 0 ? 0 : null;
    case 'pow': return first === 1 ? 0 : second === 0 ? 1 : null;
    default: return null;
  }
}

export interface Separated {
  readonly body: Region;
  /** The constants that stand apart. */
  readonly apart: ReadonlySet<Value>;
}

export function separateComputedZeros(body: Region): Separated {
  const literals = new Map<Value, Literal>();
  visitOps(body, op => { if (op.kind === 'const') literals.set(op.result, op.value); });
  const named: ConstOp[] = [];
  const apart = (literal: Value, { origin }: PrimOp): Value => {
    const value = literals.get(literal) ?? 0;
    const known = named.find(op => Object.is(op.value, value));
    if (known !== undefined) return known.result;
    const made: ConstOp = { kind: 'const', value, result: newValue(num), origin };
    named.push(made);
    return made.result;
  };
  const separated = (op: Op): Op => {
    if (op.kind !== 'prim') return mapOp(op, value => value, inner => ({ params: inner.params, ops: inner.ops.map(separated) }));
    const at = op.conventions.structuralZero === true ? null : decidingLiteral(op, value => literals.get(value));
    return at === null ? op : { ...op, args: op.args.map((arg, i) => (i === at ? apart(arg, op) : arg)) };
  };
  const ops = body.ops.map(separated);
  return { body: { params: body.params, ops: [...named, ...ops] }, apart: new Set(named.map(op => op.result)) };
}
