/**
 * Computes a value once: a pure operation with the same operands as an earlier one that dominates it is replaced by that one.
 *
 * Input and output: a value-form function. Only constants, primitives, names of the module and lengths of typed arrays (which never
 * change) take part; loads do not. The source's own arithmetic never moves: the earlier operation stays where it is.
 *
 *     %a = sin %x … %b = sin %x, %d = mul %b, %g     =>     %a = sin %x … %d = mul %a, %g
 *
 * What a loop carries twice under no name of its own, it carries once.
 */
import { literalKey } from '../ir/builder';
import type { Func } from '../ir/module';
import type { LoopOp, Op, Region, Value } from '../ir/op';
import { sameType } from '../ir/type';
import { mapOp, results } from '../ir/walk';
import { Absorption } from './absorption';
import { carriedParams, nextCarried } from './definitions';

export function shareCommonValues(func: Func): Func {
  const replaced = new Map<Value, Value>();
  const absorption = new Absorption();
  const value = (v: Value): Value => replaced.get(v) ?? v;

  /** Carried values that start alike are taken for the same, until an iteration shows the contrary. */
  function loop(op: LoopOp, known: ReadonlyMap<string, Value>): LoopOp {
    const params = carriedParams(op);
    const twin = op.inits.map((init, i) => op.inits.findIndex((other, j) => j < i && value(other) === value(init) && isNameless(params[i], params[j])));
    while (twin.some(j => j >= 0)) {
      const before = new Map(replaced);
      for (const list of [params, op.test?.params ?? []]) twin.forEach((j, i) => { replace(list[i], list[j]); });
      const mapped = rebuilt(op, known);
      const next = nextCarried(mapped);
      const wrong = twin.flatMap((j, i) => (j >= 0 && next[i] !== next[j] ? [i] : []));
      if (wrong.length === 0) {
        twin.forEach((j, i) => { replace(op.results[i], op.results[j]); });
        return withoutCarried(mapped, i => (twin[i] ?? -1) < 0);
      }
      replaced.clear();
      for (const [from, to] of before) replaced.set(from, to);
      for (const i of wrong) twin[i] = -1;
    }
    return rebuilt(op, known);
  }
  const rebuilt = (op: LoopOp, known: ReadonlyMap<string, Value>): LoopOp => {
    const mapped = mapOp(op, value, inner => region(inner, known));
    return mapped.kind === 'loop' ? mapped : op;
  };
  function replace(from: Value | undefined, by: Value | undefined): void {
    if (from !== undefined && by !== undefined) replaced.set(from, value(by));
  }

  function region(at: Region, outer: ReadonlyMap<string, Value>): Region {
    const known = new Map(outer);
    const ops = at.ops.flatMap((op): Op[] => {
      const mapped = absorption.into(op, op.kind === 'loop' ? loop(op, known) : mapOp(op, value, inner => region(inner, known)));
      const key = keyOf(mapped);
      const [result] = results(mapped);
      if (key === null || result === undefined) return [mapped];
      const before = known.get(key);
      if (before === undefined) { known.set(key, result); return [mapped]; }
      // A name of the source is worth its line, unless both have the same.
      if (mapped.origin.role === 'primal' && result.name !== null && result.name !== before.name && mapped.kind !== 'const') return [mapped];
      replaced.set(result, before);
      if (mapped.kind === 'prim') absorption.leaveOut(result, mapped.origin);
      return [];
    });
    return { params: at.params, ops };
  }
  return { ...func, body: region(func.body, new Map()) };
}

/** What the operation computes, as text; null when it may differ from one time to the next. */
function keyOf(op: Op): string | null {
  switch (op.kind) {
    case 'const': return `const ${op.result.name ?? ''} ${literalKey(op.value)}`;
    case 'global': return `global ${op.global}`;
    case 'len': return op.ref.type.kind === 'array' && op.ref.type.storage !== 'array' ? `len ${String(op.ref.id)}` : null;
    case 'prim': return `${op.prim} ${op.args.map(arg => String(arg.id)).join(' ')} ${JSON.stringify(op.conventions)}`;
    case 'if': {
      const [then, otherwise] = [choiceOf(op.then), choiceOf(op.else)];
      return op.results.length !== 1 || then === null || otherwise === null ? null : `if ${String(op.cond.id)} ${then} ${otherwise}`;
    }
    default: return null;
  }
}

/** What a side of a branch gives that computes nothing. */
function choiceOf(side: Region): string | null {
  const constants = new Map<Value, string>();
  for (const op of side.ops) {
    if (op.kind === 'yield') return op.values.map(given => constants.get(given) ?? String(given.id)).join(' ');
    const key = op.kind === 'const' ? keyOf(op) : null;
    if (op.kind !== 'const' || key === null) return null;
    constants.set(op.result, key);
  }
  return null;
}

const isNameless = (of: Value | undefined, other: Value | undefined): boolean =>
  of !== undefined && other !== undefined && sameType(of.type, other.type) && (of.name === null || of.name === other.name);

/** The loop without some of what it carries. */
function withoutCarried(op: LoopOp, isKept: (index: number) => boolean): LoopOp {
  const counters = op.counter === null ? 0 : 1;
  const kept = <T>(list: readonly T[], before: number): T[] => list.filter((_, i) => i < before || isKept(i - before));
  const end = op.body.ops.at(-1);
  if (end?.kind !== 'yield') return op;
  return {
    ...op, inits: kept(op.inits, 0), results: kept(op.results, 0),
    test: op.test === null ? null : { ...op.test, params: kept(op.test.params, 0) },
    body: { params: kept(op.body.params, counters), ops: [...op.body.ops.slice(0, -1), { ...end, values: kept(end.values, 1) }] },
  };
}
