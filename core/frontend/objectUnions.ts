/**
 * Unions of object types: `{ kind: 'circle'; r: number } | { kind: 'box'; w: number; h: number }`. Their objects are one record of all the
 * fields; those that some of the objects do not have may be missing: `{ kind: string; r?: number; w?: number; h?: number }`.
 */
import { fieldThatMayBeMissing, ownFields, presenceOf } from '../ir/presence';
import { sameType, structOf, type Field, type StructType, type Type } from '../ir/type';

export type Join =
  | { readonly kind: 'record'; readonly type: StructType }
  /** A field is of several types. */
  | { readonly kind: 'clash'; readonly field: string }
  /** A field is missing in several ways. */
  | { readonly kind: 'absences'; readonly field: string };

export function joined(members: readonly StructType[]): Join {
  const fields: Field[] = [];
  for (const name of new Set(members.flatMap(member => ownFields(member).map(field => field.name)))) {
    const own = members.flatMap(member => member.fields.find(field => field.name === name)?.type ?? []);
    const type = own.reduce<Type | null>((found, other) => (found === null ? null : common(found, other)), own[0] ?? null);
    if (type === null) return { kind: 'clash', field: name };
    const absences = new Set(members.flatMap(member => (member.fields.some(field => field.name === name) ? presenceOf(member, name)?.absence ?? [] : ['nothing' as const])));
    const [absence, ...more] = absences;
    const missing = absence === undefined ? [{ name, type }] : fieldThatMayBeMissing(name, type, absence);
    if (more.length > 0 || missing === null) return { kind: 'absences', field: name };
    fields.push(...missing);
  }
  return { kind: 'record', type: { ...structOf(fields), members } };
}

/** The type of a field, with all the texts that it can be. */
function common(a: Type, b: Type): Type | null {
  if (!sameType(a, b)) return null;
  if (a.kind !== 'text' || b.kind !== 'text') return a;
  return a.options === undefined || b.options === undefined ? { kind: 'text' } : { kind: 'text', options: [...new Set([...a.options, ...b.options])] };
}
