/**
 * `sort` and `toSorted`. The order is found first, as indices, by a stable merge; then the elements are moved once. So a derivative
 * follows the order that was executed, and only the order is remembered.
 */
import type ts from 'typescript';
import { newSlot, newValue } from '../../ir/builder';
import type { Slot, Value } from '../../ir/op';
import { arrayOf, bool, num, type Type } from '../../ir/type';
import { countedLoop } from './bulk';
import { loadElement, storeElement } from './elements';
import { callbackOf, type Iterated } from './iteration';
import type { FunctionScope } from './scope';

export function lowerSort(fn: FunctionScope, call: Iterated): Value | null {
  const { array, type, node, name } = call;
  if (name.text !== 'sort' && name.text !== 'toSorted') return null;
  const [comparator] = node.arguments;
  if (comparator === undefined && type.storage === 'array') {
    return fn.refuse('unsupportedSyntax', { what: '`sort` without a comparison, which compares texts,', instead: 'write `sort((a, b) => a - b)`' }, name, type);
  }
  const compare = comparator === undefined ? null : callbackOf(fn, comparator);
  if (comparator !== undefined && compare === null) return fn.placeholder(type, node);
  const inOrder: InOrder = compare === null ? (a, b) => isAtMost(fn, a, b, node)
    : (a, b) => fn.b.prim('not', [fn.b.prim('gt', [fn.fit(compare([a, b]), num, node), fn.constant(0, node)], fn.at(node))], fn.at(node));
  const source = fn.b.copy(array, fn.at(node));
  const indices = sortedIndices(fn, source, inOrder, node);
  const target = name.text === 'sort' ? array : fn.b.copy(array, fn.at(node));
  const length = fn.b.len(source, fn.at(node));
  countedLoop(fn, node, () => length, index => {
    storeElement(fn, target, index, loadElement(fn, source, fn.b.load(indices, index, fn.at(node)), node), node);
  });
  return target;
}

/** Whether one element may stay before another. */
type InOrder = (a: Value, b: Value) => Value;

/** By size; NaN comes last, as in the `sort` of typed arrays. */
function isAtMost(fn: FunctionScope, a: Value, b: Value, node: ts.Node): Value {
  const result = newValue(bool);
  const atMost = fn.b.prim('le', [a, b], fn.at(node));
  fn.b.if(atMost, fn.region(node, () => [fn.constant(true, node)]), fn.region(node, () => [fn.b.prim('isNaN', [b], fn.at(node))]), [result], fn.at(node));
  return result;
}

/** Merges runs of width 1, 2, 4, … until one run is left. */
function sortedIndices(fn: FunctionScope, source: Value, inOrder: InOrder, node: ts.Node): Value {
  const at = (): ReturnType<FunctionScope['at']> => fn.at(node);
  const length = fn.b.len(source, at());
  const indices = fn.b.alloc(arrayOf('i32'), length, at());
  const merged = fn.b.alloc(arrayOf('i32'), length, at());
  countedLoop(fn, node, () => length, index => { fn.b.store(indices, index, index, at()); });
  const variable = (init: Value, name: string): Slot => {
    const slot = newSlot(num, name);
    fn.b.declare(slot, init, at());
    return slot;
  };
  const get = (slot: Slot): Value => fn.b.get(slot, at());
  const add = (a: Value, b: Value): Value => fn.b.prim('add', [a, b], at());
  const least = (a: Value, b: Value): Value => fn.b.prim('min', [a, b], at());
  const loopWhile = (more: () => Value, body: () => void): void => {
    const label = fn.freshLabel('L');
    const test = fn.region(node, () => [more()]);
    const inner = fn.region(node, () => {
      body();
      return [];
    });
    fn.b.append({ kind: 'while', label, first: true, test, body: inner, update: fn.region(node, () => []), origin: at() });
  };
  const choose = (cond: Value, type: Type, then: () => Value, otherwise: () => Value): Value => {
    const result = newValue(type);
    fn.b.if(cond, fn.region(node, () => [then()]), fn.region(node, () => [otherwise()]), [result], at());
    return result;
  };
  const width = variable(fn.constant(1, node), 'width');
  loopWhile(() => fn.b.prim('lt', [get(width), length], at()), () => {
    const low = variable(fn.constant(0, node), 'low');
    loopWhile(() => fn.b.prim('lt', [get(low), length], at()), () => {
      const middle = least(add(get(low), get(width)), length);
      const high = least(add(middle, get(width)), length);
      const left = variable(get(low), 'left');
      const right = variable(middle, 'right');
      countedLoop(fn, node, () => high, index => {
        const isLeft = choose(fn.b.prim('lt', [get(left), middle], at()), bool,
          () => choose(fn.b.prim('lt', [get(right), high], at()), bool, () => {
            const element = (slot: Slot): Value => loadElement(fn, source, fn.b.load(indices, get(slot), at()), node);
            return inOrder(element(left), element(right));
          }, () => fn.constant(true, node)), () => fn.constant(false, node));
        const taken = choose(isLeft, num, () => next(left), () => next(right));
        fn.b.store(merged, index, taken, at());
      }, get(low));
      fn.b.set(low, high, at());
    });
    countedLoop(fn, node, () => length, index => { fn.b.store(indices, index, fn.b.load(merged, index, at()), at()); });
    fn.b.set(width, add(get(width), get(width)), at());
  });
  return indices;

  function next(slot: Slot): Value {
    const index = fn.b.load(indices, get(slot), at());
    fn.b.set(slot, add(get(slot), fn.constant(1, node)), at());
    return index;
  }
}

