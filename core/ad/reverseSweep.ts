/**
 * The reverse sweep: each operation of the primal, last first, hands the adjoint of its result to its arguments.
 *
 * Input: the analysis, the plan, and access to what the forward sweep left (`Sources`). Output: operations appended to the scope.
 * Adjoints of numbers are values; adjoints of memory are shadow arrays and records, changed in place:
 *   v = load r[i]      dr[i] += dv
 *   store r[i] = v     dv += dr[i];  dr[i] = 0
 * Control flow is that of the primal, backwards. See docs/memory-model.md.
 */
import { newValue } from '../ir/builder';
import type { CallOp, IfOp, LoopOp, Op, PrimOp, PushOp, Region, StoreOp, StructOp, Value } from '../ir/op';
import { withRole, type Origin } from '../ir/origin';
import { isRealPrimitive } from '../ir/primitive';
import { bool, isReference, num } from '../ir/type';
import { mapOp, results, visitOps } from '../ir/walk';
import { carriedParams, nextCarried, yielded } from '../passes/definitions';
import { rules } from '../rules/table';
import type { Analysis } from './analysis';
import type { Plan } from './availability';
import { numberPlaces } from './activity';
import { contribute, mayBeInfinite, type Contribution } from './contribute';
import { elements } from '../passes/memory';
import { adjointName, describe } from './names';
import { addInto } from './nested';
import { outputRecords, outputsOf } from './outputTree';
import { UnsupportedCall } from './plainCallees';
import { hasKnownTrips } from './prepare';
import { reversedCounter } from './reversedCounter';
import { accumulate, branch, Scope, type Adjoint } from './scope';
import { selectionContributions } from './selection';
import { updateOf } from './updates';

/** How the reverse sweep reaches what the forward sweep had. */
export interface Sources {
  /** A visible value's copy. */
  visible(value: Value): Value;
  /** Takes a saved value back; null until the plan is known (the trial sweep that finds out what must be saved). */
  saved(value: Value, scope: Scope, counters: (loop: LoopOp) => Value): Value;
  /** Values on the stack that were recorded at the end of a region, in order. */
  recordedIn(region: Region): readonly Value[];
  literalOf(value: Value): number | null;
}

/** The derivative of a call that stays a call. */
export interface Calls { reverse(call: CallOp, seed: Value | null, scope: Scope, sweep: ReverseSweep): void }

export class ReverseSweep {
  /** Shadows made by the reverse sweep. */
  private readonly shadows = new Map<Value, Value>();
  private given: ReadonlyMap<Value, Value> = new Map();
  /** Records that stand for their fields: these have been seeded one by one. */
  private readonly transparent: ReadonlySet<Value>;

  constructor(
    readonly analysis: Analysis, private readonly plan: Plan, private readonly sources: Sources,
    private readonly paired: ReadonlyMap<Value, Value>, private readonly trips: ReadonlySet<Value>, private readonly calls: Calls,
  ) {
    this.transparent = outputRecords(outputsOf(analysis));
  }

  /** The scope of the function's body. `given`: primal values that are the shadows of parameters. */
  start(given: ReadonlyMap<Value, Value>): Scope {
    const scope = new Scope(this.analysis.func.body, null, 'function', this.analysis.definitions);
    this.given = given;
    this.enter(scope, this.analysis.func.body);
    return scope;
  }

  /** Reverses all operations of a region; its yields have been seeded. */
  region(scope: Scope, region: Region): void {
    const end = region.ops.at(-1);
    if (end !== undefined && end.kind === 'throw') return;
    for (let i = region.ops.length - 1; i >= 0; i--) {
      const op = region.ops[i];
      if (op !== undefined) this.op(op, region.ops[i - 1], scope);
    }
  }

