/**
 * Hover on a token inside a marked function: the value it stands for at the active point, its derivatives with respect to the
 * parameters, and how the result changes with it. In a loop, the first executions, the last one, and the range.
 */
import { outputAdjoints, tangentsByInput, type Datum, type InputParam, type Numbers, type Trace } from '../../core/evaluate';
import { formatNumber, largest, norm, valueText } from '../../core/format';
import { escapeMarkdown, inlineCode, table } from '../markdown';
import type { Executions, Occurrence } from './occurrences';

const digits = 8;
/** Columns of partials: wider tables do not fit. */
const mostInputs = 4;
/** Rows of a loop before the last one. */
const firstRows = 2;
/** Elements of an array that are shown. */
const firstElements = 4;
/** Beyond this growth, the sixteen digits of a number have lost all but the first few. */
const grown = 1e12;

/** What the pointer is on: the text of the expression or statement, and the variable that an assignment stores to. */
export interface Subject {
  readonly source: string;
  readonly assigned: string | null;
  /** The active point, by name or text. */
  readonly point: string;
  /** Its values are true and false. */
  readonly isBoolean: boolean;
}

/** The name that an assignment, declaration or increment stores to; null for any other text. */
export function assignedIn(source: string): string | null {
  const assignment = /^([\p{ID_Continue}$.]+(?:\[[^\]]*\])?)(?:\s*:[^=]+)?\s*(?:\*\*|<<|>>>?|&&|\|\||\?\?|[-+*/%&|^])?=(?!=|>)/u.exec(source);
  const increment = /^(?:\+\+|--)\s*([\p{ID_Continue}$.[\]]+)$|^([\p{ID_Continue}$.[\]]+)\s*(?:\+\+|--)$/u.exec(source);
  return assignment?.[1] ?? increment?.[1] ?? increment?.[2] ?? null;
}

export function executionsHover(subject: Subject, trace: Trace, { numbers, array, arrays, call }: Executions): string {
  const times = `${array === null ? timesText(numbers) : lastText(arrays)}${call === null ? '' : ` · in call ${String(call.index)} of ${String(call.of)}`}`;
  const head = heading(subject, times);
  const [first] = numbers;
  if (first === undefined) return array === null ? `${inlineCode(subject.source)} · not executed at ${inlineCode(subject.point)}` : [head, arrayText(array, trace)].join('\n\n');
  if (subject.isBoolean) return [head, booleanText(numbers)].join('\n\n');
  const element = elementLines(subject, trace);
  if (numbers.every(({ node }) => node === 0 || trace.tape.varied[node] !== 1)) return [head, inactiveText(rangeText(numbers.map(({ value }) => value), digits), trace), ...element].join('\n\n');
  const columns = columnsOf(trace);
  const footnote = columns.some(({ adjoint }) => adjoint) ? [footnoteText] : [];
  return [head, tableOf(numbers, columns), ...growthLines(numbers, columns), ...element, ...footnote].join('\n\n');
}

/** A token that names a parameter: its value and the derivative of the result with respect to it. */
export function parameterHover(subject: Subject, input: InputParam, trace: Trace): string {
  const head = heading(subject, '');
  if (trace.outputs.length !== 1) return `${head}\n\n${valueText(input.datum, digits)}`;
  if (input.type.kind !== 'num') return `${head}\n\n${valueText(input.datum, digits)} · ${inputNormText(input, trace)}`;
  const [bar = 0] = barsOf(input, trace);
  return [head, table(['value', '∂f/∂·'], [[valueText(input.datum, digits), formatNumber(bar, digits)]], 'right'), footnoteText].join('\n\n');
}

/** A value that no derivative reaches: a discrete parameter, an array of integers. */
export function inactiveHover(subject: Subject, datum: Datum, trace: Trace): string {
  return `${heading(subject, '')}\n\n${inactiveText(valueText(datum, digits), trace)}`;
}

const footnoteText = '*∂f/∂·: how f changes with this value*';

const inactiveText = (value: string, trace: Trace): string =>
  `${value} · *does not depend on ${trace.inputs.map(({ name }) => escapeMarkdown(name)).join(', ')}*`;

function heading({ source, assigned, point }: Subject, times: string): string {
  const what = assigned === null ? inlineCode(source) : `${inlineCode(assigned)} after ${inlineCode(source)}`;
  return `${what} at ${inlineCode(point)}${times}`;
}

function timesText(occurrences: readonly Occurrence[]): string {
  if (occurrences.length < 2) return '';
  return ` · ${String(occurrences.length)} ${runsOn(occurrences) ? 'iterations' : 'times'}`;
}

/** An array is shown as it was when the pointer's expression was last executed. */
const lastText = (times: number): string => (times < 2 ? '' : ` · the last of ${String(times)} times`);

/** Whether the executions are the iterations of one loop: their numbers grow. */
const runsOn = (occurrences: readonly Occurrence[]): boolean =>
  occurrences.every(({ iteration }, k) => iteration !== null && (k === 0 || iteration > (occurrences[k - 1]?.iteration ?? -1)));

interface Column {
  readonly title: string;
  readonly adjoint: boolean;
  /** The input's own value, where the column is a derivative with respect to one. */
  readonly input: number;
  at(node: number): number;
}

