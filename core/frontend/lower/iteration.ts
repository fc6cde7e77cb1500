/** Array methods that visit the elements with a function: `map`, `forEach`, `reduce`, `filter`, `some`, `find` and their like. */
import ts from 'typescript';
import { newSlot, newValue, unnamed } from '../../ir/builder';
import type { Slot, Value } from '../../ir/op';
import { arrayOf, isReference, num, type ArrayType } from '../../ir/type';
import { mayWrite } from '../writes';
import { appendAll, convertArray, countedLoop, countedLoopDown } from './bulk';
import { absenceOfNumber, elementType } from '../numberOr';
import { loadElement, pushElement, storeElement } from './elements';
import { asCondition, lowerAs, lowerValue } from './expressions';
import { invoke } from './invocation';
import { knownFunction } from './known';
import type { FunctionScope } from './scope';
import { unknown } from './unit';

export interface Iterated { readonly array: Value; readonly type: ArrayType; readonly node: ts.CallExpression; readonly name: ts.MemberName }
/** Calls the callback with arguments of which it takes as many as it has parameters. */
export type Callback = (args: readonly (Value | null)[]) => Value;

const methods: ReadonlySet<string> = new Set([
  'map', 'forEach', 'reduce', 'reduceRight', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'flatMap',
]);

/** Null when the method is none of these. */
export function lowerIteration(fn: FunctionScope, call: Iterated): Value | null {
  const method = call.name.text;
  if (!methods.has(method)) return null;
  const [first, second] = call.node.arguments;
  const folds = method === 'reduce' || method === 'reduceRight';
  if (first === undefined || ts.isSpreadElement(first) || (second !== undefined && !folds)) {
    return fn.refuse('argumentCount', { name: method, expected: '1 function', found: call.node.arguments.length }, call.node, fn.typeOrNull(call.node) ?? num);
  }
  const callback = callbackOf(fn, first);
  if (callback === null) return fn.placeholder(fn.typeOrNull(call.node) ?? num, call.node);
  switch (method) {
    case 'map': return map(fn, call, callback);
    case 'flatMap': return flatMap(fn, call, callback);
    case 'forEach':
      each(fn, call, index => { callback(argumentsAt(fn, call, index)); });
      return fn.placeholderVoid();
    case 'filter': return filter(fn, call, callback);
    case 'some': case 'every': return some(fn, call, callback, method === 'some');
    case 'find': case 'findLast': case 'findIndex': case 'findLastIndex': return find(fn, call, callback, method);
    default: return fold(fn, call, callback, second, method === 'reduceRight');
  }
}

/** A callback whose code is known; one chosen at run time is called as a value. */
export function callbackOf(fn: FunctionScope, expression: ts.Expression): Callback | null {
  const known = knownFunction(fn, expression);
  if (known !== null) return args => invoke(fn, known, args, expression);
  const value = lowerValue(fn, expression);
  if (value.type.kind !== 'func') {
    if (value.type !== unknown) fn.report('typeMismatch', { expected: 'a function', found: 'another value' }, expression);
    return null;
  }
  const { params, result: type } = value.type;
  return args => {
    const result = newValue(type);
    const taken = params.map((param, i) => {
      const arg = args[i] ?? null;
      return arg === null ? fn.placeholder(param, expression) : fn.fit(arg, param, expression);
    });
    fn.b.append({ kind: 'callvalue', fn: value, args: taken, result, origin: fn.at(expression) });
    return result;
  };
}

const load = (fn: FunctionScope, { array, node }: Iterated, index: Value): Value => loadElement(fn, array, index, node);
const argumentsAt = (fn: FunctionScope, call: Iterated, index: Value): readonly Value[] => [load(fn, call, index), index, call.array];

/** Elements that the callback appends are not visited: the length is taken once. */
function each(fn: FunctionScope, { array, node }: Iterated, body: (index: Value) => void): void {
  const length = fn.b.len(array, fn.at(node));
  countedLoop(fn, node, () => length, body);
}

function slotOf(fn: FunctionScope, name: string, init: Value, at: ts.Node): Slot {
  const slot = newSlot(init.type, name);
  fn.b.declare(slot, init, fn.at(at));
  return slot;
}

/** Numbers are written in place; a list of references grows. */
function map(fn: FunctionScope, call: Iterated, callback: Callback): Value {
  const { array, type, node } = call;
  const declared = fn.typeOrNull(node);
  const target: ArrayType = declared?.kind === 'array' ? declared : type.storage === 'array' ? arrayOf('array', num) : type;
  if (isReference(target.element) || target.element.kind === 'func') {
    const made = fn.b.array(target, [], fn.at(node));
    each(fn, call, index => { pushElement(fn, made, callback(argumentsAt(fn, call, index)), node); });
    return made;
  }
  const made = fn.b.alloc(target, fn.b.len(array, fn.at(node)), fn.at(node));
  each(fn, call, index => { storeElement(fn, made, index, callback(argumentsAt(fn, call, index)), node); });
  return made;
}

