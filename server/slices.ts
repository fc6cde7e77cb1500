/** Runs a computation in slices, so that the server keeps reading messages, until it ends, its time is up, or nobody wants it. */
import type { Task } from '../core/evaluate';

export interface SliceOptions {
  /** Milliseconds of work. */
  readonly budget: number;
  /** False when the result would be of no use any more: the text has changed, the request was cancelled. */
  readonly wanted: () => boolean;
}

export type Sliced<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'stopped' } | { readonly kind: 'dropped' };

/** Milliseconds between two looks at the clock; the tasks' own steps are shorter. */
const slice = 8;

export async function runSliced<T>(task: Task<T>, { budget, wanted }: SliceOptions): Promise<Sliced<T>> {
  let worked = 0;
  for (;;) {
    const started = performance.now();
    let step = task.next();
    while (step.done !== true && performance.now() - started < slice) step = task.next();
    if (step.done === true) return { kind: 'done', value: step.value };
    worked += performance.now() - started;
    if (worked >= budget) return { kind: 'stopped' };
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    if (!wanted()) return { kind: 'dropped' };
  }
}