/** Tangents for each scalar input, as far as they fit, and the adjoint where the result is one number. */
function columnsOf(trace: Trace): Column[] {
  const scalars = trace.inputs.every(({ type }) => type.kind === 'num') && trace.inputs.length <= mostInputs;
  const tangents = scalars
    ? [...tangentsByInput(trace)].map((dots, i) => ({
        title: `∂/∂${escapeMarkdown(trace.inputs[i]?.name ?? '')}`, adjoint: false, input: Number(trace.inputs[i]?.datum ?? 0), at: (node: number) => dots[node] ?? 0,
      }))
    : [];
  if (trace.outputs.length !== 1) return tangents;
  const { bars } = outputAdjoints(trace, 0);
  return [...tangents, { title: '∂f/∂·', adjoint: true, input: 0, at: (node: number) => bars[node] ?? 0 }];
}

function tableOf(occurrences: readonly Occurrence[], columns: readonly Column[]): string {
  const loops = occurrences.length > 1;
  const header = [...(loops ? [runsOn(occurrences) ? 'i' : ''] : []), 'value', ...columns.map(({ title }) => title)];
  const row = ({ value, node, iteration }: Occurrence): string[] => [
    ...(loops ? [iteration === null ? '' : String(iteration)] : []),
    formatNumber(value, digits),
    ...columns.map(({ at }) => formatNumber(at(node), digits)),
  ];
  const last = occurrences.at(-1);
  if (last === undefined || occurrences.length <= firstRows + 1) return table(header, occurrences.map(row), 'right');
  const ranges = columns.map(({ at }) => rangeText(occurrences.map(({ node }) => at(node)), 4));
  const range = ['range', rangeText(occurrences.map(({ value }) => value), 4), ...ranges];
  return table(header, [...occurrences.slice(0, firstRows).map(row), ['…', '', ...columns.map(() => '')], row(last), range], 'right');
}

/** Derivatives that grew out of proportion to the values: not only large, but large against what they are derivatives of. */
function growthLines(occurrences: readonly Occurrence[], columns: readonly Column[]): string[] {
  if (!runsOn(occurrences)) return [];
  const found = columns.flatMap(({ title, adjoint, input, at }) => {
    const from = adjoint ? undefined : occurrences.find(({ value, node }) => {
      const slope = Math.abs(at(node));
      return slope > grown && slope * Math.abs(input) > grown * Math.abs(value);
    });
    return from === undefined ? [] : [{ title, from: from.iteration ?? 0 }];
  });
  if (found.length === 0) return [];
  const from = Math.min(...found.map((column) => column.from));
  return [`$(warning) ${found.map(({ title }) => title).join(', ')} grew beyond 1e12 from i = ${String(from)} on: the result depends on rounding.`];
}

function booleanText(occurrences: readonly Occurrence[]): string {
  const yes = occurrences.filter(({ value }) => value !== 0).length;
  if (yes === 0 || yes === occurrences.length) return String(yes > 0);
  return `true ${String(yes)} of ${String(occurrences.length)} times`;
}

/** An array made in the function: its first elements, and how the result changes with them. */
function arrayText(array: Numbers, trace: Trace): string {
  const values = Array.from(array.data.subarray(0, Math.min(array.length, firstElements)), (x) => (array.content === 'bool' ? String(x !== 0) : array.content === 'text' ? JSON.stringify(trace.program.texts.textOf(x)) : formatNumber(x, 4)));
  const shown = `[${values.join(', ')}${array.length > firstElements ? `, … ${String(array.length - firstElements)} more` : ''}]`;
  const ids = Array.from({ length: array.length }, (_, k) => array.idAt(k));
  if (!ids.some((id) => trace.tape.varied[id] === 1)) return inactiveText(shown, trace);
  if (trace.outputs.length !== 1) return shown;
  const { bars } = outputAdjoints(trace, 0);
  return `${shown} · ${normText('∂f/∂·', ids.map((id) => (id === 0 ? 0 : bars[id] ?? 0)))}`;
}

/** An element of a parameter: what the whole array contributes. */
function elementLines({ source }: Subject, trace: Trace): string[] {
  const name = /^([\p{ID_Continue}$]+)(?:\s*\[[^[\]]*\]|\.[\p{ID_Continue}$]+)+$/u.exec(source)?.[1];
  const input = trace.inputs.find((candidate) => candidate.name === name && candidate.type.kind === 'array');
  return input === undefined || trace.outputs.length !== 1 ? [] : [`${inlineCode(input.name)}: ${inputNormText(input, trace)}`];
}

const barsOf = ({ first, count }: InputParam, trace: Trace): number[] => Array.from(outputAdjoints(trace, 0).bars.subarray(first, first + count));

const inputNormText = (input: InputParam, trace: Trace): string => normText(`∂f/∂${escapeMarkdown(input.name)}`, barsOf(input, trace));

function normText(title: string, bars: readonly number[]): string {
  const at = largest(bars);
  return `∥${title}∥ ${formatNumber(norm(bars), 4)}, max [${String(at)}] ${formatNumber(bars[at] ?? 0, 4)}`;
}

function rangeText(numbers: readonly number[], significant: number): string {
  const least = numbers.reduce((a, b) => Math.min(a, b), Infinity);
  const most = numbers.reduce((a, b) => Math.max(a, b), -Infinity);
  return least === most ? formatNumber(least, significant) : `${formatNumber(least, significant)} … ${formatNumber(most, significant)}`;
}
