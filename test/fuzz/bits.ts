/** Comparison of data bit for bit, and data of a shape filled with numbers of no pattern. */
import { isDatumRecord, isTypedDatum, type Datum } from '../../core/evaluate';

/** Where two data differ in a bit, in shape or in the kind of an array; null when nowhere. NaN equals NaN. */
export function difference(found: unknown, expected: unknown, path: string): string | null {
  if (typeof expected !== 'object' || expected === null || typeof found !== 'object' || found === null) {
    return Object.is(found, expected) ? null : `${path} is ${String(found)}, not ${String(expected)}`;
  }
  if (found.constructor !== expected.constructor) return `${path} is a ${found.constructor.name}, not a ${expected.constructor.name}`;
  const [own, other] = [new Map<string, unknown>(Object.entries(found)), new Map<string, unknown>(Object.entries(expected))];
  if (own.size !== other.size) return `${path} has ${String(own.size)} entries, not ${String(other.size)}: ${[...own.keys()].join()} / ${[...other.keys()].join()}`;
  for (const [key, value] of other) {
    const inner = difference(own.get(key), value, Array.isArray(found) || ArrayBuffer.isView(found) ? `${path}[${key}]` : `${path}.${key}`);
    if (inner !== null) return inner;
  }
  return null;
}

/** Every array and record in a datum. */
export function memoryOf(datum: unknown): object[] {
  if (typeof datum !== 'object' || datum === null) return [];
  return ArrayBuffer.isView(datum) ? [datum] : [datum, ...Object.values(datum).flatMap(memoryOf)];
}

/** A copy of data with `kept` in the place of `replaced`: the same memory in both places with `isOne`, else a copy in each. */
export function inPlaceOf(data: readonly Datum[], kept: Datum, replaced: Datum, isOne: boolean): readonly Datum[] {
  let shared: Datum = null;
  const copy = (datum: Datum): Datum => {
    if (datum !== kept && datum !== replaced) return copied(datum);
    return isOne ? shared ??= copied(kept) : copied(kept);
  };
  const copied = (datum: Datum): Datum => {
    if (isTypedDatum(datum)) return datum.slice();
    if (Array.isArray(datum)) return (datum as readonly Datum[]).map(copy);
    return isDatumRecord(datum) ? Object.fromEntries(Object.entries(datum).map(([key, each]) => [key, copy(each)])) : datum;
  };
  return data.map(copy);
}

/** The arrays and records in data. */
export const partsOf = (datum: Datum): readonly Datum[] => {
  if (isTypedDatum(datum)) return [datum];
  if (Array.isArray(datum)) return [datum as readonly Datum[], ...(datum as readonly Datum[]).flatMap(partsOf)];
  return isDatumRecord(datum) ? [datum, ...Object.values(datum).flatMap(partsOf)] : [];
};

/** Whether data have the same arrays and records of the same lengths and fields. */
export function sameShape(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return typeof a === typeof b;
  const [own, other] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  return a.constructor === b.constructor && own.length === other.size && own.every(([key, inner]) => other.has(key) && sameShape(inner, other.get(key)));
}

/** A number of no pattern, exact in 32 bits. */
export const spread = (k: number): number => (((k + 1) * 0x9e3779b1) >>> 24) / 64 - 2 + 1 / 128;

/** The same shape with its numbers replaced, in order. */
export function filled(datum: Datum, next: () => number): Datum {
  if (typeof datum === 'number') return next();
  if (isTypedDatum(datum)) return datum.map(next);
  if (Array.isArray(datum)) return (datum as readonly Datum[]).map(each => filled(each, next));
  if (isDatumRecord(datum)) return Object.fromEntries(Object.entries(datum).map(([key, each]) => [key, filled(each, next)]));
  return datum;
}

export function printed(datum: unknown): string {
  if (ArrayBuffer.isView(datum) || Array.isArray(datum)) return `[${Array.from(datum as ArrayLike<unknown>, printed).join(', ')}]`;
  if (typeof datum === 'object' && datum !== null) return `{ ${Object.entries(datum).map(([key, each]) => `${key}: ${printed(each)}`).join(', ')} }`;
  return Object.is(datum, -0) ? '-0' : String(datum);
}
