/**
 * Pass: records that never change and never leave are replaced by their fields.
 *
 * Purpose: a record literal that is only read (`const { a, b } = { a: x * y, b: y }`, a vector returned by an inlined function) needs neither
 * memory nor a shadow.
 * Input and output: value form. A record goes if it is only read, field by field, and no field of its block is ever written. Where a branch or a
 * loop chooses between records of one thing that may be missing, it chooses the thing and whether it is there; between other records they stay.
 * Example:
 *   %r = struct {a: num, b: num} (%p, %y)  %a = field %r.a  %q = mul %a, %a        becomes        %q = mul %p, %p
 */
import { newValue } from '../ir/builder';
import type { Func } from '../ir/module';
import type { IfOp, LoopOp, Op, Region, Value } from '../ir/op';
import { hasPresence } from '../ir/presence';
import type { StructType } from '../ir/type';
import { mapOp, operands, visitOps } from '../ir/walk';
import { carriedParams, yielded } from './definitions';

export function dissolveRecords(func: Func): Func {
  const records = dissolvable(func);
  return records.size === 0 ? func : dissolveRecords(new Dissolving(records).run(func));
}

/** Records, and what is one of several, that are read and nothing else. */
function dissolvable(func: Func): ReadonlySet<Value> {
  const records = new Set<Value>();
  const sources = new Map<Value, readonly (Value | undefined)[]>();
  const kept = new Set<Value>();
  const choice = (value: Value, from: readonly (Value | undefined)[]): void => {
    if (value.type.kind === 'struct' && isOneThing(value.type)) {
      records.add(value);
      sources.set(value, from);
    } else for (const source of from) if (source !== undefined) kept.add(source);
  };
  visitOps(func.body, op => {
    switch (op.kind) {
      case 'struct': records.add(op.result); break;
      case 'if': op.results.forEach((result, i) => { choice(result, [op.then, op.else].filter(side => side.ops.at(-1)?.kind === 'yield').map(side => yielded(side)[i])); }); break;
      case 'loop':
        carriedParams(op).forEach((param, i) => {
          const from = [op.inits[i], yielded(op.body)[i + 1]];
          for (const each of [param, op.test?.params[i]]) if (each !== undefined) choice(each, from);
          const result = op.results[i];
          if (result !== undefined) choice(result, [param, ...from]);
        });
        break;
      default:
    }
    // What a region yields, and what a loop begins with, is asked of what it becomes.
    if (op.kind !== 'getfield' && op.kind !== 'yield' && op.kind !== 'loop') for (const used of operands(op)) kept.add(used);
  });
  for (const record of kept) records.delete(record);
  for (let changes = true; changes;) {
    changes = false;
    for (const [value, from] of sources) {
      if (records.has(value) && from.every(source => source !== undefined && records.has(source))) continue;
      for (const each of [value, ...from]) if (each !== undefined && records.delete(each)) changes = true;
    }
  }
  return records;
}

const isOneThing = (type: StructType): boolean => type.fields.length === 2 && hasPresence(type);

class Dissolving {
  private readonly fields = new Map<Value, readonly Value[]>();
  private readonly replaced = new Map<Value, Value>();

  constructor(private readonly records: ReadonlySet<Value>) {}

  run(func: Func): Func { return { ...func, body: this.region(func.body) }; }

  private readonly value = (v: Value): Value => { const next = this.replaced.get(v); return next === undefined ? v : this.value(next); };

  private readonly region = (source: Region): Region => ({ params: this.spread(source.params), ops: source.ops.flatMap(op => this.rewrite(op)) });

  /** The fields of what goes, in its place. */
  private spread(values: readonly Value[]): readonly Value[] {
    return values.flatMap(value => {
      const { type } = value;
      if (!this.records.has(value) || type.kind !== 'struct') return [this.value(value)];
      const fields = this.fields.get(value) ?? type.fields.map(field => newValue(field.type));
      this.fields.set(value, fields);
      return fields.map(this.value);
    });
  }

  private rewrite(op: Op): readonly Op[] {
    switch (op.kind) {
      case 'struct':
        if (!this.records.has(op.result)) break;
        this.fields.set(op.result, op.values);
        return [];
      case 'getfield': {
        const { type } = op.ref;
        const field = type.kind === 'struct' ? this.fields.get(op.ref)?.[type.fields.findIndex(declared => declared.name === op.field)] : undefined;
        if (field === undefined) break;
        this.replaced.set(op.result, field);
        return [];
      }
      case 'if': return [this.branch(op)];
      case 'loop': return [this.loop(op)];
      case 'yield': return [{ ...op, values: this.spread(op.values) }];
      default:
    }
    return [mapOp(op, this.value, this.region)];
  }

  private branch(op: IfOp): IfOp {
    return { ...op, cond: this.value(op.cond), then: this.region(op.then), else: this.region(op.else), results: this.spread(op.results) };
  }

  private loop(op: LoopOp): LoopOp {
    const counter = op.counter === null ? null : { ...op.counter, from: this.value(op.counter.from), to: this.value(op.counter.to) };
    const inits = this.spread(op.inits);
    return { ...op, counter, inits, test: op.test === null ? null : this.region(op.test), body: this.region(op.body), results: this.spread(op.results) };
  }
}
