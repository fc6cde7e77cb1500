/**
 * Which parts of a result have to be copied before it is returned: results share memory with nothing, and no part of one with another.
 *
 * A part is memory the caller can reach otherwise (a parameter, a constant), memory that an earlier part leads to as well, or memory in
 * which one array or object may be kept in two places: `{ p: r, q: r }`, `[r, r]`. What was made and then kept once is in one place.
 */
import type { Module } from '../ir/module';
import type { Op, Region, Value } from '../ir/op';
import { isReference } from '../ir/type';
import { putsValue, visitOps } from '../ir/walk';
import { reachedFrom, type Block } from '../passes/memory';
import type { Analysis } from './analysis';
import { holdsReferences } from './nested';

export class Separation {
  private readonly returned = new Set<Block>();
  private readonly repeated: ReadonlySet<Block>;

  constructor(private readonly analysis: Analysis, module: Module) { this.repeated = keptInTwoPlaces(analysis, module); }

  /** To be asked once for each part of the result, in their order. */
  mustCopy(part: Value): boolean {
    const reached = [...reachedFrom(this.analysis.memory.block(part), part.type)].map(({ block }) => block);
    if (reached.some(block => block.parameterIndices.length > 0 || block.isConstant || this.returned.has(block))) return true;
    if (reached.slice(1).some(block => this.repeated.has(block))) return true;
    for (const block of reached) this.returned.add(block);
    return false;
  }
}

/** References that an operation keeps in memory. */
function kept(op: Op): readonly Value[] {
  const values = op.kind === 'array' ? op.elements : op.kind === 'struct' ? op.values : putsValue(op) ? [op.value] : [];
  return values.filter(value => isReference(value.type));
}

/** Blocks of which one array or object may be kept in two places. */
function keptInTwoPlaces({ func, memory, definitions }: Analysis, module: Module): ReadonlySet<Block> {
  const [once, repeated] = [new Set<Value>(), new Set<Block>()];
  const within = (ref: Value): void => { for (const { block } of [...reachedFrom(memory.block(ref), ref.type)].slice(1)) repeated.add(block); };
  const isMadeFor = (value: Value, region: Region): boolean => {
    const made = definitions.opOf(value);
    if (made?.kind !== 'alloc' && made?.kind !== 'array' && made?.kind !== 'struct' && made?.kind !== 'copy') return false;
    const home = definitions.regionOf(value);
    for (let at: Region | null = region; at !== home;) {
      const around = definitions.around(at);
      if (around?.op.kind !== 'if') return false;
      at = around.region;
    }
    return true;
  };
  const visit = (region: Region): void => {
    for (const op of region.ops) {
      for (const value of kept(op)) {
        if (once.has(value) || op.kind === 'fill' || !isMadeFor(value, region)) repeated.add(memory.block(value));
        once.add(value);
      }
      if (op.kind === 'copy') within(op.ref);
      if (op.kind === 'call' && mayKeep(op.callee, module, new Set())) for (const ref of [...op.args, op.result]) if (isReference(ref.type)) within(ref);
      if (op.kind === 'if') { visit(op.then); visit(op.else); }
      if (op.kind === 'loop') { if (op.test !== null) visit(op.test); visit(op.body); }
    }
  };
  visit(func.body);
  return repeated;
}

/** Whether a function, or one it calls, keeps references in memory or copies what holds them. */
function mayKeep(name: string, module: Module, seen: Set<string>): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  const callee = module.funcs.get(name);
  let keeps = callee === undefined;
  if (callee !== undefined) visitOps(callee.body, op => { keeps ||= kept(op).length > 0 || op.kind === 'copy' && holdsReferences(op.ref.type) || op.kind === 'call' && mayKeep(op.callee, module, seen); });
  return keeps;
}
