/**
 * Memory in reverse, through its shadows.
 *
 *   v = load r[i]      dr[i] += dv
 *   store r[i] = v     dv += dr[i];  dr[i] = 0
 *   r[i] += e          de += dr[i]
 *   push r, v          dv += pop dr
 *   v = pop r          push dr, dv
 *   insert r[i], v     dv += remove dr[i]
 *   v = remove r[i]    insert dr[i], dv
 */
import { newValue, RegionBuilder } from '../ir/builder';
import type { GetFieldOp, InsertOp, LoadOp, PopOp, PushOp, Region, RemoveOp, SetFieldOp, StoreOp, Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { isReference, num } from '../ir/type';
import { elements } from '../passes/memory';
import { numberPlaces } from './activity';
import { adjointName } from './names';
import { addInto, shadowed } from './nested';
import type { ReverseSweep } from './reverseSweep';
import { accumulate, Scope } from './scope';
import { updateOf } from './updates';

export class MemoryAdjoints {
  constructor(private readonly sweep: ReverseSweep) {}

  private element(ref: Value, index: Value, scope: Scope): Slotted {
    const shadow = this.sweep.shadow(ref, scope);
    const at = this.sweep.resolve(index, scope);
    const lives = this.sweep.liveElements(ref);
    return {
      get: origin => scope.out.load(shadow, at, origin),
      set: (value, origin) => scope.out.store(shadow, at, value, origin),
      live: lives === null ? null : {
        get: origin => scope.out.load(lives, at, origin),
        set: (value, origin, to = scope.out) => to.store(lives, at, to.constant(value, origin), origin),
      },
    };
  }

  private field(ref: Value, field: string, scope: Scope): Slotted {
    const shadow = this.sweep.shadow(ref, scope);
    return {
      get: origin => scope.out.getField(shadow, field, origin),
      set: (value, origin) => scope.out.setField(shadow, field, value, origin),
      live: null,
    };
  }

  load(op: LoadOp, scope: Scope, origin: Origin): void {
    this.read(op.result, scope, () => this.element(op.ref, op.index, scope), origin);
    if (scope.adjoints.get(op.result)?.live !== null) return;
    const loop = this.sweep.liveness.loopOverAll(op);
    if (loop !== null) this.sweep.cover(op.ref, loop);
  }

  getField(op: GetFieldOp, scope: Scope, origin: Origin): void { this.read(op.result, scope, () => this.field(op.ref, op.field, scope), origin); }

  setField(op: SetFieldOp, scope: Scope, origin: Origin): void { this.written(op.ref, op.value, this.sweep.holds(op.ref, op.field), scope, () => this.field(op.ref, op.field, scope), origin); }

  private read(result: Value, scope: Scope, place: () => Slotted, origin: Origin): void {
    const adjoint = scope.adjoints.get(result);
    if (adjoint === undefined || !this.sweep.analysis.activity.isActive(result)) return;
    const at = place();
    at.set(scope.out.prim('add', [at.get(origin), adjoint.value], origin), origin);
    const { live } = at;
    if (live === null) return;
    if (adjoint.live === null) { live.set(true, origin); return; }
    const then = new RegionBuilder();
    live.set(true, origin, then);
    then.yield([], origin);
    scope.out.if(adjoint.live, then.finish(), emptyRegion(origin), [], origin);
  }

  /** The condition under which something has contributed to an element that `value` was stored in; null: always. */
  private whenLive(ref: Value, value: Value, at: Slotted, scope: Scope, origin: Origin): Value | null {
    if (this.sweep.isCovered(ref)) return null;
    if (at.live === null) {
      if (this.sweep.ownsShadow(ref) && this.sweep.liveness.matters(ref, value)) this.sweep.liveness.need(ref);
      return null;
    }
    const live = at.live.get(origin);
    scope.soft.add(live);
    return live;
  }

  store(op: StoreOp, scope: Scope, origin: Origin): void {
    const active = this.sweep.holds(op.ref, elements);
    const update = active && !isReference(op.value.type) ? updateOf(op, this.sweep.analysis) : null;
    if (update === null) {
      this.written(op.ref, op.value, active, scope, () => this.element(op.ref, op.index, scope), origin);
    } else if (this.sweep.analysis.activity.isActive(update.added)) {
      const at = this.element(op.ref, op.index, scope);
      const taken = at.get(origin), live = this.whenLive(op.ref, update.added, at, scope, origin);
      accumulate(scope, update.added, () => (update.negated ? scope.out.prim('neg', [taken], origin) : taken), live, origin);
    }
  }

  private written(ref: Value, value: Value, active: boolean, scope: Scope, place: () => Slotted, origin: Origin): void {
    if (!active || isReference(value.type)) return;
    const at = place();
    if (this.sweep.analysis.activity.isActive(value)) {
      const taken = at.get(origin), live = this.whenLive(ref, value, at, scope, origin);
      accumulate(scope, value, () => taken, live, origin);
    }
    at.set(scope.out.constant(0, origin), origin);
    at.live?.set(false, origin);
  }

  /** At every moment the shadow is as long as the memory was: where that grew, the shadow shrinks, and the other way round. */
  resized(op: PushOp | PopOp | InsertOp | RemoveOp, scope: Scope, origin: Origin): void {
    if (!this.sweep.holds(op.ref, elements) || op.ref.type.kind !== 'array' || isReference(op.ref.type.element)) return;
    const shadow = this.sweep.shadow(op.ref, scope);
    const given = 'result' in op ? scope.adjoints.get(op.result)?.value ?? scope.zeroValue() : null;
    switch (op.kind) {
      case 'push': this.takenBack(op.value, scope.out.pop(shadow, origin), scope, origin); return;
      case 'insert': this.takenBack(op.value, scope.out.remove(shadow, this.sweep.resolve(op.index, scope), origin), scope, origin); return;
      case 'pop': if (given !== null) scope.out.push(shadow, given, origin); return;
      case 'remove': if (given !== null) scope.out.insert(shadow, this.sweep.resolve(op.index, scope), given, origin);
    }
  }

  private takenBack(value: Value, adjoint: Value, scope: Scope, origin: Origin): void {
    if (this.sweep.analysis.activity.isActive(value)) accumulate(scope, value, () => adjoint, null, origin);
  }

  fill(ref: Value, value: Value, scope: Scope, origin: Origin): void {
    if (!this.sweep.holds(ref, elements) || isReference(value.type)) return;
    const shadow = this.sweep.shadow(ref, scope);
    if (this.sweep.analysis.activity.isActive(value)) {
      const sum = sumOf(shadow, scope, value.name, origin);
      accumulate(scope, value, () => sum, null, origin);
    }
    scope.out.fill(shadow, scope.out.constant(0, origin), origin);
    const lives = this.sweep.liveElements(ref);
    if (lives !== null) scope.out.fill(lives, scope.out.constant(false, origin), origin);
  }

  arrayLiteral(result: Value, values: readonly Value[], scope: Scope, origin: Origin): void {
    if (!this.sweep.holds(result, elements)) return;
    values.forEach((value, i) => {
      if (!this.sweep.analysis.activity.isActive(value)) return;
      const place = scope.out.constant(i, origin);
      scope.known.set(place, place);
      const at = this.element(result, place, scope);
      const taken = at.get(origin);
      accumulate(scope, value, () => taken, this.whenLive(result, value, at, scope, origin), origin);
    });
  }

  record(result: Value, fields: readonly string[], values: readonly Value[], scope: Scope, origin: Origin): void {
    if (this.sweep.transparent.has(result)) return;
    values.forEach((value, i) => {
      const field = fields[i];
      if (field === undefined || value.type.kind !== 'num' || !this.sweep.holds(result, field) || !this.sweep.analysis.activity.isActive(value)) return;
      const taken = scope.out.getField(this.sweep.shadow(result, scope), field, origin);
      accumulate(scope, value, () => taken, null, origin);
    });
  }

  copy(from: Value, to: Value, scope: Scope, origin: Origin): void {
    for (const place of numberPlaces(from.type)) {
      if (!this.sweep.holds(from, place) || !this.sweep.holds(to, place)) continue;
      const [target, source] = [this.sweep.shadow(from, scope), this.sweep.shadow(to, scope)];
      if (target === source) continue;
      if (place !== elements) {
        scope.out.setField(target, place, scope.out.prim('add', [scope.out.getField(target, place, origin), scope.out.getField(source, place, origin)], origin), origin);
        continue;
      }
      addInto(target, source, shadowed(this.sweep.analysis, from), scope.out, origin);
      const lives = this.sweep.liveElements(from);
      if (lives !== null) this.copyLives(lives, this.sweep.liveElements(to), scope, origin);
      else if (this.sweep.ownsShadow(from) && this.sweep.isCovered(to)) this.sweep.cover(from);
    }
  }

  /** What is live in a copy is live in the original; a copy that keeps no account counts as live. */
  private copyLives(target: Value, source: Value | null, scope: Scope, origin: Origin): void {
    if (source === null) { scope.out.fill(target, scope.out.constant(true, origin), origin); return; }
    const k = newValue(num, 'k');
    const [body, then] = [new RegionBuilder([k]), new RegionBuilder()];
    then.store(target, k, then.constant(true, origin), origin);
    then.yield([], origin);
    body.if(body.load(source, k, origin), then.finish(), emptyRegion(origin), [], origin);
    body.yield([body.constant(true, origin)], origin);
    scope.out.loop({ counter: { from: scope.zeroValue(), to: scope.out.len(source, origin), step: 1, compare: 'lt' }, test: null, origin, inits: [], body: body.finish(), results: [] });
  }
}

/** One element or field of a shadow. */
interface Slotted {
  get(origin: Origin): Value;
  set(value: Value, origin: Origin): void;
  /** Whether something has contributed to it, where that is kept account of. */
  readonly live: { get(origin: Origin): Value; set(value: boolean, origin: Origin, to?: RegionBuilder): void } | null;
}

function emptyRegion(origin: Origin): Region {
  const empty = new RegionBuilder();
  empty.yield([], origin);
  return empty.finish();
}

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
