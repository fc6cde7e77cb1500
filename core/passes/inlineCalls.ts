/**
 * Pass: calls of functions that do not recurse become their bodies.
 *
 * Purpose: the plan sees through calls, and most callees of numeric code are small.
 * Input: value form. Output: value form in which the only calls left are of recursive functions, or beyond the size limit.
 * Example:
 *   func @sq(%v) { %r = mul %v, %v  return %r }      func @f(%x) { %y = call @sq(%x)  return %y }
 *   becomes
 *   func @f(%x) { %y = mul %x, %x  return %y }
 */
import { cloneOp } from '../ir/clone';
import type { Func, Module } from '../ir/module';
import type { CallOp, Op, Region, Value } from '../ir/op';
import { mapOp, visitOps } from '../ir/walk';
import { recursiveFunctions } from './callGraph';

/** Operations a function may grow to by inlining; beyond it, calls stay calls. */
const sizeLimit = 20_000;

/** The module with each function's calls inlined, innermost first. */
export function inlineCalls(module: Module): Module {
  const recursive = recursiveFunctions(module);
  const finished = new Map<string, Func>();
  const finish = (name: string): Func | undefined => {
    const done = finished.get(name);
    if (done !== undefined) return done;
    const func = module.funcs.get(name);
    if (func === undefined) return undefined;
    const inlined = inlineInto(func, callee => (recursive.has(callee) ? undefined : finish(callee)));
    finished.set(name, inlined);
    return inlined;
  };
  for (const name of module.funcs.keys()) finish(name);
  return { ...module, funcs: finished };
}

function inlineInto(func: Func, bodyOf: (callee: string) => Func | undefined): Func {
  const replaced = new Map<Value, Value>();
  const value = (v: Value): Value => replaced.get(v) ?? v;
  let size = sizeOf(func.body);
  const region = (source: Region): Region => ({ params: source.params, ops: source.ops.flatMap(expand) });
  const expand = (op: Op): readonly Op[] => {
    const mapped = mapOp(op, value, region);
    if (mapped.kind !== 'call') return [mapped];
    const callee = bodyOf(mapped.callee);
    if (callee === undefined) return [mapped];
    const added = sizeOf(callee.body);
    if (size + added > sizeLimit) return [mapped];
    size += added;
    return substitute(mapped, callee, replaced);
  };
  return { ...func, body: region(func.body) };
}

/** The callee's operations with the arguments in place; `replaced` learns what the call's result is. */
function substitute(call: CallOp, callee: Func, replaced: Map<Value, Value>): readonly Op[] {
  const map = new Map<Value, Value>();
  callee.params.forEach((param, i) => { const arg = call.args[i]; if (arg !== undefined) map.set(param.value, arg); });
  const ops: Op[] = [];
  for (const op of callee.body.ops) {
    if (op.kind === 'return') {
      if (op.value !== null) replaced.set(call.result, map.get(op.value) ?? op.value);
    } else ops.push(cloneOp(op, map));
  }
  return ops;
}

function sizeOf(region: Region): number {
  let size = 0;
  visitOps(region, () => { size += 1; });
  return size;
}
