/**
 * Pass: makes explicit what the reverse sweep will ask for.
 *
 * Purpose: afterwards every number the reverse sweep may need is an ordinary value of the primal.
 * Input: value form. Output: value form with the same results, in which
 *   - each loop without a known trip count carries its number of iterations (`trips`);
 *   - parameters that are references and written are copied on entry (their outermost level), so that arguments are left as found.
 * What nobody asks for is removed again by dead code elimination.
 * Example:
 *   loop test(%s0 = %c) { … } carry(%s1) { … yield %true, %s2 }
 *   becomes
 *   loop test(%s0 = %c, %t0 = 0) { … } carry(%s1, %t1) { … %t2 = add %t1, 1  yield %true, %s2, %t2 }
 */
import { newValue } from '../ir/builder';
import { variableName } from '../ir/presence';
import type { Func } from '../ir/module';
import type { LoopOp, Op, Region, Value } from '../ir/op';
import { nowhere, withRole } from '../ir/origin';
import { noConventions } from '../ir/primitive';
import { num } from '../ir/type';
import { mapOp, visitOps } from '../ir/walk';
import { yielded } from '../passes/definitions';

export interface Prepared {
  readonly func: Func;
  /** Numbers of iterations: results of the loops that have no known trip count. */
  readonly trips: ReadonlySet<Value>;
  /** Working copy → parameter index. */
  readonly copies: ReadonlyMap<Value, number>;
}

/** `written`: whether the memory of a parameter is written. */
export function prepare(func: Func, written: (param: Value) => boolean): Prepared {
  const trips = new Set<Value>();
  const copies = new Map<Value, number>();
  const replaced = new Map<Value, Value>();
  const entry: Op[] = [];
  func.params.forEach((param, index) => {
    if (!written(param.value)) return;
    const copy = newValue(param.value.type, `${param.name}Now`);
    // A record is taken apart and made anew: its adjoints find their way back by themselves.
    if (param.value.type.kind !== 'struct') copies.set(copy, index);
    replaced.set(param.value, copy);
    const origin = withRole(param.origin, 'primal');
    const { type } = param.value;
    if (type.kind !== 'struct') entry.push({ kind: 'copy', ref: param.value, result: copy, origin });
    else {
      const values = type.fields.map(field => newValue(field.type, variableName(field.name)));
      type.fields.forEach((field, i) => { const result = values[i]; if (result !== undefined) entry.push({ kind: 'getfield', ref: param.value, field: field.name, result, origin }); });
      entry.push({ kind: 'struct', type, values, result: copy, origin });
    }
  });
  const value = (v: Value): Value => replaced.get(v) ?? v;
  const region = (source: Region): Region => ({ params: source.params, ops: source.ops.flatMap(rewrite) });
  const rewrite = (op: Op): readonly Op[] => {
    const mapped = mapOp(op, value, region);
    return mapped.kind === 'loop' && !hasKnownTrips(mapped) ? countTrips(mapped, trips) : [mapped];
  };
  const body = region(func.body);
  return { func: { ...func, body: { params: body.params, ops: [...entry, ...body.ops] } }, trips, copies };
}

/** Whether the trip count follows from the counter alone. */
export function hasKnownTrips(loop: LoopOp): boolean { return loop.counter !== null && alwaysGoesOn(loop); }

/** Whether the loop ends only where its counter or test says so. */
export function alwaysGoesOn(loop: LoopOp): boolean {
  const [again] = yielded(loop.body);
  let constant = false;
  visitOps(loop.body, op => { if (op.kind === 'const' && op.result === again && op.value === true) constant = true; });
  return constant;
}

function countTrips(loop: LoopOp, trips: Set<Value>): readonly Op[] {
  const origin = withRole(loop.origin, 'tape');
  const [zero, one, param, next, result] = [newValue(num), newValue(num), newValue(num, 'trips'), newValue(num, 'trips'), newValue(num, 'trips')];
  const end = loop.body.ops.at(-1);
  if (end === undefined || end.kind !== 'yield') return [loop];
  const body: Region = {
    params: [...loop.body.params, param],
    ops: [
      ...loop.body.ops.slice(0, -1),
      { kind: 'const', value: 1, result: one, origin },
      { kind: 'prim', prim: 'add', args: [param, one], conventions: noConventions, result: next, origin },
      { ...end, values: [...end.values, next] },
    ],
  };
  const test = loop.test === null ? null : { ...loop.test, params: [...loop.test.params, newValue(num, 'trips')] };
  trips.add(result);
  return [
    { kind: 'const', value: 0, result: zero, origin: nowhere },
    { ...loop, test, body, inits: [...loop.inits, zero], results: [...loop.results, result] },
  ];
}
