/** How wrong difference quotients are at each step, on the user's function along one input: the errors, and what they show in words. */
import { differences, displaced, inputBars, interpretProgram, numbersOf, outputAdjoints, outputDots, tangents, type Along, type Datum, type Estimate, type Limits, type Task, type Trace } from '../../core/evaluate';
import { formatFull, formatNumber } from '../../core/format';
import type { ChartCurve, ComparisonSection } from '../view-protocol';

/** Steps from 10^-16 to 1. */
const decades = 16, perDecade = 4;

export interface ErrorQuestion {
  readonly trace: Trace;
  /** In the order of the parameters. */
  readonly args: readonly Datum[];
  readonly limits: Limits;
  /** From 0, over all inputs of the trace. */
  readonly input: number;
  readonly output: number;
}

/** What the quotients are measured against. */
export interface Reference {
  /** The derivative by the trace's reverse sweep, and by its forward sweep. */
  readonly reverse: number;
  readonly forward: number;
  /** Ridders' extrapolation, which shares nothing with the sweeps. */
  readonly check: Estimate | null;
}

export const quotients = ['forward', 'central', 'richardson'] as const;
export type Quotient = (typeof quotients)[number];

/** Derivatives as quotients at a step; NaN where the function has no value. */
export type Quotients = { readonly h: number } & Readonly<Record<Quotient, number>>;

/** Half a unit in the last place: what the nearest number of 64 bits may be off by. */
const unitRoundoff = Number.EPSILON / 2;

/** Ridders' steps begin at 1/32 of such parts of the input's size: a function that changes quickly needs small ones, which leave fewer digits. */
const checkScales = [1, 2 ** -8, 2 ** -16], converged = 1e-6;

export function* referenceTask(question: ErrorQuestion): Task<Reference> {
  const { trace, input, output } = question;
  const reverse = inputBars(trace, outputAdjoints(trace, output))[input] ?? NaN;
  const forward = outputDots(trace, tangents(trace.tape, directionOf(question)))[output] ?? NaN;
  const at = Math.abs(trace.tape.value[input + 1] ?? NaN), scale = Math.max(1e-3, Math.min(1, at > 0 ? at : 1));
  let check: Estimate | null = null;
  for (const part of checkScales) {
    const [estimate] = yield* differences(alongOf(question), scale * part);
    if (estimate === undefined || !Number.isFinite(estimate.error)) continue;
    if (check === null || estimate.error < check.error) check = estimate;
    if (check.error <= converged * Math.abs(check.value)) break;
  }
  return { reverse, forward, check };
}

/** The quotients at each step, coarse ones first, so that what was stopped spans the range. */
export function* quotientTask(question: ErrorQuestion, take: (at: Quotients) => void): Task<void> {
  const along = alongOf(question);
  const value = function* (step: number): Task<number> { return (yield* along(step))?.[0] ?? NaN; };
  const here = yield* value(0);
  for (const k of coarseFirst(decades * perDecade)) {
    const h = Number((10 ** (k / perDecade - decades)).toPrecision(15));
    const right = yield* value(h), left = yield* value(-h), nearRight = yield* value(h / 2), nearLeft = yield* value(-h / 2);
    const central = (right - left) / (2 * h), finer = (nearRight - nearLeft) / h;
    take({ h, forward: (right - here) / h, central, richardson: (4 * finer - central) / 3 });
    yield;
  }
}

function* coarseFirst(last: number): Generator<number, void, void> {
  for (let step = 8; step >= 1; step /= 2) {
    for (let k = 0; k <= last; k += step) if (step === 8 || (k / step) % 2 === 1) yield k;
  }
}

const directionOf = ({ trace, input }: ErrorQuestion): number[] => Array.from({ length: trace.inputCount }, (_, i) => (i === input ? 1 : 0));

function alongOf(question: ErrorQuestion): Along {
  const { trace, args, limits, output } = question, direction = directionOf(question);
  return function* along(step) {
    const run = yield* interpretProgram(trace.program, displaced(trace, args, direction, step), limits);
    return run.ok ? [numbersOf(run.value)[output] ?? NaN] : null;
  };
}

const names: Readonly<Record<Quotient, string>> = { forward: 'forward difference', central: 'central difference', richardson: 'Richardson extrapolation' };
const formulas: Readonly<Record<Quotient, string>> = { forward: '(f(x+h) - f(x)) / h', central: '(f(x+h) - f(x-h)) / 2h', richardson: '(4 · central at h/2 - central at h) / 3' };

