/** Every execution of the expression under the pointer, as the evaluation recorded it; of one call where its function was called several times. */
import { Numbers, type Trace } from '../../core/evaluate';
import type { MarkedFunction } from '../../core/frontend/api';
import { visitOps } from '../../core/ir/walk';

/** One execution with a number, or a boolean as 0 or 1. `node` is 0 for a value that depends on no parameter. */
export interface Occurrence {
  readonly value: number;
  readonly node: number;
  /** Iteration of the innermost loop, from 0; null outside loops. */
  readonly iteration: number | null;
}

export interface Executions {
  readonly numbers: readonly Occurrence[];
  /** The array that the expression was at its last execution, where it is one. */
  readonly array: Numbers | null;
  /** How often it was an array. */
  readonly arrays: number;
  /** Which of its function's calls this is, from 1; null where there is only one. */
  readonly call: { readonly index: number; readonly of: number } | null;
}

export function executionsOf(trace: Trace, sites: readonly number[]): Executions {
  const { contexts, notes } = trace.tape;
  const watched = trace.watched.filter(({ note }) => sites.includes(notes[note]?.origin.site ?? -1));
  const calls = [...new Set(watched.map(({ context }) => contexts.call(context) ?? -1))].sort((a, b) => a - b);
  const [first] = calls;
  const here = watched.filter(({ context }) => (contexts.call(context) ?? -1) === first);
  return {
    numbers: here.flatMap(({ id, value, ref, context }) => (ref === null ? [{ value, node: id, iteration: contexts.iteration(context) }] : [])),
    array: here.reduce<Numbers | null>((last, { ref }) => (ref instanceof Numbers ? ref : last), null),
    arrays: here.filter(({ ref }) => ref instanceof Numbers).length,
    call: calls.length > 1 ? { index: 1, of: calls.length } : null,
  };
}

/** Whether the operations of these sites compute or keep booleans. */
export function areBoolean(fn: MarkedFunction, sites: readonly number[]): boolean {
  let found = false;
  for (const func of fn.lowered?.module.funcs.values() ?? []) {
    visitOps(func.body, (op) => {
      if (!sites.includes(op.origin.site)) return;
      const value = 'result' in op ? op.result : op.kind === 'slot' ? op.init : 'value' in op && typeof op.value === 'object' ? op.value : null;
      if (value?.type.kind === 'bool') found = true;
    });
  }
  return found;
}
