/** TypeScript's types to IR types. */
import ts from 'typescript';
import { fieldThatMayBeMissing, type Absence } from '../ir/presence';
import { arrayHolding, numberOr } from './numberOr';
import { joined, type Join } from './objectUnions';
import { arrayOf, bool, funcOf, num, sameType, structOf, text, voidType, type ElementAbsence, type Field, type Storage, type StructType, type TextType, type Type } from '../ir/type';
import { className, isHidden, type Classes, type ClassNode, type Family } from './classes';
import { isLibrarySymbol, type Oracle } from './oracle';

/** Why a type has no counterpart. */
export type TypeProblem =
  | { readonly kind: 'problem'; readonly why: 'any' | 'bigint' }
  | { readonly kind: 'problem'; readonly why: 'undefined' | 'promise'; readonly text: string }
  | { readonly kind: 'problem'; readonly why: 'unsupported'; readonly text: string; readonly instead: string }
  /** Objects of several classes, which only the caller can tell apart. */
  | { readonly kind: 'problem'; readonly why: 'classes'; readonly text: string; readonly classes: readonly string[] }
  /** Objects that stand for each other have a field of one name and different types. */
  | { readonly kind: 'problem'; readonly why: 'clash'; readonly text: string; readonly field: string };

export const supportedTypes = 'use number, boolean, string, arrays of them, typed arrays or plain objects';

const gapsInstead = 'elements of arrays that are numbers may be missing, in one way: `(number | null)[]`, `(number | undefined)[]`';

const typedArrays: ReadonlyMap<string, Storage> = new Map([
  ['Float64Array', 'f64'], ['Float32Array', 'f32'], ['Int32Array', 'i32'], ['Uint8Array', 'u8'],
]);
/** The storage that a constructor of the library makes. */
export const storageOfConstructor = (name: string): Storage | null => (name === 'Array' ? 'array' : typedArrays.get(name) ?? null);

/** Whether a record has the fields of another and more. */
export const hasMoreFields = (type: Type, than: Type): boolean =>
  type.kind === 'struct' && than.kind === 'struct' && type.fields.length > than.fields.length
  && than.fields.every(field => type.fields.some(other => other.name === field.name && sameType(other.type, field.type)));

/** Fields in the order in which objects list them: indices first. */
function asObjectsList<T extends { readonly name: string }>(fields: readonly T[]): readonly T[] {
  const isIndex = ({ name }: T): boolean => /^(0|[1-9]\d*)$/.test(name);
  return [...fields.filter(isIndex).sort((a, b) => Number(a.name) - Number(b.name)), ...fields.filter(field => !isIndex(field))];
}

/** A text, or one of several. */
export const isText = (type: ts.Type): boolean =>
  (type.flags & ts.TypeFlags.StringLike) !== 0 || (type.isUnion() && type.types.every(isText));

