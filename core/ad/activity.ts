/**
 * Analysis: what is active. A number is varied if it depends on an input, useful if an output depends on it, and active if both
 * (Hascoët and Pascual 2013, §3). Only active numbers and places get derivatives.
 *
 * Purpose: nothing inactive is differentiated. Input: value form. Guarantee: over-approximates; places are per block and field, so
 * flow-insensitive in memory and flow-sensitive in values.
 */
import type { Func } from '../ir/module';
import { isRealPrimitive } from '../ir/primitive';
import type { CallOp, Op, Region, Value } from '../ir/op';
import { isIntegerStorage, isReference, type Type } from '../ir/type';
import { regions } from '../ir/walk';
import { carriedParams, nextCarried, yielded } from '../passes/definitions';
import { rules } from '../rules/table';
import type { CallFlows } from './callFlows';
import { elements, reachedFrom, type Block, type Memory, type Place } from '../passes/memory';

export class Activity {
  private readonly varied = new Set<Value | Place>();
  private readonly useful = new Set<Value | Place>();
  private changed = false;

  constructor(func: Func, private readonly memory: Memory, inputs: readonly Value[], outputs: readonly Value[], private readonly flows: CallFlows) {
    for (const input of inputs) this.markAll(this.varied, input);
    this.settle(() => this.region(func.body, op => this.forward(op)));
    for (const output of outputs) this.markAll(this.useful, output);
    this.settle(() => this.region(func.body, op => this.backward(op)));
  }

  isActive(value: Value): boolean { return this.varied.has(value) && this.useful.has(value); }
  isVaried(value: Value): boolean { return this.varied.has(value); }
  isActivePlace(place: Place): boolean { return this.varied.has(place) && this.useful.has(place); }
  /** Whether a number, or anything in the memory that a reference leads to, is varied. */
  reachesVaried(value: Value): boolean { return this.reaches(this.varied, value); }

  /** Whether memory named by a reference holds anything active, directly or through further references. */
  isActiveMemory(ref: Value): boolean { return this.numberPlacesOf(ref).some(place => this.isActivePlace(place)); }
  /** The same of memory that a reference of this type may name. */
  isActiveBlock(block: Block, type: Type): boolean { return placesIn(block, type).some(place => this.isActivePlace(place)); }

  /** The places of numbers that a reference leads to, directly or through further references. */
  private numberPlacesOf(ref: Value): readonly Place[] {
    return isReference(ref.type) ? placesIn(this.memory.block(ref), ref.type) : [];
  }

  private settle(sweep: () => void): void {
    do { this.changed = false; sweep(); } while (this.changed);
  }

  private region(region: Region, visit: (op: Op) => void): void {
    for (const op of region.ops) {
      visit(op);
      for (const inner of regions(op)) this.region(inner, visit);
    }
  }

  private mark(set: Set<Value | Place>, item: Value | Place): void {
    if (set.has(item)) return;
    set.add(item);
    this.changed = true;
  }

  private markAll(set: Set<Value | Place>, value: Value): void {
    if (value.type.kind === 'num') this.mark(set, value);
    else for (const place of this.numberPlacesOf(value)) this.mark(set, place);
  }

  private forward(op: Op): void {
    const flow = (to: Value | Place, from: readonly (Value | Place | undefined)[]): void => {
      if (from.some(item => item !== undefined && this.varied.has(item))) this.mark(this.varied, to);
    };
    switch (op.kind) {
      case 'prim': if (isRealPrimitive(op.prim) && rules[op.prim].kind !== 'cut') flow(op.result, op.args); break;
      case 'load': case 'pop': case 'remove': if (holdsNumber(op.ref)) flow(op.result, [this.memory.placeOf(op.ref, elements)]); break;
      case 'getfield': if (op.result.type.kind === 'num') flow(op.result, [this.memory.placeOf(op.ref, op.field)]); break;
      case 'store': case 'push': case 'insert': case 'fill': if (holdsNumber(op.ref)) flow(this.memory.placeOf(op.ref, elements), [op.value]); break;
      case 'setfield': if (op.value.type.kind === 'num') flow(this.memory.placeOf(op.ref, op.field), [op.value]); break;
      case 'array': if (holdsNumber(op.result)) flow(this.memory.placeOf(op.result, elements), op.elements); break;
      case 'struct': op.type.fields.forEach((field, i) => { if (field.type.kind === 'num') flow(this.memory.placeOf(op.result, field.name), [op.values[i]]); }); break;
      case 'copy': for (const name of numberPlaces(op.ref.type)) flow(this.memory.placeOf(op.result, name), [this.memory.placeOf(op.ref, name)]); break;
      case 'if': op.results.forEach((result, i) => { if (result.type.kind === 'num') flow(result, [yielded(op.then)[i], yielded(op.else)[i]]); }); break;
      case 'loop': op.results.forEach((result, i) => {
        const param = carriedParams(op)[i];
        if (result.type.kind !== 'num' || param === undefined) return;
        flow(param, [op.inits[i], nextCarried(op)[i]]);
        flow(result, [param, op.inits[i], nextCarried(op)[i]]);
      }); break;
      case 'call': this.forwardCall(op); break;
      default: break;
    }
  }

