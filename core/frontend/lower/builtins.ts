/** Calls of the library's functions: `Math.*`, predicates of numbers, makers of arrays. */
import ts from 'typescript';
import { newSlot, unnamed } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { isRealPrimitive, primitiveArity, type PredicatePrimitive } from '../../ir/primitive';
import { arrayOf, bool, num, type Type } from '../../ir/type';
import { isLibrarySymbol, stripped } from '../oracle';
import { lowerCondition, lowerExpression, lowerNumber, lowerValue } from './expressions';
import { countedLoop } from './bulk';
import { lowerElements } from './literals';
import { constructedType, lowerArrayFactory, lowerPlainArray } from './newArrays';
import { asNumber } from './operators';
import type { FunctionScope } from './scope';
import { lowerSequence } from './sequences';
import { fixedArguments } from './spread';
import { unknown } from './unit';

const predicates: ReadonlyMap<string, PredicatePrimitive> = new Map([
  ['isNaN', 'isNaN'], ['isFinite', 'isFinite'], ['isInteger', 'isInteger'],
]);

/** Null when the callee is not one of the library's functions that are known here. */
export function lowerLibraryCall(
  fn: FunctionScope, node: ts.CallExpression, callee: ts.Expression, symbol: ts.Symbol | undefined, expected: Type | null,
): Value | null {
  if (ts.isPropertyAccessExpression(callee)) {
    const owner = fn.lexicon.constants.libraryOwner(callee.expression);
    if (owner === 'Math') return lowerMath(fn, node, callee.name);
    if (owner === 'Number') {
      const predicate = predicates.get(callee.name.text);
      return predicate === undefined ? null : lowerPredicate(fn, node, predicate, callee.name);
    }
    const type = constructedType(fn, callee.expression, node, expected);
    if (type !== null && callee.name.text === 'isArray') return null;
    return type === null ? null : lowerArrayFactory(fn, node, callee, type);
  }
  if (!ts.isIdentifier(callee) || symbol === undefined || !isLibrarySymbol(symbol)) return null;
  const [argument] = node.arguments;
  if ((callee.text === 'isNaN' || callee.text === 'isFinite') && argument !== undefined) return lowerPredicate(fn, node, callee.text, callee);
  if (callee.text === 'Boolean' && node.arguments.length === 1 && argument !== undefined) return lowerCondition(fn, argument);
  if (callee.text === 'Number' && node.arguments.length === 1 && argument !== undefined) return lowerConversion(fn, node, argument);
  if (callee.text === 'Array') {
    const type = constructedType(fn, callee, node, expected);
    return type === null ? null : lowerPlainArray(fn, node, type);
  }
  return null;
}

/** `Number(x)`; null where the argument is something else that is known, which is refused as a call. */
function lowerConversion(fn: FunctionScope, node: ts.CallExpression, argument: ts.Expression): Value | null {
  const kind = fn.typeOrNull(argument)?.kind;
  if (kind === 'num' || kind === 'bool') return asNumber(fn, lowerValue(fn, argument), argument);
  if (kind === 'text') return fn.refuse('stringValue', {}, node, num);
  return kind === undefined && lowerValue(fn, argument).type === unknown ? fn.placeholder(num, node) : null;
}

function lowerPredicate(fn: FunctionScope, node: ts.CallExpression, predicate: PredicatePrimitive, name: ts.Node): Value {
  const [argument] = node.arguments;
  if (argument === undefined || node.arguments.length !== 1) {
    return fn.refuse('argumentCount', { name: name.getText(), expected: '1 argument', found: node.arguments.length }, node, bool);
  }
  const value = lowerNumber(fn, argument);
  const origin = fn.at(node);
  fn.token(name, node, origin);
  return fn.b.prim(predicate, [value], origin);
}

