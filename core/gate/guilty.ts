/** Which operation of the source a derivative that is no finite number comes from. */
import { adjoints, type Trace } from '../evaluate';
import type { Span } from '../ir/origin';
import type { Disagreement } from './agreement';

/**
 * Where the trace has NaN: the operation at which 0 met infinity. Where only the generated code has none: an operation with an infinite
 * partial, first of all one that the trace passes nothing through. Null where both numbers are finite.
 */
export function guiltyOperation(trace: Trace, { found, expected }: Disagreement): Span | null {
  const { tape, outputs } = trace;
  const { indeterminate, reached } = adjoints(tape, outputs.map(({ id }) => ({ node: id, weight: 1 })));
  const spanOf = (node: number | undefined): Span | null => (node === undefined ? null : tape.notes[tape.note[node] ?? -1]?.origin.span ?? null);
  if (Number.isNaN(expected)) return spanOf(indeterminate[0]?.node);
  if (Number.isFinite(found)) return null;
  const poles: number[] = [];
  for (let node = trace.inputCount + 1; node <= tape.count; node++) {
    for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
      if ((tape.operand[e] ?? 0) > 0 && !Number.isFinite(tape.partial[e])) { poles.push(node); break; }
    }
  }
  return spanOf(poles.find(node => reached[node] !== 1) ?? poles[0]);
}
