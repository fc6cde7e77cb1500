/** Whether numbers in a run were infinite elsewhere than at a pole. */
import { isRealPrimitive } from '../ir/primitive';
import { rules } from '../rules/table';
import type { Trace } from '../evaluate';

/**
 * Whether an operation on finite numbers gave an infinite one elsewhere than at a pole, or an infinite number that came from no
 * parameter was used together with one that did, or returned. What depends on nothing stands in memory beside what does, without a flag unless a pole comes after it
 * (docs/conventions.md), so generated code may multiply its zero with such a number.
 */
export function overflows({ tape, outputs, inputCount }: Trace): boolean {
  if (outputs.some(({ id, value }) => id === 0 && Math.abs(value) === Infinity)) return true;
  for (let node = inputCount + 1; node <= tape.count; node++) {
    const given = tape.given.subarray(tape.first[node], tape.first[node + 1]), operands = tape.operand.subarray(tape.first[node], tape.first[node + 1]);
    if (given.some((value, i) => Math.abs(value) === Infinity && operands[i] === 0)) return true;
    if (Math.abs(tape.value[node] ?? 0) !== Infinity) continue;
    const [op, note] = [tape.op[node], tape.notes[tape.note[node] ?? -1]];
    if (op === undefined || op === 'input' || op === 'truncate' || note === undefined || !given.every(Number.isFinite) || !isRealPrimitive(op)) continue;
    const rule = rules[op], args = Array.from(given);
    if (rule.kind === 'smooth' && !args.some((_, i) => rule.critical(i, args, note.conventions) === 'pole')) return true;
  }
  return false;
}
