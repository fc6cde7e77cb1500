/**
 * Analysis: what calls that stay calls let through. For each parameter of a called function, whether what is varied in it makes the result
 * varied, and the memory of which parameters, itself among them; and which parameters are varied at all, wherever the function is called.
 *
 * Purpose: a recursive callee is differentiated for what is active, not for all it is given. Input: a value-form module.
 * Output: over-approximations, computed up from nothing until nothing changes.
 * Example: in `func @g(%c: f64[], %x, %k) -> num { … call @g(%c, %x, %k1) … }` the result may come from %c and %x, and nothing is written.
 */
import type { Func, Module } from '../ir/module';
import type { Value } from '../ir/op';
import { isReference } from '../ir/type';
import { visitOps } from '../ir/walk';
import { Memory } from '../passes/memory';
import { Activity } from './activity';

export interface Flow { readonly toResult: boolean; readonly toParams: ReadonlySet<number> }

const nothing: Flow = { toResult: false, toParams: new Set() };
const known = new WeakMap<Module, CallFlows>();

export class CallFlows {
  private readonly flows = new Map<string, Flow[]>();
  private readonly memories = new Map<Func, Memory>();

  private constructor(private readonly module: Module) {
    const called = new Set<Func>();
    for (const func of module.funcs.values()) visitOps(func.body, op => { const callee = op.kind === 'call' ? module.funcs.get(op.callee) : undefined; if (callee !== undefined) called.add(callee); });
    for (const func of called) this.flows.set(func.name, func.params.map(() => nothing));
    for (let changed = true; changed;) {
      changed = false;
      for (const func of called) func.params.forEach((_, k) => { changed = this.update(func, k) || changed; });
    }
  }

  static of(module: Module): CallFlows {
    const flows = known.get(module) ?? new CallFlows(module);
    known.set(module, flows);
    return flows;
  }

  /** From one parameter of a function; null where nothing is known of it. */
  from(callee: string, param: number): Flow | null { return this.flows.get(callee)?.[param] ?? null; }

  private update(func: Func, k: number): boolean {
    const flows = this.flows.get(func.name), param = func.params[k], before = flows?.[k];
    if (flows === undefined || param === undefined || before === undefined) return false;
    const activity = this.activity(func, [param.value]);
    const end = func.body.ops.at(-1);
    const toResult = end?.kind === 'return' && end.value !== null && activity.reachesVaried(end.value);
    const toParams = new Set(func.params.flatMap(({ value }, j) => (isReference(value.type) && activity.reachesVaried(value) ? [j] : [])));
    if (toResult === before.toResult && toParams.size === before.toParams.size) return false;
    flows[k] = { toResult, toParams };
    return true;
  }

  private activity(func: Func, inputs: readonly Value[]): Activity {
    const memory = this.memories.get(func) ?? new Memory(func, this.module, false);
    this.memories.set(func, memory);
    return new Activity(func, memory, inputs, [], this);
  }

  /** By function that is called: its parameters that are varied at some call, where those of the root at `wrt` are. */
  variedParameters(root: string, wrt: readonly number[]): ReadonlyMap<string, ReadonlySet<number>> {
    const varied = new Map<string, Set<number>>([[root, new Set(wrt)]]);
    const open = [root];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const func = this.module.funcs.get(name);
      if (func === undefined) continue;
      const activity = this.activity(func, func.params.filter((_, i) => varied.get(func.name)?.has(i)).map(param => param.value));
      visitOps(func.body, op => {
        if (op.kind !== 'call') return;
        const ofCallee = varied.get(op.callee) ?? new Set();
        const before = varied.has(op.callee) ? ofCallee.size : -1;
        op.args.forEach((arg, i) => { if (activity.reachesVaried(arg)) ofCallee.add(i); });
        varied.set(op.callee, ofCallee);
        if (ofCallee.size > before) open.push(op.callee);
      });
    }
    return varied;
  }
}
