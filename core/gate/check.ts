/**
 * The gate: generated code is run, as text read again, and compared with evaluations that share nothing with it but the rules.
 *
 *   (1) the value is that of the primal, bit for bit
 *   (2) derivatives agree with the trace's adjoints and tangents, where the value is a number at all; where numbers overflowed on the
 *       way NaN may stand for a structural zero, or for a sum of tangents with one
 *   (3) ⟨ȳ, Jẋ⟩ = ⟨Jᵀȳ, ẋ⟩
 *   (4) derivatives agree with adaptive differences; where a convention decided, or numbers are rounded to 32 bits and the function
 *       is a staircase, differences are not asked
 */
import { adjointMagnitudes, directional, displaced, evaluatePoint, differences, dotProductGap, inShapes, interpret, inValueShape, jacobian, largestThrough, mapLeaves, numbersOf, outputAdjoints, outputDots, inputBars, tangents, type Along, type ByParam, type Datum, type Fault, type Limits, type Target, type Task, type Trace } from '../evaluate';
import { isDatumRecord } from '../evaluate';
import { adjointName } from '../ad/names';
import type { DerivativeKind } from '../generate/derive';
import type { Module } from '../ir/module';
import type { Span } from '../ir/origin';
import { visitOps } from '../ir/walk';
import { guiltyOperation } from './guilty';
import { overflows } from './overflow';
import { goesAround } from './sawtooth';
import { agrees, cancelled, firstDisagreement, isBeyondSingle, slack, type Disagreement } from './agreement';

export interface Subject {
  readonly target: Target;
  readonly kind: DerivativeKind;
  /** The generated text, lowered again. */
  readonly generated: { readonly module: Module; readonly root: string };
  readonly limits: Limits;
}

export type Verdict =
  | { readonly kind: 'passed' }
  /** The primal itself has no value at the point: nothing to compare. */
  | { readonly kind: 'skipped'; readonly fault: Fault }
  | { readonly kind: 'fault'; readonly fault: Fault }
  /** `guilty`: the operation that a number which is none comes from, where the trace knows it. */
  | { readonly kind: 'disagrees'; readonly by: 'trace' | 'differences'; readonly disagreement: Disagreement; readonly guilty: Span | null };

/** Above this many inputs, differences are taken along a few directions instead of along each input. */
const fewInputs = 12;

/** `args`: arguments of the primal, in order. */
export function* check(subject: Subject, args: readonly Datum[]): Task<Verdict> {
  const point = yield* evaluatePoint(subject.target, args, { limits: subject.limits, oneSidedOperations: 0 });
  if (!point.ok) return { kind: 'skipped', fault: point.fault };
  const { trace } = point;
  const given = extraArguments(subject, trace);
  const run = yield* interpret(subject.generated.module, subject.generated.root, [...args, ...given.args], subject.limits);
  if (!run.ok) return { kind: 'fault', fault: run.fault };
  const found = isDatumRecord(run.value) ? run.value : {};
  const singles = usesSingles(subject.target.module);
  const relative = singles ? slack.single : slack.double;
  const size = Math.max(cancellation(trace, given.seed) * (singles ? cancelled.single : cancelled.double), ...numbersOf(Object.values(given.expected)).filter(Number.isFinite).map(Math.abs));
  const isDefined = !numbersOf(trace.value).some(Number.isNaN);
  const disagreement = firstDisagreement('the value', found['value'], trace.value, Object.is)
    ?? firstOf(isDefined ? given.expected : {}, (name, expected) => firstDisagreement(name, found[name], expected, (a, b) => agrees(a, b, size, relative) || (singles && isBeyondSingle(a, b)) || (Number.isNaN(a) && (b === 0 || subject.kind === 'jvp') && overflows(trace))));
  if (disagreement !== null) return { kind: 'disagrees', by: 'trace', disagreement, guilty: guiltyOperation(trace, disagreement) };
  if (trace.inputCount === 0 || singles || !isDefined || point.warnings.length > 0) return { kind: 'passed' };
  const rough = yield* againstDifferences(subject, args, trace, given);
  return rough === null ? { kind: 'passed' } : { kind: 'disagrees', by: 'differences', disagreement: rough, guilty: null };
}

