/**
 * Moving data between plain JavaScript and the machine's memory, shaped by an IR type. Arrays that are identical on the way in are one
 * array inside, so `f(v, v)` sees the alias the source would see. On the way out everything is copied.
 */
import { ownFields, presenceFor, presenceOf } from '../ir/presence';
import { isIntegerStorage, isPlain, type Plain, type Type } from '../ir/type';
import { elementsOf, isDatumRecord, type Datum } from './datum';
import { Numbers, References, Struct, type Ref } from './memory';
import { shapeOf } from './shapes';
import type { TextTable } from './textTable';

/** Gives the trace node of an input number, or 0. */
export type InputId = (value: number) => number;

/** What a register holds for a number, a boolean or a text. */
export const numberFrom = (datum: Datum, texts: TextTable): number => (typeof datum === 'string' ? texts.numberOf(datum) : Number(datum ?? NaN));

/** Brings an array or record in. Data of the wrong shape is brought in as far as it fits: callers check it against the type first. */
export function materialize(datum: Datum, type: Type, texts: TextTable, inputId: InputId, seen: Map<object, Ref> = new Map()): Ref | undefined {
  if (typeof datum !== 'object' || datum === null) return undefined;
  const known = seen.get(datum);
  if (known !== undefined) return known;
  if (type.kind === 'array') {
    const elements = elementsOf(datum) ?? [];
    const { element } = type;
    if (isPlain(element)) {
      const array = new Numbers(type.storage, element.kind, elements.length);
      seen.set(datum, array);
      const isReal = element.kind === 'num' && !isIntegerStorage(type.storage);
      elements.forEach((item, i) => {
        const value = numberFrom(item, texts);
        array.data[i] = value;
        if (item === null) array.unset(i);
        else if (isReal) array.setId(i, inputId(value));
      });
      return array;
    }
    const array = new References([]);
    seen.set(datum, array);
    for (const item of elements) array.items.push(materialize(item, element, texts, inputId, seen));
    return array;
  }
  if (type.kind !== 'struct' || !isDatumRecord(datum)) return undefined;
  const struct = new Struct(shapeOf(type), type.fields.map(() => 0), type.fields.map(() => undefined));
  seen.set(datum, struct);
  type.fields.forEach((field, i) => {
    const presence = presenceFor(field.name);
    if (presence !== null) {
      struct.numbers[i] = Number((datum[presence.field] ?? null) !== null);
      return;
    }
    const item = datum[field.name] ?? null;
    if (item === null) {
      if (isPlain(field.type)) struct.numbers[i] = NaN;
      else struct.refs[i] = missing(field.type);
    } else if (isPlain(field.type)) {
      const value = numberFrom(item, texts);
      struct.numbers[i] = value;
      if (field.type.kind === 'num') struct.ids[i] = inputId(value);
    } else struct.refs[i] = materialize(item, field.type, texts, inputId, seen);
  });
  return struct;
}

/** What stands where a field is missing. */
function missing(type: Type): Ref | undefined {
  if (type.kind === 'array') return isPlain(type.element) ? new Numbers(type.storage, type.element.kind, 0) : new References([]);
  if (type.kind !== 'struct') return undefined;
  const numbers = type.fields.map(field => (presenceFor(field.name) === null ? NaN : 0));
  return new Struct(shapeOf(type), numbers, type.fields.map(field => missing(field.type)));
}

function datumFrom(value: number, content: Plain['kind'], texts: TextTable): Datum {
  switch (content) {
    case 'num': return value;
    case 'bool': return value !== 0;
    case 'text': return texts.textOf(value);
  }
}

/** One number of a result: its value and the trace node it came from (0: from no input). */
export interface OutputLeaf { readonly value: number; readonly id: number }

/** Takes a result out; `leaf` is told of every number, depth first. */
export function extract(ref: Ref | undefined, type: Type, texts: TextTable, leaf: (output: OutputLeaf) => void): Datum {
  const isMissing = (array: Numbers, index: number): boolean => type.kind === 'array' && type.absence !== undefined && array.isHole(index);
  if (ref instanceof Numbers) {
    if (ref.content === 'num') for (let i = 0; i < ref.length; i++) if (!isMissing(ref, i)) leaf({ value: ref.data[i] ?? NaN, id: ref.idAt(i) });
    const data = ref.data.subarray(0, ref.length);
    switch (ref.storage) {
      case 'array': return Array.from(data, (x, i) => (isMissing(ref, i) ? null : datumFrom(x, ref.content, texts)));
      case 'f64': return Float64Array.from(data);
      case 'f32': return Float32Array.from(data);
      case 'i32': return Int32Array.from(data);
      case 'u8': return Uint8Array.from(data);
    }
  }
  if (ref instanceof References) {
    const element: Type = type.kind === 'array' ? type.element : { kind: 'void' };
    return ref.items.map((item) => extract(item, element, texts, leaf));
  }
  if (ref instanceof Struct) {
    const { shape } = ref;
    const record: { [field: string]: Datum } = {};
    const declared = type.kind === 'struct' ? ownFields(type) : shape.fields.map((name) => ({ name, type: { kind: 'void' } as const }));
    for (const field of declared) {
      const presence = type.kind === 'struct' ? presenceOf(type, field.name) : null;
      if (presence !== null && ref.numbers[shape.place(presence.name)] === 0) {
        if (presence.absence === 'null') record[field.name] = null;
        continue;
      }
      const place = shape.place(field.name);
      if (place < 0) continue;
      const content = shape.contents[place] ?? null;
      if (content === null) record[field.name] = extract(ref.refs[place], field.type, texts, leaf);
      else {
        const value = ref.numbers[place] ?? NaN;
        if (content === 'num') leaf({ value, id: ref.ids[place] ?? 0 });
        record[field.name] = datumFrom(value, content, texts);
      }
    }
    return record;
  }
  return null;
}
