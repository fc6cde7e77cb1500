/**
 * Random value-form functions for the back end: carried values that swap and rotate, loops of every kind with flags, branches that
 * pass values through, loads between stores, a balanced tape, and source names that clash. Deterministic in the seed.
 */
import { newValue, RegionBuilder } from '../../../core/ir/builder';
import type { Func, Module } from '../../../core/ir/module';
import type { Value } from '../../../core/ir/op';
import { nowhere, withRole, type Origin } from '../../../core/ir/origin';
import type { Primitive } from '../../../core/ir/primitive';
import { arrayOf, bool, num, structOf, type Type } from '../../../core/ir/type';

export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface Visible { readonly nums: Value[]; readonly bools: Value[]; readonly arrays: Value[] }

const arrayLength = 4;
const names = ['s', 't', 'x', 'r', 'dr', 'i', null, null, null, null] as const;
const f64 = arrayOf('f64');

export function randomModule(seed: number, size = 14): Module {
  const random = randomNumbers(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
  const name = (): string | null => pick(names);
  const origin = (): Origin => withRole(nowhere, random() < 0.7 ? 'primal' : 'adjoint');
  const inner = (from: Visible): Visible => ({ nums: [...from.nums], bools: [...from.bools], arrays: [...from.arrays] });

  function number(at: RegionBuilder, from: Visible): Value {
    if (random() < 0.15) return at.constant(pick([0, 1, -1, 2, 0.5, -3, -0]), origin());
    // Recent values first, so that chains grow.
    return random() < 0.5 ? from.nums[from.nums.length - 1 - below(Math.min(4, from.nums.length))] ?? pick(from.nums) : pick(from.nums);
  }
  const unary: readonly Primitive[] = ['neg', 'sin', 'abs', 'sqrt', 'tanh'];
  const binary: readonly Primitive[] = ['add', 'add', 'add', 'sub', 'sub', 'mul', 'mul', 'div', 'min', 'max', 'rem', 'pow', 'bitand', 'shl'];
  const comparisons: readonly Primitive[] = ['lt', 'le', 'gt', 'ge', 'eq', 'ne'];
  const element = (at: RegionBuilder): Value => at.constant(below(arrayLength), origin());

  function condition(at: RegionBuilder, from: Visible): Value {
    if (from.bools.length > 0 && random() < 0.3) return pick(from.bools);
    const made = random() < 0.15 ? at.prim('truthy', [pick(from.nums)], origin())
      : at.prim(pick(comparisons), [pick(from.nums), number(at, from)], origin(), random() < 0.1 ? 'c' : null);
    const result = random() < 0.2 ? at.prim('not', [made], origin()) : made;
    from.bools.push(result);
    return result;
  }

  function fill(at: RegionBuilder, from: Visible, count: number, depth: number): void {
    let taped = 0;
    for (let k = 0; k < count; k++) {
      const kind = random();
      if (kind < 0.16) from.nums.push(at.prim(pick(unary), [number(at, from)], origin(), name()));
      else if (kind < 0.42) from.nums.push(at.prim(pick(binary), [number(at, from), number(at, from)], origin(), name()));
      else if (kind < 0.54) from.nums.push(at.load(pick(from.arrays), element(at), origin(), name()));
      else if (kind < 0.62) {
        const [array, index] = [pick(from.arrays), element(at)];
        const old = random() < 0.5 ? at.load(array, index, origin()) : number(at, from);
        const { role } = origin();
        const sum = newValue(num);
        at.append({ kind: 'prim', prim: 'add', args: [old, number(at, from)], conventions: {}, result: sum, origin: withRole(nowhere, role) });
        at.store(array, index, sum, withRole(nowhere, role));
      } else if (kind < 0.66) { at.append({ kind: 'record', value: number(at, from), origin: withRole(nowhere, 'tape') }); taped++; }
      else if (kind < 0.70 && taped > 0) { const taken = newValue(num, name()); at.append({ kind: 'replay', result: taken, origin: origin() }); from.nums.push(taken); taped--; }
      else if (kind < 0.72) from.arrays.push(at.copy(pick(from.arrays), origin(), null));
      else if (depth > 0 && kind < 0.86) branch(at, from, depth);
      else if (depth > 0) loop(at, from, depth);
    }
    for (; taped > 0; taped--) { const taken = newValue(num, name()); at.append({ kind: 'replay', result: taken, origin: origin() }); from.nums.push(taken); }
  }

  function branch(at: RegionBuilder, from: Visible, depth: number): void {
    const cond = condition(at, from);
    const results = Array.from({ length: below(3) }, () => newValue(num, name()));
    const flags = Array.from({ length: random() < 0.2 ? 1 : 0 }, () => newValue(bool, null));
    const region = () => {
      const b = new RegionBuilder();
      const own = inner(from);
      if (random() < 0.7) fill(b, own, 1 + below(4), depth - 1);
      const values = [...results.map(() => number(b, own)), ...flags.map(() => (random() < 0.5 ? b.constant(random() < 0.5, origin()) : condition(b, own)))];
      b.yield(values, origin());
      return b.finish();
    };
    at.if(cond, region(), region(), [...results, ...flags], origin());
    from.nums.push(...results);
    from.bools.push(...flags);
  }

  function loop(at: RegionBuilder, from: Visible, depth: number): void {
    const kind = pick(['counter', 'test', 'forever']);
    const sameName = name();
    const types: Type[] = [num, ...Array.from({ length: below(3) }, () => num), ...(random() < 0.3 ? [f64] : []), ...(random() < 0.2 ? [f64] : [])];
    const value = (type: Type) => newValue(type, random() < 0.5 ? sameName : name());
    const carried = types.map(value);
    const inits = types.map((type, k) => (k === 0 ? at.constant(0, origin()) : type === num ? number(at, from) : pick(from.arrays)));
    const results = types.map(value);
    const induction = kind === 'counter' ? newValue(num, pick(['i', 'j', null])) : null;
    const limit = at.constant(2 + below(3), origin());
    let test = null;
    if (kind === 'test') {
      const params = types.map(type => newValue(type, null));
      const t = new RegionBuilder(params);
      const [count] = params;
      if (count === undefined) throw new RangeError('a loop carries its count');
      t.yield([t.prim('lt', [count, limit], origin())], origin());
      test = t.finish();
    }
    const body = new RegionBuilder(induction === null ? carried : [induction, ...carried]);
    const own = inner(from);
    types.forEach((type, k) => { const c = carried[k]; if (c !== undefined) (type === num ? own.nums : own.arrays).push(c); });
    if (induction !== null) own.nums.push(induction);
    fill(body, own, 2 + below(5), depth - 1);
    const [count] = carried;
    if (count === undefined) throw new RangeError('a loop carries its count');
    const next = body.prim('add', [count, body.constant(1, origin())], origin(), random() < 0.5 ? count.name : null);
    if (random() < 0.5) own.nums.push(next);
    const values = types.map((type, k) => (k === 0 ? next : type === num ? number(body, own) : pick(own.arrays)));
    const small = body.prim('lt', [next, limit], origin());
    const flag = random();
    if (flag < 0.35) {
      const [again, ...rest] = [newValue(bool), ...types.map(type => newValue(type, random() < 0.3 ? sameName : null))];
      const cond = condition(body, own);
      const side = (value: boolean) => {
        const b = new RegionBuilder();
        const mine = inner(own);
        if (random() < 0.6) fill(b, mine, 1 + below(3), depth - 1);
        b.yield([value ? small : b.constant(false, origin()), next, ...types.slice(1).map(type => (type === num ? number(b, mine) : pick(mine.arrays)))], origin());
        return b.finish();
      };
      body.if(cond, side(random() < 0.3), side(true), [again, ...rest], origin());
      body.yield([again, ...rest], origin());
    } else body.yield([kind === 'forever' || flag < 0.6 ? small : body.constant(true, origin()), ...values], origin());
    const counter = induction === null ? null : { from: at.constant(0, origin()), to: limit, step: 1, compare: 'lt' as const };
    at.loop({ counter, test, inits, body: body.finish(), results, origin: origin() });
    types.forEach((type, k) => { const r = results[k]; if (r !== undefined) (type === num ? from.nums : from.arrays).push(r); });
  }

  const params = [newValue(num, 'x'), newValue(num, 'y'), newValue(f64, 'a'), newValue(f64, 'b')];
  const [x, y, a, b] = params;
  if (x === undefined || y === undefined || a === undefined || b === undefined) throw new RangeError('four parameters');
  const top = new RegionBuilder();
  const visible: Visible = { nums: [x, y], bools: [], arrays: [a, b] };
  fill(top, visible, size, 2);
  const picked = [visible.nums.at(-1) ?? x, pick(visible.nums), top.prim('atan2', [x, y], origin())];
  const type = structOf([{ name: 'value', type: num }, { name: 'p', type: num }, { name: 'q', type: num }, { name: 'u', type: f64 }, { name: 'v', type: f64 }, { name: 'w', type: f64 }]);
  top.return(top.struct(type, [...picked, a, b, pick(visible.arrays)], origin()), origin());
  const func: Func = {
    name: 'f', params: params.map(value => ({ name: value.name ?? '', value, origin: nowhere })), captures: [], result: type, body: top.finish(), form: 'value', origin: nowhere,
  };
  return { funcs: new Map([['f', func]]), globals: new Map() };
}
