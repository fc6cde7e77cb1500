/**
 * Hover on a token inside a marked function: the value it stands for at the active point, its derivatives with respect to the
 * parameters, and how the result changes with it. In a loop, the first executions, the last one, and the range.
 */
import { outputAdjoints, tangentsByInput, type Datum, type InputParam, type Trace } from '../../core/evaluate';
import { formatNumber, largest, norm, valueText } from '../../core/format';
import { inlineCode, table } from '../markdown';

const digits = 8;
/** Columns of partials: wider tables do not fit. */
const mostInputs = 4;
/** Rows of a loop before the last one. */
const firstRows = 2;

/** One execution of the expression under the pointer. `node` is 0 for a value that depends on no parameter. */
export interface Occurrence {
  readonly value: number;
  readonly node: number;
  /** Iteration of the innermost loop, from 0; null outside loops. */
  readonly iteration: number | null;
}

/** `source` is the text under the pointer; `point` names the point in the heading. */
export function occurrencesHover(source: string, point: string, trace: Trace, occurrences: readonly Occurrence[]): string {
  const [first] = occurrences;
  if (first === undefined) return `${inlineCode(source)} · not executed at ${inlineCode(point)}`;
  const columns = columnsOf(trace);
  if (occurrences.every(({ node }) => node === 0 || trace.tape.varied[node] !== 1)) {
    const names = trace.inputs.map(({ name }) => name).join(', ');
    return `${heading(source, point, occurrences.length)}\n\n${valueRange(occurrences)} · *does not depend on ${names}*`;
  }
  const loops = occurrences.length > 1;
  const header = [...(loops ? ['i'] : []), 'value', ...columns.map(({ title }) => title)];
  const row = (occurrence: Occurrence): string[] => [
    ...(loops ? [occurrence.iteration === null ? '' : String(occurrence.iteration)] : []),
    formatNumber(occurrence.value, digits),
    ...columns.map(({ at }) => formatNumber(at(occurrence.node), digits)),
  ];
  const rows = loops ? loopRows(occurrences, columns, row) : [row(first)];
  const footnote = columns.some(({ adjoint }) => adjoint) ? ['*∂f/∂·: how f changes with this value*'] : [];
  return [heading(source, point, occurrences.length), table(header, rows, loops), ...footnote].join('\n\n');
}

/** A token that names a parameter: its value and the derivative of the result with respect to it. */
export function parameterHover(input: InputParam, point: string, trace: Trace): string {
  const head = heading(input.name, point, 1);
  if (trace.outputs.length !== 1) return `${head}\n\n${valueText(input.datum, digits)}`;
  const bars = Array.from(outputAdjoints(trace, 0).bars.subarray(input.first, input.first + input.count));
  if (input.type.kind === 'num') {
    return [head, table(['value', '∂f/∂·'], [[valueText(input.datum, digits), formatNumber(bars[0] ?? 0, digits)]], false), '*∂f/∂·: how f changes with this value*'].join('\n\n');
  }
  const at = largest(bars);
  return `${head}\n\n${valueText(input.datum, digits)} · ∥∂f/∂${input.name}∥ ${formatNumber(norm(bars), digits)}, max [${String(at)}] ${formatNumber(bars[at] ?? 0, digits)}`;
}

/** A value that no derivative reaches: a discrete parameter, an array of integers. */
export function inactiveHover(source: string, point: string, datum: Datum, trace: Trace): string {
  return `${heading(source, point, 1)}\n\n${valueText(datum, digits)} · *does not depend on ${trace.inputs.map(({ name }) => name).join(', ')}*`;
}

function heading(source: string, point: string, times: number): string {
  return `${inlineCode(source)} at ${inlineCode(point)}${times > 1 ? ` · ${String(times)} times` : ''}`;
}

interface Column {
  readonly title: string;
  readonly adjoint: boolean;
  at(node: number): number;
}

/** Tangents for each scalar input, as far as they fit, and the adjoint where the result is one number. */
function columnsOf(trace: Trace): Column[] {
  const scalars = trace.inputs.every(({ type }) => type.kind === 'num') && trace.inputs.length <= mostInputs;
  const tangents = scalars
    ? [...tangentsByInput(trace)].map((dots, i) => ({ title: `∂/∂${trace.inputs[i]?.name ?? ''}`, adjoint: false, at: (node: number) => dots[node] ?? 0 }))
    : [];
  if (trace.outputs.length !== 1) return tangents;
  const { bars } = outputAdjoints(trace, 0);
  return [...tangents, { title: '∂f/∂·', adjoint: true, at: (node: number) => bars[node] ?? 0 }];
}

function loopRows(occurrences: readonly Occurrence[], columns: readonly Column[], row: (occurrence: Occurrence) => string[]): string[][] {
  const last = occurrences.at(-1);
  if (last === undefined || occurrences.length <= firstRows + 1) return occurrences.map(row);
  const ranges = columns.map(({ at }) => rangeText(occurrences.map(({ node }) => at(node))));
  return [...occurrences.slice(0, firstRows).map(row), ['…', '', ...columns.map(() => '')], row(last), ['range', valueRange(occurrences), ...ranges]];
}

const valueRange = (occurrences: readonly Occurrence[]): string => rangeText(occurrences.map(({ value }) => value));

function rangeText(numbers: readonly number[]): string {
  const least = numbers.reduce((a, b) => Math.min(a, b), Infinity);
  const most = numbers.reduce((a, b) => Math.max(a, b), -Infinity);
  return least === most ? formatNumber(least, 4) : `${formatNumber(least, 4)} … ${formatNumber(most, 4)}`;
}
