/**
 * Pass: a function that stays a call hands back a reference through a list that its caller gives.
 *
 * Purpose: differentiation knows how memory goes into a call, with its shadow beside it; so it need not know how references come out of one.
 * Input: value form after inlining, and the root, which goes on returning what it returns: calls of it go to a copy. Output: value form in which
 * calls return numbers, booleans or nothing.
 * Example:
 *   func @g(%x) -> num[] { %r = array num[] (%x)  return %r }      %a = call @g(%y)
 *   becomes
 *   func @g(%x, %made: num[][]) { %r = array num[] (%x)  push %made, %r  return }      %made = array num[][] ()  call @g(%y, %made)  %a = load %made[0]
 */
import { newValue, RegionBuilder } from '../ir/builder';
import { cloneOp } from '../ir/clone';
import type { Func, Module } from '../ir/module';
import type { CallOp, Op, Region, Value } from '../ir/op';
import { arrayOf, isReference, voidType } from '../ir/type';
import { mapOp, visitOps } from '../ir/walk';

const listName = 'made';

/** Whether a function that is not in the module before this pass is the root as its own callee. */
export const isRootAgain = (name: string, root: string): boolean => name.startsWith(root) && /^(?:Again)+$/.test(name.slice(root.length));

export function listedResults(module: Module, root: string): Module {
  const called = new Set<string>();
  for (const func of module.funcs.values()) visitOps(func.body, op => { if (op.kind === 'call' && isReference(op.result.type)) called.add(op.callee); });
  if (called.size === 0) return module;
  let copy = `${root}Again`;
  while (module.funcs.has(copy)) copy = `${copy}Again`;
  const nameOf = (callee: string): string => (callee === root && called.has(root) ? copy : callee);
  const funcs = new Map<string, Func>();
  for (const [name, func] of module.funcs) {
    const rewritten: Func = { ...func, body: rewriteCalls(func.body, nameOf) };
    if (name === root || !called.has(name)) funcs.set(name, rewritten);
    if (called.has(name)) funcs.set(nameOf(name), { ...listed(rewritten), name: nameOf(name) });
  }
  return { ...module, funcs };
}

function rewriteCalls(region: Region, nameOf: (callee: string) => string): Region {
  return { params: region.params, ops: region.ops.flatMap((op): readonly Op[] => {
    const mapped = mapOp(op, v => v, inner => rewriteCalls(inner, nameOf));
    if (mapped.kind !== 'call') return [mapped];
    const call: CallOp = { ...mapped, callee: nameOf(mapped.callee) };
    if (!isReference(call.result.type)) return [call];
    const { origin } = call;
    const out = new RegionBuilder();
    const list = out.array(arrayOf('array', call.result.type), [], origin, listName);
    out.append({ ...call, args: [...call.args, list], result: newValue(voidType) });
    out.append({ kind: 'load', ref: list, index: out.constant(0, origin), result: call.result, origin });
    return out.finish().ops;
  }) };
}

/** The function with a list as its last parameter, in which it leaves its result. Its parameters and values are its own. */
function listed(source: Func): Func {
  const func = cloneFunc(source);
  const end = func.body.ops.at(-1);
  if (end?.kind !== 'return' || end.value === null) return func;
  const list = newValue(arrayOf('array', func.result), listName);
  const out = new RegionBuilder(func.body.params);
  for (const op of func.body.ops.slice(0, -1)) out.append(op);
  out.push(list, end.value, end.origin);
  out.return(null, end.origin);
  return { ...func, params: [...func.params, { name: listName, value: list, origin: func.origin }], result: voidType, body: out.finish() };
}

function cloneFunc(func: Func): Func {
  const map = new Map<Value, Value>();
  const params = func.params.map(param => {
    const value = newValue(param.value.type, param.value.name);
    map.set(param.value, value);
    return { ...param, value };
  });
  return { ...func, params, body: { params: func.body.params, ops: func.body.ops.map(op => cloneOp(op, map)) } };
}
