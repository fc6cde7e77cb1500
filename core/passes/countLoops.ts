/**
 * Pass: loops that count become counted.
 *
 * Purpose: a counted loop is reversed by arithmetic and its trip count is known before it runs.
 * Input: value form. Output: value form; `loop test` whose test compares a carried integer, stepped by a constant, with something that
 * does not change in the loop becomes `loop for`. The carried value disappears.
 * Example:
 *   %i1, %s1 = loop test(%i = 0, %s = %c) { yield lt %i, %n } carry(%j, %t) { …  %k = add %j, 1  yield %true, %k, %u }
 *   becomes
 *   %s1 = loop for %j = 0 to %n by 1 lt carry(%t = %c) { …  yield %true, %u }
 */
import { newValue } from '../ir/builder';
import { renameValues } from '../ir/clone';
import type { Func, Module } from '../ir/module';
import type { Counter, IfOp, LoopOp, Op, Region, Value } from '../ir/op';
import { changesLength, mapOp, operands, visitOps, writesMemory, type MemoryWrite } from '../ir/walk';
import { Definitions, nextCarried, yielded } from './definitions';
import { isInteger } from './integers';
import { Memory } from './memory';

/** `discrete`: parameters that are integers. `distinct`: see `Memory`. */
export function countLoops(func: Func, module: Module, discrete: ReadonlySet<Value>, distinct: boolean): Func {
  const memory = new Memory(func, module, distinct);
  const definitions = new Definitions(func);
  const used = usedValues(func.body);
  const starts = new Map<Value, Value>();
  const region = (source: Region): Region => ({ params: source.params, ops: source.ops.flatMap(rewrite) });
  const rewrite = (op: Op): readonly Op[] => {
    const mapped = mapOp(op, v => v, region);
    if (op.kind !== 'loop' || mapped.kind !== 'loop') return [mapped];
    const counted = countedForm(op, definitions, discrete, used, memory);
    if (counted !== null) {
      const { from } = counted.counter;
      if (from.name === op.inits[counted.index]?.name && from.name === op.body.params[counted.index]?.name && definitions.of(from).kind === 'operation') starts.set(from, newValue(from.type));
    }
    return counted === null ? [mapped] : [...counted.hoisted, dropCarried(mapped, counted.index, counted.counter)];
  };
  const body = region(func.body);
  // The first value of a counter does not bear the counter's name: that belongs to the induction variable.
  return { ...func, body: starts.size === 0 ? body : renameValues(body, starts) };
}

interface Counted { readonly index: number; readonly counter: Counter; readonly hoisted: readonly Op[] }

function countedForm(loop: LoopOp, definitions: Definitions, discrete: ReadonlySet<Value>, used: ReadonlySet<Value>, memory: Memory): Counted | null {
  if (loop.test === null) return null;
  const [cond] = yielded(loop.test);
  const compare = loop.test.ops.find(op => op.kind === 'prim' && op.result === cond);
  if (compare === undefined || compare.kind !== 'prim') return null;
  for (const [left, right, comparison] of bothWays(compare.prim, compare.args)) {
    const index = loop.test.params.indexOf(left);
    if (index < 0) continue;
    const hoisted = hoistable(loop, loop.test.ops.filter(op => op !== compare && op.kind !== 'yield'), memory);
    if (hoisted === null || loop.test.params.includes(right)) continue;
    const from = loop.inits[index];
    const result = loop.results[index];
    const step = stepOf(loop, index, definitions);
    if (from === undefined || result === undefined || used.has(result) || step === null) continue;
    if ((comparison === 'lt' || comparison === 'le') !== step > 0) continue;
    if (!isInteger(from, definitions, discrete)) continue;
    return { index, counter: { from, to: right, step, compare: comparison }, hoisted };
  }
  return null;
}

type Direction = Counter['compare'];
const flipped: { readonly [c in Direction]: Direction } = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' };

/** `a < b` also read as `b > a`. */
function bothWays(prim: string, args: readonly Value[]): readonly (readonly [Value, Value, Direction])[] {
  const [a, b] = args;
  if (a === undefined || b === undefined || !(prim === 'lt' || prim === 'le' || prim === 'gt' || prim === 'ge')) return [];
  return [[a, b, prim], [b, a, flipped[prim]]];
}

