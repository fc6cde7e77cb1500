/** What the back end prints: derivative functions in value form, with the names and types the user must see. */
import type { Value } from '../ir/op';
import type { Func } from '../ir/module';

export interface DeclaredParam {
  readonly name: string;
  /** As TypeScript, e.g. `Float64Array`; in JavaScript it stands in the documentation comment. */
  readonly typeText: string;
  /** How it is declared when it may be left out, with its default: `k = 2`. */
  readonly withDefault?: string | null;
  readonly rest?: boolean;
}

/** One generated function. */
export interface Declaration {
  /** Value form. The body ends in one `return`; parameters match `params` position by position. */
  readonly func: Func;
  readonly name: string;
  readonly exported: boolean;
  /** Lines of the documentation comment, without the comment's own marks; empty for none. */
  readonly doc: readonly string[];
  readonly params: readonly DeclaredParam[];
  readonly resultText: string;
  /**
   * Arrays and objects of the result, with their fields. When there are any, the function takes a last parameter `into?` of the
   * result's type, which is overwritten and returned; arrays of numbers are taken from it.
   */
  readonly reuse: ReadonlyMap<Value, string>;
}

/** The file's habits, measured from its text. `assertsElements`: elements that are read may be missing by their type (`noUncheckedIndexedAccess`). */
export interface Style {
  readonly indent: string; readonly quote: "'" | '"'; readonly semicolons: boolean; readonly eol: '\n' | '\r\n';
  readonly assertsElements: boolean;
  readonly language: 'typescript' | 'javascript';
}
