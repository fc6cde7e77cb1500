/** Array and object literals. */
import ts from 'typescript';
import type { Value } from '../../ir/op';
import { fieldThatMayBeMissing, presenceFor, presenceOf } from '../../ir/presence';
import { arrayOf, isTuple, num, structOf, type ArrayType, type StructType, type Type } from '../../ir/type';
import { stripped } from '../oracle';
import { keyName } from './access';
import { appendAll } from './bulk';
import { closureOf } from './closures';
import { elementType } from '../numberOr';
import { arrayOfElements, pushElement } from './elements';
import { lowerAs, lowerCondition, lowerValue } from './expressions';
import { isRecord } from './functionShape';
import { knownRecord, spreadParts } from './known';
import { isMissing, lowerMaybe, valueOr } from './maybe';
import { refuseSyntax } from './refusals';
import type { FunctionScope } from './scope';
import { lowerSequence } from './sequences';
import { staticValue } from './statics';
import { isWholeText } from './texts';
import { isText } from '../types';
import { unknown } from './unit';
import { hidesFields } from '../classes';

/** `[a, b, …c]`; `expected` tells the storage and, for an empty literal, the elements. */
export function lowerArrayLiteral(fn: FunctionScope, node: ts.ArrayLiteralExpression, expected: Type | null, type?: ArrayType): Value {
  const tuple = type === undefined ? tupleType(fn, node, expected) : null;
  if (tuple !== null) {
    return fn.b.struct(tuple, node.elements.map((element, i) => lowerAs(fn, element, tuple.fields[i]?.type ?? num)), fn.at(node));
  }
  const shape = type ?? literalType(fn, node, expected);
  const array = lowerElements(fn, node.elements, shape, node);
  if (!node.elements.some(ts.isSpreadElement)) fn.unit.literals.add(array);
  return array;
}

/** A new array of elements and spread arrays. */
export function lowerElements(fn: FunctionScope, elements: readonly ts.Expression[], shape: ArrayType, node: ts.Node): Value {
  const spread = elements.findIndex(ts.isSpreadElement);
  const plain = spread < 0 ? elements : elements.slice(0, spread);
  const values = plain.map(element =>
    ts.isOmittedExpression(element) ? fn.refuse('arrayHoles', {}, node, shape.element) : lowerAs(fn, element, elementType(shape)));
  const array = arrayOfElements(fn, shape, values, node);
  if (spread < 0) return array;
  for (const element of elements.slice(spread)) {
    if (ts.isSpreadElement(element)) appendAll(fn, array, lowerSequence(fn, element.expression), element);
    else pushElement(fn, array, lowerAs(fn, element, elementType(shape)), element);
  }
  return array;
}

/** The type of `[x, xs]`, whose elements are of different types; null for other literals. */
function tupleType(fn: FunctionScope, node: ts.ArrayLiteralExpression, expected: Type | null): StructType | null {
  if (node.elements.some(element => ts.isSpreadElement(element) || ts.isOmittedExpression(element))) return null;
  const type = expected ?? contextualType(fn, node);
  return type?.kind === 'struct' && isTuple(type) && type.fields.length === node.elements.length ? type : null;
}

function contextualType(fn: FunctionScope, node: ts.Expression): Type | null {
  const contextual = fn.lexicon.oracle.checker.getContextualType(node);
  const type = contextual === undefined ? null : fn.lexicon.localTypes.read(contextual, node, fn.typeArguments);
  return type === null || type.kind === 'problem' ? null : type;
}

function literalType(fn: FunctionScope, node: ts.ArrayLiteralExpression, expected: Type | null): ArrayType {
  if (expected?.kind === 'array' && expected.storage === 'array') return expected;
  if (node.elements.length === 0) {
    const type = contextualType(fn, node);
    if (type?.kind === 'array' && type.storage === 'array') return type;
    fn.report('untyped', { what: 'the empty array' }, node);
    return arrayOf('array');
  }
  if (node.elements.some(ts.isOmittedExpression)) return arrayOf('array');
  // Elements of arrays may be missing by their type (`noUncheckedIndexedAccess`), and so what is made of them.
  const [first] = node.elements;
  const element = first === undefined || ts.isSpreadElement(first) || fn.typeOrNull(node) !== null ? null : fn.typeOrNull(first);
  const type = element === null ? fn.typeOf(node) : arrayOf('array', element);
  return type.kind === 'array' ? type : arrayOf('array', unknown);
}