function flatMap(fn: FunctionScope, call: Iterated, callback: Callback): Value {
  const { node } = call;
  const target = fn.typeOf(node);
  if (target.kind !== 'array') return fn.placeholder(target, node);
  const made = fn.b.array(target, [], fn.at(node));
  each(fn, call, index => {
    const part = callback(argumentsAt(fn, call, index));
    if (part.type.kind === 'array' && part.type.storage === 'array') appendAll(fn, made, part, node);
    else pushElement(fn, made, part, node);
  });
  return made;
}

function filter(fn: FunctionScope, call: Iterated, callback: Callback): Value {
  const { type, node } = call;
  // A test that leaves out what is missing makes an array of numbers.
  const known = type.absence === undefined ? null : fn.typeOrNull(node);
  const made = fn.b.array(known?.kind === 'array' ? known : arrayOf('array', type.element), [], fn.at(node));
  each(fn, call, index => {
    const value = load(fn, call, index);
    const taken = asCondition(fn, callback([value, index, call.array]), node);
    const then = fn.region(node, () => {
      pushElement(fn, made, value, node);
      return [];
    });
    fn.b.if(taken, then, fn.region(node, () => []), [], fn.at(node));
  });
  return type.storage === 'array' ? made : convertArray(fn, type, made, node);
}

/** The loop that stops at the first element for which the callback is `wanted`; `hit` runs there. */
function search(fn: FunctionScope, call: Iterated, callback: Callback, wanted: boolean, backwards: boolean, hit: (index: Value, element: Value) => void): void {
  const { array, node } = call;
  const length = fn.b.len(array, fn.at(node));
  const body = (index: Value, label: string): void => {
    const element = load(fn, call, index);
    const found = asCondition(fn, callback([element, index, array]), node);
    const then = fn.region(node, () => {
      hit(index, element);
      fn.b.append({ kind: 'break', label, origin: fn.at(node) });
      fn.end();
      return [];
    });
    const otherwise = fn.region(node, () => []);
    fn.b.if(wanted ? found : fn.b.prim('not', [found], fn.at(node)), then, otherwise, [], fn.at(node));
  };
  if (backwards) countedLoopDown(fn, node, length, body);
  else countedLoop(fn, node, () => length, body);
}

function some(fn: FunctionScope, call: Iterated, callback: Callback, wanted: boolean): Value {
  const { node } = call;
  const result = slotOf(fn, unnamed, fn.constant(!wanted, node), node);
  search(fn, call, callback, wanted, false, () => { fn.b.set(result, fn.constant(wanted, node), fn.at(node)); });
  return fn.b.get(result, fn.at(node));
}

/** The position, -1 where there is none; of `find` the element, which must be there (see `maybe`). */
function find(fn: FunctionScope, call: Iterated, callback: Callback, method: string): Value {
  const { position, element } = findElement(fn, call, callback, method.startsWith('findLast'));
  return method.endsWith('Index') ? position : element();
}

/** `position`: -1 where there is none; an element that is not there is a fault: reading at -1. */
export function findElement(fn: FunctionScope, call: Iterated, callback: Callback, backwards: boolean): { readonly position: Value; readonly element: () => Value } {
  const { node, type } = call;
  const position = slotOf(fn, unnamed, fn.constant(-1, node), node);
  // The element is the one that the callback was given, whatever the callback has put there since.
  const [argument] = node.arguments;
  const kept = argument === undefined || onlyReads(argument) ? null : slotOf(fn, unnamed, fn.unset(elementType(type), node), node);
  search(fn, call, callback, true, backwards, (index, element) => {
    fn.b.set(position, index, fn.at(node));
    if (kept !== null) fn.b.set(kept, element, fn.at(node));
  });
  const at = fn.b.get(position, fn.at(node));
  return { position: at, element: () => (kept === null ? load(fn, call, at) : fn.b.get(kept, fn.at(node))) };
}

const onlyReads = (callback: ts.Expression): boolean => (ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)) && !mayWrite(callback.body);

/** `reduce`: without a start the first element, which must be there, begins. */
function fold(fn: FunctionScope, call: Iterated, callback: Callback, start: ts.Expression | undefined, backwards: boolean): Value {
  const { array, node, type } = call;
  const resultType = start === undefined ? elementType(type) : fn.valueType(node);
  const length = fn.b.len(array, fn.at(node));
  const ends = start === undefined ? 1 : 0;
  const edge = backwards ? fn.b.prim('sub', [length, fn.constant(1, node)], fn.at(node)) : fn.constant(0, node);
  const init = start === undefined ? load(fn, call, edge) : resultType !== null && absenceOfNumber(resultType) !== null ? lowerAs(fn, start, resultType) : lowerValue(fn, start, resultType);
  const result = slotOf(fn, unnamed, init, node);
  const body = (index: Value): void => {
    const next = callback([fn.b.get(result, fn.at(node)), load(fn, call, index), index, array]);
    fn.b.set(result, fn.fit(next, result.type, node), fn.at(node));
  };
  if (backwards) countedLoopDown(fn, node, ends === 0 ? length : edge, body);
  else countedLoop(fn, node, () => length, body, fn.constant(ends, node));
  return fn.b.get(result, fn.at(node));
}

