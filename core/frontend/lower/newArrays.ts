/** Making arrays: `new Float64Array(n)`, `new Array(n).fill(v)`, `Array.from(xs)`, `Float64Array.of(a, b)`. */
import ts from 'typescript';
import type { Value } from '../../ir/op';
import { arrayOf, isPlain, isReference, num, type ArrayType, type Type } from '../../ir/type';
import { isLibrarySymbol, stripped } from '../oracle';
import { storageOfConstructor } from '../types';
import { convertArray, countedLoop } from './bulk';
import { lowerConstruction } from './construction';
import { arrayHolding, elementType } from '../numberOr';
import { fillElements, loadElement, pushElement, storeElement } from './elements';
import { lowerAs, lowerNumber, lowerValue } from './expressions';
import { callbackOf } from './iteration';
import { lowerArrayLiteral, lowerElements } from './literals';
import { lowerSequence } from './sequences';
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
  if (type === null) return lowerConstruction(fn, node) ?? refuseSyntax(fn, node, expected ?? fn.typeOrNull(node) ?? num);
  if (type.storage === 'array') return lowerPlainArray(fn, node, type);
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

/** `new Array(n)`, whose elements are not there until they are written, and `new Array(a, b, c)`. */
export function lowerPlainArray(fn: FunctionScope, node: ts.NewExpression | ts.CallExpression, type: ArrayType): Value {
  const given = node.arguments ?? [];
  const [only] = given;
  if (given.length !== 1 || only === undefined || ts.isSpreadElement(only) || fn.typeOrNull(only)?.kind !== 'num') return lowerElements(fn, given, type, node);
  const count = lowerNumber(fn, only);
  const origin = fn.at(node);
  fn.token(node.expression, node, origin);
  return fn.b.allocHoles(type, count, origin);
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
  const content = type.absence === undefined ? lowerValue(fn, value) : lowerAs(fn, value, elementType(type));
  const of = arrayHolding(content.type);
  if (!isPlain(of.element)) {
    return fn.refuse('unsupportedSyntax', { what: '`fill` with one object for every element', instead: 'make each row in a loop and `push` it' }, value, type);
  }
  const made = fn.b.alloc(of, count, fn.at(node));
  const literal = fn.lexicon.constants.scalar(value);
  if (!Object.is(literal, 0) && literal !== false) fillElements(fn, made, content, node);
  return made;
}

/** `Array.from(xs)`, `Array.from({ length: n }, (_, i) => …)`, `Float64Array.from(xs, f)`, `Float64Array.of(a, b)`. */
export function lowerArrayFactory(fn: FunctionScope, node: ts.CallExpression, callee: ts.PropertyAccessExpression, type: ArrayType): Value {
  if (callee.name.text === 'of') {
    const shape = type.storage === 'array' ? fn.typeOf(node) : type;
    return lowerElements(fn, node.arguments, shape.kind === 'array' ? shape : type, node);
  }
  const [source, callback] = node.arguments;
  if (callee.name.text !== 'from' || source === undefined || node.arguments.length > 2) {
    return fn.refuse('unknownMember', { name: callee.name.text, type: callee.expression.getText(), instead: 'fill the array in a loop' }, callee.name, type);
  }
  const length = lengthOfLike(source) ?? (callback === undefined ? null : holesLength(fn, source));
  if (callback === undefined) return length === null ? convertArray(fn, type, lowerSequence(fn, source), node) : fn.refuse('arrayHoles', {}, node, type);
  const call = callbackOf(fn, callback);
  if (call === null) return fn.placeholder(type, node);
  if (length !== null) return generateArray(fn, type, lowerNumber(fn, length), index => call([null, index]), node);
  const values = lowerSequence(fn, source);
  if (values.type.kind !== 'array') return fn.placeholder(type, node);
  return generateArray(fn, type, fn.b.len(values, fn.at(node)), index => call([loadElement(fn, values, index, node), index]), node);
}

