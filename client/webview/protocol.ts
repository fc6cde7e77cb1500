/** What the graph view and the extension say to each other. The models themselves come from the server (`server/view-protocol.ts`). */
import type { FunctionRef, TextPosition } from '../../server/protocol';
import type { GraphAnswer, InsightAnswer, SourceRange } from '../../server/view-protocol';

/** What the view remembers, also over a reload of the window. */
export interface ViewState {
  readonly target: FunctionRef;
  readonly unfolded: readonly string[];
  readonly input: number;
  readonly output: number;
  readonly sweep: Sweep;
  /** Step of the sweep, from 0. */
  readonly step: number;
}

/** `values`: forward evaluation; `tangents`: with dual numbers; `adjoints`: backwards. */
export type Sweep = 'values' | 'tangents' | 'adjoints';

export type ToView =
  /** The view is about this function now. */
  | { readonly kind: 'target'; readonly target: FunctionRef }
  | { readonly kind: 'answer'; readonly answer: GraphAnswer }
  | { readonly kind: 'insight'; readonly answer: InsightAnswer }
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
  /** A step or a choice in the view: shown in the source. `take`: the cursor goes there too. */
  | { readonly kind: 'show'; readonly source: SourceRange | null; readonly take: boolean }
  | { readonly kind: 'add-point' }
  | { readonly kind: 'save'; readonly name: string; readonly text: string };
