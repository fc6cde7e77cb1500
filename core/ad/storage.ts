/**
 * Plan: where the values that must be saved are kept between the sweeps.
 *
 *   result   defined under conditions only: it becomes a result of those `if`s and stays in scope
 *   indexed  defined in loops whose trip counts are known before the outermost one: a typed array with one element an iteration
 *   stack    anything else: the activation's tape, where the last value put on is the first taken off
 */
import type { Counter, LoopOp, Op, Region, Value } from '../ir/op';
import type { Analysis } from './analysis';
import type { Planner } from './availability';
import { hasKnownTrips } from './prepare';

export type Storage =
  | { readonly kind: 'result' }
  /** `loops` from the outermost in; `outermost` is the operation of the function's body they are nested in. */
  | { readonly kind: 'indexed'; readonly loops: readonly LoopOp[]; readonly outermost: Op }
  | { readonly kind: 'stack' };

/** Of a value of a function whose sweeps stand together; functions of their own share only the stack. */
export function storageOf(value: Value, analysis: Analysis, planner: Planner): Storage {
  const path = enclosing(analysis.definitions.regionOf(value), analysis);
  const loops = path.filter(op => op.kind === 'loop');
  if (loops.length === 0) return { kind: 'result' };
  const [outermost] = path;
  const scalar = value.type.kind === 'num' || value.type.kind === 'bool';
  if (planner === 'naive' || outermost === undefined || !scalar || !loops.every(loop => hasKnownTrips(loop) && isKnownOutside(loop, analysis))) return { kind: 'stack' };
  return { kind: 'indexed', loops, outermost };
}

/** The operations around a region, outermost first. */
export function enclosing(region: Region, analysis: Analysis): readonly Op[] {
  const path: Op[] = [];
  for (let around = analysis.definitions.around(region); around !== null; around = analysis.definitions.around(around.region)) path.unshift(around.op);
  return path;
}

/** Whether the bounds can be computed at the function's outermost level, and say there how many iterations there may be, or there is known whether there are any. */
function isKnownOutside(loop: LoopOp, analysis: Analysis): boolean {
  const { counter } = loop;
  if (counter === null || !isComputable(counter.from, analysis) || !isComputable(counter.to, analysis)) return false;
  return isModest(counter, analysis) || conditionsOf(loop, analysis).every(({ cond }) => isComputable(cond, analysis));
}

/** What has to hold for something to be done. */
export interface Condition { readonly cond: Value; readonly side: boolean }

/** What has to hold for a loop to run, from the innermost branch out. */
function conditionsOf(loop: LoopOp, { definitions }: Analysis): readonly Condition[] {
  const found: Condition[] = [];
  for (let at = definitions.around(loop.body); at !== null;) {
    const { region } = at, around = definitions.around(region);
    if (around?.op.kind === 'if') found.push({ cond: around.op.cond, side: region === around.op.then });
    at = around;
  }
  return found;
}

/** The conditions without which a loop's number of iterations may be no length of an array: `1 / dt` where `dt > 0` does not hold. */
export const guardsOf = (loop: LoopOp, analysis: Analysis): readonly Condition[] =>
  (loop.counter === null || isModest(loop.counter, analysis) ? [] : conditionsOf(loop, analysis).filter(({ cond }) => isComputable(cond, analysis)));

/** What does not make large numbers of small ones. */
const modest: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'neg', 'abs', 'min', 'max', 'floor', 'ceil', 'round', 'trunc', 'sign']);

/** Whether bounds are made of lengths and literals, and so of the size of these. */
function isModest({ from, to }: Counter, { definitions }: Analysis): boolean {
  const visit = (value: Value): boolean => {
    const op = definitions.opOf(value);
    return op?.kind === 'const' || op?.kind === 'len' || op?.kind === 'prim' && modest.has(op.prim) && op.args.every(visit);
  };
  return visit(from) && visit(to);
}

/** Whether a value is, or can be computed as, a value of the function's outermost region, before the operation there that it is nested in. */
export function isComputable(value: Value, analysis: Analysis): boolean {
  const { definitions, func, stability } = analysis;
  const definition = definitions.of(value);
  if (definition.kind === 'parameter') return true;
  if (definition.kind !== 'operation') return false;
  if (definition.region === func.body) return true;
  const { op } = definition;
  switch (op.kind) {
    case 'const': case 'global': return true;
    case 'prim': return op.args.every(arg => isComputable(arg, analysis));
    case 'len': return enclosing(definition.region, analysis).slice(0, 1).every(outermost => !stability.writesRead(outermost, op)) && isComputable(op.ref, analysis);
    default: return false;
  }
}
