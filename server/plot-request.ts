/** The request of the view's plots: samples as far as the time allows, coarse ones first. */
import type { CancellationToken } from 'vscode-languageserver';
import { describeFault, evaluatePoint, hessianRowsOf, jacobianRows, Scan, type DerivativeRow, type PointResult, type Sample, type Task } from '../core/evaluate';
import type { MarkedFunction } from '../core/frontend/api';
import { limits, prepared, type Prepared } from './evaluation';
import { descend, methods, viewPath, widened, type Descent } from './features/descent';
import { baseNumbers, inputLabel, inputNumbers, rangeAround, realParameters } from './features/inputs';
import { curveModel, curvePlaces } from './features/plot-curve';
import { fieldModel, fieldPlace, fieldPlaces, fieldSides } from './features/plot-field';
import { matrixModel, mostLines, rowCount } from './features/plot-matrix';
import { baseOf } from './inputs-request';
import type { Session } from './session';
import { runSliced, type SliceOptions } from './slices';
import { askedAbout, nothingFor } from './view-question';
import type { PlotAnswer, PlotAxis, PlotParams } from './view-protocol';

/** Milliseconds a picture may take: it is drawn again while an input is dragged. */
export const plotBudget = 600;

interface Subject {
  readonly output: string;
  readonly axes: readonly PlotAxis[];
  readonly now: readonly number[];
  readonly scan: Scan;
  /** Over two inputs: with the ways down from the point. */
  readonly descends: boolean;
  readonly digits: number;
  readonly options: SliceOptions;
}

export async function plotAnswer(session: Session, params: PlotParams, token: CancellationToken): Promise<PlotAnswer> {
  const asked = await askedAbout(session, params, token);
  if (asked.kind !== 'asked') return asked;
  const at = prepared(asked.fn, asked.point);
  if (at.kind === 'problem') return nothingFor(at);
  const { at: base } = await baseOf(session, asked, at, params.base);
  return plotOf({ fn: asked.fn, at, base, params, digits: session.settings.significantDigits, options: { budget: plotBudget, wanted: asked.wanted } });
}

export interface PlotQuestion {
  readonly fn: MarkedFunction;
  readonly at: Prepared;
  /** The point that the axes lie around. */
  readonly base: Prepared;
  readonly params: Pick<PlotParams, 'subject' | 'input' | 'across' | 'output' | 'reach' | 'descends'>;
  readonly digits: number;
  readonly options: SliceOptions;
}

export function plotOf(question: PlotQuestion): Promise<PlotAnswer> {
  const { subject } = question.params;
  return subject === 'around' ? plotAround(question) : matrixAnswer(question, subject);
}

async function plotAround({ fn, at, base, params: { input, across, output, reach, descends }, digits, options }: PlotQuestion): Promise<PlotAnswer> {
  const parameters = realParameters(at), numbers = inputNumbers(parameters), bases = baseNumbers(numbers, base);
  const inputs = (across === null || across === input ? [input] : [input, across]).filter((one) => one < numbers.length);
  const now = inputs.map((one) => numbers[one] ?? NaN);
  const no = (message: string): PlotAnswer => ({ kind: 'nothing', reason: 'problem', message });
  if (inputs.length === 0) return no(`${fn.name} has no such input`);
  const endless = inputs.find((_, i) => !Number.isFinite(now[i]));
  if (endless !== undefined) return no(`${inputLabel(parameters, endless)} is not finite, so there is nothing around it`);
  const scan = Scan.of({ target: at.target, args: at.args, inputs, output, limits });
  if (scan === null) return no(`${fn.name} cannot be evaluated`);
  const axes = inputs.map((one, i): PlotAxis => ({ label: inputLabel(parameters, one), ...ends(rangeAround(bases[one] ?? 0, now[i] ?? 0, reach)) }));
  const subject: Subject = { output: outputName(fn, output), axes, now, scan, descends, digits, options };
  return inputs.length === 1 ? curveAnswer(subject) : fieldAnswer(subject);
}

/** `f`, or `f[2]` of several results. */
export const outputName = ({ name, resultType }: MarkedFunction, output: number): string => (resultType?.kind === 'num' ? name : `${name}[${String(output)}]`);

const ends = ({ low, high }: { readonly low: number; readonly high: number }): { readonly low: number; readonly high: number } => ({ low, high });

