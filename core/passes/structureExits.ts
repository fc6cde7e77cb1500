/**
 * Pass: structured exits become data.
 *
 * Purpose: value form has one way out of a region, its `yield`. This pass removes `break`, `continue`, `block` and every
 * `return` but the last one, so that promotion to value form meets only `if` and `while`.
 * Input: slot form, verified.
 * Output: slot form in which `while` bodies end in `yield %again` (false: leave the loop) with an empty `update`; the only `return` is
 * the function's last operation; `throw` stays. What follows an exit is nested into the branch that does not take it; only where
 * two paths join again and one of them has left is a boolean slot ("still going") tested.
 * Example:
 *   while L { yield %c } body { if %d { break L } else { yield }  A } update { U }
 *   becomes
 *   slot $goingL = true
 *   while L { yield %c } body { if %d { set $goingL, false } else { A U }  yield get $goingL } update { yield }
 */
import { newSlot, newValue, RegionBuilder, unnamed } from '../ir/builder';
import type { Func } from '../ir/module';
import type { IfOp, Op, Region, Slot, Value, WhileOp } from '../ir/op';
import { nowhere, type Origin } from '../ir/origin';
import { bool, type Type } from '../ir/type';
import { isTerminator } from '../ir/walk';
import { completionOf, neverEnds } from './completion';

/** A way out: one boolean slot that is true until it is taken. */
interface Exit { readonly going: Slot }

interface Targets {
  readonly breaks: ReadonlyMap<string, Exit>;
  readonly continues: ReadonlyMap<string, Exit>;
  readonly returns: Exit;
  readonly result: Slot | null;
}

/** A list of operations without exits, the exits it may have taken, and whether its end can be reached without one. */
interface Structured { readonly ops: readonly Op[]; readonly exits: ReadonlySet<Exit>; readonly completes: boolean }

/** `resultName`: what the result is called; that of an inlined function is better called nothing. */
export function structureExits(func: Func, resultName: string | null = null): Func {
  if (func.form !== 'slot') return func;
  const origin = func.origin;
  const result = func.result.kind === 'void' ? null : newSlot(func.result, resultName ?? unnamed);
  const returns: Exit = { going: newSlot(bool, 'going') };
  const ops: Op[] = [];
  declareGoing(returns, ops);
  if (result !== null) declare(result, placeholder(func.result, ops), ops, origin);
  const body = structureList(func.body.ops, { breaks: new Map(), continues: new Map(), returns, result });
  ops.push(...body.ops);
  if (result === null) ops.push({ kind: 'return', value: null, origin });
  else {
    const value = newValue(func.result, resultName);
    ops.push({ kind: 'get', slot: result, result: value, origin }, { kind: 'return', value, origin });
  }
  return { ...func, body: { params: func.body.params, ops } };
}

/** A value of the type that no path reads; slots need one before the path that sets them. */
export function placeholder(type: Type, ops: Op[]): Value {
  const result = newValue(type);
  const origin = nowhere;
  switch (type.kind) {
    case 'num': ops.push({ kind: 'const', value: 0, result, origin }); break;
    case 'bool': ops.push({ kind: 'const', value: false, result, origin }); break;
    case 'text': ops.push({ kind: 'const', value: '', result, origin }); break;
    case 'array': ops.push({ kind: 'array', type, elements: [], result, origin }); break;
    case 'struct': {
      const values = type.fields.map(field => placeholder(field.type, ops));
      ops.push({ kind: 'struct', type, values, result, origin });
      break;
    }
    case 'void': case 'func': break;
  }
  return result;
}

