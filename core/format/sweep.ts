/**
 * The lines of the papers' tables, one at a time: what a node is computed from with its tangent (table 1), and what the reverse sweep adds
 * to an adjoint (table 2). Nodes are v1-n … v0 for the inputs and v1, v2, … for the operations.
 */
import { inputName, type Trace } from '../evaluate';
import { formatNumber } from './number';
import { paperId } from './numbering';
import { applied } from './operation';

/** Four decimals, as the papers print them. */
export function tableNumber(x: number): string {
  const size = Math.abs(x);
  return size >= 1e-3 && size < 1e6 ? String(Number(x.toFixed(4))) : formatNumber(x, 5);
}

export const nodeText = (trace: Trace, node: number): string => `v${paperId(trace, node)}`;
export const outputName = (trace: Trace, k: number): string => (trace.outputs.length === 1 ? 'y' : `y${k + 1}`);
/** Combining dot and macron go on the first letter. */
export const dot = (name: string): string => `${name.slice(0, 1)}\u0307${name.slice(1)}`;
export const bar = (name: string): string => `${name.slice(0, 1)}\u0304${name.slice(1)}`;
const parenthesized = (x: number): string => (x < 0 ? `(${tableNumber(x)})` : tableNumber(x));

/** Name, what it is, value; and the same of its tangent. Cells that say what something is begin with `= `. */
export type ForwardCells = readonly [name: string, is: string, value: string, dotName: string, dotIs: string, dotValue: string];

export function forwardCells(trace: Trace, node: number, dots: Float64Array): ForwardCells {
  const { tape, inputCount } = trace;
  const name = nodeText(trace, node), isInput = node <= inputCount;
  const is = isInput ? inputName(trace, node) : applied(tape.op[node] ?? 'input', operandTexts(trace, node));
  const dotIs = isInput ? dot(inputName(trace, node)) : tangentText(trace, node);
  return [name, `= ${is}`, `= ${tableNumber(tape.value[node] ?? NaN)}`, dot(name), `= ${dotIs}`, `= ${tableNumber(dots[node] ?? 0)}`];
}

/** The line of a number of the value. */
export function outputCells(trace: Trace, k: number, dots: Float64Array): ForwardCells {
  const { value, id } = trace.outputs[k] ?? { value: NaN, id: 0 };
  const y = outputName(trace, k), from = id === 0 ? '' : `= ${nodeText(trace, id)}`;
  return [y, from, `= ${tableNumber(value)}`, dot(y), id === 0 ? '' : `= ${dot(nodeText(trace, id))}`, `= ${tableNumber(id === 0 ? 0 : (dots[id] ?? 0))}`];
}

/** Whose adjoint, what is added to what, the same in numbers, and the sum. */
export type ReverseCells = readonly [name: string, is: string, numbers: string, sum: string];

/** The adjoint of `to` grows by `amount`, which came from `of`; `before`: what it was, undefined for the first contribution. */
export function contributionCells(trace: Trace, to: number, of: { readonly node: number; readonly seed: number; readonly partial: number } | { readonly through: string }, before: number | undefined, amount: number): ReverseCells {
  const name = nodeText(trace, to), sum = (before ?? 0) + amount;
  const source = 'through' in of ? of.through : `${bar(nodeText(trace, of.node))} ∂${nodeText(trace, of.node)}/∂${name}`;
  const numbers = 'through' in of ? (before === undefined ? '' : parenthesized(amount)) : `${tableNumber(of.seed)} × ${parenthesized(of.partial)}`;
  return [bar(name), `= ${before === undefined ? '' : `${bar(name)} + `}${source}`, numbers === '' ? '' : `= ${before === undefined ? '' : `${tableNumber(before)} + `}${numbers}`, `= ${tableNumber(sum)}`];
}

/** The line the sweep begins with. */
export const seedCells = (trace: Trace, output: number): ReverseCells => [bar(nodeText(trace, trace.outputs[output]?.id ?? 0)), `= ${bar(outputName(trace, output))}`, '', '= 1'];

/** The line of an input once the sweep has ended. */
export const inputBarCells = (trace: Trace, node: number, adjoint: number): ReverseCells => [bar(inputName(trace, node)), `= ${bar(nodeText(trace, node))}`, '', `= ${tableNumber(adjoint)}`];

export function operandTexts(trace: Trace, node: number): string[] {
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
