/** How types and names are written in TypeScript. */
import { declaredField, ownFields } from './presence';
import { isTuple, type ArrayType, type Storage, type Type } from './type';

const constructors = { f64: 'Float64Array', f32: 'Float32Array', i32: 'Int32Array', u8: 'Uint8Array' } as const;

export const storageConstructor = (storage: Exclude<Storage, 'array'>): string => constructors[storage];

/** As a declaration says it: of a union of object types the record of all their fields. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case 'num': return 'number';
    case 'bool': return 'boolean';
    case 'text': return 'string';
    case 'void': return 'void';
    case 'array': {
      if (type.storage !== 'array') return storageConstructor(type.storage);
      const element = elementText(type);
      return type.element.kind === 'func' || type.absence !== undefined ? `(${element})[]` : `${element}[]`;
    }
    case 'struct':
      if (isTuple(type)) return `[${type.fields.map(field => typeText(field.type)).join(', ')}]`;
      return `{ ${ownFields(type).map(field => declaredField(type, field, propertyName(field.name), typeText(field.type))).join('; ')} }`;
    case 'func': return `(${type.params.map((param, i) => `p${String(i)}: ${typeText(param)}`).join(', ')}) => ${typeText(type.result)}`;
  }
}

/** The type of what an array may hold. */
export const elementText = (type: ArrayType): string => (type.absence === undefined ? typeText(type.element) : `${typeText(type.element)} | ${type.absence}`);

/** As a message says it: of a union of object types these types, with the texts that tell them apart. */
export function describedType(type: Type): string {
  if (type.kind === 'array' && type.storage === 'array' && type.element.kind === 'struct' && type.element.members !== undefined) return `(${describedType(type.element)})[]`;
  if (type.kind !== 'struct' || type.members === undefined) return typeText(type);
  return type.members.map(member => `{ ${ownFields(member).map(field => declaredField(member, field, propertyName(field.name), saidOrTyped(field.type))).join('; ')} }`).join(' | ');
}

const saidOrTyped = (type: Type): string => (type.kind === 'text' ? type.options?.map(option => `'${option}'`).join(' | ') : undefined) ?? describedType(type);

export const isIdentifier = (name: string): boolean => /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name);

export const propertyName = (name: string): string => (isIdentifier(name) || /^\d+$/.test(name) ? name : `'${JSON.stringify(name).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`);

/** What is written behind an object to name its field. */
export const accessText = (name: string, optional: boolean): string => (isIdentifier(name) ? `${optional ? '?.' : '.'}${name}` : `${optional ? '?.' : ''}[${propertyName(name)}]`);

export const reservedWords: ReadonlySet<string> = new Set([
  'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else', 'enum', 'export', 'extends', 'false',
  'finally', 'for', 'function', 'if', 'import', 'in', 'instanceof', 'new', 'null', 'return', 'super', 'switch', 'this', 'throw', 'true', 'try',
  'typeof', 'var', 'void', 'while', 'with', 'implements', 'interface', 'let', 'package', 'private', 'protected', 'public', 'static', 'yield',
  'await', 'async', 'of', 'arguments', 'eval', 'undefined', 'NaN', 'Infinity', 'Math', 'Number', 'Array', 'Set', 'Error', 'RangeError', 'TypeError', 'Float64Array', 'Float32Array',
  'Int32Array', 'Uint8Array', 'Boolean',
]);
