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
import { mapOp, operands, results } from '../ir/walk';

export function fuseIfs(func: Func): Func {
  return { ...func, body: fuseRegion(func.body) };
}

function fuseRegion(region: Region): Region {
  const ops: Op[] = [];
  for (const op of region.ops) {
    const inner = mapOp(op, v => v, fuseRegion);
    const place = inner.kind === 'if' ? partner(ops, inner) : -1;
    const first = ops[place];
    if (inner.kind !== 'if' || first?.kind !== 'if') { ops.push(inner); continue; }
    const fused = fuse(first, inner);
    if (fused === null) { ops.push(inner); continue; }
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
