/** Who calls whom in a module. */
import type { Func, Module } from '../ir/module';
import { visitOps } from '../ir/walk';

/** Names of the functions that `func` calls or makes closures of, in source order. */
export function calleesOf(func: Func): ReadonlySet<string> {
  const callees = new Set<string>();
  visitOps(func.body, op => { if (op.kind === 'call' || op.kind === 'closure' || op.kind === 'deriv') callees.add(op.callee); });
  return callees;
}

/** The functions that can reach themselves: they cannot be inlined. */
export function recursiveFunctions(module: Module): ReadonlySet<string> {
  const recursive = new Set<string>();
  for (const name of module.funcs.keys()) {
    const seen = new Set<string>();
    const pending = [name];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const func = module.funcs.get(next);
      for (const callee of func === undefined ? [] : calleesOf(func)) {
        if (callee === name) recursive.add(name);
        if (!seen.has(callee)) { seen.add(callee); pending.push(callee); }
      }
    }
  }
  return recursive;
}
