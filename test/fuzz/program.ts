/** What the fuzzer tests: a source text, the function to differentiate, and points to do it at. */
import type { Datum } from '../../core/evaluate';

export interface FuzzCase {
  readonly source: string;
  readonly root: string;
  readonly params: readonly string[];
  /** Parameters that are real: the others are counts. */
  readonly real: readonly string[];
  /** Arguments in the order of the parameters. */
  readonly points: readonly (readonly Datum[])[];
}

/** What is wrong with a program: which oracle says so, and everything one needs to see. */
export interface Finding { readonly oracle: string; readonly detail: string }
