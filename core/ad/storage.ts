/**
 * Plan: where the values that must be saved are kept between the sweeps.
 *
 *   result   defined under conditions only: it becomes a result of those `if`s and stays in scope
 *   indexed  defined in loops whose trip counts are known before the outermost one: a typed array with one element an iteration
 *   stack    anything else: the activation's tape, where the last value put on is the first taken off
 */
import type { LoopOp, Op, Region, Value } from '../ir/op';
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

/** Whether the bounds can be computed at the function's outermost level. */
const isKnownOutside = (loop: LoopOp, analysis: Analysis): boolean =>
  loop.counter !== null && isComputable(loop.counter.from, analysis) && isComputable(loop.counter.to, analysis);

/** Whether a value is, or can be computed right before the operation it is nested in as, a value of the function's outermost region. */
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
    case 'len': {
      const [outermost] = enclosing(definition.region, analysis);
      return outermost !== undefined && stability.isKnownBefore(outermost, op) && isComputable(op.ref, analysis);
    }
    default: return false;
  }
}
