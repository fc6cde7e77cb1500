/**
 * Analysis: what is known of each number of a module in slot form, whatever the arguments of the root are: integer, range,
 * literal, sum of squares, and whether it depends on a parameter at all.
 *
 * Purpose: discreteness of parameters, conventions, and code without superfluous guards rest on these.
 * Input: a module in slot form and its root. Output: a fact for every number; it holds for every execution.
 * Example: `slot $s: num = 0` then in a loop `%r2 = mul %r, %r  %t = add (get $s), %r2  set $s, %t`: the reads of $s are sums
 * of squares in [0, ∞].
 */
import type { Module } from '../ir/module';
import type { CallOp, Op, Value } from '../ir/op';
import type { Cell } from './memoryCells';
import { bottom, constantFact, equalFacts, join, primFact, storedAs, unknown, widen, type Fact } from './factRules';
import { buildValueGraph, type ValueGraph } from './valueGraph';

export type { Fact } from './factRules';

export interface Facts {
  readonly graph: ValueGraph;
  of(value: Value): Fact;
  /** Whether the value is computed from a number or an element that the root was given. */
  depends(value: Value): boolean;
}

export interface Assumptions {
  /** Parameters of the root known to be integers. */
  readonly integers?: ReadonlySet<Value>;
  /** Parameters of the root known to be the same as an earlier one. */
  readonly equal?: ReadonlyMap<Value, Value>;
}

export function analyseFacts(module: Module, root: string, assumptions: Assumptions = {}): Facts {
  return new FactAnalysis(module, buildValueGraph(module, root, assumptions.equal), assumptions.integers ?? new Set(), new Map()).run();
}

/** Rounds after which a growing range is taken to be unbounded. */
const roundsBeforeWidening = 3;

class FactAnalysis implements Facts {
  private readonly facts = new Map<Value, Fact>();
  private readonly dependent: ReadonlySet<Value>;

  /** `special`: whether a function returns a sum of squares when given equal arguments, by name and equal pairs; false while in work. */
  constructor(
    private readonly module: Module, readonly graph: ValueGraph, private readonly integers: ReadonlySet<Value>, private readonly special: Map<string, boolean>,
  ) {
    this.dependent = dependentValues(graph);
  }

  of(value: Value): Fact { return this.facts.get(value) ?? unknown; }
  depends(value: Value): boolean { return this.dependent.has(value); }

  run(): Facts {
    const { root, funcs, definitions, choices } = this.graph;
    for (const param of root.params) this.facts.set(param.value, this.integers.has(param.value) ? { ...unknown, integer: true } : unknown);
    const params = funcs.flatMap(func => (func === root ? [] : func.params.map(param => param.value)));
    for (let round = 0, changed = true; changed; round++) {
      changed = false;
      const update = (value: Value, next: Fact): void => {
        const before = this.facts.get(value) ?? bottom;
        const joined = join(before, next);
        const after = round < roundsBeforeWidening ? joined : widen(before, joined);
        if (this.facts.has(value) && equalFacts(before, after)) return;
        this.facts.set(value, after);
        changed = true;
      };
      for (const param of params) update(param, this.chosen(choices.get(param) ?? []));
      for (const [value, op] of definitions) update(value, this.computed(value, op));
    }
    return this;
  }

  private current(value: Value): Fact { return this.facts.get(value) ?? bottom; }

  private chosen(values: Iterable<Value>): Fact {
    let fact = bottom;
    for (const value of values) fact = join(fact, this.current(value));
    return fact;
  }

