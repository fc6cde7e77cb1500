/**
 * Puts copies that happen at once into an order: the last step out of SSA.
 *
 * A copy may be written when no other copy still waiting reads its target. When each waits for another (a swap, a rotation),
 * one source is saved in a temporary first: `const saved = a; a = b; b = saved;`.
 */
export interface Pending<Target, Source> { readonly target: Target; readonly source: Source; readonly reads: ReadonlySet<Target> }

export type Step<Target, Source> =
  | { readonly kind: 'assign'; readonly target: Target; readonly source: Source }
  /** `source` is evaluated now and assigned to `target` by a later `restore`. */
  | { readonly kind: 'save'; readonly target: Target; readonly source: Source }
  | { readonly kind: 'restore'; readonly target: Target };

export function sequence<Target, Source>(copies: readonly Pending<Target, Source>[]): Step<Target, Source>[] {
  const steps: Step<Target, Source>[] = [];
  const restores: Target[] = [];
  let waiting = [...copies];
  while (waiting.length > 0) {
    const ready = waiting.find(copy => waiting.every(other => other === copy || !other.reads.has(copy.target)));
    if (ready !== undefined) {
      steps.push({ kind: 'assign', target: ready.target, source: ready.source });
      waiting = waiting.filter(copy => copy !== ready);
      continue;
    }
    const blocked = preferred(waiting);
    steps.push({ kind: 'save', target: blocked.target, source: blocked.source });
    restores.push(blocked.target);
    waiting = waiting.filter(copy => copy !== blocked);
  }
  return [...steps, ...restores.map(target => ({ kind: 'restore' as const, target }))];
}

/** The copy to save: one whose source is computed, else the first. */
function preferred<Target, Source>(waiting: readonly Pending<Target, Source>[]): Pending<Target, Source> {
  const [first, ...rest] = waiting;
  if (first === undefined) throw new RangeError('nothing waits');
  return [first, ...rest].find(copy => copy.reads.size > 1) ?? first;
}
