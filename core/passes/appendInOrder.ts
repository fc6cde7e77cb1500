/**
 * Pass: a loop that writes an array from its end on, one element in each iteration, appends.
 *
 * Purpose: `const a = []; for (let i = 0; …; i++) a[i] = …` needs no test of where it writes (see `growByStore`).
 * Input: value form. Output: the test is replaced by the `push` if the array is a literal of k elements made in the loop's region, nothing
 * else makes it longer or shorter, and the index is k in the first iteration and one more in each that follows.
 * Example:
 *   %a = array num[] ()  loop for %i = 0 … { %n = len %a  %c = eq %i, %n  if %c { push %a, %v } else { store %a[%i], %v } … }
 *   becomes
 *   %a = array num[] ()  loop for %i = 0 … { push %a, %v … }
 */
import type { Func, Module } from '../ir/module';
import type { IfOp, LoopOp, Op, PushOp, Region, Value } from '../ir/op';
import { changesLength, mapOp, visitOps } from '../ir/walk';
import { Definitions } from './definitions';
import { Memory } from './memory';

/** `distinct`: see `Memory`. */
export function appendInOrder(func: Func, module: Module, distinct: boolean): Func {
  const memory = new Memory(func, module, distinct);
  const definitions = new Definitions(func);
  const literal = (value: Value): number | null => {
    const op = definitions.opOf(value);
    return op?.kind === 'const' && typeof op.value === 'number' ? op.value : null;
  };
  /** The index in the first iteration, where it is the induction variable or a constant more. */
  function firstIndex(index: Value, loop: LoopOp): number | null {
    const [variable] = loop.body.params;
    const from = loop.counter === null ? null : literal(loop.counter.from);
    if (loop.counter?.step !== 1 || from === null || variable === undefined) return null;
    if (index === variable) return from;
    const op = definitions.opOf(index);
    if (op?.kind !== 'prim' || op.prim !== 'add') return null;
    const [a, b] = op.args;
    const more = a === variable && b !== undefined ? literal(b) : b === variable && a !== undefined ? literal(a) : null;
    return more === null ? null : from + more;
  }
  function appends(op: Op, loop: LoopOp, around: Region): PushOp | null {
    if (op.kind !== 'if') return null;
    const push = appendedBy(op);
    const test = definitions.opOf(op.cond);
    if (push === null || test?.kind !== 'prim' || test.prim !== 'eq') return null;
    const made = definitions.opOf(push.ref);
    if (made?.kind !== 'array' || definitions.regionOf(push.ref) !== around || !isOnlyResize(push)) return null;
    const [index] = test.args.filter(arg => definitions.opOf(arg)?.kind !== 'len');
    const length = test.args.map(arg => definitions.opOf(arg)).find(source => source?.kind === 'len');
    if (index === undefined || length?.kind !== 'len' || length.ref !== push.ref) return null;
    return firstIndex(index, loop) === made.elements.length ? push : null;
  }
  function isOnlyResize(push: PushOp): boolean {
    let only = true;
    visitOps(func.body, op => {
      if (changesLength(op) && op !== push && memory.block(op.ref) === memory.block(push.ref)) only = false;
      if (op.kind === 'call' && op.args.some(arg => arg.type.kind === 'array' || arg.type.kind === 'struct')) only = false;
    });
    return only;
  }
  function region(source: Region): Region {
    return { params: source.params, ops: source.ops.map(op => {
      if (op.kind !== 'loop') return mapOp(op, value => value, region);
      const body: Region = { params: op.body.params, ops: op.body.ops.map(inner => appends(inner, op, source) ?? inner) };
      return mapOp({ ...op, body }, value => value, region);
    }) };
  }
  return { ...func, body: region(func.body) };
}

/** The `push` of `if %c { push %a, %v } else { … }`. */
function appendedBy(op: IfOp): PushOp | null {
  const [push, end] = op.then.ops;
  return op.results.length === 0 && op.then.ops.length === 2 && push?.kind === 'push' && end?.kind === 'yield' ? push : null;
}
