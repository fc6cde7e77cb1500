/** Remainders that differences step over. */
import type { Tape } from '../evaluate';

/**
 * Whether a step takes some remainder around once or more. The slope that differences see then is that of its teeth together, 0, and
 * where the teeth are lost in the rounding of what they are added to, nothing betrays it.
 *
 * `dots`: tangents of the nodes in the direction of the step.
 */
export function goesAround(tape: Tape, dots: ArrayLike<number>, step: number): boolean {
  for (let node = 1; node <= tape.count; node++) {
    if (tape.op[node] !== 'rem') continue;
    const edge = tape.first[node] ?? 0, dividend = tape.operand[edge] ?? 0;
    if (dividend > 0 && Math.abs((dots[dividend] ?? 0) * step) > Math.abs(tape.given[edge + 1] ?? 0)) return true;
  }
  return false;
}
