/**
 * The Wengert trace of one run: a node for each operation on data that came from an input, in order of execution. Node ids count from 1.
 * Each node has edges to its operands, with local partials. An edge is *cut* when nothing flows through it whatever the seed: a structural
 * zero, a losing operand, a piecewise constant operation, an operand that is itself cut off. Cut edges keep the operand so that a
 * path to the cut can be shown. A node is *varied* when an uncut edge leads to a varied node; inputs are varied.
 */
import { isRealPrimitive, type RealPrimitive } from '../ir/primitive';
import { rules } from '../rules/table';
import { numbers } from '../rules/numeric';
import type { Critical } from '../rules/rule';
import { quantities } from './quantities';
import type { Note } from './program';

/** Where no operand is a literal of the source text. */
const plain = numbers();

/** What a node computes: a primitive, an input of the function, or the truncation of a number stored in an integer array. */
export type NodeOp = RealPrimitive | 'input' | 'truncate';

/** `comparison`: both sides are equal; `decision`: any comparison or predicate; `trips`: it decides whether a loop goes on. */
const eventKinds = ['critical', 'tie', 'cut', 'comparison', 'decision', 'trips', 'index'] as const;

/** A place where a convention or a cut may have decided a number; whether it did is found out by `warnings.ts`. */
export interface TraceEvent {
  readonly kind: (typeof eventKinds)[number];
  /** The node itself, or for what follows from data (comparison, decision, trips, index) the node that the decision came from. */
  readonly node: number;
  /** In a comparison of two numbers that both came from inputs the node of the other one, else 0. */
  readonly other: number;
  readonly note: number;
  readonly context: number;
  readonly critical: Critical | null;
}

/** An inequality between numbers of which one depends on an input: beyond where both are equal another branch is taken. */
export interface Comparison {
  /** 0 where the side came from no input. */
  readonly nodes: readonly [number, number];
  readonly sides: readonly [number, number];
  readonly note: number;
  readonly context: number;
}

const eventsPerPlace = 64;
/** More are not kept: the nearest of so many would be no news. */
const mostComparisons = 10_000;
const bytesPerNode = 21, bytesPerEdge = 20;

export class Tape {
  /** Number of nodes; ids are 1 … count. */
  count = 0;
  /** The memory bound was reached: nothing more is recorded and the machine stops. */
  exhausted = false;
  op: NodeOp[] = [];
  note = new Int32Array(1024);
  value = new Float64Array(1024);
  /** Edges of node k are first[k] … first[k + 1]. */
  first = new Int32Array(1025);
  context = new Int32Array(1024);
  varied = new Uint8Array(1024);
  edges = 0;
  /** Operand node of an edge: 0 when the operand is no node, negative when the edge is cut. */
  operand = new Int32Array(2048);
  /** Operand value of an edge. */
  given = new Float64Array(2048);
  partial = new Float64Array(2048);
  readonly contexts = new Contexts();
  readonly events: TraceEvent[] = [];
  /** The first ones; how many there were says `compares`. */
  readonly comparisons: Comparison[] = [];
  compares = 0;
  private readonly eventCounts = new Map<number, number>();
  /** The context that new nodes belong to. */
  current = 0;

  constructor(readonly notes: readonly Note[], private readonly memory: number) {
    this.op.push('input');
  }

  get bytes(): number { return this.value.length * bytesPerNode + this.operand.length * bytesPerEdge + this.contexts.bytes; }

  input(value: number): number {
    const node = this.node('input', -1, value, 0);
    if (node !== 0) this.varied[node] = 1;
    return node;
  }

  /** Records the primitive of a note; `ids` are the nodes of its operands, 0 for data that came from no input. */
  primitive(note: number, args: readonly number[], ids: readonly number[], result: number): number {
    const prim = this.notes[note]?.prim ?? null;
    return prim === null ? 0 : this.record(prim, note, args, ids, result);
  }

