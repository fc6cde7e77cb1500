/** Destructuring: patterns of names and nested patterns over arrays and objects, in declarations and assignments. */
import ts from 'typescript';
import { newValue } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { presenceFor } from '../../ir/presence';
import { arrayOf, isTuple, num, sameType, structOf, type Field, type Type } from '../../ir/type';
import { stripped } from '../oracle';
import { keyName } from './access';
import { lowerPlace } from './assignments';
import { absenceOfNumber, elementType } from '../numberOr';
import { loadElement } from './elements';
import { lowerAs, lowerValue } from './expressions';
import { bindDefault } from './known';
import { bindMaybe, fieldThatMayBeMissing, maybeOf, mayLack, valueOr, type Maybe } from './maybe';
import { copyRange } from './ranges';
import type { FunctionScope } from './scope';
import { unknown } from './unit';
import { hidesFields } from '../classes';

/** Declares the variables of a pattern. */
export function bindPattern(fn: FunctionScope, name: ts.BindingName, value: Value, at: ts.Node): void {
  const absence = absenceOfNumber(value.type);
  if (absence !== null && ts.isIdentifier(name)) {
    bindMaybe(fn, name, maybeOf(fn, value, absence, at));
    return;
  }
  if (ts.isIdentifier(name)) {
    const origin = fn.at(at);
    fn.token(name, at, origin);
    const equals = ts.isVariableDeclaration(at) ? at.getChildren().find(child => child.kind === ts.SyntaxKind.EqualsToken) : undefined;
    if (equals !== undefined) fn.token(equals, at, origin);
    fn.declare(fn.lexicon.oracle.symbolOf(name), name.text, value, origin);
    return;
  }
  const taken: string[] = [];
  name.elements.forEach((element, index) => {
    if (ts.isOmittedExpression(element)) return;
    const key = ts.isArrayBindingPattern(name) ? null : element.propertyName ?? (ts.isIdentifier(element.name) ? element.name : null);
    const field = key === null ? null : keyName(fn, key);
    if (field !== null) taken.push(field);
    if (value.type.kind === 'struct' && field !== null && element.initializer === undefined && !value.type.fields.some(f => f.name === field)) {
      if (bindLeftOut(fn, element)) return;
    }
    if (element.initializer !== undefined && element.dotDotDotToken === undefined && value.type.kind === 'struct' && !value.type.fields.some(f => f.name === (field ?? String(index)))) {
      bindDefault(fn, element.name, element.initializer, element);
      return;
    }
    const maybe = field === null || element.dotDotDotToken !== undefined || isAlwaysThere(fn, name, field) ? null : fieldThatMayBeMissing(fn, value, field, element);
    if (maybe !== null) {
      bindPart(fn, element, maybe, element);
      return;
    }
    if (element.dotDotDotToken !== undefined) bindPattern(fn, element.name, remainder(fn, value, index, taken, element), element);
    else bindPattern(fn, element.name, partOr(fn, value, key, index, element.initializer, element), element);
  });
}

/** A name, or a pattern with a default, for what may be missing. */
export function bindPart(fn: FunctionScope, { name, initializer }: ts.BindingElement | ts.ParameterDeclaration, maybe: Maybe, at: ts.Node): void {
  if (initializer !== undefined) bindPattern(fn, name, valueOr(fn, maybe, () => lowerAs(fn, initializer, maybe.type), at), at);
  else if (ts.isIdentifier(name)) bindMaybe(fn, name, maybe);
  else fn.report('unsupportedPattern', {}, name);
}

/** Whether the types say that a field is there: of a union, where it is known which object it is. */
function isAlwaysThere(fn: FunctionScope, pattern: ts.BindingPattern, field: string): boolean {
  const type = fn.lexicon.oracle.typeOf(pattern);
  return fn.lexicon.oracle.checker.getPropertyOfType(type, field) !== undefined && !mayLack(fn, type, field, pattern);
}

/** A field that the record does not have because it may be missing: it is `undefined`. */
function bindLeftOut(fn: FunctionScope, element: ts.BindingElement): boolean {
  const { oracle } = fn.lexicon;
  const symbol = oracle.symbolOf(element.name);
  if (symbol === undefined || !ts.isIdentifier(element.name)) return false;
  const declared = oracle.typeOf(element.name);
  if (!declared.isUnion() || !declared.types.some(member => member.flags & ts.TypeFlags.Undefined)) return false;
  fn.bind(symbol, { kind: 'absent' });
  return true;
}

/** What is left for `...rest`: the elements from `index` on, or the fields that were not named. */
function remainder(fn: FunctionScope, value: Value, index: number, taken: readonly string[], at: ts.Node): Value {
  const { type } = value;
  if (type.kind === 'array') return copyRange(fn, value, type, index === 0 ? null : fn.constant(index, at), fn.b.len(value, fn.at(at)), at);
  if (type.kind === 'struct' && !isTuple(type) && !hidesFields(type)) {
    const rest = type.fields.filter(({ name }) => !taken.includes(presenceFor(name)?.field ?? name));
    return fn.b.struct(structOf(rest), rest.map(field => fn.b.getField(value, field.name, fn.at(at))), fn.at(at));
  }
  if (type.kind === 'struct') return remainingTuple(fn, value, type.fields.slice(index), at);
  if (type !== unknown) fn.report('unsupportedPattern', {}, at);
  return fn.placeholder(fn.typeOrNull(at) ?? num, at);
}

