/** The one-line summaries of lens, live value and command line: `∇ f(x=2, y=5) = 11.65 · ∂x 5.5 · ∂y 1.716`. */
import { inputBars, inputName, jacobian, numbersOf, outputAdjoints, type Datum, type Trace } from '../evaluate';
import { formatFull, formatNumber } from './number';

export interface SummaryOptions {
  /** Significant digits, 4 by default. */
  readonly digits?: number;
  /** Whole length, 90 by default: longer points are cut to `f(…)`. */
  readonly width?: number;
  /** Partials shown before `… n more`, 3 by default. */
  readonly partials?: number;
}

export interface SummarizedPoint { readonly name: string | null; readonly text: string }

const separator = ' · ';

/** `f(x=2)`, `f at kink`, or `f(…)`. */
export const pointTitle = (func: string, point: SummarizedPoint, short = false): string =>
  point.name !== null ? `${func} at ${point.name}` : `${func}(${short ? '…' : point.text})`;

export function summary(func: string, point: SummarizedPoint, trace: Trace, warned: boolean, options: SummaryOptions = {}): string {
  const { digits = 4, width = 90, partials = 3 } = options;
  const derivative = derivativeTexts(trace, digits, partials);
  const line = (title: string): string => [`∇ ${title} = ${valueText(trace.value, digits)}`, ...derivative].join(separator) + (warned ? ' $(warning)' : '');
  const whole = line(pointTitle(func, point));
  return whole.length <= width ? whole : line(pointTitle(func, point, true));
}

/** A value in a few characters: a number, or how many there are. */
export function valueText(value: Datum, digits: number): string {
  if (typeof value === 'number') return formatNumber(value, digits);
  if (typeof value === 'boolean') return String(value);
  const all = numbersOf(value);
  return all.length === 1 ? `[${formatNumber(all[0] ?? NaN, digits)}]` : `[${all.length} values]`;
}

function derivativeTexts(trace: Trace, digits: number, most: number): string[] {
  if (trace.outputs.length !== 1) {
    const rows = jacobian(trace).map((row) => numbersOf(row));
    return [`J ${rows.length}×${trace.inputCount}, ∥J∥ ${formatNumber(norm(rows.flat()), digits)}`];
  }
  const bars = inputBars(trace, outputAdjoints(trace, 0));
  const texts = trace.inputs.map((input) => {
    const part = Array.from(bars.subarray(input.first - 1, input.first - 1 + input.count));
    if (input.type.kind === 'num') return `∂${input.name} ${formatNumber(part[0] ?? 0, digits)}`;
    return `∥∂${input.name}∥ ${normText(trace, part, input.first, digits)}`;
  });
  return texts.length <= most + 1 ? texts : [...texts.slice(0, most), `… ${texts.length - most} more`];
}

function normText(trace: Trace, part: readonly number[], first: number, digits: number): string {
  const at = largest(part);
  return part.length < 2 ? formatNumber(norm(part), digits)
    : `${formatNumber(norm(part), digits)} (largest ${inputName(trace, first + at)} ${formatNumber(part[at] ?? 0, digits)})`;
}

/** Index of the entry of largest size; a NaN counts as larger than any number. */
export function largest(numbers: readonly number[]): number {
  let best = 0;
  numbers.forEach((x, i) => {
    const most = numbers[best] ?? 0;
    if (!Number.isNaN(most) && (Number.isNaN(x) || Math.abs(x) > Math.abs(most))) best = i;
  });
  return best;
}

/** Euclidean norm without overflow. */
export const norm = (numbers: readonly number[]): number => {
  const scale = numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (scale === 0 || !Number.isFinite(scale)) return scale;
  return scale * Math.sqrt(numbers.reduce((sum, x) => sum + (x / scale) ** 2, 0));
};

/** Every partial with full digits, one a line, `most` lines at most. */
export function fullPartials(trace: Trace, most = 40): string[] {
  const bars = inputBars(trace, outputAdjoints(trace, 0));
  const lines = Array.from(bars.subarray(0, most), (x, i) => `∂${inputName(trace, i + 1)} ${formatFull(x)}`);
  return bars.length <= most ? lines : [...lines, `… ${bars.length - most} more`];
}
