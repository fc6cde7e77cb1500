/**
 * Memory that stands beside memory, with something in the place of every number: shadows hold derivatives, flags whether a derivative is
 * more than a structural zero.
 */
import { arrayOf, bool, holdsReals, isReference, structOf, type ArrayType, type StructType, type Type } from '../ir/type';

export interface Companion {
  readonly array: (type: ArrayType) => ArrayType;
  readonly struct: (type: StructType) => StructType;
  /** What stands for each number where the memory is made. */
  readonly initial: number | boolean;
}

/** Of a record the fields that hold reals: what may be missing of them is there. */
const realFields = (type: StructType, map: (field: Type) => Type): StructType =>
  structOf(type.fields.filter(field => holdsReals(field.type)).map(field => ({ name: field.name, type: map(field.type) })));

const shadowArray = (type: ArrayType): ArrayType => arrayOf(type.storage, shadowType(type.element));
const shadowStruct = (type: StructType): StructType => (holdsReals(type) ? realFields(type, shadowType) : type);

/** The type of a shadow: as that of a derivative, with all the fields that may be missing. */
export function shadowType(type: Type): Type {
  switch (type.kind) {
    case 'array': return shadowArray(type);
    case 'struct': return shadowStruct(type);
    case 'num': case 'bool': case 'text': case 'void': case 'func': return type;
  }
}

export const shadows: Companion = { array: shadowArray, struct: shadowStruct, initial: 0 };

const flagArray = (type: ArrayType): ArrayType => (holdsReals(type) ? arrayOf('array', flagType(type.element)) : type);
const flagStruct = (type: StructType): StructType => (holdsReals(type) ? realFields(type, flagType) : type);

function flagType(type: Type): Type {
  switch (type.kind) {
    case 'num': return bool;
    case 'array': return flagArray(type);
    case 'struct': return flagStruct(type);
    case 'bool': case 'text': case 'void': case 'func': return type;
  }
}

export const flags: Companion = { array: flagArray, struct: flagStruct, initial: false };
/** The flags of what has a derivative from the start. */
export const raisedFlags: Companion = { ...flags, initial: true };

/** The type of what stands beside a reference of the type. */
export function besideType(companion: Companion, type: Type): Type {
  if (!isReference(type)) return type;
  return type.kind === 'array' ? companion.array(type) : type.kind === 'struct' ? companion.struct(type) : type;
}