/** The largest sum of absolute contributions to an input's adjoint: at an optimum the adjoint is what rounding leaves of it. */
function cancellation(trace: Trace, seed: readonly number[]): number {
  const sums = adjointMagnitudes(trace.tape, seeded(trace, seed));
  return sums.subarray(1, trace.inputCount + 1).reduce((largest, sum) => Math.max(largest, sum), 0);
}

const seeded = (trace: Trace, seed: readonly number[]): readonly { readonly node: number; readonly weight: number }[] =>
  trace.outputs.map(({ id }, k) => ({ node: id, weight: seed[k] ?? 0 }));

interface Extra {
  readonly args: readonly Datum[];
  /** Fields of the generated function's result, by the trace. */
  readonly expected: { readonly [field: string]: Datum };
  readonly seed: readonly number[];
}

/** Directions and seeds are fixed numbers of no pattern, exact in 32 bits. */
const spread = (k: number): number => (((k + 1) * 0x9e3779b1) >>> 24) / 64 - 2 + 1 / 128;

function extraArguments({ kind }: Subject, trace: Trace): Extra {
  const ones = trace.outputs.map(() => 1);
  switch (kind) {
    case 'gradient': return { args: [], expected: adjointFields(inShapes(trace, inputBars(trace, outputAdjoints(trace, 0)))), seed: ones };
    case 'jvp': {
      const direction = Float64Array.from({ length: trace.inputCount }, (_, k) => spread(k));
      const shapes = inShapes(trace, direction);
      const dot = directional(trace, direction);
      return { args: trace.inputs.map(input => shapes[input.name] ?? 0), expected: { dot: mapLeaves(inValueShape(trace.value, dot), trace.program.root.resultType, number => number) ?? null }, seed: ones };
    }
    case 'vjp': {
      const seed = trace.outputs.map((_, k) => spread(k));
      const total = new Float64Array(trace.inputCount);
      trace.outputs.forEach((_, k) => { inputBars(trace, outputAdjoints(trace, k)).forEach((bar, i) => { total[i] = (total[i] ?? 0) + (bar === 0 ? 0 : bar * (seed[k] ?? 0)); }); });
      return { args: [inValueShape(trace.value, seed)], expected: adjointFields(inShapes(trace, total)), seed };
    }
  }
}

const adjointFields = (shapes: ByParam): { readonly [field: string]: Datum } => Object.fromEntries(Object.entries(shapes).map(([name, datum]) => [adjointName(name), datum]));

function firstOf(fields: { readonly [field: string]: Datum }, ask: (name: string, expected: Datum) => Disagreement | null): Disagreement | null {
  for (const [name, expected] of Object.entries(fields)) {
    const found = ask(name, expected);
    if (found !== null) return found;
  }
  return null;
}

/** Step, in units of the scale, at which rounding of large values begins to show in differences. */
const fineStep = 2 ** -14;

/** No power of two: what repeats itself (`%`) has the same wrong slope at all steps that are halves of each other. */
const irregular = 4.37;

/** What rounding of the values on the way can leave in a difference quotient: extrapolation takes equal quotients for converged ones. */
function differenceNoise(trace: Trace, seed: readonly number[], scale: number): number {
  const outputs = trace.outputs.reduce((sum, { value }, k) => sum + Math.abs(value * (seed[k] ?? 0)), 0);
  const size = Math.max(outputs, largestThrough(trace.tape, seeded(trace, seed)));
  return (8 * Number.EPSILON * size) / (scale * fineStep);
}

/** Whether arithmetic of 32-bit floats is among the operations. */
export function usesSingles(module: Module): boolean {
  let singles = false;
  for (const func of module.funcs.values()) {
    if (func.params.some(param => param.value.type.kind === 'array' && param.value.type.storage === 'f32')) singles = true;
    visitOps(func.body, op => {
      if (op.kind === 'prim' && op.prim === 'fround') singles = true;
      if ('result' in op && op.result.type.kind === 'array' && op.result.type.storage === 'f32') singles = true;
    });
  }
  return singles;
}

