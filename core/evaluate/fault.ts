/** Ways a run can end without a result. A fault is a value with a place in the source, never an exception. */
import type { Span } from '../ir/origin';

export type FaultKind =
  | 'read-outside' | 'write-outside' | 'bad-length' | 'unset-element' | 'uncaught-throw'
  | 'budget' | 'memory' | 'depth' | 'not-runnable';

export interface Fault { readonly kind: FaultKind; readonly message: string; readonly span: Span | null }

/** What a run may use up. */
export interface Limits {
  /** Machine instructions. */
  readonly operations: number;
  /** Bytes of live arrays, records and trace together. */
  readonly memory: number;
  /** Nested calls. */
  readonly depth: number;
}

/** Those of the command line; the editor has smaller ones. */
export const defaultLimits: Limits = { operations: 1e9, memory: 2 ** 30, depth: 10_000 };
