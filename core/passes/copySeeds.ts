/**
 * Pass: an array of zeros that a seed is added to is a copy of the seed.
 *
 * Input and output: value form. Within one region: an allocation whose first use is a loop that adds every element of another array of the
 * same type to it becomes a copy of that array. `kept`: allocations that must stay (an earlier result can provide them).
 * Example:
 *   %d = alloc f64[] %n … loop for %k = 0 to len %d { store %d[%k], add(load %d[%k], load %s[%k]) }      becomes      %d = copy %s
 */
import type { Func } from '../ir/module';
import type { AllocOp, Literal, LoopOp, Op, Region, Value } from '../ir/op';
import { sameType } from '../ir/type';
import { mapOp, operands, regions, visitOps } from '../ir/walk';

export function copySeeds(func: Func, kept: ReadonlySet<Value>): Func {
  const numbers = new Map<Value, Literal>();
  const uses = new Map<Value, number>();
  visitOps(func.body, op => {
    if (op.kind === 'const') numbers.set(op.result, op.value);
    for (const value of operands(op)) uses.set(value, (uses.get(value) ?? 0) + 1);
  });

  /** The array whose elements a loop adds to those of `target`, which it runs through from end to end. */
  function added(loop: LoopOp, target: AllocOp, length: Value): Value | null {
    const { counter, body } = loop;
    const [k] = body.params;
    if (counter === null || loop.inits.length > 0 || k === undefined || counter.to !== length || counter.step !== 1 || numbers.get(counter.from) !== 0) return null;
    const work = body.ops.filter(op => op.kind !== 'const' && op.kind !== 'yield');
    const store = work.at(-1);
    const add = work.at(-2);
    const loads = work.slice(0, -2);
    if (loads.length !== 2 || store?.kind !== 'store' || add?.kind !== 'prim' || add.prim !== 'add') return null;
    if (store.ref !== target.result || store.index !== k || store.value !== add.result) return null;
    let source: Value | null = null;
    for (const load of loads) {
      if (load.kind !== 'load' || load.index !== k || !add.args.includes(load.result)) return null;
      if (load.ref !== target.result) source = load.ref;
    }
    return source !== null && sameType(source.type, target.result.type) ? source : null;
  }

  function region(source: Region): Region {
    let ops = source.ops.map(op => mapOp(op, value => value, region));
    for (const made of ops.filter(op => op.kind === 'alloc')) {
      if (kept.has(made.result)) continue;
      const rest = ops.slice(ops.indexOf(made) + 1);
      const touching = rest.filter(op => mentions(op, made.result));
      const [len, loop] = touching;
      if (len?.kind !== 'len' || loop?.kind !== 'loop' || uses.get(len.result) !== 1) continue;
      const from = added(loop, made, len.result);
      if (from === null) continue;
      ops = ops.filter(op => op !== made && op !== len).map((op): Op => (op === loop ? { kind: 'copy', ref: from, result: made.result, origin: loop.origin } : op));
    }
    return { params: source.params, ops };
  }
  return { ...func, body: region(func.body) };
}

const mentions = (op: Op, value: Value): boolean => operands(op).includes(value) || regions(op).some(inner => inner.ops.some(each => mentions(each, value)));
