/**
 * Pass: a plain array that is written element by element beyond its end grows.
 *
 * Purpose: `const a = []; for (…) a[i] = …` means what it means in JavaScript. Only arrays that began as a literal are concerned, that are not
 * made longer or shorter in another way, and writes whose index is not certainly inside the literal.
 * Input: slot form, with what the source wrote as literals and as assignments of elements. Output: such a store becomes a `push` where the
 * index is the array's length. A write further beyond, which would leave holes, stays a fault.
 * Example:
 *   store %a[%i], %v      becomes      %n = len %a  %c = eq %i, %n  if %c { push %a, %v } else { store %a[%i], %v }
 */
import { RegionBuilder } from '../ir/builder';
import type { Func, Module } from '../ir/module';
import type { Op, Region, Slot, StoreOp, Value, WhileOp } from '../ir/op';
import type { Origin } from '../ir/origin';
import { changesLength, mapOp, visitOps } from '../ir/walk';
import { yielded } from './definitions';
import { elements, type Cell } from './memoryCells';
import { buildValueGraph, type ValueGraph } from './valueGraph';

export interface Written {
  /** Array literals without a spread. */
  readonly literals: ReadonlySet<Value>;
  /** Origins of assignments `a[i] = v`. */
  readonly assignments: ReadonlySet<Origin>;
}

export function growByStore(module: Module, root: string, written: Written): Module {
  const graph = buildValueGraph(module, root);
  const lengths = literalLengths(graph, written);
  if (lengths.size === 0) return module;
  const funcs = [...module.funcs].map(([name, func]): [string, Func] => [name, graph.funcs.includes(func) ? new Growth(func, graph, lengths, written).run() : func]);
  return { ...module, funcs: new Map(funcs) };
}

const cellOf = (graph: ValueGraph, ref: Value): Cell => graph.cellOf(ref, elements);

/** The number of elements that literals have at least, by the class of their memory. */
function literalLengths(graph: ValueGraph, written: Written): ReadonlyMap<Cell, number> {
  const lengths = new Map<Cell, number>();
  const resized = new Set<Cell>();
  for (const func of graph.funcs) {
    visitOps(func.body, op => {
      if (changesLength(op)) resized.add(cellOf(graph, op.ref));
      if (op.kind !== 'array' || op.type.storage !== 'array' || !written.literals.has(op.result)) return;
      const cell = cellOf(graph, op.result);
      lengths.set(cell, Math.min(lengths.get(cell) ?? Infinity, op.elements.length));
    });
  }
  for (const cell of resized) lengths.delete(cell);
  return lengths;
}

/** A slot that is below a number, or below the length of an array, throughout the body of a loop. */
interface Bound { readonly slot: Slot; readonly below: number | Value }

class Growth {
  constructor(private readonly func: Func, private readonly graph: ValueGraph, private readonly lengths: ReadonlyMap<Cell, number>, private readonly written: Written) {}

  run(): Func { return { ...this.func, body: this.region(this.func.body, []) }; }

  private region(source: Region, bounds: readonly Bound[]): Region {
    return { params: source.params, ops: source.ops.flatMap(op => {
      if (op.kind === 'store' && this.mayGrow(op, bounds)) return grown(op);
      const within = (inner: Region): readonly Bound[] => (op.kind === 'while' && inner === op.body ? [...bounds, ...this.boundsOf(op)] : bounds);
      return [mapOp(op, value => value, inner => this.region(inner, within(inner)))];
    }) };
  }

  private mayGrow(op: StoreOp, bounds: readonly Bound[]): boolean {
    if (op.ref.type.kind !== 'array' || op.ref.type.storage !== 'array' || !this.written.assignments.has(op.origin)) return false;
    const cell = cellOf(this.graph, op.ref);
    const length = this.lengths.get(cell);
    if (length === undefined) return false;
    const index = this.graph.definitions.get(op.index);
    if (index?.kind === 'const') return !(typeof index.value === 'number' && index.value < length);
    return !(index?.kind === 'get' && bounds.some(({ slot, below }) => slot === index.slot && (typeof below === 'number' ? below <= length : this.isSame(below, op.ref))));
  }

  private isSame(array: Value, other: Value): boolean { return this.graph.flows.get(this.func)?.congruent(array, other) === true; }

  /** From what a loop tests before each iteration, `i < 3`, `i <= 2`, `i < a.length`, where nothing in its body writes the slot. */
  private boundsOf(op: WhileOp): readonly Bound[] {
    return op.first ? conjuncts(op.test).flatMap(value => {
      const bound = this.boundOf(value);
      return bound === null || this.mayWrite(op.body, bound.slot) ? [] : [bound];
    }) : [];
  }

  private boundOf(value: Value): Bound | null {
    const test = this.graph.definitions.get(value);
    if (test?.kind !== 'prim' || (test.prim !== 'lt' && test.prim !== 'le')) return null;
    const [left, right] = test.args.map(arg => this.graph.definitions.get(arg));
    if (left?.kind !== 'get') return null;
    if (right?.kind === 'const' && typeof right.value === 'number') return { slot: left.slot, below: test.prim === 'lt' ? right.value : right.value + 1 };
    return right?.kind === 'len' && test.prim === 'lt' ? { slot: left.slot, below: right.ref } : null;
  }

  /** Function literals write what they capture, for all that is known here. */
  private mayWrite(body: Region, slot: Slot): boolean {
    let may = false;
    visitOps(body, op => { may ||= op.kind === 'set' && op.slot === slot; });
    if (!may) visitOps(this.func.body, op => { may ||= op.kind === 'closure' && op.captures.includes(slot); });
    return may;
  }
}

/** Booleans that hold where the one a region yields does. */
function conjuncts(region: Region): readonly Value[] {
  const found = new Set(yielded(region));
  for (const value of found) for (const op of region.ops) {
    if (op.kind !== 'if' || !op.results.includes(value) || !isNever(op.else)) continue;
    found.add(op.cond);
  }
  return [...found];
}

const isNever = (side: Region): boolean => yielded(side).every(value => side.ops.some(op => op.kind === 'const' && op.result === value && op.value === false));

function grown(op: StoreOp): readonly Op[] {
  const out = new RegionBuilder();
  const [atEnd, inside] = [new RegionBuilder(), new RegionBuilder()];
  atEnd.push(op.ref, op.value, op.origin);
  inside.append(op);
  for (const side of [atEnd, inside]) side.yield([], op.origin);
  out.if(out.prim('eq', [op.index, out.len(op.ref, op.origin)], op.origin), atEnd.finish(), inside.finish(), [], op.origin);
  return out.finish().ops;
}
