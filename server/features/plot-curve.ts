/** A function and its derivative along one input: the samples, and what they show in words. */
import type { Sample } from '../../core/evaluate';
import { formatNumber } from '../../core/format';
import type { CurveModel, CurvePoint, PlotAxis } from '../view-protocol';
import { gapSentences, judge, type Judged } from './plot-gaps';

/** Intervals of the finest picture; places are taken coarse first, so that a picture that was stopped spans the range. */
const intervals = 128, coarsest = 8;
/** Lines of the table. */
const tableRows = 16;

export interface CurveQuestion {
  readonly input: string;
  /** The name of the number that is drawn: `f`, `f[2]`. */
  readonly output: string;
  readonly axis: PlotAxis;
  /** Where the input is now. */
  readonly now: number;
  readonly digits: number;
  readonly stopped: string | null;
}

/** The places of the picture in the order they are sampled: where the input is, then finer and finer. */
export function* curvePlaces({ low, high }: PlotAxis, now: number): Generator<number, void, void> {
  yield now;
  for (let step = intervals / coarsest; step >= 1; step /= 2) {
    for (let k = 0; k <= intervals; k += step) {
      const isNew = step === intervals / coarsest || (k / step) % 2 === 1;
      const x = low + (high - low) * (k / intervals);
      if (isNew && x !== now) yield x;
    }
  }
}

/** `samples`: in any order, the present place among them. */
export function curveModel(question: CurveQuestion, samples: readonly Sample[]): CurveModel {
  const { input, output, axis, now, digits, stopped } = question;
  const { judged, throughout } = judge(samples.toSorted((a, b) => placeOf(a) - placeOf(b)));
  const number = (x: number): string => formatNumber(x, digits);
  const slope = `∂${output}/∂${input}`;
  const at = judged.find(({ sample }) => placeOf(sample) === now);
  const where = (sample: Sample): string => `${input} = ${number(placeOf(sample))}`;
  return {
    title: `${output} and ${slope} along ${input}, from ${number(axis.low)} to ${number(axis.high)}`, axis, value: output, slope,
    samples: judged.map(pointOf), at: at === undefined ? { x: now, value: null, slope: null } : pointOf(at),
    summary: [
      ...(at === undefined ? [] : [`At ${where(at.sample)}, ${output} is ${number(at.sample.value)} and ${slope} is ${number(at.sample.slopes[0] ?? NaN)}.`]),
      ...extremes(output, judged.map(({ sample, value }) => [placeOf(sample), value]), input, number),
      ...extremes(slope, judged.map(({ sample, slopes }) => [placeOf(sample), slopes[0] ?? null]), input, number),
      ...turns(judged, slope, input, number),
    ],
    gaps: [...gapSentences(judged, where), ...throughout, ...(stopped === null ? [] : [stopped])],
    columns: [input, output, slope], rows: thinned(judged).map(({ sample }) => [placeOf(sample), sample.value, sample.slopes[0] ?? NaN].map(number)),
  };

  function thinned(all: readonly Judged[]): readonly Judged[] {
    const every = Math.max(1, Math.floor(intervals / tableRows) * (all.length / intervals));
    return all.filter((one, i) => one === at || one.reasons.length > 0 || Math.floor(i / every) !== Math.floor((i - 1) / every)).slice(0, 2 * tableRows + 1);
  }
}

const placeOf = ({ at }: Sample): number => at[0] ?? NaN;

const pointOf = ({ sample, value, slopes }: Judged): CurvePoint => ({ x: placeOf(sample), value, slope: slopes[0] ?? null });

function extremes(name: string, points: readonly (readonly [number, number | null])[], input: string, number: (x: number) => string): string[] {
  let least: readonly [number, number] | null = null, most: readonly [number, number] | null = null;
  for (const [x, y] of points) {
    if (y === null) continue;
    if (least === null || y < least[1]) least = [x, y];
    if (most === null || y > most[1]) most = [x, y];
  }
  if (least === null || most === null) return [`${name} is nowhere finite here.`];
  return [least[1] === most[1] ? `${name} is ${number(least[1])} throughout.` : `${name} is between ${number(least[1])} (${input} = ${number(least[0])}) and ${number(most[1])} (${input} = ${number(most[0])}).`];
}

/** Places where the derivative changes its sign. */
function turns(judged: readonly Judged[], slope: string, input: string, number: (x: number) => string): string[] {
  const drawn = judged.flatMap(({ sample, slopes: [dy] }) => (dy === undefined || dy === null || dy === 0 ? [] : [{ x: placeOf(sample), dy }]));
  const found = drawn.flatMap(({ x, dy }, i) => {
    const before = drawn[i - 1];
    return before === undefined || before.dy > 0 === dy > 0 ? [] : [number((before.x * dy - x * before.dy) / (dy - before.dy))];
  });
  return found.length === 0 ? [] : [`${slope} changes its sign near ${input} = ${found.slice(0, 4).join(', ')}${found.length > 4 ? ` and ${String(found.length - 4)} more` : ''}.`];
}
