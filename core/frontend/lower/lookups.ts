/** Array methods that look for an element or read one: `indexOf`, `lastIndexOf`, `includes`, `at`, `with`. */
import ts from 'typescript';
import { newSlot, newValue, unnamed } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { bool, isReference, num, type ElementAbsence } from '../../ir/type';
import { countedLoop, countedLoopDown } from './bulk';
import { absenceOfNumber, elementType } from '../numberOr';
import { booleanThat, isThere, loadElement, numberIn, storeElement } from './elements';
import { lowerAs, lowerNumber } from './expressions';
import type { Iterated } from './iteration';
import { clampedPosition } from './ranges';
import type { FunctionScope } from './scope';

/** Null when the method is none of these. */
export function lowerLookup(fn: FunctionScope, call: Iterated): Value | null {
  const { type, node, name } = call;
  const [first, from] = node.arguments;
  if (first === undefined || node.arguments.length > 2 || node.arguments.some(ts.isSpreadElement) || (from !== undefined && name.text === 'at')) return null;
  switch (name.text) {
    case 'indexOf': case 'lastIndexOf': return position(fn, call, { wanted: lowerAs(fn, first, elementType(type)), from, backwards: name.text === 'lastIndexOf', nan: false });
    case 'includes': {
      const at = position(fn, call, { wanted: lowerAs(fn, first, elementType(type)), from, backwards: false, nan: true });
      return fn.b.prim('ge', [at, fn.constant(0, node)], fn.at(node));
    }
    case 'with': return from === undefined ? null : withElement(fn, call, first, from);
    case 'at': return fn.b.load(call.array, relativeIndex(fn, call, first), fn.at(node));
    default: return null;
  }
}

/** A copy with one element replaced; the index must be inside. */
function withElement(fn: FunctionScope, call: Iterated, index: ts.Expression, value: ts.Expression): Value {
  const at = relativeIndex(fn, call, index);
  const content = lowerAs(fn, value, elementType(call.type));
  const made = fn.b.copy(call.array, fn.at(call.node));
  storeElement(fn, made, at, content, call.node);
  return made;
}

/** An index that counts from the end where it is negative. */
export function relativeIndex(fn: FunctionScope, { array, node }: Iterated, argument: ts.Expression): Value {
  const known = fn.lexicon.constants.scalar(argument);
  const length = (): Value => fn.b.len(array, fn.at(node));
  if (typeof known === 'number' && Number.isInteger(known)) {
    return known >= 0 ? fn.constant(known, node) : fn.b.prim('add', [length(), fn.constant(known, node)], fn.at(node));
  }
  const value = lowerNumber(fn, argument);
  const negative = fn.b.prim('lt', [value, fn.constant(0, node)], fn.at(node));
  const then = fn.region(node, () => [fn.b.prim('add', [length(), value], fn.at(node))]);
  const otherwise = fn.region(node, () => [value]);
  const result = newValue(num);
  fn.b.if(negative, then, otherwise, [result], fn.at(node));
  return result;
}

interface Search {
  readonly wanted: Value;
  /** Where the search begins. */
  readonly from: ts.Expression | undefined;
  readonly backwards: boolean;
  /** NaN equals itself, as for `includes`. */
  readonly nan: boolean;
}

/** Where the first (or last) element equal to `wanted` is; -1 where none is. */
function position(fn: FunctionScope, { array, node }: Iterated, { wanted, from, backwards, nan }: Search): Value {
  const found = newSlot(num, unnamed);
  fn.b.declare(found, fn.constant(-1, node), fn.at(node));
  const body = (index: Value, label: string): void => {
    const element = loadElement(fn, array, index, node);
    const absence = absenceOfNumber(element.type);
    const same = absence !== null ? equalNumbers(fn, element, wanted, absence, nan, node) : isReference(element.type) ? fn.b.prim('same', [element, wanted], fn.at(node)) : equal(fn, element, wanted, nan, node);
    const then = fn.region(node, () => {
      fn.b.set(found, index, fn.at(node));
      fn.b.append({ kind: 'break', label, origin: fn.at(node) });
      fn.end();
      return [];
    });
    fn.b.if(same, then, fn.region(node, () => []), [], fn.at(node));
  };
  const length = fn.b.len(array, fn.at(node));
  if (backwards) countedLoopDown(fn, node, endOf(fn, from, length), body);
  else countedLoop(fn, node, () => length, body, from === undefined ? undefined : clampedPosition(fn, from, length, length));
  return fn.b.get(found, fn.at(node));
}

/** Behind the last position that `lastIndexOf` looks at. */
function endOf(fn: FunctionScope, from: ts.Expression | undefined, length: Value): Value {
  if (from === undefined) return length;
  const known = fn.lexicon.constants.scalar(from);
  const start = typeof known === 'number' ? fn.constant(Number.isNaN(known) ? 0 : Math.trunc(known), from) : lowerNumber(fn, from);
  const negative = fn.b.prim('lt', [start, fn.constant(0, from)], fn.at(from));
  const then = fn.region(from, () => [fn.b.prim('add', [length, start], fn.at(from))]);
  const last = newValue(num);
  fn.b.if(negative, then, fn.region(from, () => [start]), [last], fn.at(from));
  return fn.b.prim('min', [fn.b.prim('add', [last, fn.constant(1, from)], fn.at(from)), length], fn.at(from));
}

/** Of numbers that may be missing: two that are missing are equal. */
function equalNumbers(fn: FunctionScope, element: Value, wanted: Value, absence: ElementAbsence, nan: boolean, node: ts.Node): Value {
  const there = isThere(fn, element, absence, node);
  const missing = (): Value => fn.b.prim('not', [there], fn.at(node));
  const number = (value: Value): Value => booleanThat(fn, there, () => equal(fn, numberIn(fn, element, node), value, nan, node), node);
  const known = fn.unit.knownNumbers.get(wanted);
  if (known !== undefined) return known === null ? missing() : number(known);
  return fn.choose(bool, isThere(fn, wanted, absence, node), () => number(numberIn(fn, wanted, node)), missing, node);
}

function equal(fn: FunctionScope, a: Value, b: Value, nan: boolean, node: ts.Node): Value {
  const same = fn.b.prim('eq', [a, b], fn.at(node));
  if (!nan || a.type.kind !== 'num') return same;
  const then = fn.region(node, () => [fn.constant(true, node)]);
  const otherwise = fn.region(node, () => {
    const inner = newValue(bool);
    const both = fn.region(node, () => [fn.b.prim('isNaN', [b], fn.at(node))]);
    fn.b.if(fn.b.prim('isNaN', [a], fn.at(node)), both, fn.region(node, () => [fn.constant(false, node)]), [inner], fn.at(node));
    return [inner];
  });
  const result = newValue(bool);
  fn.b.if(same, then, otherwise, [result], fn.at(node));
  return result;
}
