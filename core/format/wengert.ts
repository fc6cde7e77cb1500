/**
 * The Wengert list for people and as JSON. Nodes are numbered as in the papers: the n inputs are v1-n … v0, the operations v1, v2, …
 */
import { inputName, inputSpan, inShapes, outputAdjoints, tangents, type Trace } from '../evaluate';
import type { Json, Locate } from './json';
import { datumJson, numberJson } from './json';
import { paperId, paperOrder } from './numbering';
import { contributionCells, forwardCells, inputBarCells, outputCells, seedCells } from './sweep';

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

const maxRows = 60;

/** The papers' table 1: each operation with its value, and its tangent in the direction of one input. */
export function forwardTable(trace: Trace, input: number): string {
  const dots = tangents(trace.tape, unit(trace.inputCount, input));
  const rows: (readonly string[])[] = [['Forward primal trace', '', '', 'Forward tangent trace', '', '']];
  for (const node of paperOrder(trace)) rows.push(forwardCells(trace, node, dots));
  trace.outputs.forEach((_, k) => rows.push(outputCells(trace, k, dots)));
  return layOut(rows, 3);
}

/** The papers' table 2: the reverse sweep from one number of the value, each contribution as a product. */
export function reverseTable(trace: Trace, output: number): string {
  const { tape, inputCount, outputs } = trace;
  const from = outputs[output]?.id ?? 0;
  const rows: (readonly string[])[] = [['Reverse adjoint trace', '', '', '']];
  const sums = new Map<number, number>();
  if (from > 0) {
    sums.set(from, 1);
    rows.push(seedCells(trace, output));
  }
  for (const node of [...paperOrder(trace)].reverse()) {
    if (node <= inputCount) continue;
    const seed = sums.get(node);
    if (seed === undefined) continue;
    for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
      const to = tape.operand[e] ?? 0;
      if (to <= 0) continue;
      const before = sums.get(to), partial = tape.partial[e] ?? NaN;
      sums.set(to, (before ?? 0) + seed * partial);
      rows.push(contributionCells(trace, to, { node, seed, partial }, before, seed * partial));
    }
  }
  for (let node = 1; node <= inputCount; node++) rows.push(inputBarCells(trace, node, sums.get(node) ?? 0));
  return layOut(rows, 4);
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
