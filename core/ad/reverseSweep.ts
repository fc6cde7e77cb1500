/**
 * The reverse sweep: each operation of the primal, last first, hands the adjoint of its result to its arguments.
 *
 * Input: the analysis, the plan, and access to what the forward sweep left (`Sources`). Output: operations appended to the scope.
 * Adjoints of numbers are values; adjoints of memory are shadow arrays and records, changed in place (`reverseMemory.ts`).
 * Control flow is that of the primal, backwards. See docs/memory-model.md.
 */
import { newValue } from '../ir/builder';
import type { CallOp, IfOp, LoopOp, Op, PrimOp, Region, StructOp, Value } from '../ir/op';
import { withRole, type Origin } from '../ir/origin';
import { isRealPrimitive } from '../ir/primitive';
import { arrayOf, bool, isReference } from '../ir/type';
import { mapOp } from '../ir/walk';
import { yielded } from '../passes/definitions';
import { rules } from '../rules/table';
import type { Analysis } from './analysis';
import type { Plan } from './availability';
import { numberPlaces } from './activity';
import { contribute, type Contribution } from './contribute';
import { elements } from '../passes/memory';
import { shadows } from './companions';
import { adjointName, describe } from './names';
import { outputRecords, type Output } from './outputTree';
import { reverseLoop } from './reverseLoop';
import { writtenBy, type Liveness } from './liveness';
import { MemoryAdjoints } from './reverseMemory';
import { accumulate, branch, Scope, type Adjoint } from './scope';
import { selectionContributions } from './selection';
import { mayBeInfinite } from './singular';

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

/** The derivative of a call that stays a call. `adjoint`: that of its result; null for a structural zero. */
export interface Calls { reverse(call: CallOp, adjoint: Adjoint | null, scope: Scope, sweep: ReverseSweep): void }

export class ReverseSweep {
  /** Shadows made by the reverse sweep. */
  private readonly shadows = new Map<Value, Value>();
  private given: ReadonlyMap<Value, Value> = new Map();
  /** For shadows that need it: which elements something has contributed to. */
  private readonly lives = new Map<Value, Value>();
  /** Arrays whose every element something has contributed to by now. */
  private readonly covered = new Set<Value>();
  private readonly covering = new Map<Op, Value[]>();
  /** Records that stand for their fields: these have been seeded one by one. */
  readonly transparent: ReadonlySet<Value>;
  private readonly beside: ReadonlySet<Value>;

  private readonly memory = new MemoryAdjoints(this);

