/**
 * Pass: slots become values (SSA construction on structured control flow).
 *
 * Purpose: differentiation needs each value to be defined once.
 * Input: slot form after `structureExits`; no closures or calls of function values (pass `resolveClosures`).
 * Output: value form. Slots assigned in a branch are results of its `if`; slots assigned in a loop are carried by it. A `while` whose
 * test has effects is turned into a loop that decides at the top of its body.
 * Example:
 *   slot $s = %a
 *   while L { %t = get $s  %c = lt %t, %n  yield %c } body { %u = get $s  %v = mul %u, %u  set $s, %v  yield %true } update { yield }
 *   becomes
 *   %s = loop test(%s0 = %a) { %c = lt %s0, %n  yield %c } carry(%s1) { %v = mul %s1, %s1  yield %true, %v }
 */
import { newValue, RegionBuilder, unnamed } from '../ir/builder';
import type { Func } from '../ir/module';
import type { IfOp, Op, Region, Slot, Value, WhileOp } from '../ir/op';
import type { Origin } from '../ir/origin';
import { mapOp, regions, results, visitOps } from '../ir/walk';

type Environment = Map<Slot, Value>;

export function promoteSlots(func: Func): Func {
  if (func.form === 'value') return func;
  const promoter = new Promoter(nameHints(func));
  const builder = new RegionBuilder(func.body.params);
  promoter.list(func.body.ops, new Map(), builder);
  return { ...func, form: 'value', captures: [], body: builder.finish() };
}

/** The slot a value is stored in names it, when nothing else does. */
function nameHints(func: Func): ReadonlyMap<Value, string> {
  const hints = new Map<Value, string>();
  visitOps(func.body, op => {
    if (op.kind === 'slot' && op.init.name === null && op.slot.name !== unnamed) hints.set(op.init, op.slot.name);
    if (op.kind === 'set' && op.value.name === null && op.slot.name !== unnamed) hints.set(op.value, op.slot.name);
  });
  return hints;
}

const slotValue = (slot: Slot): Value => newValue(slot.type, slot.name === unnamed ? null : slot.name);

class Promoter {
  private readonly replaced = new Map<Value, Value>();

  constructor(private readonly hints: ReadonlyMap<Value, string>) {}

  list(ops: readonly Op[], env: Environment, out: RegionBuilder): void {
    for (const op of ops) this.op(op, env, out);
  }

  private readonly value = (v: Value): Value => this.replaced.get(v) ?? v;

  private op(op: Op, env: Environment, out: RegionBuilder): void {
    switch (op.kind) {
      case 'slot': env.set(op.slot, this.value(op.init)); return;
      case 'set': env.set(op.slot, this.value(op.value)); return;
      case 'get': {
        const value = env.get(op.slot);
        if (value === undefined) throw new Error(`slot ${op.slot.name} is read before it is declared`);
        this.replaced.set(op.result, value);
        return;
      }
      case 'if': this.branch(op, env, out); return;
      case 'while': this.loop(op, env, out); return;
      case 'block': case 'break': case 'continue': case 'closure': case 'callvalue':
        throw new Error(`${op.kind} must be gone before slots are promoted`);
      default: {
        const mapped = mapOp(op, this.value, region => this.region(region, env));
        out.append(this.named(mapped));
      }
    }
  }

  /** Gives an unnamed result the name of the slot it goes to. */
  private named(op: Op): Op {
    const [result] = results(op);
    const hint = result === undefined ? undefined : this.hints.get(result);
    if (result === undefined || hint === undefined || !('result' in op)) return op;
    const renamed = newValue(result.type, hint);
    this.replaced.set(result, renamed);
    return { ...op, result: renamed };
  }

  private region(region: Region, env: Environment): Region {
    const builder = new RegionBuilder(region.params);
    this.list(region.ops, new Map(env), builder);
    return builder.finish();
  }

  private branch(op: IfOp, env: Environment, out: RegionBuilder): void {
    const assigned = [...assignedSlots([op.then, op.else])].filter(slot => env.has(slot));
    const side = (region: Region): Region => {
      const inner: Environment = new Map(env);
      const builder = new RegionBuilder(region.params);
      this.list(region.ops.slice(0, -1), inner, builder);
      const end = region.ops.at(-1);
      if (end === undefined) throw new Error('a region ends in a terminator');
      if (end.kind === 'yield') builder.yield([...end.values.map(this.value), ...assigned.map(slot => current(inner, slot))], end.origin);
      else this.op(end, inner, builder);
      return builder.finish();
    };
    const cond = this.value(op.cond);
    const then = side(op.then);
    const otherwise = side(op.else);
    const own = op.results.map(result => {
      const hint = this.hints.get(result);
      if (hint === undefined) return result;
      const renamed = newValue(result.type, hint);
      this.replaced.set(result, renamed);
      return renamed;
    });
    const merged = assigned.map(slot => slotValue(slot));
    out.if(cond, then, otherwise, [...own, ...merged], op.origin);
    assigned.forEach((slot, i) => { const value = merged[i]; if (value !== undefined) env.set(slot, value); });
  }

