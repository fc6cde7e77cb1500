/** Array methods that look for an element or read one: `indexOf`, `lastIndexOf`, `includes`, `at`. */
import ts from 'typescript';
import { newSlot, newValue, unnamed } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { bool, isReference, num } from '../../ir/type';
import { countedLoop, countedLoopDown } from './bulk';
import { lowerAs, lowerNumber } from './expressions';
import type { Iterated } from './iteration';
import type { FunctionScope } from './scope';

/** Null when the method is none of these. */
export function lowerLookup(fn: FunctionScope, call: Iterated): Value | null {
  const { type, node, name } = call;
  const [first] = node.arguments;
  if (first === undefined || node.arguments.length !== 1 || ts.isSpreadElement(first)) return null;
  switch (name.text) {
    case 'indexOf': case 'lastIndexOf': return position(fn, call, lowerAs(fn, first, type.element), name.text === 'lastIndexOf', false);
    case 'includes': {
      const at = position(fn, call, lowerAs(fn, first, type.element), false, true);
      return fn.b.prim('ge', [at, fn.constant(0, node)], fn.at(node));
    }
    case 'at': return fn.b.load(call.array, relativeIndex(fn, call, first), fn.at(node));
    default: return null;
  }
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

/** Where the first (or last) element equal to `wanted` is; -1 where none is. `nan`: NaN equals itself, as for `includes`. */
function position(fn: FunctionScope, { array, node }: Iterated, wanted: Value, backwards: boolean, nan: boolean): Value {
  const found = newSlot(num, unnamed);
  fn.b.declare(found, fn.constant(-1, node), fn.at(node));
  const body = (index: Value, label: string): void => {
    const element = fn.b.load(array, index, fn.at(node));
    const same = isReference(element.type) ? fn.b.prim('same', [element, wanted], fn.at(node)) : equal(fn, element, wanted, nan, node);
    const then = fn.region(node, () => {
      fn.b.set(found, index, fn.at(node));
      fn.b.append({ kind: 'break', label, origin: fn.at(node) });
      fn.end();
      return [];
    });
    fn.b.if(same, then, fn.region(node, () => []), [], fn.at(node));
  };
  const length = fn.b.len(array, fn.at(node));
  if (backwards) countedLoopDown(fn, node, length, body);
  else countedLoop(fn, node, () => length, body);
  return fn.b.get(found, fn.at(node));
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