  private op(op: Op, before: Op | undefined, scope: Scope): void {
    const origin = withRole(op.origin, 'adjoint');
    switch (op.kind) {
      case 'prim': this.prim(op, scope, origin); return;
      case 'load': this.read(op.result, scope, () => this.element(op.ref, op.index, scope), origin); return;
      case 'getfield': this.read(op.result, scope, () => this.field(op.ref, op.field, scope), origin); return;
      case 'store': this.store(op, scope, origin); return;
      case 'setfield': this.written(op.value, this.holds(op.ref, op.field), scope, () => this.field(op.ref, op.field, scope), origin); return;
      // The shadow of what grows has grown with it (pass `pairShadows`); that push has no adjoint of its own.
      case 'push': if (op.origin.role !== 'adjoint') this.push(op, before, scope, origin); return;
      case 'fill': this.fill(op.ref, op.value, scope, origin); return;
      case 'array': this.arrayLiteral(op.result, op.elements, scope, origin); return;
      case 'struct': this.record(op.result, op.type.fields.map(field => field.name), op.values, scope, origin); return;
      case 'copy': this.copy(op.ref, op.result, scope, origin); return;
      case 'if': this.branch(op, scope, origin); return;
      case 'loop': this.loop(op, scope, origin); return;
      case 'call': this.calls.reverse(op, scope.adjoints.get(op.result)?.value ?? null, scope, this); return;
      default: return;
    }
  }

  // ---- primal values

  /** A primal value in the reverse sweep. */
  resolve(value: Value, scope: Scope): Value {
    const found = scope.lookup(value);
    if (found !== null) return found;
    switch (this.plan.availability(value)) {
      case 'visible': return this.sources.visible(value);
      case 'counter': throw new Error('an induction variable is used outside its loop');
      case 'saved': {
        const taken = this.sources.saved(value, scope, loop => this.counterOf(loop, scope));
        scope.known.set(value, taken);
        return taken;
      }
      case 'recompute': return this.recompute(value, scope);
    }
  }

  private recompute(value: Value, scope: Scope): Value {
    const op = this.analysis.definitions.opOf(value);
    if (op === null) throw new Error('only operations are recomputed');
    const again = newValue(value.type, value.name);
    const copy = mapOp(op, v => this.resolve(v, scope), r => r);
    if (!('result' in copy)) throw new Error('only operations with one result are recomputed');
    scope.out.append({ ...copy, result: again, origin: withRole(op.origin, 'adjoint') });
    scope.known.set(value, again);
    return again;
  }

  private counterOf(loop: LoopOp, scope: Scope): Value {
    const [counter] = loop.body.params;
    const found = counter === undefined ? null : scope.lookup(counter);
    if (found === null) throw new Error('a loop is reversed with its induction variable at hand');
    return found;
  }

  // ---- shadows

  /** The shadow of a reference, at hand in this scope. */
  shadow(ref: Value, scope: Scope): Value {
    const own = this.shadows.get(ref);
    if (own !== undefined) return own;
    const beside = this.given.get(ref) ?? this.paired.get(ref);
    if (beside !== undefined) return this.resolve(beside, scope);
    throw new Error(`no shadow for ${ref.name ?? 'a reference'}`);
  }

  private holds(ref: Value, place: string): boolean { return this.analysis.activity.isActivePlace(this.analysis.memory.placeOf(ref, place)); }

  /** Replays what the region recorded, and makes the shadows of the memory it made. */
  private enter(scope: Scope, region: Region): void {
    const origin: Origin = { span: null, role: 'tape', site: -1 };
    for (const value of [...this.sources.recordedIn(region)].reverse()) {
      const result = newValue(value.type, value.type.kind === 'num' ? describe(value, this.analysis.definitions) : value.name);
      scope.out.append({ kind: 'replay', result, origin });
      scope.known.set(value, result);
    }
    for (const op of region.ops) {
      if (op.kind === 'struct') this.recordShadow(op, scope);
      if (op.kind === 'call' && this.analysis.activity.isActiveMemory(op.result)) throw new UnsupportedCall(op.origin, op.callee);
      if (op.kind !== 'alloc' && op.kind !== 'array' && op.kind !== 'copy') continue;
      if (this.given.has(op.result) || this.paired.has(op.result) || !this.holds(op.result, elements)) continue;
      const length = op.kind === 'alloc' ? this.resolve(op.length, scope)
        : op.kind === 'array' ? scope.out.constant(op.elements.length, origin)
          : scope.out.len(this.resolve(op.ref, scope), origin);
      if (op.result.type.kind === 'array') this.shadows.set(op.result, scope.out.alloc(op.result.type, length, withRole(op.origin, 'adjoint'), adjointName(op.result.name ?? 'values')));
    }
  }

