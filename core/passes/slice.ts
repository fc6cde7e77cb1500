/**
 * Analysis: what a number of the result comes from, on any branch (a backward slice; Weiser 1981).
 *
 * Purpose: telling a derivative that is 0 because a parameter only decides something from one that is 0 on the branch taken.
 * Input: a module in slot form and its root. Output: the numbers of the parameters that a number of the result `passes` arithmetic from, or
 * is `decided` by: through roundings, comparisons, indices, lengths and what stands under a condition as well.
 * Fields are told apart, and elements where the index is a literal. Guarantee: over-approximates; a condition that only throws decides nothing.
 */
import type { Func, Module } from '../ir/module';
import type { Op, Value } from '../ir/op';
import { isBooleanPrimitive } from '../ir/primitive';
import { isIntegerStorage, isReference, sameType, type Type } from '../ir/type';
import { changesLength, putsValue, visitOps } from '../ir/walk';
import { rules } from '../rules/table';
import { Guards } from './guards';
import { elements } from './memoryCells';
import { buildValueGraph, type ValueGraph } from './valueGraph';

/** From a parameter or result to a number in it: names of fields and indices; `anywhere` stands for any of them. */
export type Place = readonly string[];
const anywhere = '*';
/** How long an array is. */
const lengthOf = '#';

export interface Slice {
  readonly reached: ReadonlyMap<string, readonly Place[]>;
  /** Sites of the comparisons and predicates in the slice. */
  readonly decisions: ReadonlySet<number>;
}

export type SliceKind = 'passes' | 'decided';

export class Slicer {
  private readonly graph: ValueGraph;
  private readonly guards: Guards;
  /** Writes of references into memory. */
  private readonly placed: { readonly into: Value; readonly field: string; readonly value: Value }[] = [];
  /** Numbers written other than by a literal of an array. */
  private readonly written = new Set<Value>();
  /** Arrays in which elements change their places. */
  private readonly moved: Type[] = [];

  constructor(module: Module, root: string) {
    this.graph = buildValueGraph(module, root);
    this.guards = new Guards(this.graph.funcs);
    for (const func of this.graph.funcs) {
      visitOps(func.body, op => {
        if (putsValue(op)) this.write(op.ref, op.kind === 'setfield' ? op.field : elements, op.value);
        if (op.kind === 'insert' || op.kind === 'remove') this.moved.push(op.ref.type);
      });
    }
  }

  private write(into: Value, field: string, value: Value): void {
    if (isReference(value.type)) this.placed.push({ into, field, value });
    else this.written.add(value);
  }

