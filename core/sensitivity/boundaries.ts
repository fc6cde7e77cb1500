/**
 * The places nearest to the point where the function changes its formula: the other side of a branch, the kink of an `abs` or a `max`, the step of a
 * `floor`. The distance is measured in the space of the inputs. First |m| / ∥∇m∥ with the adjoints of the margin m; the nearest are then
 * followed along ∇m to where the margin is 0, and the slopes of the function in that direction are taken on both sides.
 */
import { adjoints, directional, displaced, influences, inputBars, traceProgram, type Datum, type Task, type Trace, type TraceOptions } from '../evaluate';
import { norm } from '../format';
import { marginsOf, type Margin } from './margins';

export interface Boundary {
  readonly margin: Margin;
  /** In the space of the inputs: Euclidean, at first order where `sides` is null. */
  readonly distance: number;
  /** For each input how far it is to the boundary; its length is the distance. */
  readonly step: Float64Array;
  /** How a number of the result changes towards and beyond the boundary, by distance; null where the boundary was not reached on a straight line. */
  readonly sides: { readonly before: Side; readonly after: Side } | null;
}

export interface Side { readonly value: number; readonly slope: number }

export interface Boundaries {
  /** Nearest first, one for each operation of the program. */
  readonly nearest: readonly Boundary[];
  /** Executions of such operations, and how many of them were measured: those with the smallest margins. */
  readonly found: number;
  readonly measured: number;
}

/** Visits of edges that measuring may cost, and operations that following may. */
const measuringBudget = 2e7, followingBudget = 2e7;
const mostNewton = 6;

export function* boundariesNear(trace: Trace, args: readonly Datum[], options: TraceOptions, output: number, most = 5): Task<Boundaries> {
  const { tape } = trace;
  const matters = influences(tape, [trace.outputs[output]?.id ?? 0, ...tape.events.flatMap(({ kind, node }) => (kind === 'decision' || kind === 'trips' || kind === 'index' ? [node] : []))]);
  const margins = [...marginsOf(trace)].filter(({ value, node }) => Number.isFinite(value) && (node === 0 || matters[node] === 1));
  const affordable = Math.max(8, Math.floor(measuringBudget / (tape.edges + tape.count + 1)));
  const measured = margins.sort((a, b) => Math.abs(a.value) - Math.abs(b.value)).slice(0, affordable);
  const nearest = new Map<number, { readonly margin: Margin; readonly gradient: Float64Array; readonly distance: number }>();
  for (const margin of measured) {
    const gradient = gradientOf(trace, margin), steepness = norm(Array.from(gradient)), distance = Math.abs(margin.value) / steepness;
    if (steepness > 0 && Number.isFinite(distance) && distance < (nearest.get(margin.note)?.distance ?? Infinity)) nearest.set(margin.note, { margin, gradient, distance });
    yield;
  }
  const boundaries: Boundary[] = [];
  for (const { margin, gradient, distance } of [...nearest.values()].sort((a, b) => a.distance - b.distance).slice(0, most)) {
    const steepness = norm(Array.from(gradient)), sign = margin.value > 0 ? -1 : 1;
    const direction = gradient.map((slope) => (sign * slope) / steepness);
    const followed = trace.operations * (mostNewton + 2) * most > followingBudget ? null : yield* follow(trace, args, options, output, margin, direction, distance);
    const length = followed?.distance ?? distance;
    boundaries.push({ margin, distance: length, step: direction.map((part) => part * length), sides: followed === null ? null : followed.sides });
  }
  return { nearest: boundaries.sort((a, b) => a.distance - b.distance), found: margins.length, measured: measured.length };
}

const gradientOf = (trace: Trace, { weights }: Margin): Float64Array => inputBars(trace, adjoints(trace.tape, weights));

interface Followed { readonly distance: number; readonly sides: NonNullable<Boundary['sides']> }

/** Newton's iteration for the margin along a direction; null where it does not end, or the operation is not executed there. */
function* follow(trace: Trace, args: readonly Datum[], options: TraceOptions, output: number, margin: Margin, direction: Float64Array, first: number): Task<Followed | null> {
  const size = trace.tape.value.slice(1, trace.inputCount + 1).reduce((most, x, i) => (direction[i] !== 0 && Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1);
  const beside = size * 2 ** -26;
  function* at(distance: number): Task<Trace | null> {
    const there = yield* traceProgram(trace.program, displaced(trace, args, direction, distance), options);
    return there.ok ? there.trace : null;
  }
  let distance = first;
  for (let i = 0; i < mostNewton; i++) {
    const there = yield* at(distance);
    const same = there === null ? null : counterpart(there, margin, direction);
    if (there === null || same === null || same.slope === 0) return null;
    const by = same.value / same.slope;
    distance -= by;
    if (!Number.isFinite(distance) || distance < -beside || distance > 4 * first + beside) return null;
    if (Math.abs(by) > beside / 4) continue;
    const before = yield* at(distance - beside), after = yield* at(distance + beside);
    return before === null || after === null ? null : { distance: Math.max(0, distance), sides: { before: sideOf(before, output, direction), after: sideOf(after, output, direction) } };
  }
  return null;
}

function sideOf(trace: Trace, output: number, direction: Float64Array): Side {
  return { value: trace.outputs[output]?.value ?? NaN, slope: directional(trace, direction)[output] ?? NaN };
}

/** The margin of the same execution in another trace, as a function of the way: from the place that was nearest at first, also beyond it. */
function counterpart(there: Trace, { note, execution, between }: Margin, direction: Float64Array): { readonly value: number; readonly slope: number } | null {
  for (const margin of marginsOf(there)) {
    if (margin.note !== note || margin.execution !== execution || margin.between !== between) continue;
    const slope = gradientOf(there, margin).reduce((sum, part, i) => sum + part * (direction[i] ?? 0), 0);
    return { value: margin.value, slope };
  }
  return null;
}
