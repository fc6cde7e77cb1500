/**
 * Moving data between plain JavaScript and the machine's memory, shaped by an IR type. Arrays that are identical on the way in are one
 * array inside, so `f(v, v)` sees the alias the source would see. On the way out everything is copied.
 */
import { isIntegerStorage, type Type } from '../ir/type';
import { elementsOf, isDatumRecord, type Datum } from './datum';
import { Numbers, References, Struct, type Ref } from './memory';
import { shapeOf } from './shapes';

/** Gives the trace node of an input number, or 0. */
export type InputId = (value: number) => number;

/** Brings an array or record in. Data of the wrong shape is brought in as far as it fits: callers check it against the type first. */
export function materialize(datum: Datum, type: Type, inputId: InputId, seen: Map<object, Ref> = new Map()): Ref | undefined {
  if (typeof datum !== 'object' || datum === null) return undefined;
  const known = seen.get(datum);
  if (known !== undefined) return known;
  if (type.kind === 'array') {
    const elements = elementsOf(datum) ?? [];
    const { element } = type;
    if (element.kind === 'num' || element.kind === 'bool') {
      const array = new Numbers(type.storage, element.kind === 'bool', elements.length);
      seen.set(datum, array);
      const isReal = element.kind === 'num' && !isIntegerStorage(type.storage);
      elements.forEach((item, i) => {
        const value = Number(item ?? NaN);
        array.data[i] = value;
        if (isReal) array.setId(i, inputId(value));
      });
      return array;
    }
    const array = new References([]);
    seen.set(datum, array);
    for (const item of elements) array.items.push(materialize(item, element, inputId, seen));
    return array;
  }
  if (type.kind !== 'struct' || !isDatumRecord(datum)) return undefined;
  const struct = new Struct(shapeOf(type), type.fields.map(() => 0), type.fields.map(() => undefined));
  seen.set(datum, struct);
  type.fields.forEach((field, i) => {
    const item = datum[field.name];
    if (item === undefined) return;
    if (field.type.kind === 'num' || field.type.kind === 'bool') {
      const value = Number(item ?? NaN);
      struct.numbers[i] = value;
      if (field.type.kind === 'num') struct.ids[i] = inputId(value);
    } else struct.refs[i] = materialize(item, field.type, inputId, seen);
  });
  return struct;
}

/** One number of a result: its value and the trace node it came from (0: from no input). */
export interface OutputLeaf { readonly value: number; readonly id: number }

/** Takes a result out; `leaf` is told of every number, depth first. */
export function extract(ref: Ref | undefined, type: Type, leaf: (output: OutputLeaf) => void): Datum {
  if (ref instanceof Numbers) {
    if (!ref.holdsBooleans) for (let i = 0; i < ref.length; i++) leaf({ value: ref.data[i] ?? NaN, id: ref.idAt(i) });
    const data = ref.data.subarray(0, ref.length);
    switch (ref.storage) {
      case 'array': return ref.holdsBooleans ? Array.from(data, (x) => x !== 0) : Array.from(data);
      case 'f64': return Float64Array.from(data);
      case 'f32': return Float32Array.from(data);
      case 'i32': return Int32Array.from(data);
      case 'u8': return Uint8Array.from(data);
    }
  }
  if (ref instanceof References) {
    const element: Type = type.kind === 'array' ? type.element : { kind: 'void' };
    return ref.items.map((item) => extract(item, element, leaf));
  }
  if (ref instanceof Struct) {
    const { shape } = ref;
    const record: { [field: string]: Datum } = {};
    const declared = type.kind === 'struct' ? type.fields : shape.fields.map((name) => ({ name, type: { kind: 'void' } as const }));
    for (const field of declared) {
      const place = shape.place(field.name);
      if (place < 0) continue;
      if (shape.isReference[place] === true) record[field.name] = extract(ref.refs[place], field.type, leaf);
      else if (shape.isBoolean[place] === true) record[field.name] = ref.numbers[place] !== 0;
      else {
        const value = ref.numbers[place] ?? NaN;
        leaf({ value, id: ref.ids[place] ?? 0 });
        record[field.name] = value;
      }
    }
    return record;
  }
  return null;
}