  /** A number rounded to the storage it goes to: passes through floats, cut by integers. */
  rounding(op: 'fround' | 'truncate', note: number, arg: number, id: number, result: number): number {
    if (op === 'fround') return this.record('fround', note, [arg], [id], result);
    const node = this.node('truncate', note, result, 1);
    if (node === 0) return 0;
    this.edge(-id, arg, 0);
    if (this.varied[id] === 1) this.event('cut', node, note);
    this.first[node + 1] = this.edges;
    return node;
  }

  event(kind: TraceEvent['kind'], node: number, note: number, critical: Critical | null = null, other = 0): void {
    const key = note * eventKinds.length + eventKinds.indexOf(kind);
    const before = this.eventCounts.get(key) ?? 0;
    if (before >= eventsPerPlace) return;
    this.eventCounts.set(key, before + 1);
    this.events.push({ kind, node, other, note, context: this.current, critical });
  }

  compared(note: number, a: number, b: number, ia: number, ib: number): void {
    if (this.varied[ia] !== 1 && this.varied[ib] !== 1) return;
    if (++this.compares <= mostComparisons) this.comparisons.push({ nodes: [ia, ib], sides: [a, b], note, context: this.current });
  }

  private record(prim: RealPrimitive, note: number, args: readonly number[], ids: readonly number[], result: number): number {
    const node = this.node(prim, note, result, args.length);
    if (node === 0) return 0;
    const rule = rules[prim];
    switch (rule.kind) {
      case 'cut':
        if (this.cutAll(args, ids)) this.event('cut', node, note);
        break;
      case 'selection': {
        const winner = rule.winner(args, this.notes[note]?.conventions.tieOrder);
        const best = args[winner] ?? NaN;
        let tied = 0, tiedVaried = false;
        args.forEach((arg, i) => {
          const id = ids[i] ?? 0;
          const wins = i === winner && this.varied[id] === 1;
          this.edge(wins ? id : -id, arg, wins ? 1 : 0);
          if (wins) this.varied[node] = 1;
          if (arg === best) {
            tied++;
            tiedVaried ||= this.varied[id] === 1;
          }
        });
        if (tied > 1 && tiedVaried) this.event('tie', node, note);
        break;
      }
      case 'smooth':
        if (ids.some((id) => this.varied[id] === 1)) this.smooth(prim, node, note, args, ids, result);
        else this.cutAll(args, ids);
    }
    this.first[node + 1] = this.edges;
    return node;
  }

  private smooth(prim: RealPrimitive, node: number, noteIndex: number, args: readonly number[], ids: readonly number[], result: number): void {
    const rule = rules[prim];
    const note = this.notes[noteIndex];
    if (rule.kind !== 'smooth' || note === undefined) return;
    const { conventions } = note;
    const literals = prim === note.prim ? note.literals : null;
    const boxed = literals === null ? null : args.map((value, i) => ({ value, literal: literals[i] ?? null }));
    for (let i = 0; i < args.length; i++) {
      const id = ids[i] ?? 0, arg = args[i] ?? NaN;
      if (this.varied[id] !== 1) {
        this.edge(-id, arg, 0);
        continue;
      }
      const partial = boxed === null
        ? rule.partial(i, plain, args, result, conventions)
        : (rule.partial(i, quantities, boxed, { value: result, literal: null }, conventions)?.value ?? null);
      if (partial === null) this.edge(-id, arg, 0);
      else {
        this.edge(id, arg, partial);
        this.varied[node] = 1;
        const critical = rule.linear ? null : rule.critical(i, args, conventions);
        if (critical !== null) this.event('critical', node, noteIndex, critical);
      }
    }
  }

  /** Edges that nothing flows through; answers whether something varied was cut off. */
  private cutAll(args: readonly number[], ids: readonly number[]): boolean {
    let cuts = false;
    args.forEach((arg, i) => {
      const id = ids[i] ?? 0;
      this.edge(-id, arg, 0);
      cuts ||= this.varied[id] === 1;
    });
    return cuts;
  }

