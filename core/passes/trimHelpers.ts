/**
 * Pass: functions that only this derivative calls take and return no more than is used.
 *
 * Input and output: a value-form function and its helpers. A parameter no helper reads is dropped at every call; of a returned record only
 * the fields somebody reads stay: none makes the function return nothing, one makes it return that number.
 * Example:
 *   func @h(%x, %n, %seed) -> {dx, dn} { …  %a = call @h(…)  %b = field %a.dn … }      with `.dx` read by the caller only
 *   becomes
 *   func @h(%x, %n, %seed) -> num { … }
 */
import { newValue } from '../ir/builder';
import type { Func } from '../ir/module';
import type { CallOp, Op, Region, ReturnOp, StructOp, Value } from '../ir/op';
import { structOf, voidType, type Type } from '../ir/type';
import { mapOp, operands, visitOps } from '../ir/walk';
import { eliminateDeadCode } from './dce';

export interface Family { readonly func: Func; readonly helpers: readonly Func[] }

export function trimHelpers(family: Family): Family {
  if (family.helpers.length === 0) return family;
  let current = trimParameters(trimResults(family));
  for (let before = sizeOf(family), now = sizeOf(current); now < before; before = now, now = sizeOf(current)) current = trimParameters(trimResults(current));
  return current;
}

const all = ({ func, helpers }: Family): readonly Func[] => [func, ...helpers];

function sizeOf(family: Family): number {
  let size = 0;
  for (const func of all(family)) {
    size += func.params.length;
    visitOps(func.body, op => { size += 1 + operands(op).length; });
  }
  return size;
}

// ---- results

interface Ending { readonly made: StructOp; readonly end: ReturnOp }

/** The record a function makes only to return it. */
function endingOf(func: Func): Ending | null {
  const end = func.body.ops.at(-1);
  if (end?.kind !== 'return' || end.value === null) return null;
  const made = func.body.ops.find(op => op.kind === 'struct' && op.result === end.value);
  let uses = 0;
  visitOps(func.body, op => { uses += operands(op).filter(value => value === end.value).length; });
  return made?.kind === 'struct' && uses === 1 ? { made, end } : null;
}

/** The function returning only some fields of its record, and nothing it computed for the others. */
function narrowed(func: Func, fields: ReadonlySet<string>): Func {
  const ending = endingOf(func);
  if (ending === null) return func;
  const { made, end } = ending;
  const kept = made.type.fields.map((field, i) => ({ field, value: made.values[i] })).filter(({ field }) => fields.has(field.name));
  const result = resultType(kept.map(({ field }) => field));
  const [only] = kept;
  const type = structOf(kept.map(({ field }) => field));
  const record = newValue(type, made.result.name);
  const last: Op[] = result.kind === 'struct'
    ? [{ ...made, type, values: kept.map(({ value }) => value).filter(value => value !== undefined), result: record }, { ...end, value: record }]
    : [{ ...end, value: only?.value ?? null }];
  const ops = func.body.ops.filter(op => op !== made && op !== end);
  return eliminateDeadCode({ ...func, result, body: { params: func.body.params, ops: [...ops, ...last] } });
}

const resultType = (fields: readonly { readonly name: string; readonly type: Type }[]): Type => {
  const [only, ...more] = fields;
  return only === undefined ? voidType : more.length === 0 ? only.type : structOf(fields);
};

function trimResults(family: Family): Family {
  const records = new Set(family.helpers.filter(helper => endingOf(helper) !== null && helper.result.kind === 'struct').map(helper => helper.name));
  if (records.size === 0) return family;
  const needed = new Map([...records].map(name => [name, new Set<string>()]));
  for (let grown = true; grown;) {
    grown = false;
    for (const func of all(family)) {
      const own = needed.get(func.name);
      const fieldsRead = readFields(own === undefined ? func : narrowed(func, own), records);
      for (const [callee, fields] of fieldsRead) for (const field of fields) {
        const known = needed.get(callee);
        if (known !== undefined && !known.has(field)) { known.add(field); grown = true; }
      }
    }
  }
  const results = new Map<string, Type>();
  const helpers = family.helpers.map(helper => {
    const own = needed.get(helper.name);
    if (own === undefined || helper.result.kind !== 'struct' || own.size === helper.result.fields.length) return helper;
    const next = narrowed(helper, own);
    results.set(helper.name, next.result);
    return next;
  });
  const recall = (func: Func): Func => retyped(func, results);
  return { func: recall(family.func), helpers: helpers.map(recall) };
}

