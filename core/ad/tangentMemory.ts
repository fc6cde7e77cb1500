/** Tangents in memory: shadows hold them, and are read and written along with what they belong to; so are the flags of structural zeros. */
import type { InsertOp, Op, PopOp, PushOp, RemoveOp, Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { isReference } from '../ir/type';
import { results } from '../ir/walk';
import { elements } from '../passes/memory';
import { numberPlaces } from './activity';
import type { Adjoint, Scope } from './scope';
import type { TangentSweep } from './tangent';

export class MemoryTangents {
  /** Shadow, or flags → the reference it belongs to. */
  private readonly shadowed: ReadonlyMap<Value, Value>;
  private readonly flagged: ReadonlyMap<Value, Value>;
  /** The operation on memory whose shadow is to be treated next, and the flag that was taken with it. */
  private last: PushOp | InsertOp | PopOp | RemoveOp | null = null;
  private takenFlag: Value | null = null;

  constructor(private readonly sweep: TangentSweep) {
    const reversed = (pairs: Iterable<readonly [Value, Value]>): ReadonlyMap<Value, Value> => new Map([...pairs].map(([ref, beside]) => [beside, ref]));
    this.shadowed = reversed(sweep.paired);
    this.flagged = reversed(sweep.flags?.pairs ?? []);
  }

  private flagsOf(ref: Value): Value | null {
    const flags = this.sweep.flags?.pairs.get(ref);
    return flags === undefined ? null : this.sweep.copy(flags);
  }

  /** What is done to a shadow where its memory has just grown: the tangent is put in. False where the operation stands as it is. */
  instead(op: Op, scope: Scope, origin: Origin): boolean {
    const { last } = this;
    if (last === null || (op.kind !== 'push' && op.kind !== 'insert') || op.kind !== last.kind || isReference(last.value.type)) return false;
    const isShadow = this.sweep.paired.get(last.ref) === op.ref;
    if (!isShadow && this.sweep.flags?.pairs.get(last.ref) !== op.ref) return false;
    const tangent = this.kept(last.ref, elements, last.value);
    const value = isShadow ? tangent?.value ?? scope.zeroValue() : flagOf(tangent, scope);
    if (op.kind === 'push') scope.out.push(this.sweep.copy(op.ref), value, origin);
    else scope.out.insert(this.sweep.copy(op.ref), this.sweep.copy(op.index), value, origin);
    return true;
  }

  /** What follows an operation on memory. */
  after(op: Op, scope: Scope, origin: Origin): void {
    switch (op.kind) {
      case 'load': case 'getfield': {
        const shadow = this.sweep.paired.get(op.ref);
        if (shadow === undefined || !this.sweep.analysis.activity.isActive(op.result)) return;
        const read = (ref: Value): Value => (op.kind === 'load' ? scope.out.load(ref, this.sweep.copy(op.index), origin) : scope.out.getField(ref, op.field, origin));
        const flags = this.flagsOf(op.ref);
        this.found(op.result, read(this.sweep.copy(shadow)), flags === null ? null : read(flags), scope);
        return;
      }
      case 'store': this.write(op.ref, elements, op.value, (to, v) => { scope.out.store(to, this.sweep.copy(op.index), v, origin); }, scope); return;
      case 'setfield': this.write(op.ref, op.field, op.value, (to, v) => { scope.out.setField(to, op.field, v, origin); }, scope); return;
      case 'fill': this.write(op.ref, elements, op.value, (to, v) => { scope.out.fill(to, v, origin); }, scope); return;
      case 'push': case 'insert': case 'pop': case 'remove': this.resized(op, scope); return;
      case 'alloc': if (!this.shadowed.has(op.result) && !this.flagged.has(op.result)) this.allocated(op.result); else this.beside(op, scope, origin); return;
      default: this.beside(op, scope, origin);
    }
  }

  /** A number read from memory with its tangent, and whether it has one. */
  private found(result: Value, value: Value, live: Value | null, scope: Scope): void {
    if (live !== null) scope.soft.add(live);
    this.sweep.tangents.set(result, { value, live });
  }

  /** The tangent of a number that is kept in memory. A structural zero that matters there needs a flag. */
  private kept(ref: Value, place: string, value: Value): Adjoint | null {
    const tangent = this.sweep.tangents.get(value) ?? null;
    const { flags } = this.sweep;
    if ((tangent === null || tangent.live !== null) && flags !== null && !flags.pairs.has(ref) && this.sweep.paired.has(ref) && flags.zeros.matters(ref, place)) flags.liveness.need(ref);
    return tangent;
  }

  private allocated(ref: Value): void {
    const { flags } = this.sweep;
    if (flags === null || flags.pairs.has(ref) || !this.sweep.paired.has(ref) || !numberPlaces(ref.type).includes(elements)) return;
    if (flags.zeros.matters(ref, elements) && !flags.zeros.isOverwritten(ref)) flags.liveness.need(ref);
  }

  /** Shadows and flags are made with zeros (pass `pairShadows`); here they get the tangents of what the memory was made with. */
  private beside(op: Op, scope: Scope, origin: Origin): void {
    const [result] = results(op);
    if (result === undefined) return;
    const ofShadow = this.shadowed.get(result), ofFlags = this.flagged.get(result);
    const ref = ofShadow ?? ofFlags;
    if (ref === undefined) return;
    const source = this.sweep.analysis.definitions.opOf(ref);
    const to = this.sweep.copy(result);
    const put = (place: string, value: Value, set: (v: Value) => void): void => {
      if (isReference(value.type)) return;
      const tangent = this.kept(ref, place, value);
      if (tangent !== null) set(ofShadow !== undefined ? tangent.value : flagOf(tangent, scope));
    };
    if (source?.kind === 'array') source.elements.forEach((element, i) => { put(elements, element, v => { scope.out.store(to, scope.out.constant(i, origin), v, origin); }); });
    if (source?.kind === 'struct') {
      source.values.forEach((value, i) => {
        const field = source.type.fields[i];
        if (field !== undefined) put(field.name, value, v => { scope.out.setField(to, field.name, v, origin); });
      });
    }
  }

  /** Right after the memory, its shadow gives up the tangent of what was taken, and its flags that flag. */
  private resized(op: PushOp | InsertOp | PopOp | RemoveOp, scope: Scope): void {
    const { last } = this;
    const isTaken = (op.kind === 'pop' || op.kind === 'remove') && (last?.kind === 'pop' || last?.kind === 'remove') && op.kind === last.kind;
    if (isTaken && this.sweep.flags?.pairs.get(last.ref) === op.ref) { this.takenFlag = this.sweep.copy(op.result); return; }
    if (isTaken && this.sweep.paired.get(last.ref) === op.ref) {
      if (this.sweep.analysis.activity.isActive(last.result)) this.found(last.result, this.sweep.copy(op.result), this.takenFlag, scope);
      this.last = null;
      return;
    }
    this.last = op;
    this.takenFlag = null;
  }

  private write(ref: Value, place: string, value: Value, put: (to: Value, v: Value) => void, scope: Scope): void {
    if (isReference(value.type) || !this.sweep.paired.has(ref) || !numberPlaces(ref.type).includes(place)) return;
    const tangent = this.kept(ref, place, value), flags = this.flagsOf(ref);
    put(this.sweep.shadow(ref), tangent?.value ?? scope.zeroValue());
    if (flags !== null) put(flags, flagOf(tangent, scope));
  }
}

const flagOf = (tangent: Adjoint | null, scope: Scope): Value => (tangent === null ? scope.never() : scope.condition(tangent.live));
