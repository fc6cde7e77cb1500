/**
 * Analysis: which `number` parameters of a marked function are discrete, so that they have no derivative.
 *
 * Purpose: a parameter is discrete when some use needs an integer: index or length of an array, bound of a loop whose counter is
 * an integer, value of a `switch`, operand of a bit operation, comparison of `x % integer` with an integer. The need goes back
 * through + - * % and unary minus, `Math.min`, `max` and `abs`, slots, branches, local arrays and calls; not through rounding: in
 * `a[Math.floor(x)]` x stays real.
 * Input: a module in slot form and its root. Output: indices of parameters of the root.
 * Example: `func @f(%n: num, %x: num, %a: num[]) -> num { %i = mul %n, %n  %l = load %a[%i]  %r = mul %l, %x  return %r }`: {0}.
 */
import type { Module } from '../ir/module';
import type { IfOp, Label, Op, PrimOp, Region, Slot, Value, WhileOp } from '../ir/op';
import { isComparison, type Primitive } from '../ir/primitive';
import { regions, visitOps } from '../ir/walk';
import { analyseFacts, type Facts } from './facts';
import { ResultSources } from './resultSources';

export function discreteParameters(module: Module, root: string): ReadonlySet<number> {
  const ofModule = known.get(module) ?? new Map<string, ReadonlySet<number>>();
  known.set(module, ofModule);
  const found = ofModule.get(root) ?? analyse(module, root);
  ofModule.set(root, found);
  return found;
}

/** Modules never change once they are lowered; evaluation and every derivative ask for the same parameters. */
const known = new WeakMap<Module, Map<string, ReadonlySet<number>>>();

function analyse(module: Module, root: string): ReadonlySet<number> {
  const func = module.funcs.get(root);
  if (func === undefined) return new Set();
  let found: ReadonlySet<Value> = new Set();
  // A discrete parameter makes counters integers, and these make further parameters discrete.
  for (;;) {
    const demanded = new Demands(analyseFacts(module, root, { integers: found })).run();
    const next = new Set([...found, ...func.params.map(param => param.value).filter(value => demanded.has(value))]);
    if (next.size === found.size) break;
    found = next;
  }
  return new Set(func.params.flatMap((param, i) => (found.has(param.value) ? [i] : [])));
}

const bitOperations: ReadonlySet<Primitive> = new Set<Primitive>(['clz32', 'bitnot', 'imul', 'bitand', 'bitor', 'bitxor', 'shl', 'shr', 'ushr']);
/** An integer result of these needs integer arguments. */
const transparent: ReadonlySet<Primitive> = new Set<Primitive>(['add', 'sub', 'mul', 'neg', 'rem', 'min', 'max', 'abs']);

/** What must be an integer if the result of an operation must. */
const passes = (op: Op): readonly Value[] => (op.kind === 'prim' && transparent.has(op.prim) ? op.args : []);

/** The values that must be integers. */
class Demands {
  private readonly demanded = new Set<Value>();
  private readonly results: ResultSources;

  constructor(private readonly facts: Facts) { this.results = new ResultSources(facts.graph, passes); }

  run(): ReadonlySet<Value> {
    for (const func of this.facts.graph.funcs) visitOps(func.body, op => { this.use(op); });
    // A set that grows while it is iterated over is its own worklist.
    for (const value of this.demanded) this.propagate(value);
    return this.demanded;
  }

  private demand(...values: readonly Value[]): void {
    for (const value of values) if (value.type.kind === 'num') this.demanded.add(value);
  }

  private propagate(value: Value): void {
    const { choices, calls, cells, definitions } = this.facts.graph;
    const sites = calls.get(value);
    if (sites === undefined) this.demand(...(choices.get(value) ?? []), ...(cells.get(value)?.stored ?? []));
    for (const { callee, args } of sites ?? []) {
      const { params, others } = this.results.of(callee);
      this.demand(...others, ...args.filter((_, i) => params.has(i)));
    }
    const op = definitions.get(value);
    if (op !== undefined) this.demand(...passes(op));
  }

  private use(op: Op): void {
    switch (op.kind) {
      case 'alloc': this.demand(op.length); return;
      case 'load': case 'has': case 'store': case 'insert': case 'remove': this.demand(op.index); return;
      case 'view': this.demand(op.from, op.to); return;
      case 'prim': this.prim(op); return;
      case 'while': this.loop(op); return;
      default: return;
    }
  }

  private prim(op: PrimOp): void {
    if (bitOperations.has(op.prim)) this.demand(...op.args);
    const [a, b] = op.args;
    if (a === undefined) return;
    if (op.conventions.switchCase === true) this.demand(a);
    if (op.prim === 'truthy') this.remainder(a);
    if (b === undefined || !isComparison(op.prim)) return;
    if (this.isInteger(b)) this.remainder(a);
    if (this.isInteger(a)) this.remainder(b);
  }