/** The constant added to the carried value on every way to the end of the body, or null. */
function stepOf(loop: LoopOp, index: number, definitions: Definitions): number | null {
  const next = nextCarried(loop)[index];
  const param = loop.body.params[index];
  const [again] = yielded(loop.body);
  if (next === undefined || param === undefined || again === undefined) return null;
  return constantStep(next, param, again, definitions);
}

function constantStep(next: Value, param: Value, again: Value, definitions: Definitions): number | null {
  const op = definitions.opOf(next);
  if (op === null) return null;
  if (op.kind === 'prim' && (op.prim === 'add' || op.prim === 'sub')) {
    const [a, b] = op.args;
    const sign = op.prim === 'add' ? 1 : -1;
    if (a === param && b !== undefined) return scaled(literal(b, definitions), sign);
    if (b === param && a !== undefined && op.prim === 'add') return scaled(literal(a, definitions), 1);
  }
  if (op.kind === 'if') {
    // An early exit skips the update: on that way this is the last iteration, and the counter is not read after it.
    const at = op.results.indexOf(next);
    const leaves = (side: Region): boolean => (op.cond === again ? side === op.else : leavesHere(op, side, again, definitions));
    const steps = [op.then, op.else].filter(side => !(yielded(side)[at] === param && leaves(side))).map(side => {
      const v = yielded(side)[at];
      return v === undefined ? null : constantStep(v, param, again, definitions);
    });
    const [first] = steps;
    return first !== undefined && steps.every(step => step === first) ? first : null;
  }
  return null;
}

/** Whether a branch decides by itself that the loop ends. */
function leavesHere(op: IfOp, side: Region, again: Value, definitions: Definitions): boolean {
  const at = op.results.indexOf(again);
  const decided = at < 0 ? undefined : yielded(side)[at];
  const source = decided === undefined ? null : definitions.opOf(decided);
  return source !== null && source.kind === 'const' && source.value === false;
}

const scaled = (step: number | null, sign: number): number | null => (step === null || step === 0 || !Number.isInteger(step) ? null : step * sign);

function literal(value: Value, definitions: Definitions): number | null {
  const op = definitions.opOf(value);
  return op !== null && op.kind === 'const' && typeof op.value === 'number' ? op.value : null;
}

/** The test's other operations, if they compute the same thing before every iteration. */
function hoistable(loop: LoopOp, ops: readonly Op[], memory: Memory): readonly Op[] | null {
  const varying = new Set<Value>(loop.test?.params ?? []);
  for (const op of ops) {
    if (operands(op).some(v => varying.has(v))) return null;
    const fixed = op.kind === 'const' || op.kind === 'prim' || op.kind === 'global'
      || (op.kind === 'len' && !touches(loop, op.ref, memory, changesLength)) || ((op.kind === 'load' || op.kind === 'getfield' || op.kind === 'has') && !touches(loop, op.ref, memory, writesMemory));
    if (!fixed) return null;
  }
  return ops;
}

/** Whether an operation on the memory that `ref` names, or a call, stands in the loop. */
function touches(loop: LoopOp, ref: Value, memory: Memory, acts: (op: Op) => op is MemoryWrite): boolean {
  let touched = false;
  visitOps(loop.body, op => { touched ||= op.kind === 'call' || acts(op) && memory.block(op.ref) === memory.block(ref); });
  return touched;
}

/** The loop with carried value `index` turned into the induction variable. */
function dropCarried(loop: LoopOp, index: number, counter: Counter): LoopOp {
  const without = <T>(list: readonly T[], at: number): readonly T[] => list.filter((_, i) => i !== at);
  const param = loop.body.params[index];
  const end = loop.body.ops.at(-1);
  if (param === undefined || end === undefined || end.kind !== 'yield') throw new Error('a loop body ends in a yield');
  const body: Region = {
    params: [param, ...without(loop.body.params, index)],
    ops: [...loop.body.ops.slice(0, -1), { ...end, values: without(end.values, index + 1) }],
  };
  return { ...loop, counter, test: null, inits: without(loop.inits, index), body, results: without(loop.results, index) };
}

function usedValues(region: Region): ReadonlySet<Value> {
  const used = new Set<Value>();
  visitOps(region, op => { for (const v of operands(op)) used.add(v); });
  return used;
}