  /** The shadow of a record that stays where it was made. */
  private recordShadow(op: StructOp, scope: Scope): void {
    if (this.transparent.has(op.result) || this.given.has(op.result) || this.paired.has(op.result) || !numberPlaces(op.type).some(place => this.holds(op.result, place))) return;
    if (op.type.fields.some(field => isReference(field.type))) throw new Error('the shadow of a record that holds references stands beside it');
    const origin = withRole(op.origin, 'adjoint');
    const values = op.type.fields.map(field => scope.out.constant(field.type.kind === 'bool' ? false : 0, origin));
    this.shadows.set(op.result, scope.out.struct(op.type, values, origin, adjointName(op.result.name ?? 'record')));
  }

  private element(ref: Value, index: Value, scope: Scope): Slotted {
    const shadow = this.shadow(ref, scope);
    const at = this.resolve(index, scope);
    return {
      get: origin => scope.out.load(shadow, at, origin),
      set: (value, origin) => scope.out.store(shadow, at, value, origin),
    };
  }

  private field(ref: Value, field: string, scope: Scope): Slotted {
    const shadow = this.shadow(ref, scope);
    return {
      get: origin => scope.out.getField(shadow, field, origin),
      set: (value, origin) => scope.out.setField(shadow, field, value, origin),
    };
  }

  // ---- numbers

  private prim(op: PrimOp, scope: Scope, origin: Origin): void {
    const adjoint = scope.adjoints.get(op.result);
    if (adjoint === undefined || !isRealPrimitive(op.prim) || !this.analysis.activity.isActive(op.result)) return;
    const rule = rules[op.prim];
    const give = (to: Scope, contributions: readonly Contribution[], live: Value | null): void => {
      for (const { argument, value } of contributions) accumulate(to, argument, name => value(name), live, origin);
    };
    const isActive = (argument: Value): boolean => this.analysis.activity.isActive(argument);
    switch (rule.kind) {
      case 'cut': return;
      case 'smooth': {
        if (rule.linear || adjoint.live === null || (scope.soft.has(adjoint.live) && !mayBeInfinite(op, value => this.literalOf(value)))) {
          give(scope, contribute(op, rule, adjoint.value, scope, this, isActive, origin), adjoint.live);
          return;
        }
        const live = adjoint.live;
        branch(scope, this.analysis.definitions, () => live, [null, null], [
          inner => { give(inner, contribute(op, rule, adjoint.value, inner, this, isActive, origin), null); },
          () => undefined,
        ], origin);
        return;
      }
      case 'selection': selectionContributions(op, adjoint.value, adjoint.live, scope, this, isActive, origin);
    }
  }

  private read(result: Value, scope: Scope, place: () => Slotted, origin: Origin): void {
    const adjoint = scope.adjoints.get(result);
    if (adjoint === undefined || !this.analysis.activity.isActive(result)) return;
    const at = place();
    at.set(scope.out.prim('add', [at.get(origin), adjoint.value], origin), origin);
  }

  private store(op: StoreOp, scope: Scope, origin: Origin): void {
    const active = this.holds(op.ref, elements);
    const update = active && !isReference(op.value.type) ? updateOf(op, this.analysis) : null;
    if (update === null) {
      this.written(op.value, active, scope, () => this.element(op.ref, op.index, scope), origin);
    } else if (this.analysis.activity.isActive(update.added)) {
      const taken = this.element(op.ref, op.index, scope).get(origin);
      accumulate(scope, update.added, () => (update.negated ? scope.out.prim('neg', [taken], origin) : taken), null, origin);
    }
  }

