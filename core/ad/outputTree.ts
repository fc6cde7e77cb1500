/** What a function returns, taken apart into numbers and arrays, so that a record made only to be returned is not memory. */
import type { Value } from '../ir/op';
import type { StructType } from '../ir/type';
import type { Analysis } from './analysis';

export type Output =
  | { readonly kind: 'none' }
  | { readonly kind: 'leaf'; readonly value: Value }
  | { readonly kind: 'record'; readonly value: Value; readonly type: StructType; readonly fields: readonly Output[] };

/** A record literal that is returned, and never written, stands for its fields; everything else is a leaf. */
export function outputsOf(analysis: Analysis): Output {
  const end = analysis.func.body.ops.at(-1);
  if (end === undefined || end.kind !== 'return' || end.value === null) return { kind: 'none' };
  return outputOf(end.value, analysis);
}

function outputOf(value: Value, analysis: Analysis): Output {
  const op = analysis.definitions.opOf(value);
  if (op === null || op.kind !== 'struct' || analysis.definitions.regionOf(value) !== analysis.func.body) return { kind: 'leaf', value };
  if (op.type.fields.some(({ name }) => analysis.stability.isWritten(analysis.memory.placeOf(value, name), analysis.func))) return { kind: 'leaf', value };
  return { kind: 'record', value, type: op.type, fields: op.values.map(field => outputOf(field, analysis)) };
}

/** The records of an output that stand for their fields. */
export function outputRecords(output: Output): ReadonlySet<Value> {
  return output.kind === 'record' ? new Set([output.value, ...output.fields.flatMap(field => [...outputRecords(field)])]) : new Set();
}