function structureList(ops: readonly Op[], targets: Targets): Structured {
  const done: Op[] = [];
  const exits = new Set<Exit>();
  for (const [i, op] of ops.entries()) {
    switch (op.kind) {
      case 'break': return leave(done, exits, targets.breaks.get(op.label), op.origin);
      case 'continue': return leave(done, exits, targets.continues.get(op.label), op.origin);
      case 'return':
        if (targets.result !== null && op.value !== null) done.push({ kind: 'set', slot: targets.result, value: op.value, origin: op.origin });
        return leave(done, exits, targets.returns, op.origin);
      case 'throw': done.push(op); return { ops: done, exits, completes: false };
      case 'if': {
        const then = completionOf(op.then);
        const otherwise = completionOf(op.else);
        if (then.exits.size === 0 && otherwise.exits.size === 0 && (then.completes || otherwise.completes)) {
          done.push({ ...op, then: structureRegion(op.then, targets), else: structureRegion(op.else, targets) });
          break;
        }
        const joined = structureBranch(op, ops.slice(i + 1), targets);
        return { ops: [...done, ...joined.ops], exits: union(exits, joined.exits), completes: joined.completes };
      }
      case 'block': case 'while': {
        const inner = op.kind === 'block' ? structureBlock(op.body, op.label, targets) : structureWhile(op, targets);
        done.push(...inner.ops);
        if (!inner.completes) return { ops: done, exits: union(exits, inner.exits), completes: false };
        if (inner.exits.size === 0) break;
        const rest = guarded([...inner.exits], ops.slice(i + 1), targets, op.origin);
        return { ops: [...done, ...rest.ops], exits: union(exits, union(inner.exits, rest.exits)), completes: rest.completes };
      }
      default: done.push(op);
    }
  }
  return { ops: done, exits, completes: true };
}

function leave(done: Op[], exits: ReadonlySet<Exit>, exit: Exit | undefined, origin: Origin): Structured {
  if (exit === undefined) throw new Error('an exit leaves no enclosing label: the verifier must have refused this');
  const value = newValue(bool);
  done.push({ kind: 'const', value: false, result: value, origin }, { kind: 'set', slot: exit.going, value, origin });
  return { ops: done, exits: new Set([...exits, exit]), completes: false };
}

/** An `if` one of whose branches leaves: what follows moves into the branch that stays. */
function structureBranch(op: IfOp, rest: readonly Op[], targets: Targets): Structured {
  const thenCompletes = completionOf(op.then).completes;
  const elseCompletes = completionOf(op.else).completes;
  const then = structureList(thenCompletes && !elseCompletes ? [...body(op.then), ...rest] : body(op.then), targets);
  const otherwise = structureList(elseCompletes && !thenCompletes ? [...body(op.else), ...rest] : body(op.else), targets);
  const exits = union(then.exits, otherwise.exits);
  const branch: Op = { ...op, results: [], then: closed(then.ops, op.origin), else: closed(otherwise.ops, op.origin) };
  if (!thenCompletes || !elseCompletes) return { ops: [branch], exits, completes: then.completes || otherwise.completes };
  const after = guarded([...exits], rest, targets, op.origin);
  return { ops: [branch, ...after.ops], exits: union(exits, after.exits), completes: after.completes };
}

function structureBlock(region: Region, label: string, targets: Targets): Structured {
  const exit: Exit = { going: newSlot(bool, 'going') };
  const inner = structureList(body(region), { ...targets, breaks: new Map(targets.breaks).set(label, exit) });
  const ops: Op[] = [];
  if (inner.exits.has(exit)) declareGoing(exit, ops);
  const exits = new Set(inner.exits);
  const completes = inner.completes || exits.delete(exit);
  exits.delete(exit);
  return { ops: [...ops, ...inner.ops], exits, completes };
}