  private written(value: Value, active: boolean, scope: Scope, place: () => Slotted, origin: Origin): void {
    if (!active || isReference(value.type)) return;
    const at = place();
    if (this.analysis.activity.isActive(value)) {
      const taken = at.get(origin);
      accumulate(scope, value, () => taken, null, origin);
    }
    at.set(scope.out.constant(0, origin), origin);
  }

  // ---- memory

  private push(op: PushOp, before: Op | undefined, scope: Scope, origin: Origin): void {
    if (!this.holds(op.ref, elements)) return;
    if (before === undefined || before.kind !== 'len') throw new Error('before a prepared push stands the position it writes');
    this.written(op.value, this.holds(op.ref, elements), scope, () => this.element(op.ref, before.result, scope), origin);
  }

  private fill(ref: Value, value: Value, scope: Scope, origin: Origin): void {
    if (!this.holds(ref, elements) || isReference(value.type)) return;
    const shadow = this.shadow(ref, scope);
    if (this.analysis.activity.isActive(value)) {
      const sum = sumOf(shadow, scope, value.name, origin);
      accumulate(scope, value, () => sum, null, origin);
    }
    scope.out.fill(shadow, scope.out.constant(0, origin), origin);
  }

  private arrayLiteral(result: Value, values: readonly Value[], scope: Scope, origin: Origin): void {
    if (!this.holds(result, elements)) return;
    values.forEach((value, i) => {
      if (!this.analysis.activity.isActive(value)) return;
      const taken = scope.out.load(this.shadow(result, scope), scope.out.constant(i, origin), origin);
      accumulate(scope, value, () => taken, null, origin);
    });
  }

  private record(result: Value, fields: readonly string[], values: readonly Value[], scope: Scope, origin: Origin): void {
    if (this.transparent.has(result)) return;
    values.forEach((value, i) => {
      const field = fields[i];
      if (field === undefined || value.type.kind !== 'num' || !this.holds(result, field) || !this.analysis.activity.isActive(value)) return;
      const taken = scope.out.getField(this.shadow(result, scope), field, origin);
      accumulate(scope, value, () => taken, null, origin);
    });
  }

  private copy(from: Value, to: Value, scope: Scope, origin: Origin): void {
    for (const place of numberPlaces(from.type)) {
      if (!this.holds(from, place) || !this.holds(to, place)) continue;
      const [target, source] = [this.shadow(from, scope), this.shadow(to, scope)];
      if (target === source) continue;
      if (place !== elements) {
        scope.out.setField(target, place, scope.out.prim('add', [scope.out.getField(target, place, origin), scope.out.getField(source, place, origin)], origin), origin);
        continue;
      }
      addInto(target, source, scope.out, origin);
    }
  }

  // ---- control flow

  private branch(op: IfOp, scope: Scope, origin: Origin): void {
    const seeds = op.results.map(result => scope.adjoints.get(result) ?? null);
    const side = (region: Region) => (inner: Scope): void => {
      this.enter(inner, region);
      seeds.forEach((seed, i) => {
        const value = yielded(region)[i];
        if (seed !== null && value !== undefined && this.analysis.activity.isActive(value)) accumulate(inner, value, () => seed.value, seed.live, origin);
      });
      this.region(inner, region);
    };
    branch(scope, this.analysis.definitions, () => this.resolve(op.cond, scope), [op.then, op.else], [side(op.then), side(op.else)], origin);
  }