  private computed(value: Value, op: Op): Fact {
    switch (op.kind) {
      case 'const': return typeof op.value === 'number' ? constantFact(op.value) : unknown;
      case 'len': case 'distinct': return { integer: true, lo: 0, hi: 2 ** 32 - 1, literal: null, squares: true };
      case 'norm': return { ...unknown, lo: 0, hi: Infinity };
      case 'prim': {
        const [a, b] = op.args;
        const owner = this.graph.owners.get(value);
        const flow = owner === undefined ? undefined : this.graph.flows.get(owner);
        const equal = a !== undefined && b !== undefined && flow !== undefined && flow.congruent(a, b);
        return primFact(op.prim, op.args.map(arg => ({ ...this.current(arg), independent: !this.depends(arg) })), equal);
      }
      case 'get': case 'if': case 'callvalue': return this.chosen(this.graph.choices.get(value) ?? []);
      case 'call': {
        const result = this.chosen(this.graph.choices.get(value) ?? []);
        return !result.squares && value.type.kind === 'num' && this.squaresWhenEqual(op) ? { ...result, squares: true, lo: Math.max(result.lo, 0) } : result;
      }
      case 'load': case 'pop': case 'remove': return op.ref.type.kind === 'array' ? storedAs(op.ref.type.storage, this.contents(value)) : unknown;
      case 'getfield': return this.contents(value);
      default: return unknown;
    }
  }

  private contents(value: Value): Fact {
    const cell: Cell | undefined = this.graph.cells.get(value);
    if (cell === undefined || cell.external) return unknown;
    let fact = this.chosen(cell.stored);
    if (cell.zeros) fact = join(fact, constantFact(0));
    for (const number of cell.numbers) fact = join(fact, constantFact(number));
    return fact;
  }

  /** `dot(v, v)`: the callee analysed once more, with those parameters equal. */
  private squaresWhenEqual(op: CallOp): boolean {
    const callee = this.module.funcs.get(op.callee);
    const flow = [...this.graph.flows.values()];
    if (callee === undefined) return false;
    const equal = new Map<Value, Value>();
    callee.params.forEach((param, i) => {
      const arg = op.args[i];
      const earlier = callee.params.find((_, j) => { const other = op.args[j]; return j < i && arg !== undefined && other !== undefined && flow.some(f => f.congruent(arg, other)); });
      if (earlier !== undefined) equal.set(param.value, earlier.value);
    });
    if (equal.size === 0) return false;
    const key = `${op.callee} ${[...equal].map(([a, b]) => `${a.id}=${b.id}`).join(' ')}`;
    const known = this.special.get(key);
    if (known !== undefined) return known;
    this.special.set(key, false);
    const facts = new FactAnalysis(this.module, buildValueGraph(this.module, op.callee, equal), new Set(), this.special).run();
    const answer = returnedValues(facts.graph).every(value => facts.of(value).squares);
    this.special.set(key, answer);
    return answer;
  }
}

function returnedValues({ root }: ValueGraph): readonly Value[] {
  const found: Value[] = [];
  const visit = (ops: readonly Op[]): void => {
    for (const op of ops) {
      if (op.kind === 'return' && op.value !== null) found.push(op.value);
      if (op.kind === 'if') { visit(op.then.ops); visit(op.else.ops); }
      if (op.kind === 'block') visit(op.body.ops);
      if (op.kind === 'while') visit(op.body.ops);
    }
  };
  visit(root.body.ops);
  return found;
}

/** Values that data flows into from the parameters of the root. */
function dependentValues({ root, definitions, choices, cells }: ValueGraph): ReadonlySet<Value> {
  const flowsInto = new Map<Value, Set<Value>>();
  const edge = (from: Value, to: Value): void => { flowsInto.set(from, (flowsInto.get(from) ?? new Set()).add(to)); };
  const starts = new Set<Value>(root.params.map(param => param.value));
  for (const [value, from] of choices) for (const source of from) edge(source, value);
  for (const [value, op] of definitions) {
    if (op.kind === 'prim' || op.kind === 'deriv') for (const arg of op.args) edge(arg, value);
    if (op.kind === 'load' || op.kind === 'remove') edge(op.index, value);
  }
  for (const [value, cell] of cells) {
    if (cell.external) starts.add(value);
    for (const stored of cell.stored) edge(stored, value);
  }
  const found = new Set(starts);
  for (const value of found) for (const next of flowsInto.get(value) ?? []) found.add(next);
  return found;
}
