/**
 * What the graph view shows, as plain data: the server makes it, the client passes it on, the webview lays it out and draws it. Numbers come as
 * text, because a message has no NaN and no infinity, and because there is one formatter.
 */
import type { FunctionRef, TextPosition } from './protocol';

/** Client to server: the picture of a function's computation at its active point; cancellable. */
export const graphOfFunction = 'nabla/graph';
export interface GraphParams extends FunctionRef {
  /** Ids of the groups that are unfolded. */
  readonly unfolded: readonly string[];
  /** Which of the inputs' tangents and which output's adjoints are shown; beyond the last, the first is. */
  readonly input: number;
  readonly output: number;
}

export type GraphAnswer = { readonly kind: 'graph'; readonly graph: GraphModel } | NoAnswer;

export type NoAnswer =
  /** There is nothing to show; `add-point`: because the function has no point yet. */
  | { readonly kind: 'nothing'; readonly reason: 'gone' | 'add-point' | 'problem' | 'stopped'; readonly message: string }
  /** The text has moved on: another answer follows. */
  | { readonly kind: 'dropped' };

export interface GraphModel {
  readonly name: string;
  /** `f(x=2, y=5)`, as in the lens. */
  readonly title: string;
  readonly value: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly input: number;
  readonly output: number;
  readonly nodes: readonly ViewNode[];
  readonly frames: readonly ViewFrame[];
  readonly edges: readonly ViewEdge[];
  readonly forward: readonly ForwardRow[];
  readonly reverse: readonly ReverseRow[];
  /** Operations that were recorded, folded or not. */
  readonly operations: number;
  /** Groups that stay folded because too much would be on the screen. */
  readonly refused: readonly string[];
  readonly warnings: readonly string[];
}

export interface SourceRange {
  readonly uri: string;
  readonly start: TextPosition;
  readonly end: TextPosition;
}

/** As short as fits a box, and with every digit. */
export interface ViewNumber {
  readonly short: string;
  readonly full: string;
}

export interface ViewNode {
  readonly id: string;
  /** Id of the unfolded group around it; empty at the top. */
  readonly parent: string;
  readonly kind: 'input' | 'operation' | 'loop' | 'iteration' | 'call' | 'range';
  readonly label: string;
  readonly name: string | null;
  readonly operation: string;
  /** A folded group; an input is one where it stands for many numbers. */
  readonly isGroup: boolean;
  /** Null where there is none: nothing leaves the group, or the result does not depend on it. */
  readonly value: ViewNumber | null;
  readonly tangent: ViewNumber | null;
  readonly adjoint: ViewNumber | null;
  /** Size of the adjoint on a logarithmic scale, from 0 (nothing) to 1 (the largest shown). */
  readonly shade: number;
  readonly isActive: boolean;
  /** Which number of the result it is; -1: none. */
  readonly output: number;
  readonly source: SourceRange | null;
}

export interface ViewFrame {
  readonly id: string;
  readonly parent: string;
  readonly label: string;
  readonly source: SourceRange | null;
}

/** Between indices of `nodes`. */
export interface ViewEdge {
  readonly from: number;
  readonly to: number;
  /** Null where an end is a group. */
  readonly partial: ViewNumber | null;
  /** Nothing flows through it. */
  readonly isCut: boolean;
  readonly count: number;
}

/** A line of the papers' tables: name, what it is, value; then the same of the tangent. `item` is an index of `nodes`; null: the result. */
export interface ForwardRow {
  readonly item: number | null;
  readonly cells: readonly string[];
}

/** `item` passes on to the adjoint of `target`; null: the seed. Cells: name, what it is, the same in numbers, sum. */
export interface ReverseRow {
  readonly item: number | null;
  readonly target: number;
  readonly cells: readonly string[];
}

/** Client to server: how much the result hangs on each line of a function and of what it calls, at its active point; cancellable. Takes a `FunctionRef`. */
export const sensitivityOfFunction = 'nabla/sensitivity';

export type SensitivityAnswer = { readonly kind: 'sensitivity'; readonly lines: readonly LineSensitivity[] } | NoAnswer;

export interface LineSensitivity {
  readonly uri: string;
  /** Zero-based. */
  readonly line: number;
  /** Boxes filled, from 0 (nothing flows from this line to the result) to 5 (all of the result, or more). */
  readonly level: number;
  /** `▮▮▮▯▯ 62 %`. */
  readonly text: string;
  /** What that says, in a sentence or two. */
  readonly detail: string;
}

/** Client to server: what the trace of a function says about its numbers at the active point; cancellable. */
export const insightOfFunction = 'nabla/insight';
export interface InsightParams extends FunctionRef {
  /** Which number of the result; beyond the last, the first is. */
  readonly output: number;
}

export type InsightAnswer = { readonly kind: 'insight'; readonly sections: readonly InsightSection[] } | NoAnswer;

/** A table with a sentence above it. */
export interface InsightSection {
  readonly title: string;
  readonly summary: string;
  readonly columns: readonly string[];
  readonly rows: readonly InsightRow[];
}

export interface InsightRow {
  readonly cells: readonly string[];
  readonly source: SourceRange | null;
}