/** The rest of a tuple: an array where all are of one type, else a tuple. */
function remainingTuple(fn: FunctionScope, value: Value, rest: readonly Field[], at: ts.Node): Value {
  const values = rest.map(field => fn.b.getField(value, field.name, fn.at(at)));
  const [first] = rest;
  if (first === undefined || rest.every(field => sameType(field.type, first.type))) return fn.b.array(arrayOf('array', first?.type), values, fn.at(at));
  return fn.b.struct(structOf(rest.map((field, i) => ({ name: String(i), type: field.type }))), values, fn.at(at));
}

/** An element or field; the default of an element where the array is too short. */
function partOr(fn: FunctionScope, value: Value, key: ts.PropertyName | null, index: number, initializer: ts.Expression | undefined, at: ts.Node): Value {
  if (initializer === undefined) return part(fn, value, key, index, at);
  const { type } = value;
  if (key === null && type.kind === 'array') {
    const held = type.absence === 'undefined' ? type.element : elementType(type);
    const there = type.absence === 'undefined' ? fn.b.has(value, fn.constant(index, at), fn.at(at)) : fn.b.prim('gt', [fn.b.len(value, fn.at(at)), fn.constant(index, at)], fn.at(at));
    const then = fn.region(at, () => [type.absence === 'undefined' ? fn.b.load(value, fn.constant(index, at), fn.at(at)) : loadElement(fn, value, fn.constant(index, at), at)]);
    const otherwise = fn.region(initializer, () => [lowerAs(fn, initializer, held)]);
    const result = newValue(held);
    fn.b.if(there, then, otherwise, [result], fn.at(at));
    return result;
  }
  return part(fn, value, key, index, at);
}

/** The element `index`, or the field `key`, of a value. */
function part(fn: FunctionScope, value: Value, key: ts.PropertyName | null, index: number, at: ts.Node): Value {
  if (key === null && value.type.kind === 'array') return loadElement(fn, value, fn.constant(index, at), at);
  const field = key === null ? String(index) : keyName(fn, key);
  if (field === 'length' && value.type.kind === 'array') return fn.b.len(value, fn.at(at));
  if (field !== null && value.type.kind === 'struct' && value.type.fields.some(f => f.name === field)) return fn.b.getField(value, field, fn.at(at));
  if (value.type !== unknown) fn.report('unsupportedPattern', {}, at);
  return fn.placeholder(fn.typeOrNull(at) ?? num, at);
}

/** `[a, b] = [b, a]`, `({ x, y } = p)`: the right side is evaluated first, then target by target. */
export function destructure(fn: FunctionScope, target: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression, right: ts.Expression): Value {
  const source = stripped(right);
  const targets = targetsOf(fn, target);
  const write = (node: ts.Expression, value: Value): void => {
    const place = lowerPlace(fn, node);
    const origin = fn.at(node);
    fn.token(node, node, origin);
    place.write(fn.fit(value, place.type, node), origin);
  };
  // Two literals facing each other: no array is made.
  if (ts.isArrayLiteralExpression(source) && ts.isArrayLiteralExpression(target) && !source.elements.some(ts.isSpreadElement)) {
    const values = source.elements.map((element, i) => {
      const node = targets[i]?.node ?? null;
      return lowerValue(fn, element, node === null ? null : fn.valueType(node));
    });
    targets.forEach(({ node }, i) => {
      const value = values[i];
      if (node === null) return;
      if (value === undefined) fn.report('unsupportedPattern', {}, node);
      else write(node, value);
    });
    const [first] = values;
    return first ?? fn.b.struct(structOf([]), [], fn.at(target));
  }
  const value = lowerValue(fn, right);
  targets.forEach(({ node, key }, index) => { if (node !== null) write(node, part(fn, value, key, index, node)); });
  return value;
}

function targetsOf(
  fn: FunctionScope, target: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression,
): readonly { node: ts.Expression | null; key: ts.PropertyName | null }[] {
  const refused = (node: ts.Node): { node: null; key: null } => {
    fn.report('unsupportedPattern', {}, node);
    return { node: null, key: null };
  };
  if (ts.isArrayLiteralExpression(target)) {
    return target.elements.map(element =>
      ts.isOmittedExpression(element) ? { node: null, key: null } : isPlainTarget(element) ? { node: element, key: null } : refused(element));
  }
  return target.properties.map(property => {
    if (ts.isShorthandPropertyAssignment(property) && property.objectAssignmentInitializer === undefined) return { node: property.name, key: property.name };
    if (ts.isPropertyAssignment(property) && isPlainTarget(property.initializer)) return { node: property.initializer, key: property.name };
    return refused(property);
  });
}

const isPlainTarget = (node: ts.Expression): boolean => {
  const inner = stripped(node);
  return ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner);
};

/** The type written at a variable, null when there is none. */
export const declaredType = (fn: FunctionScope, declaration: ts.VariableDeclaration): Type | null =>
  declaration.type === undefined || fn.lexicon.oracle.isNever(declaration.name) ? null : fn.typeOf(declaration.type, fn.lexicon.oracle.typeOf(declaration.name));