/** Whether `undefined` or `null` is one of several types. */
export const mayBeMissing = (type: ts.Type): boolean => type.isUnion() && type.types.some(member => (member.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0);

/** With the texts that a union of literals or an enum has. */
function textOf(type: ts.Type): TextType {
  const options = (type.isUnion() ? type.types : [type]).flatMap(member => (member.isStringLiteral() ? [literalName(member)] : []));
  return options.length === (type.isUnion() ? type.types.length : 1) ? { kind: 'text', options } : text;
}

/** `Kernel.Box` of a member of an enum, the text of a literal. */
function literalName(type: ts.StringLiteralType): string {
  const declared = type.symbol?.valueDeclaration;
  return declared !== undefined && ts.isEnumMember(declared) ? `${declared.parent.name.text}.${declared.name.getText()}` : type.value;
}

/** Whether both `null` and `undefined` may stand where a value of a type is missing. */
export const isMissingTwice = (type: ts.Type): boolean => mayBeMissing(type) && missingIn(type) === null;

/** What stands where a value of a type is missing; null where it always is there, or there are several ways. */
export function missingIn(type: ts.Type): ElementAbsence | null {
  const flags = type.isUnion() ? type.types.reduce((all, member) => all | member.flags, 0) : 0;
  const [isUndefined, isNull] = [(flags & ts.TypeFlags.Undefined) !== 0, (flags & ts.TypeFlags.Null) !== 0];
  return isUndefined === isNull ? null : isNull ? 'null' : 'undefined';
}

/** What a field holds where it holds nothing; null where it always holds something, or there are several ways. */
function absenceOf(property: ts.Symbol, type: ts.Type): Absence | null {
  const flags = type.isUnion() ? type.types.reduce((all, member) => all | member.flags, 0) : type.flags;
  // Under `exactOptionalPropertyTypes` the type of a field that may be left out does not say so.
  const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
  const [isUndefined, isNull] = [isOptional || (flags & ts.TypeFlags.Undefined) !== 0, (flags & ts.TypeFlags.Null) !== 0];
  if (isUndefined === isNull) return null;
  return isNull ? 'null' : isOptional ? 'nothing' : 'undefined';
}

/** What the type parameters of a generic function stand for in one of its specialisations. */
export type TypeArguments = ReadonlyMap<ts.Type, Type>;
export const noTypeArguments: TypeArguments = new Map();

/** Whether a record has the fields that may be missing. `outside`: for values that the caller has, without those (`hidden`) that code outside a class cannot read. */
export interface LeftOut { readonly hidden: boolean; readonly optional: boolean; readonly outside: boolean }

/** Whether code outside the class cannot read a field. */
export function isHiddenOutside(declaration: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0
    || ts.isPropertyDeclaration(declaration) && ts.isPrivateIdentifier(declaration.name);
}

export class TypeReader {
  private readonly known = new Map<ts.Type, Type | TypeProblem>();
  private readonly open = new Set<ts.Type>();
  private readonly unions = new WeakSet<StructType>();
  private typeArguments = noTypeArguments;

  constructor(private readonly oracle: Oracle, private readonly classes: Classes, private readonly left: LeftOut) {}

  read(type: ts.Type, at: ts.Node, typeArguments: TypeArguments = this.typeArguments): Type | TypeProblem {
    const before = this.typeArguments;
    this.typeArguments = typeArguments;
    const found = typeArguments.size === 0 ? this.known.get(type) ?? this.convertOnce(type, at) : this.convertOnce(type, at);
    this.typeArguments = before;
    return found;
  }

  /** The same, where a number may be missing: `number | null`. */
  readMaybe(type: ts.Type, at: ts.Node, typeArguments: TypeArguments = this.typeArguments): Type | TypeProblem {
    const absence = missingIn(type);
    const content = absence === null ? null : this.read(this.oracle.checker.getNonNullableType(type), at, typeArguments);
    return absence !== null && content?.kind === 'num' ? numberOr(absence) : this.read(type, at, typeArguments);
  }

  private convertOnce(type: ts.Type, at: ts.Node): Type | TypeProblem {
    if (this.open.has(type)) return this.unsupported(type);
    this.open.add(type);
    const found = this.convert(type, at);
    this.open.delete(type);
    if (this.typeArguments.size === 0) this.known.set(type, found);
    return found;
  }

  private unsupported(type: ts.Type): TypeProblem {
    return { kind: 'problem', why: 'unsupported', text: this.oracle.typeText(type), instead: this.instead(type) };
  }

  /** What to write in place of a type that has no counterpart. */
  private instead(type: ts.Type): string {
    const symbol = type.getSymbol();
    const name = symbol !== undefined && isLibrarySymbol(symbol) && symbol.name !== '__type' ? symbol.name : '';
    if (/^(Readonly)?Map$/.test(name)) return 'name the fields of an object, as in `{ a: number; b: number }`, or use an array of `{ key, value }`';
    if (/^(Readonly)?Set$/.test(name)) return 'use an array, or an object of booleans';
    const isClass = symbol?.declarations?.some(ts.isClassLike) === true;
    if (!isClass && (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 && this.oracle.checker.getIndexInfosOfType(type).length > 0 && name === '') {
      return "name the fields, as in `Record<'a' | 'b', number>`, or use an array of `{ key, value }`";
    }
    if ((type.flags & ts.TypeFlags.Unknown) !== 0) return 'say which type it is';
    return type.isUnion() ? 'use one type, or one parameter for each' : supportedTypes;
  }

  private convert(type: ts.Type, at: ts.Node): Type | TypeProblem {
    const { flags } = type;
    if (flags & ts.TypeFlags.NumberLike) return num;
    if (flags & ts.TypeFlags.BooleanLike) return bool;
    if (flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined | ts.TypeFlags.Never)) return voidType;
    if (flags & ts.TypeFlags.Any) return { kind: 'problem', why: 'any' };
    if (isText(type)) return textOf(type);
    if (flags & ts.TypeFlags.BigIntLike) return { kind: 'problem', why: 'bigint' };
    if (flags & ts.TypeFlags.Null) return { kind: 'problem', why: 'undefined', text: 'null' };
    const argument = this.typeArguments.get(type);
    if (argument !== undefined) return argument;
    if (flags & ts.TypeFlags.TypeParameter) {
      const constraint = this.oracle.checker.getBaseConstraintOfType(type);
      return constraint === undefined || constraint === type ? this.unsupported(type) : this.read(constraint, at);
    }
    if (type.isUnion()) return this.union(type, at);
    if (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return this.object(type, at);
    return this.unsupported(type);
  }

  private union(type: ts.UnionType, at: ts.Node): Type | TypeProblem {
    const absent = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void;
    if (type.types.some(member => member.flags & absent)) return { kind: 'problem', why: 'undefined', text: this.oracle.typeText(type) };
    const objects = this.classes.family(type) === null ? null : this.behaving(type, at);
    if (objects !== null) return objects;
    const members: Type[] = [];
    for (const each of type.types) {
      const member = this.read(each, at);
      if (member.kind === 'problem') return member;
      members.push(member);
    }
    const [first, ...rest] = members;
    if (first === undefined) return this.unsupported(type);
    if (rest.every(member => sameType(member, first))) return first;
    const records = type.types.every(member => this.isPlainObject(member)) ? members.filter(member => member.kind === 'struct') : [];
    return records.length < members.length ? this.unsupported(type) : this.joinedType(type, joined(records));
  }

  /** An object type without a class, no array and no tuple. */
  private isPlainObject(type: ts.Type): boolean {
    const { checker } = this.oracle;
    return (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 && this.classes.classOf(type) === null && !checker.isArrayType(type) && !checker.isTupleType(type);
  }

  private joinedType(type: ts.Type, join: Join): Type | TypeProblem {
    switch (join.kind) {
      case 'record':
        this.unions.add(join.type);
        return join.type;
      case 'clash': return { kind: 'problem', why: 'clash', text: this.oracle.typeText(type), field: join.field };
      case 'absences': return { kind: 'problem', why: 'unsupported', text: this.oracle.typeText(type), instead: `give \`${join.field}\` one way of being missing` };
    }
  }

  /** Whether values of this type are objects of one of several types, or hold some: TypeScript lets code read their fields only where it knows which. */
  holdsUnion(type: Type): boolean {
    switch (type.kind) {
      case 'array': return this.holdsUnion(type.element);
      case 'struct': return this.unions.has(type) || type.fields.some(field => this.holdsUnion(field.type));
      case 'num': case 'bool': case 'text': case 'void': case 'func': return false;
    }
  }

  private object(type: ts.Type, at: ts.Node): Type | TypeProblem {
    const { checker } = this.oracle;
    if (checker.isTupleType(type) || checker.isArrayType(type)) {
      const isTuple = checker.isTupleType(type);
      const members = checker.getTypeArguments(type as ts.TypeReference).map(member => (isTuple ? this.read(member, at) : this.readMaybe(member, at)));
      const [first, ...rest] = members;
      if (first === undefined) return checker.isTupleType(type) ? arrayOf('array') : this.unsupported(type);
      const bad = members.find(member => member.kind === 'problem');
      if (bad?.kind === 'problem') return bad.why !== 'undefined' ? bad : { kind: 'problem', why: 'unsupported', text: this.oracle.typeText(type), instead: gapsInstead };
      if (first.kind === 'problem' || rest.every(member => member.kind !== 'problem' && sameType(member, first))) return first.kind === 'problem' ? first : arrayHolding(first);
      // A tuple of different types is a record whose fields are its indices.
      return structOf(members.flatMap((member, i) => (member.kind === 'problem' ? [] : [{ name: String(i), type: member }])));
    }
    const symbol = type.getSymbol();
    if (symbol !== undefined && isLibrarySymbol(symbol)) {
      const storage = typedArrays.get(symbol.name);
      if (storage !== undefined) return arrayOf(storage);
      if (symbol.name === 'Promise') return { kind: 'problem', why: 'promise', text: this.oracle.typeText(type) };
      if (symbol.name !== '__type' && symbol.name !== '__object') return this.unsupported(type);
    }
    const declaration = symbol?.declarations?.find(ts.isClassLike);
    if (declaration !== undefined) return this.instance(type, declaration, at);
    const calls = type.getCallSignatures();
    const properties = checker.getPropertiesOfType(type);
    const objects = calls.length === 0 ? this.behaving(type, at) : null;
    if (objects !== null) return objects;
    if (calls.length > 0) return properties.length === 0 ? this.signature(type, calls, at) : this.unsupported(type);
    if (type.getConstructSignatures().length > 0 || checker.getIndexInfosOfType(type).length > 0) return this.unsupported(type);
    const fields: { name: string; type: Type }[] = [];
    for (const property of properties) {
      if (property.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)) return this.unsupported(type);
      const declared = this.oracle.typeOfSymbol(property, at);
      const absence = absenceOf(property, declared);
      const field = this.read(absence === null ? declared : checker.getNonNullableType(declared), at);
      // `r?: undefined`, as TypeScript completes the members of a union.
      if (absence === 'nothing' && field.kind === 'void') continue;
      if (field.kind === 'problem') {
        if (this.isLeftOut(property)) continue;
        return field;
      }
      const missing = absence === null ? null : fieldThatMayBeMissing(property.name, field, absence);
      if (missing === null && this.isLeftOut(property)) continue;
      if (absence !== null && missing === null) return this.field(property, at);
      fields.push(...missing ?? [{ name: property.name, type: field }]);
    }
    return structOf(asObjectsList(fields));
  }

  /** Under `exactOptionalPropertyTypes` the type of a field that may be missing does not say so. */
  private field(property: ts.Symbol, at: ts.Node): Type | TypeProblem {
    const type = this.oracle.typeOfSymbol(property, at);
    const field = this.read(type, at);
    const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    return isOptional && field.kind !== 'problem' ? { kind: 'problem', why: 'undefined', text: `${this.oracle.typeText(type)} | undefined` } : field;
  }

  private isLeftOut(property: ts.Symbol): boolean {
    return this.left.optional && (property.flags & ts.SymbolFlags.Optional) !== 0;
  }

  /** An object of a class of plain data, or of one of several: its fields, those of the most basic class first. */
  private instance(type: ts.Type, node: ClassNode, at: ts.Node): Type | TypeProblem {
    const chain = this.classes.chain(node);
    if (chain === null || type.getConstructSignatures().length > 0 || this.oracle.checker.getIndexInfosOfType(type).length > 0) return this.unsupported(type);
    const family = this.classes.family(type);
    if (this.left.outside) {
      const objects = this.classes.objectsFromOutside(type);
      return objects.length === 1 && objects[0] === node ? this.fields(type, chain, at) : this.several(type, objects);
    }
    if (family !== null) return this.familyType(type, family, at);
    const [only, ...more] = this.classes.objects(type);
    return only !== undefined && only !== node && more.length === 0 ? this.read(this.oracle.objectType(only), at) : this.fields(type, chain, at);
  }

  private several(type: ts.Type, objects: readonly ClassNode[]): TypeProblem {
    return { kind: 'problem', why: 'classes', text: this.oracle.typeText(type), classes: objects.map(className) };
  }

  private fields(type: ts.Type, chain: readonly ClassNode[], at: ts.Node): StructType | TypeProblem {
    const { checker } = this.oracle;
    const fields: Field[] = [];
    // A field that is declared again keeps its place.
    const place = (property: ts.Symbol): number => chain.findIndex(node => this.oracle.classSymbol(node)?.members?.has(property.escapedName) === true);
    for (const property of [...checker.getPropertiesOfType(type)].sort((a, b) => place(a) - place(b))) {
      if (property.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor) || this.isLeftOut(property) || property.valueDeclaration !== undefined && this.classes.heldFunction(property.valueDeclaration) !== null) continue;
      const name = this.classes.fieldName(property);
      if (this.left.hidden && property.valueDeclaration !== undefined && isHiddenOutside(property.valueDeclaration)) continue;
      const field = this.field(property, at);
      if (field.kind === 'problem') return field;
      if (this.left.outside && isHidden(name) || fields.some(other => other.name === name)) return this.unsupported(type);
      fields.push({ name, type: field });
    }
    return structOf(fields);
  }

  /** Which class an object is of, and the fields of all of them. */
  private familyType(type: ts.Type, family: Family, at: ts.Node): Type | TypeProblem {
    const fields: Field[] = [{ name: family.tag, type: num }];
    for (const node of family.classes) {
      const chain = this.classes.chain(node);
      const own = chain === null ? this.unsupported(type) : this.fields(this.oracle.objectType(node), chain, at);
      if (own.kind === 'problem') return own;
      for (const field of own.fields) {
        const known = fields.find(({ name }) => name === field.name);
        if (known === undefined) fields.push(field);
        else if (!sameType(known.type, field.type)) return { kind: 'problem', why: 'clash', text: this.oracle.typeText(type), field: field.name };
      }
    }
    return structOf(fields);
  }

  /** A type with methods, whose objects are of classes of the source; null where they are not. */
  private behaving(type: ts.Type, at: ts.Node): Type | TypeProblem | null {
    const objects = this.classes.objects(type);
    const [only] = objects;
    if (only === undefined) return null;
    if (this.left.outside) return this.several(type, objects);
    const family = this.classes.family(type);
    if (family !== null) return this.familyType(type, family, at);
    return objects.length === 1 ? this.read(this.oracle.objectType(only), at) : null;
  }

  private signature(type: ts.Type, calls: readonly ts.Signature[], at: ts.Node): Type | TypeProblem {
    const [call] = calls;
    if (call === undefined || calls.length > 1 || call.typeParameters !== undefined) return this.unsupported(type);
    const params: Type[] = [];
    for (const parameter of call.parameters) {
      const read = this.read(this.oracle.checker.getTypeOfSymbolAtLocation(parameter, at), at);
      if (read.kind === 'problem') return read;
      params.push(read);
    }
    const result = this.read(call.getReturnType(), at);
    return result.kind === 'problem' ? result : funcOf(params, result);
  }
}