async function curveAnswer({ output, axes, now: [now = NaN], scan, digits, options }: Subject): Promise<PlotAnswer> {
  const axis = axes[0] ?? { label: '', low: 0, high: 1 };
  const places = Array.from(curvePlaces(axis, now), (x) => [x]), samples: Sample[] = [];
  const run = await runSliced(taken(scan, places, (sample) => samples.push(sample)), options);
  if (run.kind === 'dropped') return { kind: 'dropped' };
  const stopped = run.kind === 'done' ? null : `Stopped after ${String(options.budget)} ms: ${String(samples.length)} of ${String(places.length)} places were computed.`;
  return { kind: 'curve', curve: curveModel({ input: axis.label, output, axis, now, digits, stopped }, samples) };
}

async function fieldAnswer(subject: Subject): Promise<PlotAnswer> {
  const { output, now, scan, digits, options } = subject, ways = subject.descends ? await waysDown(subject) : [];
  if (ways === null) return { kind: 'dropped' };
  const [x, y] = subject.axes.map((axis, i) => widened(axis, i, ways));
  if (x === undefined || y === undefined) return { kind: 'dropped' };
  const finest = fieldSides[fieldSides.length - 1] ?? 2;
  const indices = fieldSides.flatMap((side) => Array.from(fieldPlaces(side)));
  const byIndex = new Map<number, Sample>();
  let here: Sample | undefined, count = 0;
  const run = await runSliced(taken(scan, [[...now], ...indices.map((index) => fieldPlace({ x, y }, index))], (sample) => {
    if (here === undefined) here = sample;
    else byIndex.set(indices[count++] ?? -1, sample);
  }), options);
  if (run.kind === 'dropped') return { kind: 'dropped' };
  const side = fieldSides.findLast((candidate) => count >= candidate * candidate);
  if (side === undefined || here === undefined) return { kind: 'nothing', reason: 'stopped', message: `stopped after ${String(options.budget)} ms with ${String(count)} places computed, too few for a picture` };
  const stopped = run.kind === 'done' ? null : `Stopped after ${String(options.budget)} ms: drawn from ${String(side)} × ${String(side)} places in place of ${String(finest)} × ${String(finest)}.`;
  const paths = ways.map((way) => viewPath({ output, x, y, digits }, way));
  const step = (finest - 1) / (side - 1);
  const samples = Array.from({ length: side * side }, (_, i) => byIndex.get(Math.floor(i / side) * step * finest + (i % side) * step)).filter((sample) => sample !== undefined);
  return { kind: 'field', field: fieldModel({ output, x, y, now: [now[0] ?? NaN, now[1] ?? NaN], digits, stopped, paths }, side, samples, here) };
}

/** Null: nobody wants them any more. Together they have the time of a picture. */
async function waysDown({ now, scan, options }: Subject): Promise<readonly Descent[] | null> {
  const ways: Descent[] = [];
  for (const method of methods) {
    const way: Descent = { method, places: [], end: 'time', bent: 0 };
    const run = await runSliced(descend(way, scan, now), { ...options, budget: options.budget / methods.length });
    if (run.kind === 'dropped') return null;
    ways.push(way);
  }
  return ways;
}

async function matrixAnswer({ fn, at, params: { output }, digits, options }: PlotQuestion, subject: 'jacobian' | 'hessian'): Promise<PlotAnswer> {
  let point: PointResult | undefined;
  const rows: DerivativeRow[] = [];
  const run = await runSliced(derivativeRows(), options);
  if (run.kind === 'dropped') return { kind: 'dropped' };
  if (point === undefined) return { kind: 'nothing', reason: 'stopped', message: `stopped after ${String(options.budget)} ms` };
  if (!point.ok) return { kind: 'nothing', reason: 'problem', message: describeFault(point.fault).message.replaceAll('`', '') };
  const { trace, warnings } = point;
  const stopped = run.kind === 'done' ? null : `Stopped after ${String(options.budget)} ms: ${String(rows.length)} of ${String(rowCount({ subject, trace }))} rows were computed.`;
  const name = subject === 'hessian' ? outputName(fn, output) : fn.name;
  return { kind: 'matrix', matrix: matrixModel({ subject, name, trace, warnings, digits, stopped }, rows) };

  function* derivativeRows(): Task<void> {
    point = yield* evaluatePoint(at.target, at.args, { limits, order: subject === 'hessian' ? 2 : 1 });
    if (!point.ok) return;
    for (const row of subject === 'jacobian' ? jacobianRows(point.trace) : hessianRowsOf(point.trace, output)) {
      if (rows.push(row) === mostLines) return;
      yield;
    }
  }
}

/** One sample after the other: what was taken when the time is up is there. */
function* taken(scan: Scan, places: readonly (readonly number[])[], take: (sample: Sample) => void): Task<void> {
  for (const place of places) {
    take(yield* scan.sample(place));
    yield;
  }
}
