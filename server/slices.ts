/**
 * Runs computations in slices, so that the server keeps reading messages, until they end, their time is up, or nobody wants
 * them. Work nobody waits for stands back while there is work somebody waits for.
 */
import type { Task } from '../core/evaluate';

export interface SliceOptions {
  /** Milliseconds of work. */
  readonly budget: number;
  /** False when the result would be of no use any more: the text has changed, the request was cancelled. */
  readonly wanted: () => boolean;
}

export type Sliced<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'stopped' } | { readonly kind: 'dropped' };

/** Milliseconds for what somebody asked for and waits for. */
export const requestBudget = 5000;

/** Milliseconds between two looks at the clock; the tasks' own steps are shorter. */
const slice = 8;

/** Runs that somebody waits for. */
let awaited = 0;

/** A run whose result somebody waits for. */
export async function runSliced<T>(task: Task<T>, options: SliceOptions): Promise<Sliced<T>> {
  awaited++;
  try {
    return await run(task, options, () => false);
  } finally {
    awaited--;
  }
}

/** A run that makes no progress while another one is waited for. */
export const runInBackground = <T>(task: Task<T>, options: SliceOptions): Promise<Sliced<T>> => run(task, options, () => awaited > 0);

async function run<T>(task: Task<T>, { budget, wanted }: SliceOptions, standsBack: () => boolean): Promise<Sliced<T>> {
  let worked = 0;
  for (;;) {
    const started = performance.now();
    let step = task.next();
    while (step.done !== true && performance.now() - started < slice) step = task.next();
    if (step.done === true) return { kind: 'done', value: step.value };
    worked += performance.now() - started;
    if (worked >= budget) return { kind: 'stopped' };
    do {
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      if (!wanted()) return { kind: 'dropped' };
    } while (standsBack());
  }
}
