/**
 * How the nodes of a trace are numbered for people: the n inputs are v1-n … v0, the operations v1, v2, … Straight-line code is
 * numbered level by level, as the papers do (operations on inputs first), whatever order it was executed in; traces with
 * iterations or calls are numbered as executed.
 */
import type { Trace } from '../evaluate';

interface Numbering { readonly order: readonly number[]; readonly ids: Int32Array }

const known = new WeakMap<Trace, Numbering>();

/** Above this, numbering by level would help nobody. */
const maxByLevel = 1000;

/** The nodes in the order of their numbers. */
export const paperOrder = (trace: Trace): readonly number[] => numberingOf(trace).order;

/** Number of a trace node as the papers count. */
export const paperId = (trace: Trace, node: number): number => (numberingOf(trace).ids[node] ?? node) - trace.inputCount;

function numberingOf(trace: Trace): Numbering {
  let numbering = known.get(trace);
  if (numbering === undefined) {
    const order = orderOf(trace);
    const ids = new Int32Array(order.length + 1);
    order.forEach((node, i) => { ids[node] = i + 1; });
    numbering = { order, ids };
    known.set(trace, numbering);
  }
  return numbering;
}

function orderOf({ tape, inputCount }: Trace): readonly number[] {
  const executed = Array.from({ length: tape.count }, (_, i) => i + 1);
  const isStraight = executed.every((node) => tape.context[node] === tape.context[inputCount + 1] || node <= inputCount);
  if (tape.count > maxByLevel || !isStraight) return executed;
  const level = new Int32Array(tape.count + 1);
  for (const node of executed) {
    for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) level[node] = Math.max(level[node] ?? 0, 1 + (level[Math.abs(tape.operand[e] ?? 0)] ?? 0));
    if (node <= inputCount) level[node] = -1;
  }
  return [...executed].sort((a, b) => (level[a] ?? 0) - (level[b] ?? 0) || a - b);
}
