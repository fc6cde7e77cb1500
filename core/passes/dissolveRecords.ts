/**
 * Pass: records that never change and never leave are replaced by their fields.
 *
 * Purpose: a record literal that is only read (`const { a, b } = { a: x * y, b: y }`, a vector returned by an inlined function) needs neither
 * memory nor a shadow.
 * Input and output: value form. A record goes if it is only read, field by field, and no field of its block is ever written.
 * Example:
 *   %r = struct {a: num, b: num} (%p, %y)  %a = field %r.a  %q = mul %a, %a        becomes        %q = mul %p, %p
 */
import type { Func } from '../ir/module';
import type { Op, Region, StructOp, Value } from '../ir/op';
import { mapOp, operands, visitOps } from '../ir/walk';

export function dissolveRecords(func: Func): Func {
  const records = new Map<Value, StructOp>();
  const kept = new Set<Value>();
  visitOps(func.body, op => {
    if (op.kind === 'struct') records.set(op.result, op);
    for (const used of operands(op)) if (op.kind !== 'getfield') kept.add(used);
  });
  for (const record of kept) records.delete(record);
  if (records.size === 0) return func;
  const replaced = new Map<Value, Value>();
  const value = (v: Value): Value => { const next = replaced.get(v); return next === undefined ? v : value(next); };
  const region = (source: Region): Region => ({ params: source.params, ops: source.ops.flatMap(rewrite) });
  const rewrite = (op: Op): readonly Op[] => {
    if (op.kind === 'struct' && records.has(op.result)) return [];
    if (op.kind === 'getfield') {
      const record = records.get(op.ref);
      const field = record?.values[record.type.fields.findIndex(declared => declared.name === op.field)];
      if (field !== undefined) { replaced.set(op.result, field); return []; }
    }
    return [mapOp(op, value, region)];
  };
  return dissolveRecords({ ...func, body: region(func.body) });
}
