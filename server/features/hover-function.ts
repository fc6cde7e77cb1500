/** Hover on a marked function's name: value and derivatives at its points in a small table. Hovers are at most 250 px high. */
import { inputBars, outputAdjoints, type InputParam, type Trace } from '../../core/evaluate';
import { formatNumber, largest, norm, pathText, valueText } from '../../core/format';
import type { MarkedFunction } from '../../core/frontend/api';
import type { Check } from '../checks';
import type { Evaluation } from '../evaluation';
import { commandLink, escapeMarkdown, inlineCode, pageLink, table } from '../markdown';

/** Digits in hovers; `Copy Values` has them all. */
const digits = 8;
const mostPoints = 5;
const mostColumns = 4;
const mostWarnings = 3;

export interface HoverPoint {
  readonly name: string | null;
  readonly text: string;
  readonly active: boolean;
  readonly evaluation: Evaluation;
}

/** `check`: what is known of the check at all of the function's points. */
export function functionHover(fn: MarkedFunction, uri: string, points: readonly HoverPoint[], check: Check): string {
  if (points.length === 0) return `**∇ ${escapeMarkdown(fn.name)}** · ${commandLink('Add a Point…', 'nabla.differentiateAtPoint', uri, fn.name)}`;
  const links = [
    ...(fn.resultType?.kind === 'num' ? [commandLink('Insert Gradient', 'nabla.insertGradient', uri, fn.name)] : []),
    commandLink('Differentiate at Point…', 'nabla.differentiateAtPoint', uri, fn.name),
    ...(fn.points.length > 1 ? [commandLink('Select Point', 'nabla.selectPoint', uri, fn.name)] : []),
    commandLink('Copy Values', 'nabla.copyValues', uri, fn.name),
  ];
  const head = `**∇ ${escapeMarkdown(fn.name)}** · reverse mode · ${checkText(check)}`;
  return [head, valuesTable(points), ...failureLines(check), ...warningLines(points), links.join(' · ')].join('\n\n');
}

function checkText(check: Check): string {
  switch (check.kind) {
    case 'pending':
      return 'not checked yet';
    case 'passed':
      return check.points === 0 ? 'not checked: no value at its points' : 'checked $(pass)';
    case 'failed':
      return 'check failed $(error)';
    case 'impossible':
      return `not checked: ${escapeMarkdown(check.reason)}`;
  }
}

const failureLines = (check: Check): string[] =>
  check.kind === 'failed' ? check.diagnostics.slice(0, 1).map(({ message, code }) => `$(error) ${escapeMarkdown(message)}. ${pageLink(code)}`) : [];

function valuesTable(points: readonly HoverPoint[]): string {
  const shown = points.slice(0, mostPoints);
  const inputs = shown.flatMap(({ evaluation }) => (evaluation.kind === 'value' ? [evaluation.trace.inputs] : []))[0] ?? [];
  if (inputs.length > mostColumns) return transposed(shown);
  const header = ['', 'f', ...inputs.map(({ name }) => `∂/∂${escapeMarkdown(name)}`)];
  return table(header, shown.map((point) => [label(point), ...cells(point.evaluation, inputs.length)]), 'left');
}

/** One line a parameter, at the active point. */
function transposed(points: readonly HoverPoint[]): string {
  const point = points.find(({ active }) => active) ?? points[0];
  if (point?.evaluation.kind !== 'value') return '';
  const { trace } = point.evaluation;
  const rows = trace.inputs.slice(0, mostPoints + 1).map((input) => [`∂/∂${escapeMarkdown(input.name)}`, partialText(trace, input)]);
  const rest = trace.inputs.length - rows.length;
  return table([label(point), valueText(trace.value, digits)], rest > 0 ? [...rows, [`… ${String(rest)} more`, '']] : rows, 'left');
}

function label({ name, text, active }: HoverPoint): string {
  return `${active ? '$(arrow-right) ' : ''}${inlineCode(name ?? text)}`;
}

function cells(evaluation: Evaluation, columns: number): string[] {
  switch (evaluation.kind) {
    case 'value': {
      const { trace, warnings } = evaluation;
      return [`${valueText(trace.value, digits)}${warnings.length > 0 ? ' $(warning)' : ''}`, ...trace.inputs.map((input) => partialText(trace, input))];
    }
    case 'stopped':
      return [`stopped after ${String(evaluation.milliseconds)} ms`, ...Array.from({ length: columns }, () => '')];
    case 'problem':
      return [`$(error) ${escapeMarkdown(evaluation.message)}`, ...Array.from({ length: columns }, () => '')];
    case 'dropped':
      return ['…', ...Array.from({ length: columns }, () => '')];
  }
}

/** The derivative with respect to one parameter: a number, the norm and largest entry of an array, or of a Jacobian's columns. */
function partialText(trace: Trace, input: InputParam): string {
  const columns = trace.outputs.map((_, output) => Array.from(inputBars(trace, outputAdjoints(trace, output)).subarray(input.first - 1, input.first - 1 + input.count)));
  const [only] = columns;
  if (only === undefined || columns.length > 1) return `∥·∥ ${formatNumber(norm(columns.flat()), digits)}`;
  if (input.type.kind === 'num') return formatNumber(only[0] ?? 0, digits);
  const at = largest(only);
  return `∥·∥ ${formatNumber(norm(only), 4)}, max [${String(at)}] ${formatNumber(only[at] ?? 0, 4)}`;
}

function warningLines(points: readonly HoverPoint[]): string[] {
  const all = points.flatMap(({ name, text, evaluation }) =>
    evaluation.kind === 'value' ? evaluation.warnings.map((warning) => ({ point: name ?? text, warning })) : [],
  );
  const lines = all.slice(0, mostWarnings).map(({ point, warning }) => {
    const sides = warning.oneSided === undefined ? '' : `; left ${formatNumber(warning.oneSided[0])}, right ${formatNumber(warning.oneSided[1])}`;
    // A path of two is what the message names.
    const path = warning.path === undefined || warning.path.length < 3 ? '' : ` (${escapeMarkdown(pathText(warning.path))})`;
    return `$(warning) ${inlineCode(point)}: ${escapeMarkdown(warning.message)}${path}${sides}. ${pageLink(warning.code)}`;
  });
  const rest = all.length - lines.length;
  return rest > 0 ? [...lines, `${String(rest)} more`] : lines;
}
