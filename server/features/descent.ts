/**
 * Ways down from a point: gradient descent, Newton's method and L-BFGS (Nocedal and Wright, Numerical Optimization, 2006, algorithm 7.4), each
 * with the same search along its direction, which halves the step until the value falls enough. Written out here because an evaluation is a
 * task in slices, and libraries call functions.
 */
import type { Sample, Task } from '../../core/evaluate';
import { formatNumber } from '../../core/format';
import type { PlotAxis, ViewPath } from '../view-protocol';

export const methods = ['gradient', 'newton', 'lbfgs'] as const;
export type Method = (typeof methods)[number];

/** What is descended: value and gradient at a place, and second derivatives there. */
export interface Landscape {
  sample(at: readonly number[], warns: false): Task<Sample>;
  /** Rows of the Hessian; null where there is none. */
  curvature(at: readonly number[]): Task<readonly (readonly number[])[] | null>;
}

export interface Descent {
  readonly method: Method;
  /** From the point on. */
  readonly places: Sample[];
  /** Why there are no more; `time`: until something else is known. */
  end: 'level' | 'steps' | 'no-descent' | 'not-finite' | 'time';
  /** Steps of Newton's method at places where the function bends down in some direction. */
  bent: number;
}

const mostSteps = 100, mostHalvings = 60;
/** Where longer steps meet no finite number, much shorter ones only creep up to the edge. */
const mostHalvingsAtEdge = 10;
/** A slope that small, of a value of size 1, is none. */
const level = 1e-8;
/** Part of the descent that the slope promises which a step has to bring (Armijo). */
const sufficient = 1e-4;
/** Pairs of steps and changes of the gradient that L-BFGS remembers. */
const memory = 5;

/** Goes down step by step; the path is there as far as it came when the task is stopped. */
export function* descend(path: Descent, landscape: Landscape, start: readonly number[]): Task<void> {
  let here = yield* landscape.sample(start, false);
  path.places.push(here);
  const direction = directionOf(path, landscape);
  while (!isFinal(path, here)) {
    const towards = yield* direction(here);
    const next = yield* lower(landscape, here, towards);
    if (next.sample === null) {
      path.end = next.metNoNumber ? 'not-finite' : 'no-descent';
      return;
    }
    path.places.push(next.sample);
    here = next.sample;
    yield;
  }
}

/** Whether the way ends at its last place; says why. */
function isFinal(path: Descent, { value, slopes }: Sample): boolean {
  if (!Number.isFinite(value) || !slopes.every(Number.isFinite)) path.end = 'not-finite';
  else if (norm(slopes) <= level * Math.max(1, Math.abs(value))) path.end = 'level';
  else if (path.places.length > mostSteps) path.end = 'steps';
  else return false;
  return true;
}

/** The first of the steps 1, ½, ¼, … along a direction that lowers the value enough. */
function* lower(landscape: Landscape, { at, value, slopes }: Sample, direction: readonly number[]): Task<{ readonly sample: Sample | null; readonly metNoNumber: boolean }> {
  const slope = dot(slopes, direction);
  let metNoNumber = false;
  for (let k = 0, step = 1; k < (metNoNumber ? mostHalvingsAtEdge : mostHalvings); k++, step /= 2) {
    const sample = yield* landscape.sample(at.map((x, i) => x + step * (direction[i] ?? 0)), false);
    if (!Number.isFinite(sample.value)) metNoNumber = true;
    else if (sample.value <= value + sufficient * step * slope && sample.value < value) return { sample, metNoNumber };
    yield;
  }
  return { sample: null, metNoNumber };
}

type Direction = (here: Sample) => Task<readonly number[]>;

function directionOf(path: Descent, landscape: Landscape): Direction {
  switch (path.method) {
    case 'gradient': return function* ({ slopes }) { yield; return slopes.map((slope) => -slope); };
    case 'newton': return (here) => newton(path, landscape, here);
    case 'lbfgs': return quasiNewton();
  }
}

/** Over two inputs. Where the function bends down, the size of the curvature counts, so that the way leads down all the same. */
function* newton(path: Descent, landscape: Landscape, { at, slopes }: Sample): Task<readonly number[]> {
  const rows = yield* landscape.curvature(at);
  const [[a = NaN, b = NaN] = [], [, c = NaN] = []] = rows ?? [], [g = 0, h = 0] = slopes;
  const half = Math.hypot((a - c) / 2, b), middle = (a + c) / 2, [high, low] = [middle + half, middle - half];
  if (!Number.isFinite(half) || !Number.isFinite(middle)) return slopes.map((slope) => -slope);
  const largest = Math.max(Math.abs(high), Math.abs(low));
  if (largest === 0) return slopes.map((slope) => -slope);
  if (low <= 0) path.bent++;
  // The eigenvector of the higher eigenvalue; the other one stands across it.
  const angle = Math.atan2(b, (a - c) / 2) / 2, [u, v] = [Math.cos(angle), Math.sin(angle)];
  const size = (curvature: number): number => Math.max(Math.abs(curvature), 1e-8 * largest);
  const along = (u * g + v * h) / size(high), across = (u * h - v * g) / size(low);
  return [-(along * u - across * v), -(along * v + across * u)];
}

