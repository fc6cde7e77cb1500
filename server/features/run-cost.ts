/** What running a program once costs. */
import { interpretProgram, type Datum, type Limits, type Program, type Task } from '../../core/evaluate';

/** One run by the interpreter. */
export interface Cost {
  readonly operations: number;
  readonly milliseconds: number;
}

/** Runs are repeated until so much time has gone by, and the quickest counts: others wait for the processor too. */
const enough = 30, mostRuns = 25;

/** Null: there is no program, or it could not be run. */
export function* costOf(program: Program | null, args: readonly Datum[], limits: Limits): Task<Cost | null> {
  if (program === null) return null;
  let best: Cost | null = null, total = 0;
  for (let k = 0; k < mostRuns && total < enough; k++) {
    const { value: run, milliseconds } = yield* timed(interpretProgram(program, args, limits));
    if (!run.ok) return null;
    total += milliseconds;
    if (best === null || milliseconds < best.milliseconds) best = { operations: run.operations, milliseconds };
    yield;
  }
  return best;
}

/** The time a task works itself. */
function* timed<T>(task: Task<T>): Task<{ readonly value: T; readonly milliseconds: number }> {
  let milliseconds = 0;
  for (;;) {
    const started = performance.now();
    const step = task.next();
    milliseconds += performance.now() - started;
    if (step.done === true) return { value: step.value, milliseconds };
    yield;
  }
}