/** `{ a, b: x }`: the values in the order written, the record in the order of the expected type. */
export function lowerObjectLiteral(fn: FunctionScope, node: ts.ObjectLiteralExpression, expected: Type | null): Value {
  const wanted = expected?.kind === 'struct' ? expected : null;
  const values = new Map<string, Value>();
  for (const property of node.properties) {
    const name = property.name === undefined ? null : keyName(fn, property.name);
    const type = wanted?.fields.find(field => field.name === name)?.type ?? null;
    if (name !== null && (ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property))) {
      const content = ts.isPropertyAssignment(property) ? property.initializer : property.name;
      // A text that is put together is carried along by no one; a field that is given as `undefined` is a field that is left out.
      if (type === null && (isText(fn.lexicon.oracle.typeOf(content)) && !isWholeText(fn, content) || staticValue(fn, content)?.kind === 'undefined')) continue;
      const chosen = type === null ? maybeField(fn, name, content) : null;
      if (chosen !== null) {
        for (const [key, value] of chosen) values.set(key, value);
        continue;
      }
      const presence = wanted === null ? null : presenceOf(wanted, name);
      const maybe = presence === null ? null : isMissing(fn, content) ? 'missing' : lowerMaybe(fn, content);
      for (const other of [...values.keys()]) if (presenceFor(other)?.field === name) values.delete(other);
      if (maybe === 'missing') {
        values.delete(name);
        continue;
      }
      if (maybe !== null && presence !== null && type !== null) {
        values.set(name, valueOr(fn, maybe, () => fn.unset(type, content), content));
        values.set(presence.name, maybe.isThere);
        continue;
      }
      values.set(name, type === null ? lowerValue(fn, content) : lowerAs(fn, content, type));
    } else if (ts.isSpreadAssignment(property)) {
      if (!spreadWhere(fn, property, values)) spreadFields(fn, property, values);
    } else {
      refuseSyntax(fn, property, num);
    }
  }
  if (wanted !== null) fillMissing(fn, wanted, values, node);
  const type = wanted !== null && wanted.fields.length === values.size && wanted.fields.every(field => values.has(field.name))
    ? wanted : structOf([...values].map(([name, value]) => ({ name, type: value.type })));
  const ordered = type.fields.flatMap(field => values.get(field.name) ?? []);
  return fn.b.struct(type, ordered, fn.at(node));
}

/** What the wanted type says of fields that may be missing: those that are given are there. */
function fillMissing(fn: FunctionScope, wanted: StructType, values: Map<string, Value>, node: ts.Node): void {
  for (const field of wanted.fields) {
    const presence = presenceOf(wanted, field.name);
    if (presence === null || values.has(presence.name)) continue;
    values.set(presence.name, fn.constant(values.has(field.name), node));
    if (!values.has(field.name)) values.set(field.name, fn.unset(field.type, node));
  }
}

/** `offset: there ? x : null`: a field that is there under a condition, and its boolean. */
function maybeField(fn: FunctionScope, name: string, content: ts.Expression): readonly (readonly [string, Value])[] | null {
  const type = fn.lexicon.oracle.typeOf(content);
  const flags = type.isUnion() ? type.types.reduce((all, member) => all | member.flags, 0) : 0;
  const [isUndefined, isNull] = [(flags & ts.TypeFlags.Undefined) !== 0, (flags & ts.TypeFlags.Null) !== 0];
  const maybe = isUndefined === isNull ? null : lowerMaybe(fn, content);
  const [own, presence] = maybe === null ? [] : fieldThatMayBeMissing(name, maybe.type, isNull ? 'null' : 'undefined') ?? [];
  if (maybe === null || own === undefined || presence === undefined) return null;
  return [[own.name, valueOr(fn, maybe, () => fn.unset(maybe.type, content), content)], [presence.name, maybe.isThere]];
}

/** `...(there && { scale: 2 })`: fields that are there under a condition. */
function spreadWhere(fn: FunctionScope, property: ts.SpreadAssignment, values: Map<string, Value>): boolean {
  const node = stripped(property.expression);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken) return false;
  const content = stripped(node.right);
  if (!ts.isObjectLiteralExpression(content) || !content.properties.every(each => ts.isPropertyAssignment(each) || ts.isShorthandPropertyAssignment(each))) return false;
  const condition = lowerCondition(fn, node.left);
  for (const each of content.properties) {
    const name = each.name === undefined ? null : keyName(fn, each.name);
    const given = ts.isPropertyAssignment(each) ? each.initializer : ts.isShorthandPropertyAssignment(each) ? each.name : null;
    const type = given === null ? null : fn.typeOrNull(given);
    const fields = name === null || type === null ? null : fieldThatMayBeMissing(name, type, 'nothing');
    const [own, presence] = fields ?? [];
    if (given === null || own === undefined || presence === undefined || values.has(own.name)) return false;
    values.set(own.name, valueOr(fn, { type: own.type, isThere: condition, value: () => lowerAs(fn, given, own.type) }, () => fn.unset(own.type, given), each));
    values.set(presence.name, condition);
  }
  return true;
}

function spreadFields(fn: FunctionScope, property: ts.SpreadAssignment, values: Map<string, Value>): void {
  const known = knownRecord(fn, property.expression);
  if (known !== null && isRecord(known)) {
    for (const [name, value] of spreadParts(fn, known, property)) values.set(name, closureOf(fn, value, property));
    return;
  }
  const base = lowerValue(fn, property.expression);
  if (base.type.kind !== 'struct' || hidesFields(base.type)) {
    if (base.type !== unknown) refuseSyntax(fn, property, num);
    return;
  }
  for (const field of base.type.fields) values.set(field.name, fn.b.getField(base, field.name, fn.at(property)));
}