function quasiNewton(): Direction {
  const pairs: { readonly step: readonly number[]; readonly change: readonly number[]; readonly product: number }[] = [];
  let before: Sample | null = null;
  return function* (here) {
    yield;
    if (before !== null) {
      const step = minus(here.at, before.at), change = minus(here.slopes, before.slopes), product = dot(step, change);
      // Such a pair would make a direction that leads up.
      if (product > 1e-12 * norm(step) * norm(change)) pairs.push({ step, change, product });
      if (pairs.length > memory) pairs.shift();
    }
    before = here;
    const last = pairs.at(-1);
    if (last === undefined) return here.slopes.map((slope) => -slope / Math.max(1, norm(here.slopes)));
    let q: readonly number[] = here.slopes;
    const parts = pairs.toReversed().map((pair) => {
      const part = dot(pair.step, q) / pair.product;
      q = minus(q, pair.change.map((y) => part * y));
      return part;
    }).reverse();
    let r: readonly number[] = q.map((x) => (last.product / dot(last.change, last.change)) * x);
    pairs.forEach((pair, i) => {
      const part = (parts[i] ?? 0) - dot(pair.change, r) / pair.product;
      r = r.map((x, k) => x + part * (pair.step[k] ?? 0));
    });
    return r.map((x) => -x);
  };
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
const norm = (a: readonly number[]): number => Math.hypot(...a);
const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((x, i) => x - (b[i] ?? 0));

const names: Readonly<Record<Method, string>> = { gradient: 'gradient descent', newton: "Newton's method", lbfgs: 'L-BFGS' };

/** Widths of the picture that are added on a side at most. */
const mostAdded = 2;

/** The axis, longer where ways lead beyond it. `side`: which of the moved inputs is along it. */
export function widened(axis: PlotAxis, side: number, ways: readonly Descent[]): PlotAxis {
  const width = axis.high - axis.low, margin = width / 20, unit = 10 ** Math.floor(Math.log10(width / 10));
  const places = ways.flatMap((way) => way.places.map(({ at }) => at[side] ?? NaN)).filter(Number.isFinite);
  const low = places.reduce((end, place) => Math.min(end, place - (place < axis.low ? margin : 0)), axis.low), high = places.reduce((end, place) => Math.max(end, place + (place > axis.high ? margin : 0)), axis.high);
  const whole = (end: number, round: (x: number) => number): number => Number((round(Number((end / unit).toPrecision(12))) * unit).toPrecision(12));
  return { ...axis, low: low < axis.low ? whole(Math.max(low, axis.low - mostAdded * width), Math.floor) : axis.low, high: high > axis.high ? whole(Math.min(high, axis.high + mostAdded * width), Math.ceil) : axis.high };
}

export interface PathQuestion {
  /** The name of the number that is lowered. */
  readonly output: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly digits: number;
}

export function viewPath({ output, x, y, digits }: PathQuestion, { method, places, end, bent }: Descent): ViewPath {
  const number = (one: number): string => formatNumber(one, digits), drawn = places.map(({ at: [a = NaN, b = NaN] }) => ({ x: a, y: b }));
  const steps = Math.max(0, places.length - 1), last = drawn.at(-1), value = number(places.at(-1)?.value ?? NaN), count = `${String(steps)} ${steps === 1 ? 'step' : 'steps'}`;
  const name = names[method], leaves = drawn.some((place) => !(place.x >= x.low && place.x <= x.high && place.y >= y.low && place.y <= y.high));
  return {
    label: `${name}: ${count}, ${output} = ${value}`, places: drawn,
    sentence: [
      `${name.slice(0, 1).toUpperCase()}${name.slice(1)} took ${count}${last === undefined ? '' : ` to ${x.label} = ${number(last.x)}, ${y.label} = ${number(last.y)}`}, where ${output} is ${value}: ${endText(end)}.`,
      ...(bent === 0 ? [] : [`At ${String(bent)} of the places ${output} bends down in some direction, where the size of the curvature was taken.`]),
      ...(leaves ? ['Part of its way lies outside the picture.'] : []),
    ].join(' '),
  };
}

function endText(end: Descent['end']): string {
  switch (end) {
    case 'level': return 'the gradient is 0 there, to eight digits';
    case 'steps': return 'more are not taken';
    case 'no-descent': return 'no step in its direction lowers the value any more';
    case 'not-finite': return 'it stops where a value or derivative is not finite';
    case 'time': return 'its time was up';
  }
}
