/**
 * The types of IR values. There is one numeric type: being an integer, positive or a sum of squares is a fact
 * about a value, never a type, because activity (not type) decides what is differentiated.
 */

/** How the elements of an array are stored; it decides rounding on `store` and what may hold a derivative. */
export type Storage = 'array' | 'f64' | 'f32' | 'i32' | 'u8';

export interface NumType { readonly kind: 'num' }
export interface BoolType { readonly kind: 'bool' }
/** A text: compared, chosen and carried along, never taken apart. */
export interface TextType {
  readonly kind: 'text';
  /** Where the source says which texts there are: those, members of enums by their names. No part of the type; printing asks what TypeScript would compare. */
  readonly options?: readonly string[];
}
/** No value: the result of a function that returns nothing. */
export interface VoidType { readonly kind: 'void' }
/** A reference to an array that lives in memory. Typed storages hold numbers only. */
export interface ArrayType {
  readonly kind: 'array';
  readonly storage: Storage;
  readonly element: Type;
  /** What may stand in the place of a number (of a plain array): `(number | null)[]`. Such an element is missing: `has` says so, and reading it is a fault. */
  readonly absence?: ElementAbsence;
}
export type ElementAbsence = 'undefined' | 'null';
/** A reference to a record with the given fields, in declaration order. */
export interface StructType {
  readonly kind: 'struct';
  readonly fields: readonly Field[];
  /** Of the record of a union of object types, these types: what is given to a function from outside is of one of them. */
  readonly members?: readonly StructType[];
}
/** A reference to a function literal together with the slots it captures. */
export interface FuncType { readonly kind: 'func'; readonly params: readonly Type[]; readonly result: Type }
export type Type = NumType | BoolType | TextType | VoidType | ArrayType | StructType | FuncType;

export interface Field { readonly name: string; readonly type: Type }

export const num: NumType = { kind: 'num' };
export const bool: BoolType = { kind: 'bool' };
export const text: TextType = { kind: 'text' };
export const voidType: VoidType = { kind: 'void' };
export const arrayOf = (storage: Storage, element: Type = num): ArrayType => ({ kind: 'array', storage, element });
/** The same array with other elements. */
export const withElement = (type: ArrayType, element: Type): ArrayType => ({ ...type, element });
export const structOf = (fields: readonly Field[]): StructType => ({ kind: 'struct', fields });
export const funcOf = (params: readonly Type[], result: Type): FuncType => ({ kind: 'func', params, result });

/** A tuple of different types: a record whose fields are its indices. */
export const isTuple = (type: Type): boolean => type.kind === 'struct' && type.fields.length > 0 && type.fields.every((field, i) => field.name === String(i));

/** A reference is a value that names memory; two references may name the same memory. */
export const isReference = (type: Type): type is ArrayType | StructType => type.kind === 'array' || type.kind === 'struct';

/** Numbers, booleans and texts: values that are no references. */
export type Plain = NumType | BoolType | TextType;
export const isPlain = (type: Type): type is Plain => type.kind === 'num' || type.kind === 'bool' || type.kind === 'text';

/** What stands where an element is missing; null where none may be. */
export const absenceIn = (type: Type): ElementAbsence | null => (type.kind === 'array' ? type.absence ?? null : null);

/** Integer storages truncate what is stored: no derivative passes through them. */
export const isIntegerStorage = (storage: Storage): boolean => storage === 'i32' || storage === 'u8';

/** Whether memory of this type can hold a real number, directly or through references. */
export function holdsReals(type: Type): boolean {
  switch (type.kind) {
    case 'num': return true;
    case 'array': return !isIntegerStorage(type.storage) && holdsReals(type.element);
    case 'struct': return type.fields.some(field => holdsReals(field.type));
    case 'bool': case 'text': case 'void': case 'func': return false;
  }
}

/** Fields are found by their names: their order is that in which they are listed, and no part of the type. */
export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'num': case 'bool': case 'text': case 'void': return a.kind === b.kind;
    case 'array': return b.kind === 'array' && a.storage === b.storage && a.absence === b.absence && sameType(a.element, b.element);
    case 'struct':
      return b.kind === 'struct' && a.fields.length === b.fields.length
        && a.fields.every((field, i) => {
          const other = b.fields[i]?.name === field.name ? b.fields[i] : b.fields.find(({ name }) => name === field.name);
          return other !== undefined && sameType(field.type, other.type);
        });
    case 'func':
      return b.kind === 'func' && a.params.length === b.params.length && sameType(a.result, b.result)
        && a.params.every((param, i) => {
          const other = b.params[i];
          return other !== undefined && sameType(param, other);
        });
  }
}

/** The text form, read back by the parser: `num`, `f64[]`, `num[][]`, `num?null[]`, `{x: num, w: f32[]}`, `(num) -> num`. */
export function printType(type: Type): string {
  switch (type.kind) {
    case 'num': case 'bool': case 'text': case 'void': return type.kind;
    case 'array': {
      if (type.storage !== 'array') return `${type.storage}[]`;
      const element = printType(type.element);
      return type.element.kind === 'func' ? `(${element})[]` : type.absence === undefined ? `${element}[]` : `${element}?${type.absence}[]`;
    }
    case 'struct': return `{${type.fields.map(field => `${printField(field.name)}: ${printType(field.type)}`).join(', ')}}`;
    case 'func': return `(${type.params.map(printType).join(', ')}) -> ${printType(type.result)}`;
  }
}

/** Field names that are not identifiers are quoted in the text form. */
export const printField = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
