/**
 * What the features ask about one document, as plain data in offsets (UTF-16) and strings. The features never see a
 * syntax tree or LSP; whoever analyses never sees a feature.
 */

/** A half-open range of offsets in a document's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A function that carries the mark. */
export interface MarkedFunction {
  readonly name: string;
  readonly nameSpan: Span;
  /** The texts of its `@at` points, in order, as written. */
  readonly points: readonly string[];
}

export interface DocumentAnalysis {
  readonly functions: readonly MarkedFunction[];
}

/** Analyses the text of a document; `undefined` results never occur, a document without marks has no functions. */
export type Analyze = (uri: string, text: string) => DocumentAnalysis;