/** For each helper, the fields of its results that are read; all of them where a result goes elsewhere as a whole. */
function readFields(func: Func, records: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const calls = new Map<Value, CallOp>();
  const read = new Map<string, Set<string>>();
  const add = (callee: string, field: string): void => {
    const known = read.get(callee);
    if (known === undefined) read.set(callee, new Set([field]));
    else known.add(field);
  };
  visitOps(func.body, op => { if (op.kind === 'call' && records.has(op.callee)) calls.set(op.result, op); });
  visitOps(func.body, op => {
    for (const value of operands(op)) {
      const call = calls.get(value);
      if (call === undefined) continue;
      if (op.kind === 'getfield') add(call.callee, op.field);
      else if (call.result.type.kind === 'struct') for (const field of call.result.type.fields) add(call.callee, field.name);
    }
  });
  return read;
}

/** Calls with the results their callees have now. */
function retyped(func: Func, types: ReadonlyMap<string, Type>): Func {
  const calls = new Map<Value, Value>();
  const replaced = new Map<Value, Value>();
  visitOps(func.body, op => {
    const type = op.kind === 'call' ? types.get(op.callee) : undefined;
    if (op.kind === 'call' && type !== undefined) calls.set(op.result, newValue(type, type.kind === 'struct' ? op.result.name : null));
  });
  if (calls.size === 0) return func;
  const value = (v: Value): Value => replaced.get(v) ?? calls.get(v) ?? v;
  const region = (source: Region): Region => ({ params: source.params, ops: source.ops.flatMap(rewrite) });
  const rewrite = (op: Op): Op[] => {
    if (op.kind === 'getfield') {
      const result = calls.get(op.ref);
      if (result !== undefined && result.type.kind !== 'struct') { replaced.set(op.result, result); return []; }
    }
    const mapped = mapOp(op, value, region);
    const result = mapped.kind === 'call' ? calls.get(mapped.result) : undefined;
    return [mapped.kind === 'call' && result !== undefined ? { ...mapped, result } : mapped];
  };
  return { ...func, body: region(func.body) };
}

// ---- parameters

function trimParameters(family: Family): Family {
  const used = new Map(family.helpers.map(helper => [helper.name, new Set<number>()]));
  const places = new Map(family.helpers.map(helper => [helper.name, new Map(helper.params.map((param, i) => [param.value, i]))]));
  for (let grown = true; grown;) {
    grown = false;
    for (const helper of family.helpers) {
      const own = used.get(helper.name);
      visitOps(helper.body, op => {
        operands(op).forEach((value, k) => {
          const at = places.get(helper.name)?.get(value);
          // Handing it on to a parameter nobody reads is no use of it.
          const handedOn = op.kind === 'call' && used.has(op.callee) && used.get(op.callee)?.has(k) !== true;
          if (at !== undefined && !handedOn && own?.has(at) === false) { own.add(at); grown = true; }
        });
      });
    }
  }
  if (family.helpers.every(helper => used.get(helper.name)?.size === helper.params.length)) return family;
  const region = (source: Region): Region => ({ params: source.params, ops: source.ops.map(op => {
    const mapped = mapOp(op, v => v, region);
    const kept = mapped.kind === 'call' ? used.get(mapped.callee) : undefined;
    return mapped.kind === 'call' && kept !== undefined ? { ...mapped, args: mapped.args.filter((_, i) => kept.has(i)) } : mapped;
  }) });
  const recall = (func: Func): Func => eliminateDeadCode({ ...func, body: region(func.body) });
  return {
    func: recall(family.func),
    helpers: family.helpers.map(helper => recall({ ...helper, params: helper.params.filter((_, i) => used.get(helper.name)?.has(i) === true) })),
  };
}
