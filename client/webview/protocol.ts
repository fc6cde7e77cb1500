/** What the graph view and the extension say to each other. The models themselves come from the server (`server/view-protocol.ts`). */
import type { FunctionRef, TextPosition } from '../../server/protocol';
import type { CodeAnswer, CodeMode, ComparisonAnswer, GraphAnswer, InputsAnswer, InsightAnswer, Move, PlotAnswer, PlotSubject, SourceRange } from '../../server/view-protocol';

/** What the view remembers, also over a reload of the window. */
export interface ViewState {
  readonly target: FunctionRef;
  readonly unfolded: readonly string[];
  readonly input: number;
  readonly output: number;
  readonly sweep: Sweep;
  /** Step of the sweep, from 0. */
  readonly step: number;
  readonly view: View;
  readonly showsInputs: boolean;
  /** How far around the point an input may be moved and is drawn, times its value. */
  readonly reach: number;
  readonly subject: PlotSubject;
  /** The second input of a plot. */
  readonly across: number | null;
  /** Whether a plot over two inputs has the ways down from the point. */
  readonly descends: boolean;
}

/** What is shown of the function. */
export type View = 'graph' | 'tables' | 'code' | 'plot' | 'insight' | 'comparison';

/** `values`: forward evaluation; `tangents`: with dual numbers; `adjoints`: backwards. */
export type Sweep = 'values' | 'tangents' | 'adjoints';

export type ToView =
  /** The view is about this function now. */
  | { readonly kind: 'target'; readonly target: FunctionRef }
  | { readonly kind: 'answer'; readonly answer: GraphAnswer }
  | { readonly kind: 'insight'; readonly answer: InsightAnswer }
  | { readonly kind: 'comparison'; readonly answer: ComparisonAnswer }
  | { readonly kind: 'plot'; readonly answer: PlotAnswer }
  | { readonly kind: 'code'; readonly answer: CodeAnswer }
  /** The point's numbers; `turn`: of the last move that they are the answer to. */
  | { readonly kind: 'inputs'; readonly answer: InputsAnswer; readonly turn: number }
  /** Another picture is being computed. */
  | { readonly kind: 'busy' }
  /** Where the cursor is in a source of the picture. */
  | { readonly kind: 'cursor'; readonly uri: string; readonly position: TextPosition };

export type FromView =
  /** Messages are heard from now on. */
  | { readonly kind: 'ready' }
  /** Asks for the picture of the target. */
  | { readonly kind: 'ask'; readonly unfolded: readonly string[]; readonly input: number; readonly output: number }
  /** Asks what the target's trace says about its numbers. */
  | { readonly kind: 'ask-insight'; readonly output: number }
  /** Asks how other ways to the target's derivatives do. */
  | { readonly kind: 'ask-comparison'; readonly input: number; readonly output: number }
  /** Asks for the numbers of the point, and for them again whenever they change; null: no more. */
  | { readonly kind: 'ask-inputs'; readonly inputs: { readonly reach: number } | null }
  | { readonly kind: 'ask-plot'; readonly plot: { readonly subject: PlotSubject; readonly input: number; readonly across: number | null; readonly output: number; readonly reach: number; readonly descends: boolean } | null }
  /** Asks for the generated code, and for it again whenever the text changes; `onlyInFile`: to be marked there, if it is there. */
  | { readonly kind: 'ask-code'; readonly mode: CodeMode; readonly onlyInFile: boolean }
  /** An input is moved; turns count up. */
  | { readonly kind: 'move'; readonly move: Move; readonly turn: number }
  /** Back to the point the moves began at. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'write-point' }
  /** A step or a choice in the view: shown in the source and in the lines of generated code that belong to it. `take`: the cursor goes to the source too. */
  | { readonly kind: 'show'; readonly source: SourceRange | null; readonly code: readonly SourceRange[]; readonly take: boolean }
  | { readonly kind: 'add-point' }
  | { readonly kind: 'save'; readonly name: string; readonly content: string; readonly encoding: 'text' | 'base64' };
