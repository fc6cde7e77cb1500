/**
 * Analysis: where a function may change which references memory holds.
 *
 * A call that stays a call does so in what its arguments lead to: `swap(p.rows, n)` changes the rows of `p`, as `p.rows[0] = p.rows[1]` does.
 * Input: value form and where its references may point to. Output: by site, an operation of the function that may change what is kept there.
 */
import type { Func, Module } from '../ir/module';
import type { CallOp, Op, Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { isReference } from '../ir/type';
import { changesLength, putsValue, visitOps, writesMemory, type MemoryWrite } from '../ir/walk';
import { linksOf, type Block, type Memory } from '../passes/memory';
import type { PointsTo, Site } from './pointsTo';

export function reorderedSites(func: Func, module: Module, points: PointsTo): ReadonlyMap<Site, Origin> {
  const found = new Map<Site, Origin>();
  const callees = new Callees(module);
  visitOps(func.body, op => {
    const sites = reorders(op) ? points.of(op.ref) : op.kind === 'call' ? reorderedBy(op, points, callees) : [];
    for (const site of sites) if (!found.has(site)) found.set(site, op.origin);
  });
  return found;
}

/** Whether an operation itself changes which references are kept in memory. */
const reorders = (op: Op): op is MemoryWrite => writesMemory(op) && (putsValue(op) ? isReference(op.value.type) : changesLength(op) && isReference(op.result.type));

function reorderedBy(call: CallOp, points: PointsTo, callees: Callees): ReadonlySet<Site> {
  const found = new Set<Site>();
  callees.reordered<Site>(call, arg => points.of(arg), (site, name) => site.held.get(name) ?? [], site => { found.add(site); });
  return found;
}

/** What functions that are called change, each looked at with all that call it and are called by it. */
class Callees {
  private readonly known = new Map<Memory, ReadonlySet<Block>>();

  constructor(private readonly module: Module) {}

  /** Memory of the caller in which a call may change what is kept: found from the arguments, name by name. */
  reordered<T>(call: CallOp, given: (arg: Value) => Iterable<T>, kept: (ours: T, name: string) => Iterable<T>, found: (ours: T) => void): void {
    const callee = this.module.funcs.get(call.callee);
    if (callee === undefined) return;
    const changed = this.blocks(callee), { memory } = linksOf(this.module, callee);
    const met = new Map<Block, Set<T>>();
    const visit = (theirs: Block, ours: T): void => {
      const known = met.get(theirs) ?? new Set();
      met.set(theirs, known);
      if (known.has(ours)) return;
      known.add(ours);
      if (changed.has(theirs)) found(ours);
      for (const [name, inner] of theirs.links()) for (const each of kept(ours, name)) visit(inner.find(), each);
    };
    callee.params.forEach(({ value }, i) => {
      const arg = call.args[i];
      if (arg !== undefined && isReference(value.type)) for (const each of given(arg)) visit(memory.block(value), each);
    });
  }

  /** The blocks of a callee and of those around it in which one of them may change what is kept. */
  private blocks(callee: Func): ReadonlySet<Block> {
    const { memory, world } = linksOf(this.module, callee);
    const known = this.known.get(memory);
    if (known !== undefined) return known;
    const found = new Set<Block>();
    this.known.set(memory, found);
    for (const name of world) {
      const func = this.module.funcs.get(name);
      if (func !== undefined) visitOps(func.body, op => {
        if (reorders(op)) found.add(memory.block(op.ref));
        // Within the world the arguments of a call are the parameters.
        else if (op.kind === 'call' && !world.has(op.callee)) this.reordered<Block>(op, arg => [memory.block(arg)], (block, inner) => [block.within(inner)], block => { found.add(block.find()); });
      });
    }
    return found;
  }
}
