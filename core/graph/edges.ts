/** Edges between what is on the screen. */
import type { Tape } from '../evaluate';
import type { Visible } from './visible';

export interface Edge {
  /** Indices of items. */
  readonly from: number;
  readonly to: number;
  /** The local partial between two nodes (summed where an operand is used twice); null where one of them is a group. */
  readonly partial: number | null;
  /** Nothing flows through it: a structural zero, a losing operand, a cut. */
  readonly isCut: boolean;
  /** How many edges of the trace it stands for. */
  readonly count: number;
}

export function edgesBetween(tape: Tape, { items, itemOf }: Visible): readonly Edge[] {
  const edges = new Map<number, { from: number; to: number; partial: number; isCut: boolean; count: number }>();
  for (let node = 1; node <= tape.count; node++) {
    const to = itemOf[node] ?? -1;
    for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
      const operand = tape.operand[e] ?? 0, from = itemOf[Math.abs(operand)] ?? -1;
      if (operand === 0 || from === to) continue;
      const key = from * items.length + to, edge = edges.get(key);
      const partial = operand > 0 ? (tape.partial[e] ?? NaN) : 0;
      if (edge === undefined) edges.set(key, { from, to, partial, isCut: operand < 0, count: 1 });
      else {
        edge.partial += partial;
        edge.isCut &&= operand < 0;
        edge.count++;
      }
    }
  }
  const isNode = (item: number): boolean => items[item]?.node !== null;
  return Array.from(edges.values(), ({ partial, ...edge }) => ({ ...edge, partial: isNode(edge.from) && isNode(edge.to) ? partial : null }));
}

/** For each item the last of its nodes that something outside it reads, or that is part of the value; 0 where there is none. */
export function resultsOf(tape: Tape, { items, itemOf }: Visible, outputs: readonly number[]): Int32Array {
  const results = new Int32Array(items.length);
  const leaves = (node: number): void => {
    const item = itemOf[node] ?? -1;
    if (item >= 0) results[item] = Math.max(results[item] ?? 0, node);
  };
  for (const output of outputs) if (output > 0) leaves(output);
  for (let node = 1; node <= tape.count; node++) {
    for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
      const operand = Math.abs(tape.operand[e] ?? 0);
      if (operand > 0 && itemOf[operand] !== itemOf[node]) leaves(operand);
    }
  }
  return results;
}