  private backward(op: Op): void {
    const flow = (to: readonly (Value | Place | undefined)[], from: Value | Place): void => {
      if (this.useful.has(from)) for (const item of to) if (item !== undefined) this.mark(this.useful, item);
    };
    switch (op.kind) {
      case 'prim': if (isRealPrimitive(op.prim) && rules[op.prim].kind !== 'cut') flow(op.args, op.result); break;
      case 'load': case 'pop': case 'remove': if (holdsNumber(op.ref)) flow([this.memory.placeOf(op.ref, elements)], op.result); break;
      case 'getfield': flow([this.memory.placeOf(op.ref, op.field)], op.result); break;
      case 'store': case 'push': case 'insert': case 'fill': if (holdsNumber(op.ref)) flow([op.value], this.memory.placeOf(op.ref, elements)); break;
      case 'setfield': flow([op.value], this.memory.placeOf(op.ref, op.field)); break;
      case 'array': flow(op.elements, this.memory.placeOf(op.result, elements)); break;
      case 'struct': op.type.fields.forEach((field, i) => flow([op.values[i]], this.memory.placeOf(op.result, field.name))); break;
      case 'copy': for (const name of numberPlaces(op.ref.type)) flow([this.memory.placeOf(op.ref, name)], this.memory.placeOf(op.result, name)); break;
      case 'if': op.results.forEach((result, i) => flow([yielded(op.then)[i], yielded(op.else)[i]], result)); break;
      case 'loop': op.results.forEach((result, i) => {
        const param = carriedParams(op)[i];
        if (param === undefined) return;
        flow([op.inits[i], nextCarried(op)[i], param], result);
        flow([op.inits[i], nextCarried(op)[i]], param);
      }); break;
      case 'call': this.backwardCall(op); break;
      default: break;
    }
  }

  /**
   * A call that stays a call: what each argument leads to is known of the callee. Memory that an argument names is active as a whole if
   * anything in it is: the callee is differentiated once, for all of it, and adds to the whole shadow.
   */
  private forwardCall({ callee, args, result }: CallOp): void {
    args.forEach((arg, k) => {
      if (!this.reaches(this.varied, arg)) return;
      const flow = this.flows.from(callee, k);
      if (flow?.toResult !== false) this.markAll(this.varied, result);
      args.forEach((other, j) => { if (isReference(other.type) && flow?.toParams.has(j) !== false) this.markAll(this.varied, other); });
    });
  }

  private backwardCall({ callee, args, result }: CallOp): void {
    const wantsResult = this.reaches(this.useful, result);
    const wanted = args.map(arg => isReference(arg.type) && this.reaches(this.useful, arg));
    args.forEach((arg, k) => {
      const flow = this.flows.from(callee, k);
      if ((wantsResult && flow?.toResult !== false) || wanted.some((wants, j) => wants && flow?.toParams.has(j) !== false)) this.markAll(this.useful, arg);
    });
  }

  private reaches(set: ReadonlySet<Value | Place>, value: Value): boolean {
    return value.type.kind === 'num' ? set.has(value) : this.numberPlacesOf(value).some(place => set.has(place));
  }
}

/** Where the numbers are that memory holds, directly or through further references. */
const placesIn = (memory: Block, of: Type): readonly Place[] =>
  [...reachedFrom(memory, of)].flatMap(({ block, type }) => numberPlaces(type).map(name => block.place(name)));

/** Whether the elements are numbers that can be varied: what may be the same memory need not be of the same storage. */
const holdsNumber = (ref: Value): boolean => ref.type.kind === 'array' && ref.type.element.kind === 'num' && !isIntegerStorage(ref.type.storage);

/** Places of a record or array that hold numbers which can be varied. */
export function numberPlaces(type: Type): readonly string[] {
  if (type.kind === 'array') return type.element.kind === 'num' && !isIntegerStorage(type.storage) ? [elements] : [];
  return type.kind === 'struct' ? type.fields.filter(field => field.type.kind === 'num').map(field => field.name) : [];
}
