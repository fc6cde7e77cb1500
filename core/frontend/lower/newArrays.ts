/** Making arrays: `new Float64Array(n)`, `new Array(n).fill(v)`, `Array.from(xs)`, `Float64Array.of(a, b)`. */
import ts from 'typescript';
import type { Value } from '../../ir/op';
import { arrayOf, num, type ArrayType, type Type } from '../../ir/type';
import { isLibrarySymbol, stripped } from '../oracle';
import { storageOfConstructor } from '../types';
import { convertArray } from './bulk';
import { lowerAs, lowerNumber, lowerValue } from './expressions';
import { lowerArrayLiteral } from './literals';
import { refuseSyntax } from './refusals';
import type { FunctionScope } from './scope';

/** The array type that `name` of the library constructs; the elements of a plain array come from the checker. */
export function constructedType(fn: FunctionScope, callee: ts.Expression, node: ts.Expression, expected: Type | null): ArrayType | null {
  if (!ts.isIdentifier(callee)) return null;
  const storage = storageOfConstructor(callee.text);
  const symbol = fn.lexicon.oracle.symbolOf(callee);
  if (storage === null || symbol === undefined || !isLibrarySymbol(symbol)) return null;
  if (storage !== 'array') return arrayOf(storage);
  const type = fn.typeOrNull(node);
  if (type?.kind === 'array' && type.storage === 'array') return type;
  return expected?.kind === 'array' && expected.storage === 'array' ? expected : arrayOf('array', num);
}

export function lowerNew(fn: FunctionScope, node: ts.NewExpression, expected: Type | null): Value {
  const type = constructedType(fn, node.expression, node, expected);
  if (type === null) return refuseSyntax(fn, node, expected ?? fn.typeOrNull(node) ?? num);
  if (type.storage === 'array') return fn.refuse('arrayHoles', {}, node, type);
  const [argument, second] = node.arguments ?? [];
  if (second !== undefined) return refuseSyntax(fn, node, type);
  if (argument === undefined) return fn.b.alloc(type, fn.constant(0, node), fn.at(node));
  const content = stripped(argument);
  if (ts.isArrayLiteralExpression(content) && !content.elements.some(ts.isSpreadElement)) return lowerArrayLiteral(fn, content, null, type);
  const value = lowerValue(fn, argument);
  const origin = fn.at(node);
  fn.token(node.expression, node, origin);
  return value.type.kind === 'num' ? fn.b.alloc(type, value, origin) : convertArray(fn, type, value, node);
}

/** `new Array(n).fill(v)` as one: an array of n times v. Null when the expression is not that. */
export function lowerFilledArray(fn: FunctionScope, node: ts.CallExpression, expected: Type | null): Value | null {
  if (!ts.isPropertyAccessExpression(node.expression) || node.expression.name.text !== 'fill') return null;
  const created = stripped(node.expression.expression);
  if ((!ts.isNewExpression(created) && !ts.isCallExpression(created)) || created.arguments?.length !== 1) return null;
  const type = constructedType(fn, created.expression, node, expected);
  const [length] = created.arguments;
  const [value] = node.arguments;
  if (type?.storage !== 'array' || length === undefined || value === undefined || node.arguments.length !== 1) return null;
  const count = lowerNumber(fn, length);
  const content = lowerValue(fn, value);
  if (content.type.kind !== 'num' && content.type.kind !== 'bool') {
    return fn.refuse('unsupportedSyntax', { what: '`fill` with one object for every element', instead: 'make each row in a loop and `push` it' }, value, type);
  }
  const made = fn.b.alloc(arrayOf('array', content.type), count, fn.at(node));
  const literal = fn.lexicon.constants.scalar(value);
  if (!Object.is(literal, 0) && literal !== false) fn.b.fill(made, content, fn.at(node));
  return made;
}

/** `Array.from(xs)`, `Float64Array.from(xs)`, `Float64Array.of(a, b)`. */
export function lowerArrayFactory(fn: FunctionScope, node: ts.CallExpression, callee: ts.PropertyAccessExpression, type: ArrayType): Value {
  if (callee.name.text === 'of') {
    return fn.b.array(type, node.arguments.map(argument => lowerAs(fn, argument, type.element)), fn.at(node));
  }
  const [source] = node.arguments;
  if (callee.name.text === 'from' && source !== undefined && node.arguments.length === 1 && !ts.isObjectLiteralExpression(stripped(source))) {
    return convertArray(fn, type, lowerValue(fn, source), node);
  }
  return fn.refuse('unknownMember', { name: callee.name.text, type: callee.expression.getText(), instead: 'fill the array in a loop' }, callee.name, type);
}