  constructor(
    readonly analysis: Analysis, private readonly plan: Plan, private readonly sources: Sources,
    private readonly paired: ReadonlyMap<Value, Value>, readonly trips: ReadonlySet<Value>, private readonly calls: Calls,
    readonly liveness: Liveness, outputs: Output,
  ) {
    this.transparent = outputRecords(outputs);
    this.beside = new Set([...paired].flatMap(([ref, shadow]) => (ref === shadow ? [] : [shadow])));
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
      if (op === undefined) continue;
      this.op(op, scope);
      if (this.covered.size > 0) for (const ref of writtenBy(op)) this.covered.delete(ref);
      for (const ref of this.covering.get(op) ?? []) this.covered.add(ref);
    }
  }

  private op(op: Op, scope: Scope): void {
    if (this.isShadow(op)) return;
    const origin = withRole(op.origin, 'adjoint');
    switch (op.kind) {
      case 'prim': this.prim(op, scope, origin); return;
      case 'load': this.memory.load(op, scope, origin); return;
      case 'getfield': this.memory.getField(op, scope, origin); return;
      case 'store': this.memory.store(op, scope, origin); return;
      case 'setfield': this.memory.setField(op, scope, origin); return;
      // The shadow of what grows or shrinks has done so with it (pass `pairShadows`); that has no adjoint of its own.
      case 'push': case 'pop': case 'insert': case 'remove': if (op.origin.role !== 'adjoint') this.memory.resized(op, scope, origin); return;
      case 'fill': this.memory.fill(op.ref, op.value, scope, origin); return;
      case 'array': this.memory.arrayLiteral(op.result, op.elements, scope, origin); return;
      case 'struct': this.memory.record(op.result, op.type.fields.map(field => field.name), op.values, scope, origin); return;
      case 'copy': this.memory.copy(op.ref, op.result, scope, origin); return;
      case 'if': this.branch(op, scope, origin); return;
      case 'loop': reverseLoop(this, op, scope, origin); return;
      case 'call': this.calls.reverse(op, scope.adjoints.get(op.result) ?? null, scope, this); return;
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

  hasShadow(ref: Value): boolean { return this.shadows.has(ref) || this.given.has(ref) || this.paired.has(ref); }

  /** The shadow of a reference, at hand in this scope. */
  shadow(ref: Value, scope: Scope): Value {
    const own = this.shadows.get(ref);
    if (own !== undefined) return own;
    const beside = this.given.get(ref) ?? this.paired.get(ref);
    if (beside !== undefined) return this.resolve(beside, scope);
    throw new Error(`no shadow for ${ref.name ?? 'a reference'}`);
  }

  /** Whether the operation makes a shadow that stands beside its reference: it has none of its own. */
  private isShadow(op: Op): boolean { return 'result' in op && isReference(op.result.type) && this.beside.has(op.result); }

  /** Which elements of the shadow of `ref` something has contributed to; null where that is not asked, or true of all. */
  liveElements(ref: Value): Value | null { return this.lives.get(ref) ?? null; }
  isCovered(ref: Value): boolean { return this.covered.has(ref); }
  /** From here on (backwards) something has contributed to every element. */
  cover(ref: Value, loop: LoopOp | null = null): void {
    if (loop === null) this.covered.add(ref);
    else this.covering.set(loop, [...this.covering.get(loop) ?? [], ref]);
  }
  /** Whether the reverse sweep made the shadow of `ref`. */
  ownsShadow(ref: Value): boolean { return this.shadows.has(ref); }

  holds(ref: Value, place: string): boolean { return this.analysis.activity.isActivePlace(this.analysis.memory.placeOf(ref, place)); }

  /** Replays what the region recorded, and makes the shadows of the memory it made. */
  enter(scope: Scope, region: Region): void {
    const origin: Origin = { span: null, role: 'tape', site: -1 };
    for (const value of [...this.sources.recordedIn(region)].reverse()) {
      const result = newValue(value.type, value.type.kind === 'num' ? describe(value, this.analysis.definitions) : value.name);
      scope.out.append({ kind: 'replay', result, origin });
      scope.known.set(value, result);
    }
    for (const op of region.ops) {
      if (this.isShadow(op)) continue;
      if (op.kind === 'struct') this.recordShadow(op, scope);
      if (op.kind !== 'alloc' && op.kind !== 'array' && op.kind !== 'copy') continue;
      if (this.given.has(op.result) || this.paired.has(op.result) || !this.holds(op.result, elements)) continue;
      const length = op.kind === 'alloc' ? this.resolve(op.length, scope)
        : op.kind === 'array' ? scope.out.constant(op.elements.length, origin)
          : scope.out.len(this.resolve(op.ref, scope), origin);
      if (op.result.type.kind !== 'array') continue;
      const name = adjointName(op.result.name ?? 'values');
      this.shadows.set(op.result, scope.out.alloc(shadows.array(op.result.type), length, withRole(op.origin, 'adjoint'), name));
      if (this.liveness.isNeeded(op.result)) this.lives.set(op.result, scope.out.alloc(arrayOf('array', bool), length, withRole(op.origin, 'adjoint'), `${name}Live`));
    }
  }

  /** The shadow of a record that stays where it was made. */
  private recordShadow(op: StructOp, scope: Scope): void {
    if (this.transparent.has(op.result) || this.given.has(op.result) || this.paired.has(op.result) || !numberPlaces(op.type).some(place => this.holds(op.result, place))) return;
    if (op.type.fields.some(field => isReference(field.type))) throw new Error('the shadow of a record that holds references stands beside it');
    const origin = withRole(op.origin, 'adjoint');
    const type = shadows.struct(op.type);
    const values = type.fields.map(() => scope.out.constant(0, origin));
    this.shadows.set(op.result, scope.out.struct(type, values, origin, adjointName(op.result.name ?? 'record')));
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
        if (rule.linear || adjoint.live === null || (scope.soft.has(adjoint.live) && !mayBeInfinite(op, this.analysis))) {
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

  literalOf(value: Value): number | null { return this.sources.literalOf(value); }

}
