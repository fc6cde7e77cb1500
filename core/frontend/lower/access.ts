/** Reading elements, fields, lengths and named constants: `a[i]`, `p.x`, `a.length`, `Math.PI`, `Colour.Red`. */
import ts from 'typescript';
import type { Value } from '../../ir/op';
import { presenceOf } from '../../ir/presence';
import { isTuple, num } from '../../ir/type';
import { libraryNumber, propertyName } from '../constants';
import { isLibrarySymbol, isStatic, stripped, type MemberFunction } from '../oracle';
import { fieldName, lowerMember, staticGetter } from './classes';
import { closureOf, functionValue } from './closures';
import { declaredType } from './dispatch';
import { lowerDistinct } from './distinct';
import { lowerConstant, lowerNumber, lowerValue } from './expressions';
import { isRecord, type FunctionValue } from './functionShape';
import { invoke } from './invocation';
import { knownFunction, knownRecord, partOf } from './known';
import { refuseSyntax } from './refusals';
import type { FunctionScope } from './scope';
import { staticValue } from './statics';
import { keyedField } from './textKeys';
import { unknown } from './unit';
import { describedType } from '../../ir/typeText';
import { isHiddenOutside, isText, mayBeMissing } from '../types';

export function lowerPropertyAccess(fn: FunctionScope, node: ts.PropertyAccessExpression): Value {
  const { constants, oracle } = fn.lexicon;
  const symbolOfName = oracle.symbolOf(node.name);
  const declared = symbolOfName?.valueDeclaration;
  const chosen = declared !== undefined && ts.isEnumMember(declared) ? oracle.enumValue(declared) : undefined;
  if (typeof chosen === 'number') return fn.b.namedConstant(chosen, node.getText(), fn.at(node));
  const owner = constants.libraryOwner(node.expression);
  if (owner !== null) {
    const value = libraryNumber(owner, node.name.text);
    if (value !== null) return fn.b.namedConstant(value, node.getText(), fn.at(node));
    const callable = owner === 'Math' ? knownFunction(fn, node) : null;
    return callable === null ? refuseSyntax(fn, node, num) : closureOf(fn, callable, node);
  }
  if (isModuleName(fn, node.expression)) {
    const symbol = oracle.symbolOf(node.name);
    if (symbol !== undefined) {
      const callable = fn.holdsFunctions(node) ? knownFunction(fn, node) : null;
      return callable === null ? lowerConstant(fn, node, symbol) : closureOf(fn, callable, node);
    }
  }
  if (declared !== undefined && ts.isPropertyDeclaration(declared) && isStatic(declared) && symbolOfName !== undefined) return lowerConstant(fn, node, symbolOfName);
  const getter = symbolOfName === undefined ? null : staticGetter(symbolOfName);
  if (getter !== null) return readStatic(fn, getter, node);
  const list = node.name.text === 'length' ? knownRecord(fn, node.expression) : null;
  if (list !== null && isRecord(list) && list.shape.isList) return fn.constant(list.shape.fields.size, node);
  const part = partOf(fn, node);
  if (part !== null) return partValue(fn, part, node);
  const member = lowerMember(fn, node);
  if (member !== null) return member;
  const distinct = lowerDistinct(fn, node);
  if (distinct !== null) return distinct;
  const base = lowerValue(fn, node.expression);
  const origin = fn.at(node);
  fn.token(node.name, node, origin);
  if (base.type.kind === 'array' && node.name.text === 'length') return fn.b.len(base, origin);
  if (base.type.kind === 'struct' && node.name.text === 'length' && isTuple(base.type)) return fn.constant(base.type.fields.length, node);
  const name = fieldName(fn, node.name);
  const field = base.type.kind === 'struct' ? base.type.fields.find(each => each.name === name) : undefined;
  if (field !== undefined && base.type.kind === 'struct') {
    // Where the types know that it is there it is read; what may be missing is read with a test.
    if (presenceOf(base.type, name) !== null && mayBeMissing(oracle.typeOf(node))) return fn.refuse('possiblyUndefined', { type: oracle.typeText(oracle.typeOf(node)) }, node, field.type);
    return fn.b.getField(base, name, origin);
  }
  if (base.type === unknown) return fn.placeholder(fn.typeOrNull(node) ?? num, node);
  if (base.type.kind === 'struct' && declared !== undefined && isHiddenOutside(declared)) {
    return fn.refuse('privateField', { name: node.name.text, type: oracle.typeText(declaredType(fn, node.expression)) }, node.name, fn.typeOrNull(node) ?? num);
  }
  if (base.type.kind === 'text' || isText(oracle.checker.getNonNullableType(oracle.typeOf(node)))) return fn.refuse('stringValue', {}, node, unknown);
  return fn.refuse('unknownMember', { name: node.name.text, type: describedType(base.type), instead: 'use indices, `length` and fields' }, node.name, num);
}