export interface ErrorModelQuestion {
  /** What is differentiated: `∂f/∂x`. */
  readonly derivative: string;
  readonly reference: Reference;
  /** In any order. */
  readonly found: readonly Quotients[];
  readonly stopped: string | null;
}

export function errorSection({ derivative, reference, found, stopped }: ErrorModelQuestion): ComparisonSection {
  const title = `Error of difference quotients of ${derivative}`, { reverse } = reference;
  const columns = ['h', ...quotients.map((quotient) => names[quotient])];
  if (!Number.isFinite(reverse)) return { title, summary: [`${derivative} is ${formatFull(reverse)} here, so there is no error to measure.`], chart: null, columns, rows: [] };
  const sorted = found.toSorted((a, b) => a.h - b.h), error = (at: Quotients, quotient: Quotient): number => Math.abs(at[quotient] - reverse);
  const curves = quotients.map((quotient): ChartCurve => ({ label: `${names[quotient]}: ${formulas[quotient]}`, points: sorted.map((at) => ({ x: at.h, y: drawn(error(at, quotient)) })) }));
  const own = Math.max(Math.abs(reference.forward - reverse), unitRoundoff * Math.abs(reverse));
  const heights = [...curves.flatMap(({ points }) => points.map(({ y }) => y)), drawn(own)].filter((y) => y !== null);
  const least = Math.min(...heights), most = Math.max(...heights);
  return {
    title, summary: [
      `The reference is the derivative by the reverse sweep over the trace, ${formatFull(reverse)}; the forward sweep ${Object.is(reference.forward, reverse) ? 'gives the same number' : `differs by ${formatNumber(Math.abs(reference.forward - reverse), 2)}`}. ${checked(reference)}`,
      ...quotients.map((quotient) => bestSentence(quotient, sorted.map((at) => ({ h: at.h, error: error(at, quotient) })))),
      own === 0 ? 'Automatic differentiation takes no step, and both sweeps give 0 here.' : `Automatic differentiation takes no step: its line is the gap between the two sweeps, or half a unit in the last place of the reference, whichever is more: ${formatNumber(own, 2)}.`,
      'Large steps leave out the curve of the function, small ones the digits in which its values differ. Where a mark is missing, the error is 0 or there is no value.',
      ...(stopped === null ? [] : [stopped]),
    ],
    chart: heights.length === 0 ? null : {
      file: 'errors', title, x: { label: 'h', low: 10 ** -decades, high: 1, isLogarithmic: true }, y: { label: 'error', low: 10 ** Math.floor(Math.log10(least)), high: 10 ** Math.ceil(Math.log10(most) + 1e-9) },
      curves, levels: own > 0 ? [{ label: 'automatic differentiation', y: own }] : [],
    },
    columns, rows: sorted.filter(({ h }) => Number.isInteger(Math.log10(h))).map((at) => [formatNumber(at.h, 2), ...quotients.map((quotient) => formatNumber(error(at, quotient), 2))]),
  };
}

/** What a logarithmic scale can show. */
const drawn = (error: number): number | null => (error > 0 && Number.isFinite(error) ? error : null);

function checked({ reverse, check }: Reference): string {
  if (check === null) return "It could not be checked: Ridders' extrapolation of central differences does not converge here.";
  const gap = Math.abs(check.value - reverse), isNear = gap <= 20 * check.error + 1e-7 * Math.abs(reverse) + 1e-9;
  return `Ridders' extrapolation of central differences, which shares nothing with the sweeps, ${isNear ? 'agrees' : 'does not agree (there may be a kink, or the function changes too quickly)'}: it is ${formatNumber(gap, 2)} away and takes itself to be off by ${formatNumber(check.error, 2)}.`;
}

function bestSentence(quotient: Quotient, errors: readonly { readonly h: number; readonly error: number }[]): string {
  const finite = errors.filter(({ error }) => Number.isFinite(error));
  const [first] = finite;
  if (first === undefined) return `The ${names[quotient]} has a value at no step.`;
  const best = finite.reduce((least, one) => (one.error < least.error ? one : least), first);
  return `The ${names[quotient]} comes nearest at h = ${formatNumber(best.h, 2)}, with an error of ${formatNumber(best.error, 2)}.`;
}
