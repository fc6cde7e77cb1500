/** Which numbers of the arguments are inputs: the leaves of the parameters differentiated with respect to, in declaration order. */
import { holdsReals, isIntegerStorage, type Type } from '../ir/type';
import { elementsOf, isDatumRecord, type Datum } from './datum';

/** The leaves of one parameter: `first` is the trace node of the first, the others follow depth first. */
export interface InputParam { readonly name: string; readonly type: Type; readonly datum: Datum; readonly first: number; readonly count: number }

/** Number of real leaves of a datum of this type. */
export function leafCount(datum: Datum, type: Type): number {
  let count = 0;
  mapLeaves(datum, type, () => { count++; return 0; });
  return count;
}

/**
 * The derivative's shape: each real leaf replaced, booleans, texts, functions and integer arrays left out, holes kept.
 * Undefined when nothing of the type can hold a derivative.
 */
export function mapLeaves(datum: Datum, type: Type, leaf: (value: number) => number): Datum | undefined {
  if (!holdsReals(type)) return undefined;
  if (datum === null) return null;
  switch (type.kind) {
    case 'num': return typeof datum === 'number' ? leaf(datum) : undefined;
    case 'array': {
      if (isIntegerStorage(type.storage)) return undefined;
      const mapped = (elementsOf(datum) ?? []).map((item) => mapLeaves(item, type.element, leaf) ?? null);
      return type.storage === 'array' ? mapped : Float64Array.from(mapped, Number);
    }
    case 'struct': {
      const record: { [field: string]: Datum } = {};
      for (const field of type.fields) {
        const item = isDatumRecord(datum) ? datum[field.name] : undefined;
        const mapped = item === undefined ? undefined : mapLeaves(item, field.type, leaf);
        if (mapped !== undefined) record[field.name] = mapped;
      }
      return record;
    }
    case 'bool': case 'text': case 'void': case 'func': return undefined;
  }
}

/** The datum with its real leaves replaced and all else kept. Storages do not round the new numbers. */
export function replaceLeaves(datum: Datum, type: Type, leaf: (value: number) => number): Datum {
  if (!holdsReals(type) || datum === null) return datum;
  if (type.kind === 'num') return typeof datum === 'number' ? leaf(datum) : datum;
  if (type.kind === 'array' && !isIntegerStorage(type.storage)) return (elementsOf(datum) ?? []).map((item) => replaceLeaves(item, type.element, leaf));
  if (type.kind === 'struct' && isDatumRecord(datum)) {
    return Object.fromEntries(type.fields.flatMap((field) => {
      const item = datum[field.name];
      return item === undefined ? [] : [[field.name, replaceLeaves(item, field.type, leaf)]];
    }));
  }
  return datum;
}

/** Where a leaf lies within its parameter, as written in the source: ``, `[2]`, `.mean[0]`. */
export function leafPath(datum: Datum, type: Type, index: number): string {
  let seen = 0;
  let found = '';
  const visit = (d: Datum, t: Type, path: string): void => {
    if (seen > index || !holdsReals(t) || d === null) return;
    if (t.kind === 'num') { if (seen++ === index) found = path; }
    else if (t.kind === 'array') { if (!isIntegerStorage(t.storage)) (elementsOf(d) ?? []).forEach((item, i) => visit(item, t.element, `${path}[${i}]`)); }
    else if (t.kind === 'struct' && isDatumRecord(d)) for (const f of t.fields) visit(d[f.name] ?? null, f.type, `${path}.${f.name}`);
  };
  visit(datum, type, '');
  return found;
}

/** For each number of a value, depth first, the fields and indices that lead to it. */
export function numberPlaces(datum: Datum): string[][] {
  if (typeof datum === 'number') return [[]];
  const entries: readonly (readonly [string, Datum])[] = isDatumRecord(datum) ? [] : (elementsOf(datum) ?? []).map((item, i) => [String(i), item] as const);
  return [...entries, ...(isDatumRecord(datum) ? Object.entries(datum) : [])].flatMap(([key, item]) => numberPlaces(item).map((place) => [key, ...place]));
}

/** The same for one leaf of a parameter. */
export const leafPlace = (datum: Datum, type: Type, index: number): string[] => Array.from(leafPath(datum, type, index).matchAll(/[.[]([^.[\]]+)/g), ([, segment]) => segment ?? '');
