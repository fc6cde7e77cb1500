/**
 * What the graph view shows, as plain data: the server makes it, the client passes it on, the webview lays it out and draws it. Numbers to read come
 * as text, because there is one formatter; numbers to draw are finite or null, because a message has no NaN and no infinity.
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

/** There is nothing to show; `add-point`: because the function has no point yet. */
export interface Nothing {
  readonly kind: 'nothing';
  readonly reason: 'gone' | 'add-point' | 'problem' | 'stopped';
  readonly message: string;
}

/** The text has moved on: another answer follows. */
export interface Dropped {
  readonly kind: 'dropped';
}

export type GraphAnswer = { readonly kind: 'graph'; readonly graph: GraphModel } | NoAnswer;

export type NoAnswer = Nothing | Dropped;

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
  /** Numbers of the operations of the source that it is, or that a group holds, as in `CodeOperation`. */
  readonly sites: readonly number[];
  /** The parameter that an input is, or is part of. */
  readonly parameter: string | null;
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

/** Client to server: the generated code of a function, with what each of its lines computes; cancellable. */
export const codeOfFunction = 'nabla/code';
export interface CodeParams extends FunctionRef {
  /** The code with a reverse sweep, or the one with tangents. */
  readonly mode: CodeMode;
  /** Only if it stands in the file already. */
  readonly onlyInFile: boolean;
}
export type CodeMode = 'reverse' | 'forward';

/** `absent`: it was only asked for if it stands in the file, and does not. */
export type CodeAnswer = { readonly kind: 'code'; readonly code: CodeModel } | { readonly kind: 'absent' } | NoAnswer;

export interface CodeModel {
  /** Of the generated function. */
  readonly name: string;
  readonly mode: CodeMode;
  readonly lines: readonly CodeLine[];
  /** Whether it stands in the file as it is here but for its format. */
  readonly isInFile: boolean;
}

export interface CodeLine {
  readonly text: string;
  /** Null where nothing is computed. */
  readonly role: CodeRole | null;
  readonly operations: readonly CodeOperation[];
  /** Parameters whose derivatives get their value here, or a part of it. */
  readonly parameters: readonly string[];
  /** Where it stands in the file. */
  readonly place: SourceRange | null;
}

export type CodeRole = 'primal' | 'tangent' | 'adjoint' | 'tape';

