/** Values as they enter and leave the machine: plain JavaScript data, shaped by an IR type. */

/** A record of data, keyed by field. */
export interface DatumRecord { readonly [field: string]: Datum }
/** Numbers, booleans, texts, arrays (plain or typed) and records; `null` is a hole, which no derivative reaches. */
export type Datum =
  | number | boolean | string | null
  | readonly Datum[] | Float64Array | Float32Array | Int32Array | Uint8Array
  | DatumRecord;

export type TypedDatum = Float64Array | Float32Array | Int32Array | Uint8Array;

export const isTypedDatum = (datum: unknown): datum is TypedDatum =>
  datum instanceof Float64Array || datum instanceof Float32Array || datum instanceof Int32Array || datum instanceof Uint8Array;

export const isDatumRecord = (datum: Datum): datum is DatumRecord =>
  typeof datum === 'object' && datum !== null && !Array.isArray(datum) && !isTypedDatum(datum);

/** The elements of a plain or typed array, or of a tuple (a record of indices); null for anything else. */
export function elementsOf(datum: Datum): readonly Datum[] | null {
  if (isTypedDatum(datum)) return Array.from(datum);
  if (isDatumRecord(datum)) {
    const fields = Object.entries(datum);
    return fields.length > 0 && fields.every(([name], i) => name === String(i)) ? fields.map(([, value]) => value) : null;
  }
  return Array.isArray(datum) ? (datum as readonly Datum[]) : null;
}

/** Every number in a datum, depth first: fields and elements in order. */
export function numbersOf(datum: Datum): number[] {
  const found: number[] = [];
  const visit = (d: Datum): void => {
    if (typeof d === 'number') found.push(d);
    else if (isTypedDatum(d)) for (const x of d) found.push(x);
    else if (typeof d === 'object' && d !== null) {
      const inner = elementsOf(d);
      if (inner !== null) inner.forEach(visit);
      else if (isDatumRecord(d)) Object.values(d).forEach(visit);
    }
  };
  visit(datum);
  return found;
}
