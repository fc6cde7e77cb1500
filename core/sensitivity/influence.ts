/**
 * How much the result hangs on each line of the source. A line *hands on* the values that operations of other lines, or the result, take
 * from it; what it computes for itself, also from one iteration to the next, is not seen outside. Its influence is
 *
 *     Σ |vᵢ ∂f/∂vᵢ|   over the values vᵢ it hands on,
 *
 * in the unit of the result: if each of them changes by a part δ of itself, the result changes by at most δ times the influence (to first
 * order). Divided by ∥f∥ it is a pure number: 1 means that 1 % here is up to 1 % there. Of a result of several numbers it is
 * the Euclidean norm of theirs.
 */
import { outputAdjoints, type Trace } from '../evaluate';
import { norm } from '../format';
import type { Lines, SourceLine } from './lines';

export interface LineInfluence extends SourceLine {
  readonly influence: number;
  /** Influence by the size of the result; null where that is 0 or not finite. */
  readonly relative: number | null;
  /** The node handed on that the result changes most with, absolutely, and ∥∂f/∂v∥ there; null: nothing flows on from this line. */
  readonly steepest: { readonly node: number; readonly slope: number } | null;
  /** How many values are handed on. */
  readonly handedOn: number;
}

/** Of a longer result the first numbers count, and fewer of them in a long trace: each takes a sweep. */
const mostOutputs = 32, mostVisits = 2e7;

export function influenceByLine(trace: Trace, lines: Lines): LineInfluence[] {
  const { tape } = trace;
  const outputs = trace.outputs.slice(0, Math.min(mostOutputs, Math.max(1, Math.floor(mostVisits / (tape.edges + 1)))));
  const leaves = handedOn(trace, lines);
  const influences = new Float64Array(lines.all.length), slopes = new Float64Array(tape.count + 1);
  for (let k = 0; k < outputs.length; k++) {
    const { bars, reached } = outputAdjoints(trace, k);
    const sums = new Float64Array(lines.all.length);
    for (let node = 1; node <= tape.count; node++) {
      const line = lines.of[node] ?? -1;
      if (line < 0 || reached[node] !== 1 || leaves[node] !== 1 || bars[node] === 0) continue;
      sums[line] = (sums[line] ?? 0) + Math.abs((tape.value[node] ?? 0) * (bars[node] ?? 0));
      slopes[node] = Math.hypot(slopes[node] ?? 0, bars[node] ?? 0);
    }
    sums.forEach((sum, line) => { influences[line] = Math.hypot(influences[line] ?? 0, sum); });
  }
  const size = norm(outputs.map(({ value }) => value));
  const steepest = steepestOf(lines, slopes);
  return lines.all.map((line, i) => {
    const influence = influences[i] ?? 0;
    return { ...line, influence, relative: size > 0 && Number.isFinite(size) ? influence / size : null, steepest: steepest[i]?.node === 0 ? null : (steepest[i] ?? null), handedOn: steepest[i]?.count ?? 0 };
  });
}

/** Of each line the node with the largest slope (the first that is NaN), and how many have one. */
function steepestOf(lines: Lines, slopes: Float64Array): readonly { readonly node: number; readonly slope: number; readonly count: number }[] {
  const found = lines.all.map(() => ({ node: 0, slope: 0, count: 0 }));
  slopes.forEach((slope, node) => {
    const most = found[lines.of[node] ?? -1];
    if (most === undefined || slope === 0) return;
    most.count++;
    if (Number.isNaN(slope) ? !Number.isNaN(most.slope) : slope > most.slope) [most.node, most.slope] = [node, slope];
  });
  return found;
}

/** 1 for nodes that an operation of another line reads, or the result. */
function handedOn({ tape, outputs }: Trace, { of }: Lines): Uint8Array {
  const leaves = new Uint8Array(tape.count + 1);
  for (const { id } of outputs) if (id > 0) leaves[id] = 1;
  for (let node = 1; node <= tape.count; node++) {
    for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
      const operand = tape.operand[e] ?? 0;
      if (operand > 0 && of[operand] !== of[node]) leaves[operand] = 1;
    }
  }
  return leaves;
}