function lowerMath(fn: FunctionScope, node: ts.CallExpression, name: ts.MemberName): Value {
  const called = name.text;
  if (called === 'random') return fn.refuse('nondeterministic', { what: 'Math.random()' }, node, num);
  const args = node.arguments;
  if (args.some(ts.isSpreadElement)) return lowerSpreadMath(fn, node, name);
  const primitive = called === 'pow' || isRealPrimitive(called) ? called : null;
  const known = primitive !== null && ts.isIdentifier(name) && !['neg', 'bitnot', 'add', 'sub', 'mul', 'div', 'rem', 'bitand', 'bitor', 'bitxor', 'shl', 'shr', 'ushr', 'normTerm'].includes(primitive);
  if (!known) {
    args.forEach(argument => { lowerValue(fn, argument); });
    return fn.refuse('unknownMath', { name: called }, name, num);
  }
  const arity = primitiveArity(primitive);
  if (arity !== null && args.length !== arity) {
    const expected = `${String(arity)} argument${arity === 1 ? '' : 's'}`;
    return fn.refuse('argumentCount', { name: `Math.${called}`, expected, found: args.length }, node, num);
  }
  const values = args.map(argument => lowerNumber(fn, argument));
  if (values.length === 0) return fn.constant(called === 'min' ? Infinity : called === 'max' ? -Infinity : 0, node);
  const origin = fn.at(node);
  fn.token(name, node, origin);
  const callee = stripped(node.expression);
  if (ts.isPropertyAccessExpression(callee)) fn.token(callee.expression, node, origin);
  return fn.b.prim(primitive, values, origin);
}

/** `Math.hypot(...xs)`: of one array, which is made where there is more than one. */
function lowerNorm(fn: FunctionScope, node: ts.CallExpression, name: ts.MemberName): Value {
  const [only, more] = node.arguments;
  const numbers = only !== undefined && more === undefined && ts.isSpreadElement(only) ? lowerSequence(fn, only.expression)
    : lowerElements(fn, node.arguments, arrayOf('array'), node);
  if (numbers.type.kind !== 'array' || numbers.type.element.kind !== 'num') return fn.refuse('unsupportedSyntax', { what: 'a spread argument that is no list of numbers', instead: 'pass numbers' }, node, num);
  const origin = fn.at(node);
  fn.token(name, node, origin);
  return fn.b.norm(numbers, origin);
}

/** `Math.max(0, ...xs)`: one element after another. */
function lowerSpreadMath(fn: FunctionScope, node: ts.CallExpression, name: ts.MemberName): Value {
  const called = name.text;
  const fixed = fixedArguments(fn, node.arguments);
  if (fixed !== null && (called === 'hypot' || called === 'max' || called === 'min')) {
    const origin = fn.at(node);
    fn.token(name, node, origin);
    return fn.b.prim(called, fixed.map(value => fn.fit(value, num, node)), origin);
  }
  if (called === 'hypot') return lowerNorm(fn, node, name);
  if (called !== 'max' && called !== 'min') {
    const spread = node.arguments.find(ts.isSpreadElement) ?? node;
    for (const argument of node.arguments) lowerExpression(fn, ts.isSpreadElement(argument) ? argument.expression : argument);
    return fn.refuse('unsupportedSyntax', { what: 'a spread argument', instead: 'pass each argument by itself' }, spread, num);
  }
  const parts = node.arguments.map(argument => (ts.isSpreadElement(argument) ? lowerSequence(fn, argument.expression) : lowerNumber(fn, argument)));
  const plain = parts.filter(part => part.type.kind === 'num');
  const [only] = plain;
  const start = only === undefined ? fn.constant(called === 'max' ? -Infinity : Infinity, node)
    : plain.length === 1 ? only : fn.b.prim(called, plain, fn.at(node));
  const result = newSlot(num, unnamed);
  fn.b.declare(result, start, fn.at(node));
  for (const part of parts) {
    if (part.type.kind !== 'array') continue;
    const length = fn.b.len(part, fn.at(node));
    countedLoop(fn, node, () => length, index => {
      const element = fn.fit(fn.b.load(part, index, fn.at(node)), num, node);
      const origin = fn.at(node);
      fn.token(name, node, origin);
      fn.b.set(result, fn.b.prim(called, [fn.b.get(result, fn.at(node)), element], origin), fn.at(node));
    });
  }
  return fn.b.get(result, fn.at(node));
}
