/** Who calls whom in a module. */
import type { Func, Module } from '../ir/module';
import { visitOps } from '../ir/walk';

/** Names of the functions that `func` calls or makes closures of, in source order. */
export function calleesOf(func: Func): ReadonlySet<string> {
  const callees = new Set<string>();
  visitOps(func.body, op => { if (op.kind === 'call' || op.kind === 'closure' || op.kind === 'deriv') callees.add(op.callee); });
  return callees;
}

/** Names of the functions that calls from `name` can lead to; `name` itself only if one leads back. */
function reachedFrom(name: string, module: Module): ReadonlySet<string> {
  const reached = new Set<string>();
  const pending = [name];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const func = module.funcs.get(next);
    for (const callee of func === undefined ? [] : calleesOf(func)) {
      if (!reached.has(callee)) { reached.add(callee); pending.push(callee); }
    }
  }
  return reached;
}

/** The functions that can reach themselves: they cannot be inlined. */
export function recursiveFunctions(module: Module): ReadonlySet<string> {
  return new Set([...module.funcs.keys()].filter(name => reachedFrom(name, module).has(name)));
}

/** A function and all that it calls, at any depth, and that lead back to it. */
export function mutuallyRecursive(name: string, module: Module): ReadonlySet<string> {
  return new Set([name, ...[...reachedFrom(name, module)].filter(other => reachedFrom(other, module).has(name))]);
}
