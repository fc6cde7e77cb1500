/**
 * Merges neighbouring branches on the same condition.
 *
 * Input and output: a value-form function. Two `if`s on one condition become one when what stands between them is pure and does not
 * read the first one's results. What the second one's sides read of the first one's results becomes the value that side yields.
 *
 *     %a = if %c { yield %x } else { yield %y }        %a, %b = if %c { %t = neg %x yield %x, %t }
 *     %b = if %c { %t = neg %a yield %t } else …  =>                 else { … }
 */
import type { Func } from '../ir/module';
import type { IfOp, Op, Region, Value } from '../ir/op';
import { isPlain } from '../ir/type';
import { mapOp, operands, results, visitOps } from '../ir/walk';

export const fuseIfs = (func: Func): Func => ({ ...func, body: fuseRegion(func.body, { fuse, turned: () => null }) });

/** The same where the first branch reads an element for the second one alone: it is then read there. */
export function sinkChoices(func: Func): Func {
  const uses = usesIn(func.body);
  const isRead = (first: IfOp, second: IfOp): boolean => {
    const inner = usesIn({ params: [], ops: [second] });
    return first.results.length > 0 && first.results.every(result => isPlain(result.type) && inner.get(result) === uses.get(result)) && [first.then, first.else].every(justReads);
  };
  const opposites = new Map<Value, Value>();
  visitOps(func.body, op => { if (op.kind === 'prim' && op.prim === 'not' && op.args[0] !== undefined) opposites.set(op.result, op.args[0]); });
  return { ...func, body: fuseRegion(func.body, {
    fuse: (first, second) => {
      const fused = isRead(first, second) ? fuse(first, second) : null;
      return fused === null ? null : withoutFirst(fused, first.results.length);
    },
    turned: op => {
      const cond = opposites.get(op.cond);
      return cond === undefined ? null : { ...op, cond, then: op.else, else: op.then };
    },
  }) };
}

const justReads = (region: Region): boolean => region.ops.every(({ kind }) => kind === 'const' || kind === 'load' || kind === 'yield');

function usesIn(region: Region): Map<Value, number> {
  const uses = new Map<Value, number>();
  visitOps(region, op => { for (const value of operands(op)) uses.set(value, (uses.get(value) ?? 0) + 1); });
  return uses;
}

function withoutFirst(op: IfOp, count: number): IfOp {
  const side = (region: Region): Region => ({ ...region, ops: region.ops.map(each => (each.kind === 'yield' ? { ...each, values: each.values.slice(count) } : each)) });
  return { ...op, then: side(op.then), else: side(op.else), results: op.results.slice(count) };
}

interface Fusing {
  readonly fuse: (first: IfOp, second: IfOp) => IfOp | null;
  /** The same branch on the opposite of its condition, where that is known. */
  readonly turned: (op: IfOp) => IfOp | null;
}

function fuseRegion(region: Region, fusing: Fusing): Region {
  const ops: Op[] = [];
  for (const op of region.ops) {
    const own = mapOp(op, v => v, at => fuseRegion(at, fusing));
    const turned = own.kind === 'if' && partner(ops, own) < 0 ? fusing.turned(own) : null;
    const inner = turned ?? own;
    const place = inner.kind === 'if' ? partner(ops, inner) : -1;
    const first = ops[place];
    if (inner.kind !== 'if' || first?.kind !== 'if') { ops.push(own); continue; }
    const fused = fusing.fuse(first, inner);
    if (fused === null) { ops.push(own); continue; }
    // What stood between does not read the first branch, so it may go before both.
    ops.splice(place, 1);
    ops.push(fused);
  }
  return { params: region.params, ops };
}

/** The index of a branch on the same condition with only pure operations behind it that do not read its results, or -1. */
function partner(ops: readonly Op[], op: IfOp): number {
  const between: Op[] = [];
  for (let i = ops.length - 1; i >= 0; i--) {
    const candidate = ops[i];
    if (candidate === undefined) return -1;
    if (candidate.kind === 'if') {
      const own = new Set(candidate.results);
      return candidate.cond === op.cond && between.every(other => operands(other).every(value => !own.has(value))) ? i : -1;
    }
    if (candidate.kind !== 'const' && candidate.kind !== 'prim' && candidate.kind !== 'global') return -1;
    between.push(candidate);
  }
  return -1;
}

function fuse(first: IfOp, second: IfOp): IfOp | null {
  const then = join(first.then, second.then, first.results);
  const otherwise = join(first.else, second.else, first.results);
  return then === null || otherwise === null
    ? null
    : { ...first, then, else: otherwise, results: [...first.results, ...results(second)] };
}

function join(first: Region, second: Region, produced: readonly Value[]): Region | null {
  const end = first.ops.at(-1);
  const last = second.ops.at(-1);
  if (end?.kind !== 'yield' || last?.kind !== 'yield') return null;
  const inside = new Map(produced.map((result, k) => [result, end.values[k] ?? result]));
  const value = (v: Value): Value => inside.get(v) ?? v;
  const deep = (region: Region): Region => ({ params: region.params, ops: region.ops.map(op => mapOp(op, value, deep)) });
  const moved = deep({ params: [], ops: second.ops.slice(0, -1) });
  return { params: first.params, ops: [...first.ops.slice(0, -1), ...moved.ops, { ...last, values: [...end.values, ...last.values.map(value)] }] };
}