/**
 * Whether the function goes smoothly through the point: central differences leave out the value there, and where that alone lies on
 * another branch, or a kink is nearer than the smallest step, they converge to what is no derivative at the point. The gap between the
 * slopes on both sides shrinks with the step where the function is smooth, stays at a kink, and grows at a jump. And the slope that
 * wider steps agree on must be that of the finest, or they have stepped over something.
 */
function* isSmoothThrough(along: Along, scale: number, slope: number, noise: number): Task<boolean> {
  const look = function* (h: number): Task<{ readonly gap: number; readonly slope: number }> {
    const [left = NaN] = (yield* along(-h)) ?? [], [here = NaN] = (yield* along(0)) ?? [], [right = NaN] = (yield* along(h)) ?? [];
    return { gap: Math.abs(right - 2 * here + left) / h, slope: (right - left) / (2 * h) };
  };
  const wide = yield* look(scale * fineStep), narrow = yield* look((scale * fineStep) / irregular);
  return narrow.gap <= wide.gap / 2 + 1e-7 + 4 * noise && Math.abs(narrow.slope - slope) <= 1e-3 * Math.abs(slope) + 1e-6 + 4 * noise;
}

/** The dot-product test of the trace's two sweeps, and the derivative along directions against differences of the primal. */
function* againstDifferences(subject: Subject, args: readonly Datum[], trace: Trace, given: Extra): Task<Disagreement | null> {
  const seed = given.seed;
  const rows = jacobian(trace).map(row => numbersOf(Object.values(row)));
  const gradient = Array.from({ length: trace.inputCount }, (_, i) => rows.reduce((sum, row, k) => sum + (seed[k] ?? 0) * (row[i] ?? 0), 0));
  const directions = trace.inputCount <= fewInputs
    ? Array.from({ length: trace.inputCount }, (_, i) => Array.from({ length: trace.inputCount }, (_unused, k) => (k === i ? 1 : 0)))
    : [0, 1, 2].map(d => Array.from({ length: trace.inputCount }, (_, k) => spread(k + 1000 * d)));
  const scale = Math.max(1e-3, Math.min(1, ...Array.from(trace.tape.value.slice(1, trace.inputCount + 1), Math.abs).filter(x => x > 0)));
  const least = cancellation(trace, seed) * cancelled.double;
  const noise = differenceNoise(trace, seed, scale);
  for (const [index, direction] of directions.entries()) {
    const dots = tangents(trace.tape, direction);
    const gap = dotProductGap(seed, outputDots(trace, dots), gradient, direction, least);
    const expected = gradient.reduce((sum, g, i) => sum + (direction[i] === 0 ? 0 : g * (direction[i] ?? 0)), 0);
    if (gap > 1e-9) return { what: `the dot product along direction ${String(index + 1)}`, found: expected, expected: expected * (1 + gap) };
    if (goesAround(trace.tape, dots, scale * fineStep)) continue;
    const along: Along = function* along(step) {
      const moved = yield* interpret(subject.target.module, subject.target.root, displaced(trace, args, direction, step), subject.limits);
      if (!moved.ok) return null;
      const numbers = numbersOf(moved.value);
      return [numbers.length === seed.length ? numbers.reduce((sum, y, k) => sum + (seed[k] ?? 0) * y, 0) : NaN];
    };
    const [estimate] = yield* differences(along, scale);
    // Differences judge only where they converge: a rough function near the point is no evidence.
    if (estimate === undefined || !Number.isFinite(expected) || !(estimate.error <= 1e-4 * (Math.abs(estimate.value) + 1e-3))) continue;
    const tolerance = 20 * estimate.error + 1e-5 * Math.abs(expected) + 1e-7 + noise;
    if (Math.abs(estimate.value - expected) <= tolerance || !(yield* isSmoothThrough(along, scale, estimate.value, noise))) continue;
    return { what: `the derivative along direction ${String(index + 1)}`, found: expected, expected: estimate.value };
  }
  return null;
}
