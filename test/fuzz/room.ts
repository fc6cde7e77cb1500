/** What makers of statements see of the body they write into. */
import type { Choices } from './choices';
import type { ArrayText, Names } from './expressions';

/** What statements can change, besides elements of arrays. */
export interface Mutable {
  readonly numbers: readonly string[];
  /** Arrays that `push` may be called on. */
  readonly growing: readonly string[];
  /** Functions called for what they do; they take a number, and those in `writing` an array before it. */
  readonly doing: readonly string[];
  readonly writing: readonly { readonly name: string; readonly type: ArrayText }[];
}

export interface Room {
  readonly choices: Choices;
  readonly names: Names;
  /** Numbers that may be assigned to. */
  readonly changeable: readonly string[];
  fresh(prefix: string): string;
  line(text: string): void;
  expression(depth?: number): string;
  one<T>(among: readonly T[]): T | null;
  know(more: Partial<Names>): void;
  canChange(more: Partial<Mutable>): void;
  /** With more names in scope for the time of `make`. */
  within(more: Partial<Names>, make: () => string): string;
}