  of(kind: SliceKind, result: Place): Slice {
    const { graph, guards } = this;
    const reached = new Map<string, Place[]>();
    const decisions = new Set<number>();
    const open: (readonly [Value, Place])[] = [];
    const seen = new Map<Value, Set<string>>();
    const entered = new Set<Func>();
    const decided = kind === 'decided';
    const follow = (value: Value, place: Place): void => {
      if (!decided && value.type.kind === 'bool') return;
      const known = seen.get(value) ?? new Set();
      seen.set(value, known);
      const key = place.join(' ');
      if (known.has(key)) return;
      known.add(key);
      open.push([value, place]);
    };
    const condition = (value: Value): void => { if (decided) follow(value, []); };
    for (const value of graph.returned) follow(value, result);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [value, place] = next;
      const owner = graph.owners.get(value);
      if (decided && owner !== undefined && !entered.has(owner)) {
        entered.add(owner);
        guards.ofFunction(owner).forEach(condition);
      }
      guards.ofValue(value).forEach(condition);
      const param = graph.root.params.find(p => p.value === value);
      if (param !== undefined && place.at(-1) !== lengthOf) reached.set(param.name, [...reached.get(param.name) ?? [], place]);
      graph.choices.get(value)?.forEach(choice => { follow(choice, place); });
      const op = graph.definitions.get(value);
      if (isReference(value.type) && (decided || !holdsIntegers(value.type))) this.contents(value, op, place, follow);
      if (op !== undefined) this.operation(op, place, decided, follow, decisions);
    }
    return { reached, decisions };
  }

  /** What memory named by a reference may hold at a place. */
  private contents(ref: Value, op: Op | undefined, place: Place, follow: (value: Value, place: Place) => void): void {
    const { type } = ref;
    const [head, ...rest] = place;
    if (head === lengthOf) { this.resizes(ref, follow); return; }
    const fields = type.kind === 'array' ? [elements] : type.kind === 'struct' ? type.fields.map(field => field.name).filter(name => head === undefined || name === head) : [];
    const literal = new Set(op?.kind === 'array' ? op.elements : []);
    for (const field of fields) {
      for (const value of this.graph.cellOf(ref, field).stored) if (!literal.has(value) || this.written.has(value)) follow(value, rest);
      for (const { into, value, field: written } of this.placed) if (field === written && sameType(into.type, type)) follow(value, rest);
    }
  }

  private operation(op: Op, place: Place, decided: boolean, follow: (value: Value, place: Place) => void, decisions: Set<number>): void {
    const [head, ...rest] = place;
    switch (op.kind) {
      case 'prim':
        if (isBooleanPrimitive(op.prim)) decisions.add(op.origin.site);
        if (decided || (!isBooleanPrimitive(op.prim) && rules[op.prim].kind !== 'cut')) op.args.forEach(arg => { follow(arg, []); });
        return;
      case 'load': {
        if (!decided && holdsIntegers(op.ref.type)) return;
        const index = this.graph.definitions.get(op.index);
        const stays = index?.kind === 'const' && !this.moved.some(type => sameType(type, op.ref.type));
        follow(op.ref, [stays ? String(index.value) : anywhere, ...place]);
        if (decided) follow(op.index, []);
        return;
      }
      case 'pop': case 'remove':
        follow(op.ref, [anywhere, ...place]);
        if (decided) follow(op.ref, [lengthOf]);
        if (decided && op.kind === 'remove') follow(op.index, []);
        return;
      case 'has':
        if (decided) for (const at of [anywhere, lengthOf]) follow(op.ref, [at]);
        if (decided) follow(op.index, []);
        return;
      case 'norm':
        for (const at of decided ? [anywhere, lengthOf] : [anywhere]) follow(op.ref, [at]);
        return;
      case 'distinct':
        if (decided) for (const list of op.lists) for (const at of [anywhere, lengthOf]) follow(list, [at]);
        return;
      case 'view':
        follow(op.ref, head === undefined || head === lengthOf ? place : [anywhere, ...rest]);
        if (decided) for (const end of [op.from, op.to]) follow(end, []);
        return;
      case 'getfield': follow(op.ref, [op.field, ...place]); return;
      case 'copy': follow(op.ref, place); return;
      case 'struct': op.values.forEach((value, i) => { if (head === undefined || op.type.fields[i]?.name === head) follow(value, rest); }); return;
      case 'array':
        if (decided || !holdsIntegers(op.type)) op.elements.forEach((value, i) => { if (head === undefined || head === anywhere || head === String(i)) follow(value, rest); });
        return;
      case 'alloc': if (head === lengthOf) follow(op.length, []); return;
      case 'len': if (decided) follow(op.ref, [lengthOf]); return;
      case 'callvalue': if (decided) follow(op.fn, []); return;
      case 'if': if (decided) follow(op.cond, []); return;
      case 'deriv': op.args.forEach(arg => { follow(arg, []); }); return;
      default: return;
    }
  }

  /** What decides how long an array has become: the conditions under which it grew and shrank. */
  private resizes(ref: Value, follow: (value: Value, place: Place) => void): void {
    for (const func of this.graph.funcs) {
      visitOps(func.body, op => {
        if (changesLength(op) && sameType(op.ref.type, ref.type)) this.guards.ofOperation(op).forEach(value => { follow(value, []); });
      });
    }
  }
}

const holdsIntegers = (type: Type): boolean => type.kind === 'array' && isIntegerStorage(type.storage);

/** Whether a slice has reached a number of a parameter. */
export function reaches(slice: Slice, param: string, place: Place): boolean {
  return (slice.reached.get(param) ?? []).some(found => found.every((segment, i) => segment === anywhere || place[i] === undefined || segment === place[i]));
}
