/** Array methods that move elements: `slice`, `concat`, `fill` of a range, `copyWithin`, `reverse`, `flat`. */
import ts from 'typescript';
import { newValue } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { isReference, num, type ArrayType } from '../../ir/type';
import { appendAll, countedLoop } from './bulk';
import { elementType } from '../numberOr';
import { loadElement, pushElement, storeElement } from './elements';
import { lowerAs, lowerNumber, lowerValue } from './expressions';
import type { Iterated } from './iteration';
import { isMissing } from './maybe';
import type { FunctionScope } from './scope';
import { lowerSequence } from './sequences';

/** Null when the method is none of these. */
export function lowerRangeMethod(fn: FunctionScope, call: Iterated): Value | null {
  const { array, type, node, name } = call;
  const [first, second, third] = node.arguments;
  if (name.text !== 'concat' && node.arguments.some(ts.isSpreadElement)) return null;
  switch (name.text) {
    case 'slice': return first === undefined || ((second === undefined || isMissing(fn, second)) && (isZero(fn, first) || isMissing(fn, first))) ? fn.b.copy(array, fn.at(node)) : slice(fn, call, first, second);
    case 'fill': return first === undefined || second === undefined ? null : fillRange(fn, call, lowerAs(fn, first, elementType(type)), second, third);
    case 'copyWithin': return first === undefined || second === undefined ? null : copyWithin(fn, call, first, second, third);
    case 'concat': return type.storage === 'array' ? concat(fn, call) : null;
    case 'reverse': return node.arguments.length === 0 ? reverse(fn, call, array) : null;
    case 'toReversed': return node.arguments.length === 0 ? reverse(fn, call, fn.b.copy(array, fn.at(node))) : null;
    case 'flat': return flat(fn, call, first);
    default: return null;
  }
}

/** The position an argument names: counted from the end where it is negative, and never outside. */
export function clampedPosition(fn: FunctionScope, argument: ts.Expression | undefined, length: Value, otherwise: Value): Value {
  if (argument === undefined || isMissing(fn, argument)) return otherwise;
  const node = argument;
  const known = fn.lexicon.constants.scalar(argument);
  const fromEnd = (value: Value): Value => fn.b.prim('max', [fn.b.prim('add', [length, value], fn.at(node)), fn.constant(0, node)], fn.at(node));
  const fromStart = (value: Value): Value => fn.b.prim('min', [value, length], fn.at(node));
  if (typeof known === 'number') {
    const whole = Number.isNaN(known) ? 0 : Math.trunc(known);
    if (whole === 0) return fn.constant(0, node);
    return whole < 0 ? fromEnd(fn.constant(whole, node)) : fromStart(fn.constant(whole, node));
  }
  const value = lowerNumber(fn, argument);
  const negative = fn.b.prim('lt', [value, fn.constant(0, node)], fn.at(node));
  const then = fn.region(node, () => [fromEnd(value)]);
  const inner = fn.region(node, () => [fromStart(value)]);
  const result = newValue(num);
  fn.b.if(negative, then, inner, [result], fn.at(node));
  return result;
}

/** Positions; null stands for 0. */
const sum = (fn: FunctionScope, a: Value | null, b: Value, at: ts.Node): Value => (a === null ? b : fn.b.prim('add', [a, b], fn.at(at)));
const difference = (fn: FunctionScope, a: Value, b: Value | null, at: ts.Node): Value => (b === null ? a : fn.b.prim('sub', [a, b], fn.at(at)));
const isZero = (fn: FunctionScope, argument: ts.Expression | undefined): boolean => argument !== undefined && fn.lexicon.constants.scalar(argument) === 0;

function slice(fn: FunctionScope, { array, type, node }: Iterated, first: ts.Expression, second: ts.Expression | undefined): Value {
  const length = fn.b.len(array, fn.at(node));
  const start = isZero(fn, first) || isMissing(fn, first) ? null : clampedPosition(fn, first, length, length);
  const end = clampedPosition(fn, second, length, length);
  return copyRange(fn, array, type, start, end, node);
}

/** `subarray`: another name for a part of a typed array. */
export function lowerView(fn: FunctionScope, { array, type, node, name }: Iterated): Value | null {
  const [first, second] = node.arguments;
  if (name.text !== 'subarray' || type.storage === 'array' || node.arguments.length > 2 || node.arguments.some(ts.isSpreadElement)) return null;
  const from = first === undefined ? fn.constant(0, node) : lowerNumber(fn, first);
  const to = second === undefined ? fn.b.len(array, fn.at(node)) : lowerNumber(fn, second);
  return fn.b.view(array, from, to, fn.at(node));
}

