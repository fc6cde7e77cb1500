/**
 * Fields that may be missing. Beside such a field stands a boolean that says whether it is there, named after it and after what is there
 * instead: `scale?` where nothing is, `scale?undefined`, `scale?null`. A field is read only where its boolean is true; where it is not, a
 * number is NaN, an array empty, and an object one of such fields.
 */
import { bool, type Field, type StructType, type Type } from './type';

export type Absence = 'nothing' | 'undefined' | 'null';

/** The field that a boolean speaks of. */
export function presenceFor(name: string): { readonly field: string; readonly absence: Absence } | null {
  const found = /^(.*)\?(undefined|null|)$/s.exec(name);
  const [, field, absent] = found ?? [];
  return field === undefined ? null : { field, absence: absent === 'undefined' || absent === 'null' ? absent : 'nothing' };
}

/** What a variable that holds a field is called. */
export const variableName = (field: string): string => {
  const asked = presenceFor(field);
  return asked === null ? field : `${asked.field}IsThere`;
};

export interface Presence { readonly name: string; readonly absence: Absence }

/** The boolean beside a field; null where the field is always there. */
export function presenceOf(type: StructType, field: string): Presence | null {
  for (const { name } of type.fields) {
    const found = presenceFor(name);
    if (found?.field === field) return { name, absence: found.absence };
  }
  return null;
}

/** Whether a value of this type can be missing: something must stand where it is. */
function canBeMissing(type: Type): boolean {
  switch (type.kind) {
    case 'num': case 'bool': case 'text': return true;
    case 'array': return canBeMissing(type.element);
    case 'struct': return type.fields.every(field => canBeMissing(field.type));
    case 'func': case 'void': return false;
  }
}

/** A field that may be missing, and its boolean. Functions may not be. */
export const fieldThatMayBeMissing = (name: string, type: Type, absence: Absence): readonly Field[] | null =>
  (canBeMissing(type) ? [{ name, type }, { name: `${name}?${absence === 'nothing' ? '' : absence}`, type: bool }] : null);

/** The fields themselves, without the booleans. */
export const ownFields = (type: StructType): readonly Field[] => type.fields.filter(field => presenceFor(field.name) === null);

export const hasPresence = (type: StructType): boolean => type.fields.some(field => presenceFor(field.name) !== null);

/** `scale?: number`, `scale: number | null`. */
export function declaredField(type: StructType, field: Field, name: string, text: string): string {
  const absence = presenceOf(type, field.name)?.absence ?? null;
  return absence === null ? `${name}: ${text}` : absence === 'nothing' ? `${name}?: ${text}` : `${name}: ${text} | ${absence}`;
}

/** Whether what has these fields, with these texts in them, can be an object of a type: of a union, of one of its types. */
export const isOfOneMember = (type: StructType, has: (field: string) => boolean, textOf: (field: string) => string | null): boolean =>
  type.members === undefined || type.members.some(member => ownFields(type).every(({ name }) => {
    const own = member.fields.find(field => field.name === name);
    if (own === undefined || !has(name)) return !has(name) && (own === undefined || presenceOf(member, name) !== null);
    const said = own.type.kind === 'text' ? own.type.options : undefined, text = textOf(name);
    // A member of an enum is known by its name, not by its text.
    return said === undefined || text === null || said.includes(text) || said.some(option => option.includes('.'));
  }));
