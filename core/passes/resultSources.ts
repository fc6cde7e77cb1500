/**
 * Analysis: what a demand on the result of a call is a demand on, call by call.
 *
 * Purpose: `clamp(i, 0, n)` used as an index asks nothing of `x` in `clamp(x, 0, 1)`; following returns and arguments one after the other
 * would lead into one call and out of the other (Horwitz, Reps and Binkley, TOPLAS 12, 1990: summaries of calls).
 * Input: a value graph, and the operations a demand passes through. Output: for each function the parameters that its result depends on
 * in that way, and the values outside of it: what was put into memory or into captured slots.
 * Example: `func @g(%x: num, %k: num, %a: num[]) { %l = load %a[%k]  %r = add %x, %l  return %r }`: the parameter 0, and what is stored in %a.
 */
import type { Func } from '../ir/module';
import type { Op, Value } from '../ir/op';
import { visitOps } from '../ir/walk';
import type { ValueGraph } from './valueGraph';

export interface Sources { readonly params: ReadonlySet<number>; readonly others: ReadonlySet<Value> }

const nothing: Sources = { params: new Set(), others: new Set() };

export class ResultSources {
  private readonly known = new Map<Func, Sources>();

  constructor(private readonly graph: ValueGraph, private readonly passes: (op: Op) => readonly Value[]) {
    // Recursive functions ask for their own: the sets only grow.
    for (let grows = true; grows;) {
      grows = false;
      for (const func of graph.funcs) {
        const before = this.of(func), after = this.follow(func);
        this.known.set(func, after);
        grows ||= after.params.size > before.params.size || after.others.size > before.others.size;
      }
    }
  }

  of(func: Func): Sources { return this.known.get(func) ?? nothing; }

  private follow(func: Func): Sources {
    const { owners, choices, calls, cells, definitions } = this.graph;
    const params = new Set<number>(), others = new Set<Value>(), seen = new Set<Value>();
    visitOps(func.body, op => { if (op.kind === 'return' && op.value !== null) seen.add(op.value); });
    for (const value of seen) {
      const index = func.params.findIndex(param => param.value === value);
      if (index >= 0) { params.add(index); continue; }
      if (owners.get(value) !== func) { others.add(value); continue; }
      const sites = calls.get(value);
      for (const { callee, args } of sites ?? []) {
        const inner = this.of(callee);
        for (const other of inner.others) others.add(other);
        for (const i of inner.params) { const arg = args[i]; if (arg !== undefined) seen.add(arg); }
      }
      if (sites !== undefined) continue;
      for (const choice of choices.get(value) ?? []) seen.add(choice);
      for (const stored of cells.get(value)?.stored ?? []) others.add(stored);
      const op = definitions.get(value);
      if (op !== undefined) for (const arg of this.passes(op)) seen.add(arg);
    }
    return { params, others };
  }
}