  private node(op: NodeOp, note: number, value: number, edges: number): number {
    const node = this.count + 1;
    if (!this.reserve(node + 2, this.edges + edges)) return 0;
    this.count = node;
    this.op.push(op);
    this.note[node] = note;
    this.value[node] = value;
    this.first[node] = this.edges;
    this.first[node + 1] = this.edges;
    this.context[node] = this.current;
    return node;
  }

  private edge(operand: number, given: number, partial: number): void {
    const e = this.edges++;
    // -0 would be stored as 0 all the same; `| 0` keeps the value a small integer.
    this.operand[e] = operand | 0;
    this.given[e] = given;
    this.partial[e] = partial;
  }

  private reserve(nodes: number, edges: number): boolean {
    if (this.exhausted) return false;
    if (nodes > this.value.length) {
      const size = this.value.length * 2;
      if (this.bytes + this.value.length * bytesPerNode > this.memory) return !(this.exhausted = true);
      this.note = grown(this.note, new Int32Array(size));
      this.value = grown(this.value, new Float64Array(size));
      this.first = grown(this.first, new Int32Array(size + 1));
      this.context = grown(this.context, new Int32Array(size));
      this.varied = grown(this.varied, new Uint8Array(size));
    }
    if (edges > this.operand.length) {
      const size = Math.max(edges, this.operand.length * 2);
      if (this.bytes + this.operand.length * bytesPerEdge > this.memory) return !(this.exhausted = true);
      this.operand = grown(this.operand, new Int32Array(size));
      this.given = grown(this.given, new Float64Array(size));
      this.partial = grown(this.partial, new Float64Array(size));
    }
    return true;
  }
}

/** Loop iterations and calls, as a tree: 0 is the function itself. */
export class Contexts {
  count = 1;
  private parents = new Int32Array(256);
  private positions = new Int32Array(256);
  private callees = new Int32Array(256).fill(-1);
  private sites = new Int32Array(256).fill(-1);

  get bytes(): number { return this.parents.length * 16; }

  /** `callee` is a function's number, or -1 for an iteration of a loop; `site` is the note of the call or the loop. */
  add(parent: number, position: number, callee: number, site: number): number {
    if (this.count === this.parents.length) {
      const size = this.count * 2;
      this.parents = grown(this.parents, new Int32Array(size));
      this.positions = grown(this.positions, new Int32Array(size));
      this.callees = grown(this.callees, new Int32Array(size));
      this.sites = grown(this.sites, new Int32Array(size));
    }
    const id = this.count++;
    this.parents[id] = parent;
    this.positions[id] = position;
    this.callees[id] = callee;
    this.sites[id] = site;
    return id;
  }

  parent(context: number): number { return this.parents[context] ?? 0; }

  /** Which iteration of its loop, or which call of its function, from 0. */
  position(context: number): number { return this.positions[context] ?? 0; }

  /** The number of the function that is called, or -1 for an iteration of a loop (and for the root). */
  callee(context: number): number { return this.callees[context] ?? -1; }

  /** The note of the call or the loop; -1 for the root. */
  site(context: number): number { return this.sites[context] ?? -1; }

  /** The loop iteration that a context lies in, the innermost one of the same call; null outside loops. */
  iteration(context: number): number | null {
    return context !== 0 && this.callees[context] === -1 ? (this.positions[context] ?? null) : null;
  }

  /** Which call of its function a context lies in, from 0; null in the root's own activation. */
  call(context: number): number | null {
    for (let at = context; at !== 0; at = this.parents[at] ?? 0) if (this.callees[at] !== -1) return this.positions[at] ?? null;
    return null;
  }
}

function grown<T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Whether a node is a primitive with a rule. */
export const isPrimitiveNode = (op: NodeOp): op is RealPrimitive => isRealPrimitive(op);