  private loop(op: LoopOp, scope: Scope, origin: Origin): void {
    const params = carriedParams(op);
    const active = params.map((param, i) => ({ param, i })).filter(({ param, i }) => {
      const result = op.results[i];
      return this.analysis.activity.isActive(param) || (result !== undefined && this.analysis.activity.isActive(result));
    });
    const seeded = active.some(({ i }) => { const result = op.results[i]; return result !== undefined && scope.adjoints.has(result); });
    if (!seeded && !this.touchesActiveMemory(op)) return;
    const before = active.map(({ i }) => { const result = op.results[i]; return result === undefined ? null : scope.adjoints.get(result) ?? null; });
    // Most adjoints that an iteration takes in are always live; whether they are is known when the iteration has been reversed.
    const always = before.map(adjoint => adjoint !== null && adjoint.live === null);
    let iteration = this.iteration(op, active, before, always, scope, origin);
    while (iteration.handedOn.some((adjoint, k) => always[k] === true && adjoint?.live !== null)) {
      iteration.handedOn.forEach((adjoint, k) => { if (adjoint?.live !== null) always[k] = false; });
      iteration = this.iteration(op, active, before, always, scope, origin);
    }
    const { inner, counter, carried, handedOn } = iteration;
    const entered = [...inner.entered].map(([value, taken]) => ({ value, taken, end: inner.adjoints.get(value) ?? { value: taken.param, live: taken.live?.param ?? null } }));
    const flags = [
      ...carried.flatMap(({ live }, k) => { const end = handedOn[k] ?? null; return live === null ? [] : [{ ...live, next: end === null ? inner.never() : inner.condition(end.live), after: newValue(bool) }]; }),
      ...entered.flatMap(({ taken: { live }, end }) => (live === null ? [] : [{ ...live, next: inner.condition(end.live), after: newValue(bool) }])),
    ];
    for (const { after } of flags) scope.soft.add(after);
    const flagOf = (param: Value | undefined): Value | null => flags.find(flag => flag.param === param)?.after ?? null;
    inner.out.yield([inner.out.constant(true, origin), ...handedOn.map(end => end?.value ?? inner.zeroValue()), ...entered.map(({ end }) => end.value), ...flags.map(flag => flag.next)], origin);
    const after = [...carried.map(({ seed }) => newValue(num, seed.name)), ...entered.map(({ taken }) => newValue(num, taken.param.name))];
    scope.out.loop({
      counter: counter.counter, test: null, origin, results: [...after, ...flags.map(flag => flag.after)],
      inits: [...carried.map(({ init }) => init), ...entered.map(({ taken }) => taken.init), ...flags.map(flag => flag.init)],
      body: { params: [counter.param, ...carried.map(({ seed }) => seed), ...entered.map(({ taken }) => taken.param), ...flags.map(flag => flag.param)], ops: inner.out.finish().ops },
    });
    // What entered the loop has its adjoint from there; an initial value may be one of these, and gets its share after that.
    entered.forEach(({ value, taken, end }, k) => {
      const adjoint = after[carried.length + k];
      if (adjoint !== undefined) scope.adjoints.set(value, { value: adjoint, live: end.live === null ? null : flagOf(taken.live?.param) });
    });
    carried.forEach(({ i, live }, k) => {
      const [init, adjoint] = [op.inits[i], after[k]];
      // A loop that contributes in each iteration counts as having run.
      const condition = handedOn[k]?.live === null ? null : flagOf(live?.param);
      if (init !== undefined && adjoint !== undefined && this.analysis.activity.isActive(init)) accumulate(scope, init, () => adjoint, condition, origin);
    });
  }

  /** One iteration reversed. `before`: adjoints of the loop's results; `always`: which carried adjoints are live in every iteration. */
  private iteration(op: LoopOp, active: readonly Carried[], before: readonly (Adjoint | null)[], always: readonly boolean[], scope: Scope, origin: Origin): Iteration {
    const inner = new Scope(op.body, scope, 'iteration', this.analysis.definitions);
    const counter = this.startIteration(op, scope, inner, origin);
    this.enter(inner, op.body);
    const carried = active.map(({ param, i }, k) => ({
      i, init: before[k]?.value ?? scope.zeroValue(), seed: newValue(num, adjointName(describe(param, this.analysis.definitions))),
      live: always[k] === true ? null : { param: newValue(bool), init: before[k] === null ? scope.never() : scope.condition(before[k]?.live ?? null) },
    }));
    for (const { i, seed, live } of carried) {
      if (live !== null) inner.soft.add(live.param);
      const next = nextCarried(op)[i];
      if (next !== undefined && this.analysis.activity.isActive(next)) accumulate(inner, next, () => seed, live?.param ?? null, origin);
    }
    this.region(inner, op.body);
    return { inner, counter, carried, handedOn: active.map(({ param }) => inner.adjoints.get(param) ?? null) };
  }

