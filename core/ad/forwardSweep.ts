/**
 * The forward sweep: the primal as it is, with what the plan saves put aside.
 *
 * Input: the prepared primal and the storage of each saved value. Output: its operations copied into the derivative, and for each
 * value of the outermost region (and each value kept as a `result`) what it is called there.
 */
import { cloneOp } from '../ir/clone';
import { newValue, RegionBuilder } from '../ir/builder';
import type { Counter, IfOp, LoopOp, Op, Region, Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { arrayOf, num } from '../ir/type';
import { operands, results } from '../ir/walk';
import { isInteger } from '../passes/integers';
import { placeholder } from '../passes/structureExits';
import type { Analysis } from './analysis';
import { describe, savedName } from './names';
import { guardsOf, isComputable, type Condition, type Storage } from './storage';

const tape: Origin = { span: null, role: 'tape', site: -1 };

/** A loop's number of iterations, and the index of an iteration from its induction variable. */
interface Extent { readonly loop: LoopOp; readonly trips: Value }

export class ForwardSweep {
  /** Primal value → its copy in the derivative. Reliable for what is visible at the end. */
  readonly copies: Map<Value, Value>;
  private readonly arrays = new Map<Value, Value>();
  private readonly extents = new Map<LoopOp, Extent>();
  private readonly outside = new Map<Value, Value>();

  constructor(
    private readonly analysis: Analysis, private readonly storage: ReadonlyMap<Value, Storage>, private readonly out: RegionBuilder,
    params: ReadonlyMap<Value, Value>, private readonly calls: (op: Op, map: Map<Value, Value>, out: RegionBuilder) => boolean,
  ) {
    this.copies = new Map(params);
  }

  /** Copies the function's body up to its `return`; what goes on the stack is recorded at the end. */
  run(): void {
    for (const op of this.analysis.func.body.ops) {
      if (op.kind === 'return') continue;
      this.prepareArrays(op);
      this.op(op, this.out);
    }
    this.recordRegion(this.analysis.func.body, this.out);
  }

  /** The element of a saved value's array that belongs to an iteration; `counters` gives the induction variable of each loop. */
  indexOf(value: Value, counters: (loop: LoopOp) => Value, out: RegionBuilder): { readonly array: Value; readonly index: Value } {
    const array = this.arrays.get(value);
    const storage = this.storage.get(value);
    if (array === undefined || storage === undefined || storage.kind !== 'indexed') throw new Error('only indexed values have an array');
    let index: Value | null = null;
    for (const loop of storage.loops) {
      const own = this.iteration(loop, counters(loop), out);
      if (index === null) index = own;
      else {
        const row: Value = out.prim('mul', [index, this.extent(loop).trips], tape);
        index = out.prim('add', [row, own], tape);
      }
    }
    return { array, index: index ?? out.constant(0, tape) };
  }

  /** Values recorded on the stack at the end of a region, in order. */
  recordedIn(region: Region): readonly Value[] {
    return [...this.storage].filter(([value, storage]) => storage.kind === 'stack' && this.analysis.definitions.regionOf(value) === region).map(([value]) => value);
  }

  /** A number from 0 up to the trips that belongs to the iteration with this induction variable alone. */
  private iteration(loop: LoopOp, counter: Value, out: RegionBuilder): Value {
    if (loop.counter === null) throw new Error('only counted loops index arrays');
    const { from, to, step, compare } = loop.counter;
    const end = this.literalOf(to);
    if (step === -1 && end !== null && Number.isInteger(end)) {
      const last = compare === 'ge' ? end : end + 1;
      return last === 0 ? counter : out.prim('sub', [counter, out.constant(last, tape)], tape);
    }
    if (step > 0 && this.literalOf(from) === 0) return scaledDown(counter, step, out);
    const start = this.copyOutside(from);
    return scaledDown(out.prim('sub', step > 0 ? [counter, start] : [start, counter], tape), step, out);
  }

  private extent(loop: LoopOp): Extent {
    const extent = this.extents.get(loop);
    if (extent === undefined) throw new Error('the extent of a loop is computed before its arrays are made');
    return extent;
  }

  private prepareArrays(op: Op): void {
    for (const [value, storage] of this.storage) {
      if (storage.kind !== 'indexed' || storage.outermost !== op) continue;
      let length: Value | null = null;
      for (const loop of storage.loops) {
        const { trips } = this.extents.get(loop) ?? this.makeExtent(loop);
        length = length === null ? trips : this.out.prim('mul', [length, trips], tape);
      }
      if (length === null) continue;
      const type = value.type.kind === 'bool' ? arrayOf('u8') : arrayOf('f64');
      this.arrays.set(value, this.out.alloc(type, length, tape, savedName(describe(value, this.analysis.definitions))));
    }
  }

  private makeExtent(loop: LoopOp): Extent {
    const { counter } = loop;
    if (counter === null) throw new Error('only counted loops have an extent');
    const from = this.copyOutside(counter.from);
    const to = this.copyOutside(counter.to);
    const name = `${loop.body.params[0]?.name ?? 'loop'}Trips`;
    const trips = guardsOf(loop, this.analysis).reduce((inside, condition) => this.where(condition, inside, name), this.tripCount(counter, from, to, name));
    const extent = { loop, trips };
    this.extents.set(loop, extent);
    return extent;
  }

  /** A number where a condition holds, and else 0. */
  private where({ cond, side }: Condition, number: Value, name: string): Value {
    const [holds, otherwise] = [new RegionBuilder(), new RegionBuilder()];
    holds.yield([number], tape);
    otherwise.yield([otherwise.constant(0, tape)], tape);
    const [then, rest] = side ? [holds, otherwise] : [otherwise, holds];
    const result = newValue(num, name);
    this.out.if(this.copyOutside(cond), then.finish(), rest.finish(), [result], tape);
    return result;
  }

  /** Trips of a counted loop: ⌈distance / |step|⌉ (⌊…⌋ + 1 where the end is included), at least 0. */
  private tripCount(counter: Counter, from: Value, to: Value, name: string): Value {
    const inclusive = counter.compare === 'le' || counter.compare === 'ge';
    const [near, far] = counter.step > 0 ? [counter.from, counter.to] : [counter.to, counter.from];
    const [nearCopy, farCopy] = counter.step > 0 ? [from, to] : [to, from];
    const fromZero = this.literalOf(near) === 0;
    const scaled = scaledDown(fromZero ? farCopy : this.out.prim('sub', [farCopy, nearCopy], tape), counter.step, this.out);
    const whole = Math.abs(counter.step) === 1 && isWhole(counter, this.analysis) ? scaled : this.out.prim(inclusive ? 'floor' : 'ceil', [scaled], tape);
    const trips = inclusive ? this.out.prim('add', [whole, this.out.constant(1, tape)], tape) : whole;
    return fromZero && isNeverNegative(far, this.analysis) ? trips : this.out.prim('max', [this.out.constant(0, tape), trips], tape, name);
  }

  /** A value computed at the outermost level, even if the primal computes it further in. */
  copyOutside(value: Value): Value {
    const { definitions, func } = this.analysis;
    if (definitions.regionOf(value) === func.body) return this.copies.get(value) ?? value;
    const done = this.outside.get(value);
    if (done !== undefined) return done;
    const op = definitions.opOf(value);
    if (op === null || !isComputable(value, this.analysis)) throw new Error('this value is not known outside its loop');
    const map = new Map<Value, Value>();
    for (const arg of operands(op)) map.set(arg, this.copyOutside(arg));
    const copy = cloneOp(op, map);
    this.out.append(copy);
    const [result] = results(copy);
    if (result === undefined) throw new Error('a value has a defining operation');
    this.outside.set(value, result);
    return result;
  }

  literalOf(value: Value): number | null {
    const op = this.analysis.definitions.opOf(value);
    return op !== null && op.kind === 'const' && typeof op.value === 'number' ? op.value : null;
  }

  private op(op: Op, out: RegionBuilder): void {
    if (op.kind === 'if') this.branch(op, out);
    else if (op.kind === 'loop') this.loop(op, out);
    else if (!this.calls(op, this.copies, out)) out.append(cloneOp(op, this.copies));
    for (const result of results(op)) this.save(result, out);
  }

  private save(value: Value, out: RegionBuilder): void {
    const storage = this.storage.get(value);
    if (storage === undefined || storage.kind !== 'indexed') return;
    const { array, index } = this.indexOf(value, loop => this.copied(loop.body.params[0]), out);
    out.store(array, index, asNumber(this.copied(value), out), tape);
  }

  private copied(value: Value | undefined): Value {
    const copy = value === undefined ? undefined : this.copies.get(value);
    if (copy === undefined) throw new Error('a value is copied before it is used');
    return copy;
  }

  private region(source: Region, extra: readonly Value[]): Region {
    const params = source.params.map(param => { const copy = newValue(param.type, param.name); this.copies.set(param, copy); return copy; });
    const builder = new RegionBuilder(params);
    for (const param of source.params) this.save(param, builder);
    for (const op of source.ops.slice(0, -1)) this.op(op, builder);
    const end = source.ops.at(-1);
    if (end === undefined) throw new Error('a region ends in a terminator');
    if (end.kind !== 'yield') { builder.append(cloneOp(end, this.copies)); return builder.finish(); }
    this.recordRegion(source, builder);
    const more = extra.map(value => {
      const own = this.copies.get(value);
      if (own !== undefined && this.analysis.definitions.isWithin(this.analysis.definitions.regionOf(value), source)) return own;
      const ops: Op[] = [];
      const filler = placeholder(value.type, ops);
      for (const op of ops) builder.append(op);
      return filler;
    });
    builder.yield([...end.values.map(v => this.copies.get(v) ?? v), ...more], end.origin);
    return builder.finish();
  }

  private recordRegion(region: Region, out: RegionBuilder): void {
    for (const value of this.recordedIn(region)) out.append({ kind: 'record', value: this.copied(value), origin: tape });
  }

  private branch(op: IfOp, out: RegionBuilder): void {
    const kept = [...this.storage].filter(([value, storage]) => storage.kind === 'result' && [op.then, op.else].some(side =>
      this.analysis.definitions.isWithin(this.analysis.definitions.regionOf(value), side))).map(([value]) => value);
    const cond = this.copied(op.cond);
    const then = this.region(op.then, kept);
    const otherwise = this.region(op.else, kept);
    const own = op.results.map(result => { const copy = newValue(result.type, result.name); this.copies.set(result, copy); return copy; });
    const more = kept.map(value => newValue(value.type, value.name));
    out.if(cond, then, otherwise, [...own, ...more], op.origin);
    kept.forEach((value, i) => { const result = more[i]; if (result !== undefined) this.copies.set(value, result); });
  }

  private loop(op: LoopOp, out: RegionBuilder): void {
    const value = (v: Value): Value => this.copies.get(v) ?? v;
    const counter = op.counter === null ? null : { ...op.counter, from: value(op.counter.from), to: value(op.counter.to) };
    const inits = op.inits.map(value);
    const test = op.test === null ? null : this.region(op.test, []);
    const body = this.region(op.body, []);
    const own = op.results.map(result => { const copy = newValue(result.type, result.name); this.copies.set(result, copy); return copy; });
    out.loop({ counter, test, inits, body, results: own, origin: op.origin });
  }
}

/** A distance in steps. */
const scaledDown = (distance: Value, step: number, out: RegionBuilder): Value =>
  (Math.abs(step) === 1 ? distance : out.prim('div', [distance, out.constant(Math.abs(step), tape)], tape));

/** Whether the bound is an integer for certain. */
export function isWhole(counter: Counter, analysis: Analysis): boolean {
  return isInteger(counter.to, analysis.definitions, new Set()) && isInteger(counter.from, analysis.definitions, analysis.discrete);
}

function isNeverNegative(value: Value, analysis: Analysis): boolean {
  const op = analysis.definitions.opOf(value);
  return op !== null && (op.kind === 'len' || (op.kind === 'const' && typeof op.value === 'number' && op.value >= 0));
}

/** Booleans are kept as 1 and 0. */
function asNumber(value: Value, out: RegionBuilder): Value {
  if (value.type.kind !== 'bool') return value;
  const then = new RegionBuilder();
  then.yield([then.constant(1, tape)], tape);
  const otherwise = new RegionBuilder();
  otherwise.yield([otherwise.constant(0, tape)], tape);
  const result = newValue(num);
  out.if(value, then.finish(), otherwise.finish(), [result], tape);
  return result;
}
