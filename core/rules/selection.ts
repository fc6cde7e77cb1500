/** Rules of `min` and `max`: one argument wins, and only that one contributes. */
import type { SelectionRule } from './rule';

/** Arguments in the order in which they win ties. */
function byPreference(count: number, tieOrder: readonly number[] | undefined): readonly number[] {
  const natural = Array.from({ length: count }, (_, i) => i);
  return tieOrder === undefined ? natural : [...tieOrder, ...natural.filter(i => !tieOrder.includes(i))];
}

/** -0 and 0 tie: as real numbers they are one. */
function winnerBy(beats: (candidate: number, best: number) => boolean): SelectionRule['winner'] {
  return (args, tieOrder) => {
    const firstNaN = args.findIndex(Number.isNaN);
    if (firstNaN >= 0) return firstNaN;
    let winner = -1;
    let best = NaN;
    for (const index of byPreference(args.length, tieOrder)) {
      const candidate = args[index] ?? NaN;
      if (winner < 0 || beats(candidate, best)) { winner = index; best = candidate; }
    }
    return winner;
  };
}

export const min: SelectionRule = { kind: 'selection', value: (...args) => Math.min(...args), winner: winnerBy((a, b) => a < b) };
export const max: SelectionRule = { kind: 'selection', value: (...args) => Math.max(...args), winner: winnerBy((a, b) => a > b) };
