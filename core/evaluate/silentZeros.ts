/**
 * Derivatives that are 0 although the number matters, because it only decides: a comparison, a predicate, a trip count. A number that
 * other branches compute with has the derivative 0 on this one by right, and so has one that decides whether to throw.
 */
import { reaches, type Slicer } from '../passes/slice';
import { leafPlace, numberPlaces, type InputParam } from './inputs';
import { influencedBy, influences, inputOf } from './provenance';
import type { Trace } from './run';
import type { TraceEvent } from './tape';

export interface SilentZero {
  readonly input: InputParam;
  /** The input's node: one number of the parameter. */
  readonly leaf: number;
  /** Every number of the parameter has the derivative 0. */
  readonly whole: boolean;
  /** The first decision it has a part in. */
  readonly decision: TraceEvent;
}

/** Results and numbers looked at, and how often a parameter is reported. */
const mostOutputs = 16, mostLeaves = 64, mostReports = 4;

/**
 * `reachedBy`: the inputs that an uncut path leads from to a number of the result. `covered`: inputs that something has been said about.
 * Each parameter is reported once for each decision.
 */
export function silentZeros(trace: Trace, reachedBy: (output: number) => Uint8Array, covered: Uint8Array, slicer: () => Slicer): SilentZero[] {
  const { tape, inputCount, outputs, value } = trace;
  const decisions = tape.events.filter((e) => e.kind === 'decision' && e.node > 0);
  const deciding = influences(tape, decisions.map((e) => e.node));
  const candidates = Array.from({ length: inputCount }, (_, i) => i + 1).filter((leaf) => deciding[leaf] === 1 && covered[leaf] !== 1);
  if (candidates.length === 0) return [];
  const found: SilentZero[] = [];
  const reported = new Map<InputParam, Set<number>>();
  const places = numberPlaces(value);
  let known: Slicer | null = null;
  for (let k = 0; k < Math.min(outputs.length, mostOutputs); k++) {
    const reached = reachedBy(k);
    const zero = candidates.filter((leaf) => reached[leaf] !== 1).slice(0, mostLeaves);
    if (zero.length === 0) continue;
    known ??= slicer();
    const place = places[k] ?? [];
    const passed = known.of('passes', place), decided = known.of('decided', place);
    for (const leaf of zero) {
      const input = inputOf(trace, leaf);
      if (input === null) continue;
      const notes = reported.get(input) ?? new Set();
      const at = leafPlace(input.datum, input.type, leaf - input.first);
      if (notes.size >= mostReports || reaches(passed, input.name, at) || !reaches(decided, input.name, at)) continue;
      const after = influencedBy(tape, [leaf]);
      const decision = decisions.find((e) => after[e.node] === 1 && decided.decisions.has(tape.notes[e.note]?.origin.site ?? -1));
      if (decision === undefined || notes.has(decision.note)) continue;
      reported.set(input, notes.add(decision.note));
      const whole = Array.from({ length: input.count }, (_, i) => input.first + i).every((node) => reached[node] !== 1);
      found.push({ input, leaf, whole, decision });
    }
  }
  return found;
}
