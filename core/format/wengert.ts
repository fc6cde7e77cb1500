/**
 * The Wengert list for people and as JSON. Nodes are numbered as in the papers: the n inputs are v1-n … v0, the operations v1, v2, …
 */
import { inputName, inputSpan, inShapes, outputAdjoints, tangents, type Trace } from '../evaluate';
import type { Json, Locate } from './json';
import { datumJson, numberJson } from './json';
import { formatNumber } from './number';
import { paperId, paperOrder } from './numbering';
import { applied } from './operation';

/** Above this many numbers (nodes × inputs) the list leaves tangents out. */
const maxTangents = 1e7;

/** The list as JSON. `adjoint` is a number, or one for each number of the value where that is not a single one. */
export function traceJson(trace: Trace, locate: Locate): Json {
  const { tape, inputCount, outputs } = trace;
  const columns = inputCount * tape.count > maxTangents ? [] : Array.from({ length: inputCount }, (_, i) => tangents(tape, unit(inputCount, i)));
  const bars = outputs.map((_, k) => outputAdjoints(trace, k).bars);
  const nodes: Json[] = [];
  for (const node of paperOrder(trace)) {
    const note = tape.notes[tape.note[node] ?? -1];
    const args: number[] = [], partials: Json[] = [];
    for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
      const operand = Math.abs(tape.operand[e] ?? 0);
      if (operand === 0) continue;
      args.push(paperId(trace, operand));
      partials.push(numberJson(tape.partial[e] ?? NaN));
    }
    const name = node <= inputCount ? inputName(trace, node) : (note?.name ?? null);
    const iteration = tape.contexts.iteration(tape.context[node] ?? 0);
    const { line, column } = locate(node <= inputCount ? inputSpan(trace, node) : (note?.origin.span ?? null));
    const adjoint = bars.map((bar) => numberJson(bar[node] ?? 0));
    nodes.push({
      id: paperId(trace, node), op: tape.op[node] ?? 'input', args, partials, value: numberJson(tape.value[node] ?? NaN),
      tangents: columns.length === 0 ? {} : datumJson(inShapes(trace, columns.map((dots) => dots[node] ?? 0))),
      adjoint: adjoint.length === 1 ? (adjoint[0] ?? 0) : adjoint,
      ...(name === null ? {} : { name }), line, column, ...(iteration === null ? {} : { iteration }),
    });
  }
  return { nodes };
}

const unit = (length: number, index: number): number[] => Array.from({ length }, (_, i) => (i === index ? 1 : 0));

/** Four decimals, as the papers print them. */
export function tableNumber(x: number): string {
  const size = Math.abs(x);
  return size >= 1e-3 && size < 1e6 ? String(Number(x.toFixed(4))) : formatNumber(x, 5);
}

const maxRows = 60;

/** The papers' table 1: each operation with its value, and its tangent in the direction of one input. */
export function forwardTable(trace: Trace, input: number): string {
  const { tape, inputCount, outputs } = trace;
  const dots = tangents(tape, unit(inputCount, input));
  const rows: string[][] = [['Forward primal trace', '', '', 'Forward tangent trace', '', '']];
  for (const node of paperOrder(trace)) {
    const name = nodeText(trace, node);
    if (node <= inputCount) rows.push([name, `= ${inputName(trace, node)}`, `= ${tableNumber(tape.value[node] ?? NaN)}`, dot(name), `= ${dot(inputName(trace, node))}`, `= ${tableNumber(dots[node] ?? 0)}`]);
    else rows.push([name, `= ${applied(tape.op[node] ?? 'input', operandTexts(trace, node))}`, `= ${tableNumber(tape.value[node] ?? NaN)}`, dot(name), `= ${tangentText(trace, node)}`, `= ${tableNumber(dots[node] ?? 0)}`]);
  }
  outputs.forEach(({ value, id }, k) => {
    const y = outputName(trace, k), from = id === 0 ? '' : `= ${nodeText(trace, id)}`;
    rows.push([y, from, `= ${tableNumber(value)}`, dot(y), id === 0 ? '' : `= ${dot(nodeText(trace, id))}`, `= ${tableNumber(id === 0 ? 0 : (dots[id] ?? 0))}`]);
  });
  return layOut(rows, 3);
}

