/**
 * What rounding does to a result: each operation's own error times the adjoint of its value, by line. To first order their sum is the result's
 * error, and the sum of their sizes a bound of it where no error is only bounded. Numbers of the arguments are taken as they are.
 */
import { outputAdjoints, type Trace } from '../evaluate';
import type { Lines, SourceLine } from './lines';
import { localError } from './localErrors';

export interface LineRounding extends SourceLine {
  /** Σ |v̄ᵢ eᵢ| over the line's operations. */
  readonly error: number;
  /** Part of the whole, from 0 to 1. */
  readonly share: number;
  /** The operation of the line with the largest part, and how much its executions come to. */
  readonly worst: { readonly node: number; readonly error: number };
}

export interface RoundingLedger {
  /** Σ |v̄ᵢ eᵢ| over all operations: how far the result may be off. */
  readonly bound: number;
  /** `bound` by the size of the result; null where that is 0 or not finite. */
  readonly relative: number | null;
  /** Σ v̄ᵢ eᵢ, computed − true, where every error that counts is known exactly; else null. */
  readonly error: number | null;
  /** Lines with errors, the largest first. */
  readonly lines: readonly LineRounding[];
}

/** Null where the number of the result came from no input, or is not finite. */
export function roundingLedger(trace: Trace, output: number, lines: Lines): RoundingLedger | null {
  const { tape, outputs } = trace;
  const { id, value } = outputs[output] ?? { id: 0, value: NaN };
  if (id === 0 || !Number.isFinite(value)) return null;
  const { bars, reached } = outputAdjoints(trace, output);
  const byLine = new Float64Array(lines.all.length), byNote = new Map<number, { node: number; line: number; error: number }>();
  let bound = 0, signed = 0, isExact = true;
  for (let node = trace.inputCount + 1; node <= tape.count; node++) {
    const bar = bars[node] ?? 0;
    if (reached[node] !== 1 || bar === 0) continue;
    const args = Array.from(tape.given.subarray(tape.first[node] ?? 0, tape.first[node + 1] ?? 0));
    const local = localError(tape.op[node] ?? 'input', args, tape.value[node] ?? NaN), part = bar * local.size;
    if (part === 0) continue;
    bound += Math.abs(part);
    signed += part;
    isExact &&= local.isExact;
    const line = lines.of[node] ?? -1, note = tape.note[node] ?? -1;
    if (line >= 0) byLine[line] = (byLine[line] ?? 0) + Math.abs(part);
    const known = byNote.get(note);
    if (known === undefined) byNote.set(note, { node, line, error: Math.abs(part) });
    else known.error += Math.abs(part);
  }
  const worst = new Map<number, { node: number; line: number; error: number }>();
  for (const entry of byNote.values()) if (entry.error > (worst.get(entry.line)?.error ?? 0)) worst.set(entry.line, entry);
  const found = lines.all.flatMap((line, i): LineRounding[] => {
    const error = byLine[i] ?? 0, most = worst.get(i);
    return error === 0 || most === undefined ? [] : [{ ...line, error, share: error / bound, worst: { node: most.node, error: most.error } }];
  });
  return { bound, relative: value === 0 ? null : bound / Math.abs(value), error: isExact ? signed : null, lines: found.sort((a, b) => b.error - a.error) };
}
