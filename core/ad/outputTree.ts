/** What a function returns, taken apart into numbers and arrays, so that a record made only to be returned is not memory. */
import type { Module } from '../ir/module';
import type { Value } from '../ir/op';
import { isReference, type StructType } from '../ir/type';
import type { Analysis } from './analysis';
import { Separation } from './separation';

export type Output =
  | { readonly kind: 'none' }
  /** `isShared`: to be copied before it is returned. */
  | { readonly kind: 'leaf'; readonly value: Value; readonly isShared: boolean }
  | { readonly kind: 'record'; readonly value: Value; readonly type: StructType; readonly fields: readonly Output[] };

/** A record literal that is returned, and never written, stands for its fields; everything else is a leaf. */
export function outputsOf(analysis: Analysis, module: Module): Output {
  const end = analysis.func.body.ops.at(-1);
  if (end === undefined || end.kind !== 'return' || end.value === null) return { kind: 'none' };
  return outputOf(end.value, analysis, new Separation(analysis, module));
}

function outputOf(value: Value, analysis: Analysis, separation: Separation): Output {
  const leaf = (): Output => ({ kind: 'leaf', value, isShared: isReference(value.type) && separation.mustCopy(value) });
  const op = analysis.definitions.opOf(value);
  if (op === null || op.kind !== 'struct' || analysis.definitions.regionOf(value) !== analysis.func.body) return leaf();
  if (op.type.fields.some(({ name }) => analysis.stability.isWritten(analysis.memory.placeOf(value, name), analysis.func))) return leaf();
  return { kind: 'record', value, type: op.type, fields: op.values.map(field => outputOf(field, analysis, separation)) };
}

/** The records of an output that stand for their fields. */
export function outputRecords(output: Output): ReadonlySet<Value> {
  return output.kind === 'record' ? new Set([output.value, ...output.fields.flatMap(field => [...outputRecords(field)])]) : new Set();
}
