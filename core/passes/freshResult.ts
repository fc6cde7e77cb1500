/**
 * Pass: the record a marked function returns is made where it is returned.
 *
 * Purpose: results share memory with nothing, and the derivative of a returned record is that of its fields. Afterwards a returned record is
 * always a literal that nobody else holds; one that is written on its way is read field by field at the end.
 * Input and output: value form. Arrays in records stay what they are.
 * Example:
 *   setfield %s.x, %a  return %s        becomes        setfield %s.x, %a  %x = field %s.x  %r = struct {x: num} (%x)  return %r
 */
import { RegionBuilder } from '../ir/builder';
import type { Func } from '../ir/module';
import type { StructOp, Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { operands, visitOps } from '../ir/walk';

export function freshResult(func: Func): Func {
  const end = func.body.ops.at(-1);
  if (end?.kind !== 'return' || end.value?.type.kind !== 'struct') return func;
  const literals = new Map<Value, StructOp>();
  const uses = new Map<Value, number>();
  for (const op of func.body.ops) if (op.kind === 'struct') literals.set(op.result, op);
  visitOps(func.body, op => { for (const value of operands(op)) uses.set(value, (uses.get(value) ?? 0) + 1); });
  const out = new RegionBuilder(func.body.params);
  const untouched = (value: Value): boolean => {
    const made = literals.get(value);
    return made !== undefined && uses.get(value) === 1 && made.values.every(inner => inner.type.kind !== 'struct' || untouched(inner));
  };
  if (untouched(end.value)) return func;
  const rebuilt = (value: Value, origin: Origin): Value => {
    if (value.type.kind !== 'struct') return value;
    const fields = value.type.fields.map(field => rebuilt(out.getField(value, field.name, origin), origin));
    return out.struct(value.type, fields, origin);
  };
  for (const op of func.body.ops.slice(0, -1)) out.append(op);
  out.return(rebuilt(end.value, end.origin), end.origin);
  return { ...func, body: out.finish() };
}
