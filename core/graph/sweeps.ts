/**
 * The sweeps over what is on the screen, a step at a time. A node's step is a line of the papers' tables; a folded group is one step, however
 * much it does, and passes on to each adjoint outside what all of it adds.
 */
import { contributionCells, forwardCells, inputBarCells, outputCells, paperOrder, seedCells, type ForwardCells, type ReverseCells } from '../format';
import type { Trace } from '../evaluate';
import type { Visible } from './visible';

/** `item` is at work; null: the result as a whole. */
export interface ForwardStep { readonly item: number | null; readonly cells: ForwardCells }

/** `item` passes on to `target`, an item too. The first step seeds the result; the last ones name the inputs' adjoints. */
export interface ReverseStep { readonly item: number | null; readonly target: number; readonly cells: ReverseCells }

/** Where a step has the texts of a folded group, given by the index of its item. */
export interface GroupTexts {
  title(index: number): string;
  /** Value, tangent. */
  numbers(index: number): readonly [string, string];
}

/** Items in the order of the papers' numbers: straight-line code by levels, everything else as executed. */
export function itemOrder(trace: Trace, { items, itemOf }: Visible): readonly number[] {
  if (items.some(({ group }) => group !== null)) return items.map((_, i) => i);
  return paperOrder(trace).map((node) => itemOf[node] ?? 0);
}

export function forwardSteps(trace: Trace, shown: Visible, dots: Float64Array, texts: GroupTexts): readonly ForwardStep[] {
  const steps = itemOrder(trace, shown).flatMap((index): ForwardStep[] => {
    const item = shown.items[index];
    if (item === undefined) return [];
    if (item.node !== null) return [{ item: index, cells: forwardCells(trace, item.node, dots) }];
    const title = texts.title(index), [value, tangent] = texts.numbers(index);
    return [{ item: index, cells: [title, '', value, tangent === '' ? '' : 'tangent', '', tangent] }];
  });
  return [...steps, ...trace.outputs.map((_, k): ForwardStep => ({ item: null, cells: outputCells(trace, k, dots) }))];
}

/** More steps than this are no picture of anything. */
const mostSteps = 5000;

export function reverseSteps(trace: Trace, shown: Visible, output: number, texts: GroupTexts): readonly ReverseStep[] {
  const { tape, inputCount, outputs } = trace;
  const { items, itemOf } = shown;
  const from = outputs[output]?.id ?? 0;
  if (from === 0) return [];
  const steps: ReverseStep[] = [{ item: null, target: itemOf[from] ?? 0, cells: seedCells(trace, output) }];
  const sums = new Map<number, number>([[from, 1]]);
  /** What flows out of a node; `took` hears of each contribution before it is added. */
  const pass = (node: number, took: (to: number, seed: number, partial: number) => void): void => {
    const seed = sums.get(node);
    if (seed === undefined) return;
    for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
      const to = tape.operand[e] ?? 0;
      if (to <= 0) continue;
      const partial = tape.partial[e] ?? NaN;
      took(to, seed, partial);
    }
  };
  const add = (to: number, amount: number): void => { sums.set(to, (sums.get(to) ?? 0) + amount); };
  const isShown = (node: number): boolean => items[itemOf[node] ?? -1]?.node !== null;
  for (const index of [...itemOrder(trace, shown)].reverse()) {
    const item = items[index];
    if (item === undefined || item.last <= inputCount || steps.length > mostSteps) continue;
    if (item.node !== null) {
      pass(item.node, (to, seed, partial) => {
        if (isShown(to)) steps.push({ item: index, target: itemOf[to] ?? 0, cells: contributionCells(trace, to, { node: item.node ?? 0, seed, partial }, sums.get(to), seed * partial) });
        add(to, seed * partial);
      });
      continue;
    }
    const outside = new Map<number, number>(), before = new Map<number, number | undefined>();
    for (let node = item.last; node >= item.first; node--) pass(node, (to, seed, partial) => {
      if (to >= item.first || !isShown(to)) { add(to, seed * partial); return; }
      if (!before.has(to)) before.set(to, sums.get(to));
      outside.set(to, (outside.get(to) ?? 0) + seed * partial);
      add(to, seed * partial);
    });
    for (const [to, amount] of outside) steps.push({ item: index, target: itemOf[to] ?? 0, cells: contributionCells(trace, to, { through: texts.title(index) }, before.get(to), amount) });
  }
  for (let node = 1; node <= inputCount; node++) if (isShown(node)) steps.push({ item: itemOf[node] ?? 0, target: itemOf[node] ?? 0, cells: inputBarCells(trace, node, sums.get(node) ?? 0) });
  return steps;
}