/** `n` in `{ length: n }`. */
function lengthOfLike(source: ts.Expression): ts.Expression | null {
  const literal = stripped(source);
  if (!ts.isObjectLiteralExpression(literal)) return null;
  const [only] = literal.properties;
  if (literal.properties.length !== 1 || only === undefined || only.name === undefined || only.name.getText() !== 'length') return null;
  return ts.isPropertyAssignment(only) ? only.initializer : ts.isShorthandPropertyAssignment(only) ? only.name : null;
}

/** `n` elements made one by one. Numbers are written in place; a list of references grows. */
export function generateArray(fn: FunctionScope, type: ArrayType, length: Value, element: (index: Value) => Value, node: ts.Node): Value {
  if (isReference(type.element) || type.element.kind === 'func') {
    const made = fn.b.array(type, [], fn.at(node));
    countedLoop(fn, node, () => length, index => { pushElement(fn, made, element(index), node); });
    return made;
  }
  const made = fn.b.alloc(type, length, fn.at(node));
  countedLoop(fn, node, () => length, index => { storeElement(fn, made, index, element(index), node); });
  return made;
}

/** `new Array(n).fill(null).map(f)`, `[...Array(n)].map(f)`, `Array.from({ length: n }).map(f)`: what the list held before is not looked at. */
export function lowerGenerated(fn: FunctionScope, node: ts.CallExpression): Value | null {
  const callee = stripped(node.expression);
  const [callback] = node.arguments;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'map' || callback === undefined || node.arguments.length !== 1) return null;
  const length = blankLength(fn, callee.expression, ignoresElement(fn, callback));
  const type = length === null ? null : fn.typeOf(node);
  if (length === null || type?.kind !== 'array') return null;
  const count = lowerNumber(fn, length);
  const call = callbackOf(fn, callback);
  return call === null ? fn.placeholder(type, node) : generateArray(fn, type, count, index => call([null, index]), node);
}

/** `n` in a list of n elements that are undefined or, where that is `ignored`, alike. */
function blankLength(fn: FunctionScope, list: ts.Expression, ignored: boolean): ts.Expression | null {
  const node = stripped(list);
  if (ts.isArrayLiteralExpression(node)) {
    const [only] = node.elements;
    return only !== undefined && node.elements.length === 1 && ts.isSpreadElement(only) ? holesLength(fn, only.expression) : null;
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const [content] = node.arguments;
  if (node.expression.name.text === 'fill') {
    const isEmpty = content === undefined || content.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(content) && content.text === 'undefined');
    return isEmpty || (ignored && fn.lexicon.constants.scalar(content) !== null) ? holesLength(fn, node.expression.expression) : null;
  }
  const isFrom = node.expression.name.text === 'from' && constructedType(fn, node.expression.expression, node, null)?.storage === 'array';
  return isFrom && content !== undefined && node.arguments.length === 1 ? lengthOfLike(content) ?? holesLength(fn, content) : null;
}

/** `n` in `new Array(n)` and `Array(n)`. */
function holesLength(fn: FunctionScope, list: ts.Expression): ts.Expression | null {
  const node = stripped(list);
  if ((!ts.isNewExpression(node) && !ts.isCallExpression(node)) || node.arguments?.length !== 1) return null;
  const [length] = node.arguments;
  return length !== undefined && constructedType(fn, node.expression, node, null)?.storage === 'array' && fn.typeOrNull(length)?.kind === 'num' ? length : null;
}

/** Whether a function literal does not read its first parameter. */
function ignoresElement(fn: FunctionScope, callback: ts.Expression): boolean {
  const literal = stripped(callback);
  if (!ts.isArrowFunction(literal) && !ts.isFunctionExpression(literal)) return false;
  const [first] = literal.parameters;
  if (first === undefined) return true;
  const symbol = ts.isIdentifier(first.name) ? fn.lexicon.oracle.symbolOf(first.name) : undefined;
  const reads = (at: ts.Node): boolean => (ts.isIdentifier(at) && fn.lexicon.oracle.symbolOf(at) === symbol) || (ts.forEachChild(at, child => reads(child) || undefined) ?? false);
  return symbol !== undefined && !reads(literal.body);
}
