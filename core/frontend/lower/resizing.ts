/** Array methods that make an array longer or shorter: `push`, `pop`, `shift`, `unshift`, `splice`, and writing `length`. */
import ts from 'typescript';
import { newSlot } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { plainError } from '../../ir/thrown';
import { appendAll, countedLoop, countedLoopDown } from './bulk';
import { elementType } from '../numberOr';
import { insertElement, loadElement, pushElement, takeElement } from './elements';
import { lowerAs } from './expressions';
import type { Iterated } from './iteration';
import { clampedPosition } from './ranges';
import type { FunctionScope } from './scope';
import { lowerSequence } from './sequences';

/** Null when the method is none of these. */
export function lowerResizing(fn: FunctionScope, call: Iterated): Value | null {
  const { type, node, name } = call;
  if (type.storage !== 'array') return null;
  switch (name.text) {
    case 'push': return push(fn, call);
    case 'unshift': return unshift(fn, call);
    case 'pop': case 'shift': return node.arguments.length > 0 ? null : takeEnd(fn, call);
    case 'splice': return splice(fn, call, isUsed(node));
    case 'toSpliced': {
      const made = { ...call, array: fn.b.copy(call.array, fn.at(node)) };
      return splice(fn, made, false) === null ? null : made.array;
    }
    default: return null;
  }
}

/** The element that `pop` or `shift` takes away; there must be one. */
export function takeEnd(fn: FunctionScope, { array, node, name }: Iterated): Value {
  const origin = fn.at(node);
  if (name.text === 'shift') return takeElement(fn, array, () => fn.constant(0, node), () => fn.b.remove(array, fn.constant(0, node), origin), node);
  const last = (): Value => fn.b.prim('sub', [fn.b.len(array, fn.at(node)), fn.constant(1, node)], fn.at(node));
  return takeElement(fn, array, last, () => fn.b.pop(array, origin), node);
}

/** What is put in: values, and arrays whose elements are put in one by one. */
interface Given { readonly value: Value; readonly spread: boolean; readonly node: ts.Expression }

const givenOf = (fn: FunctionScope, { type }: Iterated, args: readonly ts.Expression[]): readonly Given[] => args.map(node => (ts.isSpreadElement(node)
  ? { value: lowerSequence(fn, node.expression), spread: true, node } : { value: lowerAs(fn, node, elementType(type)), spread: false, node }));

function push(fn: FunctionScope, call: Iterated): Value {
  const { array, node } = call;
  for (const { value, spread, node: argument } of givenOf(fn, call, node.arguments)) {
    if (spread) appendAll(fn, array, value, argument);
    else pushElement(fn, array, value, node);
  }
  return lengthIfUsed(fn, call);
}

/** From the last to the first, each to the front. */
function unshift(fn: FunctionScope, call: Iterated): Value {
  const { array, node } = call;
  const front = (value: Value): void => { insertElement(fn, array, fn.constant(0, node), value, node); };
  for (const { value, spread, node: argument } of [...givenOf(fn, call, node.arguments)].reverse()) {
    if (!spread) front(value);
    else {
      const source = fn.b.copy(value, fn.at(argument));
      countedLoopDown(fn, argument, fn.b.len(source, fn.at(argument)), index => { front(loadElement(fn, source, index, argument)); });
    }
  }
  return lengthIfUsed(fn, call);
}

const lengthIfUsed = (fn: FunctionScope, { array, node }: Iterated): Value =>
  (isUsed(node) ? fn.b.len(array, fn.at(node)) : fn.placeholderVoid());

/** `splice(start, count, ...items)`. `collects`: whether the elements taken out are asked for. */
function splice(fn: FunctionScope, call: Iterated, collects: boolean): Value | null {
  const { array, type, node } = call;
  const [first, second, ...items] = node.arguments;
  if (first === undefined || ts.isSpreadElement(first) || (second !== undefined && ts.isSpreadElement(second))) return null;
  const length = fn.b.len(array, fn.at(node));
  const start = clampedPosition(fn, first, length, length);
  const room = (): Value => fn.b.prim('sub', [length, start], fn.at(node));
  const count = second === undefined ? room() : clampedCount(fn, second, room);
  const given = givenOf(fn, call, items);
  const taken = collects ? fn.b.array(type, [], fn.at(node)) : null;
  if (count !== null) {
    countedLoop(fn, node, () => count, () => {
      const element = takeElement(fn, array, () => start, () => fn.b.remove(array, start, fn.at(node)), node);
      if (taken !== null) pushElement(fn, taken, element, node);
    });
  }
  insertAll(fn, array, start, given, node);
  return taken ?? fn.placeholderVoid();
}

/** How many of the elements that are left are meant; null for none. */
function clampedCount(fn: FunctionScope, argument: ts.Expression, room: () => Value): Value | null {
  const known = fn.lexicon.constants.scalar(argument);
  if (typeof known === 'number' && !(known >= 1)) return null;
  const wanted = typeof known === 'number' ? fn.constant(Math.trunc(known), argument) : lowerAs(fn, argument, fn.constant(0, argument).type);
  return fn.b.prim('min', [wanted, room()], fn.at(argument));
}

function insertAll(fn: FunctionScope, array: Value, start: Value, given: readonly Given[], node: ts.Node): void {
  const at = (offset: Value | null): Value => (offset === null ? start : fn.b.prim('add', [start, offset], fn.at(node)));
  if (!given.some(({ spread }) => spread)) {
    given.forEach(({ value }, i) => { insertElement(fn, array, at(i === 0 ? null : fn.constant(i, node)), value, node); });
    return;
  }
  const next = newSlot(start.type, 'next');
  fn.b.declare(next, start, fn.at(node));
  const put = (value: Value): void => {
    insertElement(fn, array, fn.b.get(next, fn.at(node)), value, node);
    fn.b.set(next, fn.b.prim('add', [fn.b.get(next, fn.at(node)), fn.constant(1, node)], fn.at(node)), fn.at(node));
  };
  for (const { value, spread, node: argument } of given) {
    if (!spread) put(value);
    else {
      const source = fn.b.copy(value, fn.at(argument));
      const length = fn.b.len(source, fn.at(argument));
      countedLoop(fn, argument, () => length, index => { put(loadElement(fn, source, index, argument)); });
    }
  }
}

/** `a.length = n`: the elements from `n` on go away. There must be as many as that. */
export function setLength(fn: FunctionScope, array: Value, length: Value, node: ts.Node): void {
  const at = (): ReturnType<FunctionScope['at']> => fn.at(node);
  const isLonger = fn.b.prim('gt', [length, fn.b.len(array, at())], at());
  const refused = fn.region(node, () => {
    fn.b.append(plainError('an array is made longer by writing its length', at()));
    fn.end();
    return [];
  });
  fn.b.if(isLonger, refused, fn.region(node, () => []), [], at());
  const label = fn.freshLabel('L');
  const test = fn.region(node, () => [fn.b.prim('gt', [fn.b.len(array, at()), length], at())]);
  const body = fn.region(node, () => {
    fn.b.pop(array, at());
    return [];
  });
  fn.b.append({ kind: 'while', label, first: true, test, body, update: fn.region(node, () => []), origin: at() });
}

export const isUsed = (node: ts.CallExpression): boolean => !ts.isExpressionStatement(node.parent);