/** The papers' table 2: the reverse sweep from one number of the value, each contribution as a product. */
export function reverseTable(trace: Trace, output: number): string {
  const { tape, inputCount, outputs } = trace;
  const from = outputs[output]?.id ?? 0;
  const rows: string[][] = [['Reverse adjoint trace', '', '', '']];
  const sums = new Map<number, number>();
  if (from > 0) {
    sums.set(from, 1);
    rows.push([bar(nodeText(trace, from)), `= ${bar(outputName(trace, output))}`, '', '= 1']);
  }
  for (const node of [...paperOrder(trace)].reverse()) {
    if (node <= inputCount) continue;
    const seed = sums.get(node);
    if (seed === undefined) continue;
    for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
      const to = tape.operand[e] ?? 0;
      if (to <= 0) continue;
      const before = sums.get(to), partial = tape.partial[e] ?? NaN, name = nodeText(trace, to), of = nodeText(trace, node);
      const sum = (before ?? 0) + seed * partial;
      sums.set(to, sum);
      rows.push([
        bar(name), `= ${before === undefined ? '' : `${bar(name)} + `}${bar(of)} ∂${of}/∂${name}`,
        `= ${before === undefined ? '' : `${tableNumber(before)} + `}${tableNumber(seed)} × ${parenthesized(partial)}`, `= ${tableNumber(sum)}`,
      ]);
    }
  }
  for (let node = 1; node <= inputCount; node++) rows.push([bar(inputName(trace, node)), `= ${bar(nodeText(trace, node))}`, '', `= ${tableNumber(sums.get(node) ?? 0)}`]);
  return layOut(rows, 4);
}

const nodeText = (trace: Trace, node: number): string => `v${paperId(trace, node)}`;
const outputName = (trace: Trace, k: number): string => (trace.outputs.length === 1 ? 'y' : `y${k + 1}`);
/** Combining dot and macron go on the first letter. */
const dot = (name: string): string => `${name.slice(0, 1)}\u0307${name.slice(1)}`;
const bar = (name: string): string => `${name.slice(0, 1)}\u0304${name.slice(1)}`;
const parenthesized = (x: number): string => (x < 0 ? `(${tableNumber(x)})` : tableNumber(x));

function operandTexts(trace: Trace, node: number): string[] {
  const { tape } = trace;
  const texts: string[] = [];
  for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
    const operand = Math.abs(tape.operand[e] ?? 0);
    texts.push(operand === 0 ? tableNumber(tape.given[e] ?? NaN) : nodeText(trace, operand));
  }
  return texts;
}

function tangentText(trace: Trace, node: number): string {
  const { tape } = trace;
  const terms: string[] = [];
  for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
    const operand = tape.operand[e] ?? 0;
    if (operand > 0) terms.push(`${dot(nodeText(trace, operand))} × ${parenthesized(tape.partial[e] ?? NaN)}`);
  }
  return terms.length === 0 ? '0' : terms.join(' + ');
}

/** Columns padded to equal width; a bar stands after each `group` of them. Long tables lose their middle. */
function layOut(rows: readonly (readonly string[])[], group: number): string {
  const shown = rows.length <= maxRows ? rows : [...rows.slice(0, maxRows / 2), [`… ${rows.length - maxRows} more rows (--json has all)`], ...rows.slice(-maxRows / 2)];
  const [heading = [], ...body] = shown;
  const width = (text: string): number => text.replace(/[\u0300-\u036f]/g, '').length;
  const widths = heading.map((_, i) => body.reduce((most, row) => (row.length === 1 ? most : Math.max(most, width(row[i] ?? ''))), 0));
  const pad = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)));
  const halves = (row: readonly string[]): string[] => {
    const parts: string[] = [];
    for (let at = 0; at < heading.length; at += group) parts.push(row.slice(at, at + group).map((cell, i) => pad(cell, widths[at + i] ?? 0)).join(' '));
    return parts;
  };
  const lines = body.map((row) => (row.length === 1 ? [row[0] ?? ''] : halves(row)));
  const half = widths.slice(0, group).reduce((sum, w) => sum + w + 1, -1);
  const titles = heading.filter((cell) => cell !== '').map((cell) => pad(cell, half));
  return [titles, ...lines].map((parts) => parts.join(' | ').trimEnd()).join('\n');
}
