/** Tangents in memory: shadows hold them, and are read and written along with what they belong to. */
import type { InsertOp, Op, PopOp, PushOp, RemoveOp, Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { isReference } from '../ir/type';
import { results } from '../ir/walk';
import { elements } from '../passes/memory';
import { numberPlaces } from './activity';
import type { Scope } from './scope';
import type { TangentSweep } from './tangent';

export class MemoryTangents {
  /** Shadow → the reference it belongs to. */
  private readonly shadowed: ReadonlyMap<Value, Value>;
  /** The operation on memory whose shadow is to be treated next. */
  private last: PushOp | InsertOp | PopOp | RemoveOp | null = null;

  constructor(private readonly sweep: TangentSweep) {
    this.shadowed = new Map([...sweep.paired].map(([ref, shadow]) => [shadow, ref]));
  }

  /** What is done to a shadow where its memory has just grown: the tangent is put in. False where the operation stands as it is. */
  instead(op: Op, scope: Scope, origin: Origin): boolean {
    const { last } = this;
    if (last === null || (op.kind !== 'push' && op.kind !== 'insert') || op.kind !== last.kind || this.sweep.paired.get(last.ref) !== op.ref) return false;
    if (isReference(last.value.type)) return false;
    const tangent = this.sweep.tangents.get(last.value)?.value ?? scope.zeroValue();
    if (op.kind === 'push') scope.out.push(this.sweep.copy(op.ref), tangent, origin);
    else scope.out.insert(this.sweep.copy(op.ref), this.sweep.copy(op.index), tangent, origin);
    this.last = null;
    return true;
  }

  /** What follows an operation on memory. */
  after(op: Op, scope: Scope, origin: Origin): void {
    switch (op.kind) {
      case 'load': case 'getfield': {
        const shadow = this.sweep.paired.get(op.ref);
        if (shadow === undefined || !this.sweep.analysis.activity.isActive(op.result)) return;
        const value = op.kind === 'load' ? scope.out.load(this.sweep.copy(shadow), this.sweep.copy(op.index), origin) : scope.out.getField(this.sweep.copy(shadow), op.field, origin);
        this.sweep.tangents.set(op.result, { value, live: null });
        return;
      }
      case 'store': this.write(op.ref, elements, op.value, v => { scope.out.store(this.sweep.shadow(op.ref), this.sweep.copy(op.index), v, origin); }, scope); return;
      case 'setfield': this.write(op.ref, op.field, op.value, v => { scope.out.setField(this.sweep.shadow(op.ref), op.field, v, origin); }, scope); return;
      case 'fill': this.write(op.ref, elements, op.value, v => { scope.out.fill(this.sweep.shadow(op.ref), v, origin); }, scope); return;
      case 'push': case 'insert': this.last = op; return;
      case 'pop': case 'remove': this.taken(op); return;
      default: {
        const [result] = results(op);
        const ref = result === undefined ? undefined : this.shadowed.get(result);
        if (ref !== undefined && result !== undefined) this.made(ref, result, scope, origin);
      }
    }
  }

  /** A shadow is made with zeros (pass `pairShadows`); here it gets the tangents of what the memory was made with. */
  private made(ref: Value, shadow: Value, scope: Scope, origin: Origin): void {
    const source = this.sweep.analysis.definitions.opOf(ref);
    if (source?.kind === 'array') {
      source.elements.forEach((element, i) => {
        const tangent = this.sweep.tangents.get(element);
        if (tangent !== undefined) scope.out.store(this.sweep.copy(shadow), scope.out.constant(i, origin), tangent.value, origin);
      });
    }
    if (source?.kind === 'struct') {
      source.values.forEach((value, i) => {
        const [tangent, field] = [this.sweep.tangents.get(value), source.type.fields[i]];
        if (tangent !== undefined && field !== undefined) scope.out.setField(this.sweep.copy(shadow), field.name, tangent.value, origin);
      });
    }
  }

  /** Right after the memory, its shadow gives up the tangent of what was taken. */
  private taken(op: PopOp | RemoveOp): void {
    const { last } = this;
    if (last !== null && last.kind === op.kind && this.sweep.paired.get(last.ref) === op.ref) {
      this.last = null;
      if (this.sweep.analysis.activity.isActive(last.result)) this.sweep.tangents.set(last.result, { value: this.sweep.copy(op.result), live: null });
    } else this.last = op;
  }

  private write(ref: Value, place: string, value: Value, put: (v: Value) => void, scope: Scope): void {
    if (isReference(value.type) || !this.sweep.paired.has(ref) || !numberPlaces(ref.type).includes(place)) return;
    put(this.sweep.tangents.get(value)?.value ?? scope.zeroValue());
  }
}