/** An operation of the source, or its part in a derivative. */
export interface CodeOperation {
  readonly site: number;
  readonly role: CodeRole;
  readonly source: SourceRange | null;
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

/** Client to server: how other ways to the derivatives of a function do at its active point, beside automatic differentiation; cancellable. */
export const comparisonOfFunction = 'nabla/comparison';
export interface ComparisonParams extends FunctionRef {
  /** Which input the errors are along, and which number of the result is differentiated; beyond the last, the first is. */
  readonly input: number;
  readonly output: number;
}

export type ComparisonAnswer = { readonly kind: 'comparison'; readonly sections: readonly ComparisonSection[] } | NoAnswer;

/** A table with sentences above it, and a picture of its numbers where there is something to see. */
export interface ComparisonSection {
  readonly title: string;
  readonly summary: readonly string[];
  readonly chart: LogChart | null;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Curves over a logarithmic scale. */
export interface LogChart {
  /** What a file of it is called, behind the function's name. */
  readonly file: string;
  readonly title: string;
  readonly x: PlotAxis & { readonly isLogarithmic: boolean };
  readonly y: PlotAxis;
  readonly curves: readonly ChartCurve[];
  /** Lines across the whole picture. */
  readonly levels: readonly ChartLevel[];
}

export interface ChartCurve {
  readonly label: string;
  /** In order of `x`; null: a gap. */
  readonly points: readonly { readonly x: number; readonly y: number | null }[];
}

export interface ChartLevel { readonly label: string; readonly y: number }

/** How far around the base point an input may be moved and is drawn: times its value there, or times 1 where that is 0. */
export interface Surroundings {
  /** The text of the point that ranges lie around; null: the first written one. */
  readonly base: string | null;
  readonly reach: number;
}

/** Client to server: the numbers of a function's active point that derivatives are taken with respect to. */
export const inputsOfFunction = 'nabla/inputs';
export interface InputsParams extends FunctionRef, Surroundings {}
export type InputsAnswer = { readonly kind: 'inputs'; readonly inputs: InputsModel } | NoAnswer;

export interface InputsModel {
  readonly shown: readonly ViewInput[];
  /** How many more there are. */
  readonly left: number;
  /** The active point as text. */
  readonly text: string;
  /** It stands in the source as `@at`. */
  readonly isWritten: boolean;
  /** It is not the base point. */
  readonly isMoved: boolean;
}

export interface ViewInput {
  /** `x`, `w[2]`, `body.mass`. */
  readonly label: string;
  /** Every digit. */
  readonly text: string;
  /** Null: not a finite number, so there is nothing to move. */
  readonly range: { readonly value: number; readonly low: number; readonly high: number; readonly step: number } | null;
}

/** Client to server: the text of the active point with some inputs replaced. Inputs count from 0 over all parameters. */
export const movePoint = 'nabla/movePoint';
export interface MovePointParams extends FunctionRef {
  readonly moves: readonly Move[];
}
export interface Move {
  readonly input: number;
  readonly value: number;
}
export type MovePointResult = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/** Client to server: a function around its active point along one input or over two, or its derivatives at the point as a matrix; cancellable. */
export const plotOfFunction = 'nabla/plot';
export type PlotSubject = 'around' | 'jacobian' | 'hessian';
export interface PlotParams extends FunctionRef, Surroundings {
  readonly subject: PlotSubject;
  readonly input: number;
  /** The second input; null: there is one. */
  readonly across: number | null;
  readonly output: number;
  /** Over two inputs: with the ways down from the point. */
  readonly descends: boolean;
}
export type PlotAnswer =
  | { readonly kind: 'curve'; readonly curve: CurveModel }
  | { readonly kind: 'field'; readonly field: FieldModel }
  | { readonly kind: 'matrix'; readonly matrix: MatrixModel }
  | NoAnswer;

/** What a picture says to those who do not see it. */
export interface PlotText {
  readonly title: string;
  /** Sentences. */
  readonly summary: readonly string[];
  /** Where there is no number, or a convention decided one, and what was not computed. */
  readonly gaps: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface PlotAxis {
  readonly label: string;
  readonly low: number;
  readonly high: number;
}

export interface CurveModel extends PlotText {
  readonly axis: PlotAxis;
  /** What the two curves are: `f`, `∂f/∂x`. */
  readonly value: string;
  readonly slope: string;
  /** In order of `x`; null: a gap. */
  readonly samples: readonly CurvePoint[];
  /** The active point, with its tangent where both numbers are there. */
  readonly at: CurvePoint;
}

export interface CurvePoint {
  readonly x: number;
  readonly value: number | null;
  readonly slope: number | null;
}

export interface FieldModel extends PlotText {
  readonly value: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  /** Numbers of samples on each side; they lie evenly from low to high, row by row from the low end of `y`. */
  readonly side: number;
  readonly values: readonly (number | null)[];
  readonly levels: readonly { readonly value: number; readonly text: string }[];
  readonly arrows: readonly FieldArrow[];
  readonly at: { readonly x: number; readonly y: number };
  /** Ways down from the point, if they were asked for. */
  readonly paths: readonly ViewPath[];
}

export interface ViewPath {
  /** `L-BFGS: 12 steps, f = 0.25`. */
  readonly label: string;
  /** From the point on. */
  readonly places: readonly { readonly x: number; readonly y: number }[];
  /** Where it led, and why it ended. */
  readonly sentence: string;
}

/** The gradient at a place. */
export interface FieldArrow {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

export interface MatrixModel extends PlotText {
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  /** Null: no path of the computation leads there. */
  readonly cells: readonly (readonly (MatrixCell | null)[])[];
}

export interface MatrixCell {
  readonly text: string;
  /** Of NaN, 0. */
  readonly sign: -1 | 0 | 1;
  /** Its size on a logarithmic scale, from 0 (zero) to 1 (the largest). */
  readonly shade: number;
}
