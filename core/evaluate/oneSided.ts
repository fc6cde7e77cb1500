/**
 * One-sided derivatives along a direction, from tangents beside the point rather than differences at it: t(h) → t(0±), with one step of
 * extrapolation. Jumps of the value and growing tangents give ±∞; where the function has no value on a side, NaN.
 */
import type { Datum } from './datum';
import { directional, hessianOf, inputBars, outputAdjoints } from './derivatives';
import { replaceLeaves } from './inputs';
import type { Program } from './program';
import { traceProgram, type Task, type Trace, type TraceOptions } from './run';

export type Sides = readonly [left: number, right: number];

/** The arguments moved by `step` along a direction over the flattened inputs. Storages do not round the moved numbers. */
export function displaced(trace: Trace, args: readonly Datum[], direction: ArrayLike<number>, step: number): Datum[] {
  return args.map((arg, i) => {
    const input = trace.inputs.find((candidate) => candidate.name === trace.program.root.paramNames[i]);
    if (input === undefined) return arg;
    let next = input.first - 1;
    return replaceLeaves(arg, input.type, (value) => value + step * (direction[next++] ?? 0));
  });
}

/** Numbers that depend on the point, and how each changes along a direction. */
export interface Slopes { readonly values: readonly number[]; readonly slopes: readonly number[] }
export type Measure = (trace: Trace, direction: ArrayLike<number>) => Slopes;

/** The numbers of the value with their first derivatives. */
export const firstOrder: Measure = (trace, direction) => ({ values: trace.outputs.map((o) => o.value), slopes: directional(trace, direction) });

/** The gradient of a number with its derivatives: the Hessian times the direction. */
export const secondOrder: Measure = (trace, direction) => ({
  values: Array.from(inputBars(trace, outputAdjoints(trace, 0))),
  slopes: hessianOf(trace).map((row) => row.reduce((sum, entry, i) => sum + (direction[i] === 0 ? 0 : entry * (direction[i] ?? 0)), 0)),
});

/** For each number that `measure` takes, its left and right derivative along `direction`. */
export function* oneSided(program: Program, args: readonly Datum[], at: Trace, direction: ArrayLike<number>, options: TraceOptions, measure: Measure = firstOrder): Task<Sides[]> {
  const inputs = at.tape.value.slice(1, at.inputCount + 1);
  const scale = inputs.reduce((largest, x, i) => (direction[i] !== 0 && Number.isFinite(x) ? Math.max(largest, Math.abs(x)) : largest), 1);
  const far = scale * 2 ** -20, near = far / 2;
  const here = measure(at, direction);
  const sides: number[][] = [];
  for (const sign of [-1, 1]) {
    const there: Slopes[] = [];
    for (const h of [far, near]) {
      const beside = yield* traceProgram(program, displaced(at, args, direction, sign * h), options);
      if (!beside.ok || beside.trace.outputs.length !== at.outputs.length) break;
      there.push(measure(beside.trace, direction));
    }
    const [a, b] = there;
    sides.push(here.values.map((value, k) => {
      if (a === undefined || b === undefined) return NaN;
      return limit(sign, far, value, [a.values[k] ?? NaN, b.values[k] ?? NaN], [a.slopes[k] ?? NaN, b.slopes[k] ?? NaN]);
    }));
  }
  return here.values.map((_, k) => [sides[0]?.[k] ?? NaN, sides[1]?.[k] ?? NaN]);
}

/** Derivative of one side from values and slopes at distance `h` and `h / 2`. */
function limit(sign: number, h: number, here: number, values: Sides, slopes: Sides): number {
  const [far, near] = slopes;
  if (Number.isNaN(near) || Number.isNaN(values[1])) return NaN;
  if (Number.isFinite(here)) {
    const jumpFar = values[0] - here, jumpNear = values[1] - here;
    const noise = 1e3 * Number.EPSILON * Math.max(1, Math.abs(here)) + 16 * h * Math.max(Math.abs(far), Math.abs(near));
    if (Math.abs(jumpNear) > noise && Math.abs(jumpNear) > 0.9 * Math.abs(jumpFar)) return jumpNear * sign > 0 ? Infinity : -Infinity;
  }
  if (!Number.isFinite(near)) return near;
  // Slopes near a pole grow like a negative power of the distance.
  if (Math.abs(near) > 1.03 * Math.abs(far) && Math.abs(near) > 100 && Math.sign(near) === Math.sign(far) && Math.abs(near - far) > 1e-3 * Math.abs(near)) {
    return near > 0 ? Infinity : -Infinity;
  }
  return near === far ? near : 2 * near - far;
}