function readStatic(fn: FunctionScope, getter: MemberFunction, node: ts.PropertyAccessExpression): Value {
  const value = functionValue(fn, getter, node.name);
  return value === null ? fn.placeholder(fn.typeOrNull(node) ?? num, node) : invoke(fn, value, [], node);
}

/** A member of a known object: a getter is called. */
function partValue(fn: FunctionScope, part: FunctionValue, node: ts.Expression): Value {
  return part.shape.kind === 'source' && ts.isGetAccessor(part.shape.node) ? invoke(fn, part, [], node) : closureOf(fn, part, node);
}

/** `N` in `N.f`, where `N` is a namespace import, a namespace or an enum. */
export function isModuleName(fn: FunctionScope, expression: ts.Expression): boolean {
  const node = stripped(expression);
  if (!ts.isIdentifier(node)) return false;
  const symbol = fn.lexicon.oracle.symbolOf(node);
  if (symbol === undefined || isLibrarySymbol(symbol)) return false;
  return (symbol.flags & (ts.SymbolFlags.ValueModule | ts.SymbolFlags.NamespaceModule | ts.SymbolFlags.Enum)) !== 0
    && (symbol.flags & ts.SymbolFlags.Variable) === 0;
}

/** The text an expression is known to be. */
export function knownText(fn: FunctionScope, node: ts.Expression): string | null {
  const found = staticValue(fn, node);
  return found?.kind === 'text' ? found.value : null;
}

/** The name of a field, also one that is computed from a known text: `[key]: 2`. */
export function keyName(fn: FunctionScope, name: ts.PropertyName): string | null {
  return propertyName(name) ?? (ts.isComputedPropertyName(name) ? knownText(fn, name.expression) : null);
}

export function lowerElementAccess(fn: FunctionScope, node: ts.ElementAccessExpression): Value {
  const part = partOf(fn, node);
  if (part !== null) return partValue(fn, part, node);
  const base = lowerValue(fn, node.expression);
  const key = stripped(node.argumentExpression);
  const named = ts.isNumericLiteral(key) ? key.text : knownText(fn, key);
  if (base.type.kind === 'struct' && named !== null && base.type.fields.some(field => field.name === named)) {
    return fn.b.getField(base, named, fn.at(node));
  }
  const keyed = named === null ? keyedField(fn, base, node.argumentExpression) : null;
  if (keyed !== null) return keyed.read(node);
  if (base.type === unknown) return fn.placeholder(fn.typeOrNull(node) ?? num, node);
  if (base.type.kind === 'text') return fn.refuse('stringValue', {}, node, unknown);
  if (base.type.kind !== 'array') {
    return fn.refuse('unknownMember', { name: key.getText(), type: describedType(base.type), instead: 'name the field, as in `p.x`' }, node.argumentExpression, num);
  }
  const index = lowerNumber(fn, node.argumentExpression);
  const origin = fn.at(node);
  const bracket = node.getChildren().find(child => child.kind === ts.SyntaxKind.OpenBracketToken);
  if (bracket !== undefined) fn.token(bracket, node, origin);
  return fn.b.load(base, index, origin);
}