  /** The counter of the reversed loop; the primal's induction variable becomes known in the iteration. */
  private startIteration(op: LoopOp, scope: Scope, inner: Scope, origin: Origin): { readonly counter: NonNullable<LoopOp['counter']>; readonly param: Value } {
    const [variable] = op.body.params;
    if (op.counter !== null && variable !== undefined && hasKnownTrips(op)) {
      const param = newValue(num, variable.name);
      inner.known.set(variable, param);
      return { counter: reversedCounter(op.counter, this, scope, origin), param };
    }
    const trips = op.results.find(result => this.trips.has(result));
    if (trips === undefined) throw new Error('a prepared loop knows its trips');
    const last = scope.out.prim('sub', [this.resolve(trips, scope), scope.out.constant(1, origin)], origin);
    const param = newValue(num, 'trip');
    if (op.counter !== null && variable !== undefined) {
      const travelled = op.counter.step === 1 ? param : inner.out.prim('mul', [param, inner.out.constant(op.counter.step, origin)], origin);
      const fromZero = this.sources.literalOf(op.counter.from) === 0;
      inner.known.set(variable, fromZero ? travelled : inner.out.prim('add', [this.resolve(op.counter.from, scope), travelled], origin, variable.name));
    }
    return { counter: { from: last, to: scope.out.constant(0, origin), step: -1, compare: 'ge' }, param };
  }

  literalOf(value: Value): number | null { return this.sources.literalOf(value); }

  private touchesActiveMemory(op: LoopOp): boolean {
    let touches = false;
    visitOps(op.body, inner => {
      switch (inner.kind) {
        case 'load': case 'store': case 'push': case 'fill': touches ||= this.holds(inner.ref, elements); break;
        case 'getfield': case 'setfield': touches ||= this.holds(inner.ref, inner.field); break;
        case 'array': case 'struct': case 'copy': touches ||= numberPlaces(inner.result.type).some(place => this.holds(inner.result, place)); break;
        case 'call': touches ||= results(inner).some(r => this.analysis.activity.isActive(r)) || inner.args.some(arg => this.analysis.activity.isActiveMemory(arg)); break;
        default: break;
      }
    });
    return touches;
  }
}

/** An active carried value: its parameter in the body, and its position. */
interface Carried { readonly param: Value; readonly i: number }

interface Iteration {
  readonly inner: Scope;
  readonly counter: { readonly counter: NonNullable<LoopOp['counter']>; readonly param: Value };
  readonly carried: readonly { readonly i: number; readonly init: Value; readonly seed: Value; readonly live: { readonly param: Value; readonly init: Value } | null }[];
  /** Adjoints of the carried values at the start of the iteration; null for a structural zero. */
  readonly handedOn: readonly (Adjoint | null)[];
}

/** One element or field of a shadow. */
interface Slotted { get(origin: Origin): Value; set(value: Value, origin: Origin): void }

/** Σ shadow[k]. */
function sumOf(shadow: Value, scope: Scope, name: string | null, origin: Origin): Value {
  const [k, carried, total] = [newValue(num, 'k'), newValue(num, adjointName(name ?? 'sum')), newValue(num, adjointName(name ?? 'sum'))];
  const inner = new Scope(null, scope, 'branch', scope.defined);
  const next = inner.out.prim('add', [carried, inner.out.load(shadow, k, origin)], origin);
  inner.out.yield([inner.out.constant(true, origin), next], origin);
  scope.out.loop({
    counter: { from: scope.zeroValue(), to: scope.out.len(shadow, origin), step: 1, compare: 'lt' }, test: null, origin,
    inits: [scope.zeroValue()], body: { params: [k, carried], ops: inner.out.finish().ops }, results: [total],
  });
  return total;
}
