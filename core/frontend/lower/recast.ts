/**
 * Objects of one of several types where any of these may stand, and back: `const c: Circle = …; area(c)`. Each type has a layout of its own,
 * so the object is copied field by field. That can be told from the object itself only where a field is written afterwards or objects
 * are compared; then it is refused.
 */
import type ts from 'typescript';
import type { Value } from '../../ir/op';
import type { Module } from '../../ir/module';
import type { Span } from '../../ir/origin';
import { ownFields, presenceOf } from '../../ir/presence';
import { sameType, type StructType, type Type } from '../../ir/type';
import { visitOps } from '../../ir/walk';
import type { FunctionScope } from './scope';

export interface Recast { readonly from: StructType; readonly to: StructType; readonly node: ts.Node; readonly calledFrom: Span | null }

/** Whether each field has what it needs, and nothing is lost but fields that the types say are missing. */
export function isRecast(from: Type, to: Type): boolean {
  if (sameType(from, to)) return true;
  if (from.kind !== 'struct' || to.kind !== 'struct') return false;
  const isGiven = ownFields(to).every(field => {
    const given = from.fields.find(({ name }) => name === field.name);
    const [before, after] = [presenceOf(from, field.name), presenceOf(to, field.name)];
    if (given === undefined) return after !== null;
    return isRecast(given.type, field.type) && (before === null || after === null || before.name === after.name);
  });
  return isGiven && ownFields(from).every(({ name }) => presenceOf(from, name) !== null || to.fields.some(field => field.name === name));
}

/** A copy of an object in another layout; null where there is none. */
export function recast(fn: FunctionScope, value: Value, to: Type, node: ts.Node): Value | null {
  const from = value.type;
  if (from.kind !== 'struct' || to.kind !== 'struct' || !isRecast(from, to)) return null;
  fn.unit.recasts.push({ from, to, node, calledFrom: fn.calledFrom });
  const values = new Map<string, Value>();
  for (const field of ownFields(to)) {
    const isGiven = from.fields.some(({ name }) => name === field.name);
    const [before, after] = [presenceOf(from, field.name), presenceOf(to, field.name)];
    values.set(field.name, isGiven ? fn.fit(fn.b.getField(value, field.name, fn.at(node)), field.type, node) : fn.unset(field.type, node));
    if (after !== null) values.set(after.name, before === null ? fn.constant(isGiven, node) : fn.b.getField(value, before.name, fn.at(node)));
  }
  return fn.b.struct(to, to.fields.flatMap(({ name }) => values.get(name) ?? []), fn.at(node));
}

/** Copies that the function could tell from the objects themselves, with what it does to such objects. */
export function visibleRecasts(recasts: readonly Recast[], module: Module): readonly { readonly recast: Recast; readonly why: string }[] {
  if (recasts.length === 0) return [];
  const written: { readonly type: Type; readonly why: string }[] = [];
  for (const func of module.funcs.values()) {
    visitOps(func.body, op => {
      if (op.kind === 'setfield') written.push({ type: op.ref.type, why: `\`${op.field}\` is written` });
      if (op.kind === 'prim' && op.prim === 'same') written.push(...op.args.map(arg => ({ type: arg.type, why: 'objects are compared' })));
    });
  }
  return recasts.flatMap(each => {
    const found = written.find(({ type }) => sameType(type, each.from) || sameType(type, each.to));
    return found === undefined ? [] : [{ recast: each, why: found.why }];
  });
}
