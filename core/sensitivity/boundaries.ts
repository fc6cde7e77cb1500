/**
 * The places nearest to the point where the function changes its formula: the other side of a branch, the kink of an `abs` or a `max`, the step of a
 * `floor`. The distance is measured in the space of the inputs. First |m| / ∥∇m∥ with the adjoints of the margin m; the nearest are then
 * followed along ∇m to where the margin is 0, and the slopes of the function in that direction are taken on both sides.
 */
import { adjoints, directional, displaced, influences, inputBars, tangents, traceProgram, type Datum, type Task, type Trace, type TraceOptions } from '../evaluate';
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
  /** Executions of such operations, and how many of them were measured: those that an estimate says are near. */
  readonly found: number;
  readonly measured: number;
  /** Comparisons that the trace did not keep; they are not among those found. */
  readonly unseen: number;
}

/** Visits of edges that measuring may cost, and operations that following may. */
const measuringBudget = 2e7, followingBudget = 2e7;
const mostNewton = 6;

export function* boundariesNear(trace: Trace, args: readonly Datum[], options: TraceOptions, output: number, most = 5): Task<Boundaries> {
  const { tape } = trace;
  const matters = influences(tape, [trace.outputs[output]?.id ?? 0, ...tape.events.flatMap(({ kind, node }) => (kind === 'decision' || kind === 'trips' || kind === 'index' ? [node] : []))]);
  const probes = probed(trace);
  const byNote = new Map<number, Candidate[]>();
  let found = 0;
  for (const margin of marginsOf(trace)) {
    if (!Number.isFinite(margin.value) || (margin.node !== 0 && matters[margin.node] !== 1)) continue;
    const guess = Math.abs(margin.value) / steepnessGuess(margin, probes), known = byNote.get(margin.note) ?? [];
    byNote.set(margin.note, known);
    if (!Number.isNaN(guess)) known.push({ margin, guess });
    if (++found % 1000 === 0) yield;
  }
  const affordable = measuringBudget / (tape.edges + tape.count + 1), each = Math.max(2, Math.floor(affordable / Math.max(1, byNote.size)));
  const measured = [...byNote.values()].flatMap((candidates) => candidates.sort((a, b) => a.guess - b.guess).slice(0, each));
  const nearest = new Map<number, { readonly margin: Margin; readonly gradient: Float64Array; readonly distance: number }>();
  for (const { margin } of measured) {
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
  return { nearest: boundaries.sort((a, b) => a.distance - b.distance), found, measured: measured.length, unseen: tape.compares - tape.comparisons.length };
}

interface Candidate { readonly margin: Margin; readonly guess: number }

/** Tangents for some directions with entries ±1. */
function probed({ tape, inputCount }: Trace): readonly Float64Array[] {
  let state = 1;
  const sign = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >= 2 ** 31 ? 1 : -1;
  };
  return Array.from({ length: inputCount === 1 ? 1 : 4 }, () => tangents(tape, Float64Array.from({ length: inputCount }, sign)));
}

/** An estimate of ∥∇m∥ without a sweep of its own: for entries ±1 drawn evenly the square of ∇m · r is ∥∇m∥² on average. */
const steepnessGuess = ({ weights }: Margin, probes: readonly Float64Array[]): number =>
  Math.sqrt(probes.reduce((sum, dots) => sum + weights.reduce((slope, { node, weight }) => slope + weight * (dots[node] ?? 0), 0) ** 2, 0) / probes.length);

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
