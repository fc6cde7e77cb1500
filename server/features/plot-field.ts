/** A function over two inputs: values on a grid, levels for contour lines, gradients, and what they show in words. */
import type { Sample } from '../../core/evaluate';
import { formatNumber } from '../../core/format';
import type { FieldArrow, FieldModel, PlotAxis, ViewPath } from '../view-protocol';
import { areaSentences, judge, type Judged } from './plot-gaps';

/** Samples on each side, one grid after the other, each within the next. */
export const fieldSides = [9, 17, 33] as const;
const arrowsPerSide = 8, levelCount = 9;

export interface FieldQuestion {
  readonly output: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly now: readonly [x: number, y: number];
  readonly digits: number;
  readonly stopped: string | null;
  readonly paths: readonly ViewPath[];
}

/** The places of one grid that the grid before it has not: indices in the finest one. */
export function* fieldPlaces(side: number): Generator<number, void, void> {
  const finest = fieldSides[fieldSides.length - 1] ?? side, step = (finest - 1) / (side - 1);
  for (let row = 0; row < finest; row += step) {
    for (let column = 0; column < finest; column += step) {
      const isOld = side !== fieldSides[0] && (row / step) % 2 === 0 && (column / step) % 2 === 0;
      if (!isOld) yield row * finest + column;
    }
  }
}

/** Where a place of the finest grid is. */
export function fieldPlace({ x, y }: Pick<FieldQuestion, 'x' | 'y'>, index: number): [x: number, y: number] {
  const finest = fieldSides[fieldSides.length - 1] ?? 2, row = Math.floor(index / finest), column = index % finest;
  return [x.low + (x.high - x.low) * (column / (finest - 1)), y.low + (y.high - y.low) * (row / (finest - 1))];
}

/** `samples`: those of a whole grid of `side` × `side`, row by row; `here`: the one at the present place. */
export function fieldModel(question: FieldQuestion, side: number, samples: readonly Sample[], here: Sample): FieldModel {
  const { output, x, y, now, digits, stopped, paths } = question;
  const { judged, throughout } = judge(samples);
  const number = (one: number): string => formatNumber(one, digits);
  const where = ({ at: [a = NaN, b = NaN] }: Sample): string => `${x.label} = ${number(a)}, ${y.label} = ${number(b)}`;
  const values = judged.map(({ value }) => value);
  const levels = levelsOf(values.filter((value) => value !== null));
  return {
    title: `${output} over ${x.label} from ${number(x.low)} to ${number(x.high)} and ${y.label} from ${number(y.low)} to ${number(y.high)}`,
    value: output, x, y, side, values, levels: levels.map((value) => ({ value, text: number(value) })), arrows: arrowsOf(judged, side), at: { x: now[0], y: now[1] }, paths,
    summary: [
      `At ${where(here)}, ${output} is ${number(here.value)}, its derivatives are ${number(here.slopes[0] ?? NaN)} along ${x.label} and ${number(here.slopes[1] ?? NaN)} along ${y.label}.`,
      ...extremes(judged, output, where, number),
      `Computed at ${String(side)} × ${String(side)} places.`,
      ...paths.map(({ sentence }) => sentence),
    ],
    gaps: [...areaSentences(judged, [x.label, y.label], number), ...throughout, ...(stopped === null ? [] : [stopped])],
    columns: [`${y.label} \\ ${x.label}`, ...Array.from({ length: 9 }, (_, k) => number(x.low + (x.high - x.low) * (k / 8)))], rows: tableOf(values, samples, side, number),
  };
}

function extremes(judged: readonly Judged[], output: string, where: (sample: Sample) => string, number: (x: number) => string): string[] {
  let least: Judged | null = null, most: Judged | null = null;
  for (const one of judged) {
    if (one.value === null) continue;
    if (least === null || one.value < (least.value ?? NaN)) least = one;
    if (most === null || one.value > (most.value ?? NaN)) most = one;
  }
  if (least === null || most === null) return [`${output} is nowhere finite here.`];
  return [`Its least value here is ${number(least.sample.value)} (${where(least.sample)}), its largest ${number(most.sample.value)} (${where(most.sample)}).`];
}

/** Numbers of two digits that divide the values into parts of like size, so that lines are there wherever something changes. */
function levelsOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const levels = new Set<number>();
  for (let k = 1; k <= levelCount; k++) {
    const level = Number((sorted[Math.round((k / (levelCount + 1)) * (sorted.length - 1))] ?? NaN).toPrecision(2));
    if (Number.isFinite(level) && level > (sorted[0] ?? NaN)) levels.add(level);
  }
  return Array.from(levels).sort((a, b) => a - b);
}

function arrowsOf(judged: readonly Judged[], side: number): FieldArrow[] {
  const step = Math.max(1, Math.floor((side - 1) / arrowsPerSide)), first = Math.floor(step / 2);
  const arrows: FieldArrow[] = [];
  for (let row = first; row < side; row += step) {
    for (let column = first; column < side; column += step) {
      const one = judged[row * side + column];
      const [dx = null, dy = null] = one?.slopes ?? [];
      const [x = NaN, y = NaN] = one?.sample.at ?? [];
      if (dx !== null && dy !== null && (dx !== 0 || dy !== 0)) arrows.push({ x, y, dx, dy });
    }
  }
  return arrows;
}

/** Every eighth of the range, from the high end of `y` as in the picture. */
function tableOf(values: readonly (number | null)[], samples: readonly Sample[], side: number, number: (x: number) => string): string[][] {
  const step = (side - 1) / 8;
  return Array.from({ length: 9 }, (_, k) => (side - 1) - k * step).map((row) => [
    number(samples[row * side]?.at[1] ?? NaN),
    ...Array.from({ length: 9 }, (_, k) => { const value = values[row * side + k * step]; return value === null || value === undefined ? '–' : number(value); }),
  ]);
}