function structureWhile(op: WhileOp, targets: Targets): Structured {
  const breakExit: Exit = { going: newSlot(bool, 'going') };
  const continueExit: Exit = { going: newSlot(bool, 'going') };
  const inner = structureList(body(op.body), {
    ...targets, breaks: new Map(targets.breaks).set(op.label, breakExit), continues: new Map(targets.continues).set(op.label, continueExit),
  });
  const bodyOps: Op[] = [];
  if (inner.exits.has(continueExit)) declareGoing(continueExit, bodyOps);
  bodyOps.push(...inner.ops);
  const leaving = [...inner.exits].filter(exit => exit !== continueExit);
  const update = body(op.update);
  if (inner.completes || inner.exits.has(continueExit)) {
    if (update.length > 0) bodyOps.push(...guarded(leaving, update, targets, op.origin).ops);
  }
  const again = conjunction(leaving, bodyOps, op.origin);
  bodyOps.push({ kind: 'yield', values: [again], origin: op.origin });
  const ops: Op[] = [];
  if (inner.exits.has(breakExit)) declareGoing(breakExit, ops);
  ops.push({ ...op, body: { params: [], ops: bodyOps }, update: { params: [], ops: [{ kind: 'yield', values: [], origin: op.origin }] } });
  const escaping = leaving.filter(exit => exit !== breakExit);
  return { ops, exits: new Set(escaping), completes: !neverEnds(op) || inner.exits.has(breakExit) };
}

/** `rest`, run only if none of the exits was taken. */
function guarded(exits: readonly Exit[], rest: readonly Op[], targets: Targets, origin: Origin): Structured {
  const inner = structureList(rest, targets);
  if (inner.ops.length === 0) return inner;
  let ops: readonly Op[] = inner.ops;
  for (const exit of exits) {
    const cond = newValue(bool);
    ops = [
      { kind: 'get', slot: exit.going, result: cond, origin },
      { kind: 'if', cond, results: [], then: closed(ops, origin), else: closed([], origin), origin },
    ];
  }
  return { ops, exits: inner.exits, completes: exits.length > 0 || inner.completes };
}

/** The value "none of these exits was taken". */
function conjunction(exits: readonly Exit[], ops: Op[], origin: Origin): Value {
  const [first, ...others] = exits;
  if (first === undefined) {
    const result = newValue(bool);
    ops.push({ kind: 'const', value: true, result, origin });
    return result;
  }
  const going = newValue(bool);
  ops.push({ kind: 'get', slot: first.going, result: going, origin });
  if (others.length === 0) return going;
  const then = new RegionBuilder();
  const inner: Op[] = [];
  const value = conjunction(others, inner, origin);
  for (const op of inner) then.append(op);
  then.yield([value], origin);
  const otherwise = new RegionBuilder();
  otherwise.yield([otherwise.constant(false, origin)], origin);
  const result = newValue(bool);
  ops.push({ kind: 'if', cond: going, then: then.finish(), else: otherwise.finish(), results: [result], origin });
  return result;
}

/** A region without exits of its own: only the loops and blocks inside it change. */
function structureRegion(region: Region, targets: Targets): Region {
  const end = region.ops.at(-1);
  const { ops } = structureList(body(region), targets);
  return { params: region.params, ops: end !== undefined && end.kind === 'yield' ? [...ops, end] : ops };
}

/** The operations of a region before its `yield`; other terminators are exits and stay. */
function body(region: Region): readonly Op[] {
  const last = region.ops.at(-1);
  return last !== undefined && last.kind === 'yield' ? region.ops.slice(0, -1) : region.ops;
}

function closed(ops: readonly Op[], origin: Origin): Region {
  const last = ops.at(-1);
  return { params: [], ops: last !== undefined && isTerminator(last) ? ops : [...ops, { kind: 'yield', values: [], origin }] };
}

function declareGoing(exit: Exit, ops: Op[]): void {
  const value = newValue(bool);
  ops.push({ kind: 'const', value: true, result: value, origin: nowhere });
  declare(exit.going, value, ops, nowhere);
}

function declare(slot: Slot, init: Value, ops: Op[], origin: Origin): void {
  ops.push({ kind: 'slot', slot, init, origin });
}

const union = (a: ReadonlySet<Exit>, b: ReadonlySet<Exit>): ReadonlySet<Exit> => (b.size === 0 ? a : new Set([...a, ...b]));
