/** Whole-array operations written out as loops over a counter. */
import type ts from 'typescript';
import { newSlot } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { num, sameType, type ArrayType } from '../../ir/type';
import { loadElement, pushElement, storeElement } from './elements';
import type { FunctionScope } from './scope';
import { describedType } from '../../ir/typeText';

/** `for (let i = from; i < length; i++) body(i)`; the length is evaluated before each iteration. `body` may break the label. */
export function countedLoop(
  fn: FunctionScope, node: ts.Node, length: () => Value, body: (index: Value, label: string) => void, from: Value = fn.constant(0, node),
): void {
  const counter = newSlot(num, 'i');
  fn.b.declare(counter, from, fn.at(node));
  const index = (): Value => fn.b.get(counter, fn.at(node));
  appendCounted(fn, node, () => fn.b.prim('lt', [index(), length()], fn.at(node)), label => { body(index(), label); }, () => {
    fn.b.set(counter, fn.b.prim('add', [index(), fn.constant(1, node)], fn.at(node)), fn.at(node));
  });
}

/** `for (let i = end - 1; i >= 0; i--) body(i)`. */
export function countedLoopDown(fn: FunctionScope, node: ts.Node, end: Value, body: (index: Value, label: string) => void): void {
  const counter = newSlot(num, 'i');
  fn.b.declare(counter, fn.b.prim('sub', [end, fn.constant(1, node)], fn.at(node)), fn.at(node));
  const index = (): Value => fn.b.get(counter, fn.at(node));
  appendCounted(fn, node, () => fn.b.prim('ge', [index(), fn.constant(0, node)], fn.at(node)), label => { body(index(), label); }, () => {
    fn.b.set(counter, fn.b.prim('sub', [index(), fn.constant(1, node)], fn.at(node)), fn.at(node));
  });
}

function appendCounted(fn: FunctionScope, node: ts.Node, more: () => Value, body: (label: string) => void, step: () => void): void {
  const label = fn.freshLabel('L');
  const test = fn.region(node, () => [more()]);
  const inner = fn.region(node, () => {
    body(label);
    return [];
  });
  const update = fn.region(node, () => {
    step();
    return [];
  });
  fn.b.append({ kind: 'while', label, first: true, test, body: inner, update, origin: fn.at(node) });
}

/** Writes the elements of `source` into `target` from `offset` on. */
export function copyElements(fn: FunctionScope, target: Value, source: Value, offset: Value | null, node: ts.Node): void {
  const length = fn.b.len(source, fn.at(node));
  countedLoop(fn, node, () => length, index => {
    const value = loadElement(fn, source, index, node);
    const place = offset === null ? index : fn.b.prim('add', [index, offset], fn.at(node));
    storeElement(fn, target, place, value, node);
  });
}

/** A new array of `type` with the elements of `source`. */
export function convertArray(fn: FunctionScope, type: ArrayType, source: Value, node: ts.Node): Value {
  if (sameType(source.type, type)) return fn.b.copy(source, fn.at(node));
  if (source.type.kind !== 'array' || !sameType(source.type.element, type.element)) {
    return fn.refuse('typeMismatch', { expected: `an array of \`${describedType(type.element)}\``, found: `\`${describedType(source.type)}\`` }, node, type);
  }
  const made = fn.b.alloc(type, fn.b.len(source, fn.at(node)), fn.at(node));
  copyElements(fn, made, source, null, node);
  return made;
}

/** Pushes every element of `source`, as it was before. */
export function appendAll(fn: FunctionScope, target: Value, source: Value, node: ts.Node): void {
  if (source.type.kind !== 'array' || target.type.kind !== 'array' || !sameType(source.type.element, target.type.element)) {
    fn.report('typeMismatch', { expected: `\`${describedType(target.type)}\``, found: `\`${describedType(source.type)}\`` }, node);
    return;
  }
  const length = fn.b.len(source, fn.at(node));
  countedLoop(fn, node, () => length, index => {
    pushElement(fn, target, loadElement(fn, source, index, node), node);
  });
}