  /** `value` is compared with an integer: if it is `x % integer`, x is one too. */
  private remainder(value: Value): void {
    for (const source of this.resolved(value)) {
      const op = this.facts.graph.definitions.get(source);
      const [x, modulus] = op?.kind === 'prim' && op.prim === 'rem' ? op.args : [];
      if (x !== undefined && modulus !== undefined && this.isInteger(modulus)) this.demand(x);
    }
  }

  private isInteger(value: Value): boolean { return value.type.kind === 'num' && this.facts.of(value).integer; }

  /** The value and, behind slots and branches, the values it may be. */
  private resolved(value: Value): ReadonlySet<Value> {
    const found = new Set([value]);
    for (const each of found) {
      const op = this.facts.graph.definitions.get(each);
      if (op?.kind === 'get' || op?.kind === 'if') for (const choice of this.facts.graph.choices.get(each) ?? []) found.add(choice);
    }
    return found;
  }

  private loop(op: WhileOp): void {
    const written = new Map<Slot, Value[]>();
    for (const region of regions(op)) {
      visitOps(region, inner => { if (inner.kind === 'set') written.set(inner.slot, [...(written.get(inner.slot) ?? []), inner.value]); });
    }
    for (const test of isEndless(op) ? exits(op.body, op.label) : comparisons(op.test)) {
      const [a, b] = test.args;
      if (a === undefined || b === undefined) continue;
      for (const [counter, bound] of [[a, b], [b, a]] as const) {
        if (!this.counts(counter, written)) continue;
        if (this.isInteger(counter)) this.demand(bound);
        else if (this.isInteger(bound) && this.countsByOnes(counter, op)) this.demand(counter);
      }
    }
  }

  /** Whether a value changes with a slot that the loop writes. */
  private counts(value: Value, written: ReadonlyMap<Slot, readonly Value[]>): boolean {
    const op = this.facts.graph.definitions.get(value);
    if (op?.kind === 'get') return written.has(op.slot);
    return op?.kind === 'prim' && transparent.has(op.prim) && op.args.some(arg => this.counts(arg, written));
  }

  /** `for (let i = n; i > 0; i--)`: the counter is written by the update alone, and steps by 1. */
  private countsByOnes(value: Value, loop: WhileOp): boolean {
    const { definitions } = this.facts.graph;
    const get = definitions.get(value);
    if (get?.kind !== 'get') return false;
    const writes = (region: Region): Value[] => {
      const values: Value[] = [];
      visitOps(region, op => { if (op.kind === 'set' && op.slot === get.slot) values.push(op.value); });
      return values;
    };
    const updates = writes(loop.update);
    return updates.length > 0 && writes(loop.body).length === 0 && updates.every(next => {
      const op = definitions.get(next);
      const [from, step] = op?.kind === 'prim' && (op.prim === 'add' || op.prim === 'sub') ? op.args : [];
      const before = from === undefined ? undefined : definitions.get(from);
      return before?.kind === 'get' && before.slot === get.slot && step !== undefined && Math.abs(this.facts.of(step).literal ?? 0) === 1;
    });
  }
}

/** The comparisons of a region, also those in branches below it, but not those in loops. */
function comparisons(region: Region): readonly PrimOp[] {
  return region.ops.flatMap((op): readonly PrimOp[] => {
    if (op.kind === 'prim' && isComparison(op.prim)) return [op];
    if (op.kind === 'if') return [...comparisons(op.then), ...comparisons(op.else)];
    return op.kind === 'block' ? comparisons(op.body) : [];
  });
}

/** `while (true)`: its bound is in a `break`. In other loops a `break` may compare anything with the counter. */
const isEndless = ({ test }: WhileOp): boolean => test.ops.every(op => op.kind === 'const' || op.kind === 'yield');

/** The comparisons that decide over a `break` out of the loop. */
function exits(region: Region, label: Label): readonly PrimOp[] {
  const leaves = (inner: Region): boolean => { const end = inner.ops.at(-1); return end?.kind === 'break' && end.label === label; };
  const decides = (op: IfOp): readonly PrimOp[] => region.ops.flatMap((other): readonly PrimOp[] => (other.kind === 'prim' && other.result === op.cond && isComparison(other.prim) ? [other] : []));
  return region.ops.flatMap((op): readonly PrimOp[] => {
    if (op.kind === 'block') return exits(op.body, label);
    if (op.kind !== 'if') return [];
    return [...(leaves(op.then) || leaves(op.else) ? decides(op) : []), ...exits(op.then, label), ...exits(op.else, label)];
  });
}