/** A new array with the elements from `start` to before `end`; none when they are the wrong way round. */
export function copyRange(fn: FunctionScope, array: Value, type: ArrayType, start: Value | null, end: Value, node: ts.Node): Value {
  if (isReference(type.element) || type.element.kind === 'func') {
    const made = fn.b.array(type, [], fn.at(node));
    countedLoop(fn, node, () => end, index => { pushElement(fn, made, loadElement(fn, array, index, node), node); }, start ?? fn.constant(0, node));
    return made;
  }
  const count = fn.b.prim('max', [difference(fn, end, start, node), fn.constant(0, node)], fn.at(node));
  const made = fn.b.alloc(type, count, fn.at(node));
  countedLoop(fn, node, () => count, index => { storeElement(fn, made, index, loadElement(fn, array, sum(fn, start, index, node), node), node); });
  return made;
}

function fillRange(fn: FunctionScope, { array, node }: Iterated, value: Value, from: ts.Expression, to: ts.Expression | undefined): Value {
  const length = fn.b.len(array, fn.at(node));
  const start = clampedPosition(fn, from, length, fn.constant(0, node));
  const end = clampedPosition(fn, to, length, length);
  countedLoop(fn, node, () => end, index => { storeElement(fn, array, index, value, node); }, start);
  return array;
}

/** As if through a copy, since the ranges may overlap. */
function copyWithin(fn: FunctionScope, { array, type, node }: Iterated, target: ts.Expression, from: ts.Expression, to: ts.Expression | undefined): Value {
  const length = fn.b.len(array, fn.at(node));
  const place = isZero(fn, target) ? null : clampedPosition(fn, target, length, length);
  const start = isZero(fn, from) ? null : clampedPosition(fn, from, length, length);
  const end = clampedPosition(fn, to, length, length);
  const moved = copyRange(fn, array, type, start, end, node);
  const room = difference(fn, length, place, node);
  const count = fn.b.prim('min', [fn.b.len(moved, fn.at(node)), room], fn.at(node));
  countedLoop(fn, node, () => count, index => { storeElement(fn, array, sum(fn, place, index, node), loadElement(fn, moved, index, node), node); });
  return array;
}

function concat(fn: FunctionScope, { array, type, node }: Iterated): Value {
  const parts = node.arguments.map(argument => (ts.isSpreadElement(argument) ? { argument, spread: true, value: lowerSequence(fn, argument.expression) }
    : { argument, spread: false, value: lowerValue(fn, argument, fn.typeOrNull(argument)?.kind === 'array' ? type : elementType(type)) }));
  const made = fn.b.copy(array, fn.at(node));
  const append = (value: Value, argument: ts.Expression): void => {
    if (value.type.kind === 'array' && (type.element.kind !== 'array' || value.type.element.kind === 'array')) appendAll(fn, made, value, argument);
    else pushElement(fn, made, value, argument);
  };
  for (const { argument, spread, value } of parts) {
    if (!spread) append(value, argument);
    else countedLoop(fn, argument, () => fn.b.len(value, fn.at(argument)), index => { append(loadElement(fn, value, index, argument), argument); });
  }
  return made;
}

function reverse(fn: FunctionScope, { node }: Iterated, array: Value): Value {
  const length = fn.b.len(array, fn.at(node));
  const half = fn.b.prim('floor', [fn.b.prim('div', [length, fn.constant(2, node)], fn.at(node))], fn.at(node));
  countedLoop(fn, node, () => half, index => {
    const other = difference(fn, difference(fn, length, fn.constant(1, node), node), index, node);
    const low = loadElement(fn, array, index, node);
    const high = loadElement(fn, array, other, node);
    storeElement(fn, array, index, high, node);
    storeElement(fn, array, other, low, node);
  });
  return array;
}

/** By one level, or by as many as the literal argument says. */
function flat(fn: FunctionScope, { array, node, name }: Iterated, depth: ts.Expression | undefined): Value {
  const levels = depth === undefined ? 1 : fn.lexicon.constants.scalar(depth);
  if (typeof levels !== 'number') return fn.refuse('unsupportedSyntax', { what: '`flat` by a computed depth', instead: 'write the depth as a number' }, depth ?? name, array.type);
  let flattened = array;
  for (let level = 0; level < levels; level++) {
    const { type } = flattened;
    if (type.kind !== 'array' || type.element.kind !== 'array' || type.element.storage !== 'array') break;
    const source = flattened;
    const made = fn.b.array(type.element, [], fn.at(node));
    countedLoop(fn, node, () => fn.b.len(source, fn.at(node)), index => { appendAll(fn, made, fn.b.load(source, index, fn.at(node)), node); });
    flattened = made;
  }
  return flattened === array ? fn.b.copy(array, fn.at(node)) : flattened;
}

