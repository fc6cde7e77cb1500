/** Fitting data that came from outside (JSON, a point's value) to a declared type. */
import { isOfOneMember, ownFields, presenceOf } from '../ir/presence';
import { isTuple, type Storage, type Type } from '../ir/type';
import { describedType } from '../ir/typeText';
import { isTypedDatum, type Datum } from './datum';

export type Coerced = { readonly ok: true; readonly datum: Datum } | { readonly ok: false; readonly path: string; readonly type: string; readonly found: string };

const specialNumbers: ReadonlyMap<string, number> = new Map([['NaN', NaN], ['Infinity', Infinity], ['-Infinity', -Infinity]]);

/** `path` names the value in messages: `w`, `w[2]`, `model.mean`. */
export function coerce(data: unknown, type: Type, path: string): Coerced {
  const no = (): Coerced => ({ ok: false, path, type: describedType(type), found: describe(data) });
  switch (type.kind) {
    case 'num': {
      if (typeof data === 'number') return { ok: true, datum: data };
      const special = typeof data === 'string' ? specialNumbers.get(data) : undefined;
      return special === undefined ? no() : { ok: true, datum: special };
    }
    case 'bool': return typeof data === 'boolean' ? { ok: true, datum: data } : no();
    case 'text': return typeof data === 'string' ? { ok: true, datum: data } : no();
    case 'array': {
      const elements: readonly unknown[] | null = isTypedDatum(data) ? Array.from(data) : Array.isArray(data) ? (data as unknown[]) : null;
      if (elements === null) return no();
      const items: Datum[] = [];
      for (const [i, element] of elements.entries()) {
        const item: Coerced = type.absence !== undefined && (element ?? null) === null ? { ok: true, datum: null } : coerce(element, type.element, `${path}[${i}]`);
        if (!item.ok) return item;
        items.push(item.datum);
      }
      return { ok: true, datum: stored(items, type.storage) };
    }
    case 'struct': {
      if (typeof data !== 'object' || data === null || (Array.isArray(data) ? !isTuple(type) || data.length !== type.fields.length : isTypedDatum(data))) return no();
      const given = new Map<string, unknown>(Object.entries(data));
      const record: { [field: string]: Datum } = {};
      for (const field of ownFields(type)) {
        const presence = presenceOf(type, field.name);
        if (presence !== null && (given.get(field.name) ?? null) === null) {
          if (presence.absence === 'null') record[field.name] = null;
          given.delete(field.name);
          continue;
        }
        if (!given.has(field.name)) return { ok: false, path: `${path}.${field.name}`, type: describedType(field.type), found: 'missing' };
        const item = coerce(given.get(field.name), field.type, `${path}.${field.name}`);
        if (!item.ok) return item;
        record[field.name] = item.datum;
        given.delete(field.name);
      }
      const [unknown] = given.keys();
      const textOf = (field: string): string | null => { const own = record[field]; return typeof own === 'string' ? own : null; };
      if (unknown === undefined && !isOfOneMember(type, field => (record[field] ?? null) !== null, textOf)) return no();
      return unknown === undefined ? { ok: true, datum: record } : { ok: false, path: `${path}.${unknown}`, type: `a field of ${describedType(type)}`, found: 'it' };
    }
    case 'void': case 'func': return no();
  }
}

function stored(items: readonly Datum[], storage: Storage): Datum {
  switch (storage) {
    case 'array': return items;
    case 'f64': return Float64Array.from(items, Number);
    case 'f32': return Float32Array.from(items, Number);
    case 'i32': return Int32Array.from(items, Number);
    case 'u8': return Uint8Array.from(items, Number);
  }
}

function describe(data: unknown): string {
  const text = JSON.stringify(data) ?? String(data);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