  private loop(op: WhileOp, env: Environment, out: RegionBuilder): void {
    const carried = [...assignedSlots([op.test, op.body])].filter(slot => env.has(slot));
    const inits = carried.map(slot => current(env, slot));
    const pure = op.first && isPure(op.test);
    let test: Region | null = null;
    if (pure) {
      const params = carried.map(slot => slotValue(slot));
      const builder = new RegionBuilder(params);
      this.list(op.test.ops, bind(env, carried, params), builder);
      test = builder.finish();
    }
    const params = carried.map(slot => slotValue(slot));
    const builder = new RegionBuilder(params);
    const inner = bind(env, carried, params);
    if (pure) this.bodyThenYield(op.body, carried, inner, builder);
    else if (op.first) this.testThenBody(op, carried, inner, builder);
    else this.bodyThenTest(op, carried, inner, builder);
    const after = carried.map(slot => slotValue(slot));
    out.loop({ counter: null, test, inits, body: builder.finish(), results: after, origin: op.origin });
    carried.forEach((slot, i) => { const value = after[i]; if (value !== undefined) env.set(slot, value); });
  }

  /** Runs a structured body; its `again` flag and the carried slots are yielded. */
  private bodyThenYield(body: Region, carried: readonly Slot[], env: Environment, out: RegionBuilder): void {
    const { again, origin } = this.bodyOps(body, env, out);
    out.yield([again, ...carried.map(slot => current(env, slot))], origin);
  }

  private bodyOps(body: Region, env: Environment, out: RegionBuilder): { again: Value; origin: Origin } {
    this.list(body.ops.slice(0, -1), env, out);
    const end = body.ops.at(-1);
    const again = end !== undefined && end.kind === 'yield' ? end.values[0] : undefined;
    if (end === undefined || again === undefined) throw new Error('a structured loop body yields whether to go on');
    return { again: this.value(again), origin: end.origin };
  }

  /** `while` with effects in its test: test; if it holds, body. */
  private testThenBody(op: WhileOp, carried: readonly Slot[], env: Environment, out: RegionBuilder): void {
    const cond = this.testOps(op.test, env, out);
    const thenEnv: Environment = new Map(env);
    const then = new RegionBuilder();
    this.bodyThenYield(op.body, carried, thenEnv, then);
    const otherwise = new RegionBuilder();
    otherwise.yield([otherwise.constant(false, op.origin), ...carried.map(slot => current(env, slot))], op.origin);
    this.yieldMerged(op, cond, then, otherwise, carried, out);
  }

  /** `do … while`: body; if it wants to go on, test. */
  private bodyThenTest(op: WhileOp, carried: readonly Slot[], env: Environment, out: RegionBuilder): void {
    const { again } = this.bodyOps(op.body, env, out);
    const thenEnv: Environment = new Map(env);
    const then = new RegionBuilder();
    const cond = this.testOps(op.test, thenEnv, then);
    then.yield([cond, ...carried.map(slot => current(thenEnv, slot))], op.origin);
    const otherwise = new RegionBuilder();
    otherwise.yield([otherwise.constant(false, op.origin), ...carried.map(slot => current(env, slot))], op.origin);
    this.yieldMerged(op, again, then, otherwise, carried, out);
  }

  private testOps(test: Region, env: Environment, out: RegionBuilder): Value {
    this.list(test.ops.slice(0, -1), env, out);
    const end = test.ops.at(-1);
    const cond = end !== undefined && end.kind === 'yield' ? end.values[0] : undefined;
    if (cond === undefined) throw new Error('a loop test yields one boolean');
    return this.value(cond);
  }

  private yieldMerged(op: WhileOp, cond: Value, then: RegionBuilder, otherwise: RegionBuilder, carried: readonly Slot[], out: RegionBuilder): void {
    const merged = [newValue({ kind: 'bool' }), ...carried.map(slot => slotValue(slot))];
    out.if(cond, then.finish(), otherwise.finish(), merged, op.origin);
    out.yield(merged, op.origin);
  }
}

function bind(env: Environment, slots: readonly Slot[], params: readonly Value[]): Environment {
  const bound: Environment = new Map(env);
  slots.forEach((slot, i) => { const param = params[i]; if (param !== undefined) bound.set(slot, param); });
  return bound;
}

function current(env: Environment, slot: Slot): Value {
  const value = env.get(slot);
  if (value === undefined) throw new Error(`slot ${slot.name} has no value here`);
  return value;
}

function assignedSlots(list: readonly Region[]): ReadonlySet<Slot> {
  const assigned = new Set<Slot>();
  for (const region of list) visitOps(region, op => { if (op.kind === 'set') assigned.add(op.slot); });
  return assigned;
}

/** Whether running the region changes nothing: no assignment, no memory written or made, no call. */
function isPure(region: Region): boolean {
  return region.ops.every(op => {
    switch (op.kind) {
      case 'const': case 'prim': case 'load': case 'getfield': case 'len': case 'has': case 'distinct': case 'norm': case 'get': case 'global': case 'yield': return true;
      case 'if': return regions(op).every(isPure);
      default: return false;
    }
  });
}
