/** What `for…of`, spread and `Array.from` run over: arrays, `keys()`, `values()`, `entries()`, `Object.values` and their like. */
import ts from 'typescript';
import type { Value } from '../../ir/op';
import { arrayOf, num, sameType, structOf, type ArrayType, type StructType, type Type } from '../../ir/type';
import { isLibrarySymbol, stripped } from '../oracle';
import { arrayHolding, elementType } from '../numberOr';
import { loadElement } from './elements';
import { lowerNumber, lowerValue } from './expressions';
import { generateArray } from './newArrays';
import type { FunctionScope } from './scope';
import { unknown } from './unit';

/** Elements by position. `tuple`: each element is a pair, read part by part, that need not be made. */
export interface Sequence {
  readonly length: () => Value;
  readonly element: (index: Value) => Value | readonly Value[];
  readonly type: Type;
  /** The array itself where it is one. */
  readonly array: Value | null;
}

/** Null after reporting that the value is no sequence. */
export function sequenceOf(fn: FunctionScope, expression: ts.Expression): Sequence | null {
  const node = stripped(expression);
  const iterator = ts.isCallExpression(node) ? iteratorOf(fn, node) : null;
  if (iterator !== null) return iterator;
  const value = lowerValue(fn, expression);
  if (value.type.kind !== 'array') {
    if (value.type.kind === 'text') fn.report('stringValue', {}, expression);
    else if (value.type !== unknown) fn.report('unsupportedSyntax', { what: 'iteration over something that is no array', instead: 'iterate over an array' }, expression);
    return null;
  }
  return { length: () => fn.b.len(value, fn.at(node)), element: index => loadElement(fn, value, index, node), type: elementType(value.type), array: value };
}

function iteratorOf(fn: FunctionScope, node: ts.CallExpression): Sequence | null {
  const callee = stripped(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return null;
  const method = callee.name.text;
  if (method !== 'keys' && method !== 'values' && method !== 'entries') return null;
  const symbol = fn.lexicon.oracle.symbolOf(callee.name);
  if (symbol === undefined || !isLibrarySymbol(symbol) || node.arguments.length > 0) return null;
  const created = stripped(callee.expression);
  // `Array(n).keys()`: the array of holes is not made.
  if (method === 'keys' && (ts.isCallExpression(created) || ts.isNewExpression(created)) && created.expression.getText() === 'Array' && created.arguments?.length === 1) {
    const [count] = created.arguments;
    if (count === undefined) return null;
    const length = lowerNumber(fn, count);
    return { length: () => length, element: index => index, type: num, array: null };
  }
  if (fn.typeOrNull(callee.expression)?.kind !== 'array') return null;
  const array = lowerValue(fn, callee.expression);
  const element = array.type.kind === 'array' ? elementType(array.type) : num;
  const load = (index: Value): Value => loadElement(fn, array, index, node);
  return {
    length: () => fn.b.len(array, fn.at(node)),
    element: index => (method === 'keys' ? index : method === 'values' ? load(index) : [index, load(index)]),
    type: method === 'keys' ? num : method === 'values' ? element : pairType([num, element]),
    array: null,
  };
}

/** A tuple: an array where its parts are of one type. */
function pairType(parts: readonly Type[]): ArrayType | StructType {
  const [first] = parts;
  const uniform = first !== undefined && parts.every(part => sameType(part, first));
  return uniform ? arrayOf('array', first) : structOf(parts.map((type, i) => ({ name: String(i), type })));
}

/** The pair that an element is, as a value. */
export function elementValue(fn: FunctionScope, element: Value | readonly Value[], at: ts.Node): Value {
  if (!isParts(element)) return element;
  const type = pairType(element.map(part => part.type));
  return type.kind === 'array' ? fn.b.array(type, element, fn.at(at)) : fn.b.struct(type, element, fn.at(at));
}

export const isParts = (element: Value | readonly Value[]): element is readonly Value[] => Array.isArray(element);

/** A sequence as an array; what is no array yet is made into one. */
export function lowerSequence(fn: FunctionScope, expression: ts.Expression): Value {
  const sequence = sequenceOf(fn, expression);
  if (sequence === null) return fn.placeholder(arrayOf('array'), expression);
  if (sequence.array !== null) return sequence.array;
  return generateArray(fn, arrayHolding(sequence.type), sequence.length(), index => elementValue(fn, sequence.element(index), expression), expression);
}
