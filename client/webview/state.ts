/** What the view shows and how messages and choices change it. */
import type { FunctionRef, TextPosition } from '../../server/protocol';
import type { CodeAnswer, CodeModel, CurveModel, FieldModel, GraphAnswer, GraphModel, InputsModel, MatrixModel, Nothing, PlotAnswer, PlotSubject, SourceRange } from '../../server/view-protocol';
import { lineAt, linesBeyond, linesOfNode, linesOfStep, nodeOfLine, placesOf, sourceOf } from './links';
import type { Sweep, ToView, View, ViewState } from './protocol';

export interface State extends Omit<ViewState, 'target'> {
  readonly target: FunctionRef | null;
  readonly isPlaying: boolean;
  /** Id of the node that details are shown of. */
  readonly selected: string | null;
  readonly model: GraphModel | null;
  /** Why there is no picture. */
  readonly notice: Nothing | null;
  readonly isBusy: boolean;
  readonly inputs: InputsModel | null;
  /** The last move that `inputs` are the answer to. */
  readonly turn: number;
  readonly plot: Plot | Nothing | null;
  /** Null: not asked for yet, or not in the file and only asked for if it is. */
  readonly code: CodeModel | Nothing | null;
  /** The line of the code that was chosen last; null once something else was. */
  readonly line: number | null;
  /** What was pointed at last, and so is marked in the editor: a step, a node or a line in the view, or what the cursor is in. */
  readonly pointed: 'step' | 'node' | 'line' | 'source' | 'code';
}

export type Plot = { readonly kind: 'curve'; readonly curve: CurveModel } | { readonly kind: 'field'; readonly field: FieldModel } | { readonly kind: 'matrix'; readonly matrix: MatrixModel };

export const start: State = {
  target: null, unfolded: [], input: 0, output: 0, sweep: 'values', step: 0, isPlaying: false, selected: null, model: null, notice: null, isBusy: true,
  view: 'graph', showsInputs: false, reach: 1, subject: 'around', across: null, descends: false, inputs: null, turn: 0, plot: null, code: null, line: null, pointed: 'step',
};

export type Change =
  | { readonly does: 'hear'; readonly message: ToView }
  | { readonly does: 'fold'; readonly id: string }
  | { readonly does: 'unfold'; readonly id: string }
  | { readonly does: 'choose'; readonly input?: number; readonly output?: number }
  | { readonly does: 'sweep'; readonly sweep: Sweep }
  | { readonly does: 'step'; readonly to: number }
  | { readonly does: 'play'; readonly on: boolean }
  | { readonly does: 'select'; readonly id: string | null }
  | { readonly does: 'line'; readonly line: number }
  | { readonly does: 'view'; readonly view: View }
  | { readonly does: 'show-inputs'; readonly on: boolean }
  | { readonly does: 'reach'; readonly reach: number }
  | { readonly does: 'subject'; readonly subject: PlotSubject }
  | { readonly does: 'across'; readonly across: number | null }
  | { readonly does: 'descend'; readonly on: boolean };

export function changed(state: State, change: Change): State {
  switch (change.does) {
    case 'hear': return heard(state, change.message);
    case 'fold': return { ...state, unfolded: state.unfolded.filter((id) => id !== change.id && !id.startsWith(`${change.id}/`)), selected: `g${change.id}`, isPlaying: false };
    case 'unfold': return { ...state, unfolded: [...state.unfolded, change.id], isPlaying: false };
    case 'choose': return { ...state, input: change.input ?? state.input, output: change.output ?? state.output };
    case 'sweep': return { ...state, sweep: change.sweep, step: 0, isPlaying: false, pointed: 'step' };
    case 'step': return { ...state, step: bounded(change.to, stepsOf(state)), isPlaying: false, pointed: 'step', line: null };
    // Played again from its end, a sweep begins anew.
    case 'play': return change.on && state.step >= stepsOf(state) - 1 ? { ...state, isPlaying: true, step: 0 } : { ...state, isPlaying: change.on };
    case 'select': return { ...state, selected: change.id, pointed: 'node', line: null };
    case 'line': return atLine(state, change.line, 'line');
    case 'view': return { ...state, view: change.view };
    case 'show-inputs': return { ...state, showsInputs: change.on };
    case 'reach': return { ...state, reach: change.reach };
    case 'subject': return { ...state, subject: change.subject };
    case 'across': return { ...state, across: change.across };
    case 'descend': return { ...state, descends: change.on };
  }
}

/** A step while playing: at the end it stops. */
export const advanced = (state: State): State => {
  const step = bounded(state.step + 1, stepsOf(state));
  return { ...state, step, isPlaying: step < stepsOf(state) - 1, pointed: 'step', line: null };
};

function heard(state: State, message: ToView): State {
  switch (message.kind) {
    case 'busy': return { ...state, isBusy: true };
    case 'target': return message.target.uri === state.target?.uri && message.target.name === state.target.name ? state : { ...start, target: message.target, view: state.view, sweep: state.sweep, showsInputs: state.showsInputs, reach: state.reach, subject: state.subject, descends: state.descends };
    case 'cursor': return cursorAt(state, message.uri, message.position);
    case 'answer': return answered(state, message.answer);
    case 'inputs': {
      const { answer, turn } = message;
      return answer.kind === 'inputs' ? { ...state, inputs: answer.inputs, turn } : { ...state, turn };
    }
    case 'plot': return plotted(state, message.answer);
    case 'code': return coded(state, message.answer);
    // Heard by the tabs themselves.
    case 'insight': case 'comparison': return state;
  }
}

function cursorAt(state: State, uri: string, position: TextPosition): State {
  const id = state.model === null ? null : nodeAt(state.model, uri, position);
  if (id !== null) return { ...state, selected: id, pointed: 'source', line: null };
  const line = isCode(state.code) ? lineAt(state.code, uri, position) : -1;
  return line < 0 ? state : atLine(state, line, 'code');
}

/** A line is chosen, and with it the node that it is about. */
function atLine(state: State, index: number, pointed: 'line' | 'code'): State {
  const line = isCode(state.code) ? state.code.lines[index] : undefined;
  if (line === undefined) return state;
  return { ...state, line: index, pointed, selected: state.model === null ? null : nodeOfLine(line, state.model, state.selected) };
}

export const isCode = (code: State['code']): code is CodeModel => code !== null && 'lines' in code;

function coded(state: State, answer: CodeAnswer): State {
  switch (answer.kind) {
    case 'dropped': return state;
    case 'absent': return { ...state, code: null, line: null };
    case 'nothing': return { ...state, code: answer, line: null };
    case 'code': return { ...state, code: answer.code, line: null };
  }
}

const noLines: ReadonlySet<number> = new Set();

/** Lines of the code that the current step is about, those that use what it passes on if it has none, and those of what is selected. */
export interface Lit {
  readonly current: ReadonlySet<number>;
  readonly beyond: ReadonlySet<number>;
  readonly selected: ReadonlySet<number>;
}

export function lit(state: State): Lit {
  const { code, model, sweep, selected, line } = state, step = stepAt(state);
  if (!isCode(code) || model === null) return { current: noLines, beyond: noLines, selected: noLines };
  const node = model.nodes.find(({ id }) => id === selected), own = node === undefined ? noLines : linesOfNode(code, node, null);
  const current = step === null ? noLines : linesOfStep(code, model, step, sweep);
  return { current, beyond: step === null || state.step === 0 || current.size > 0 ? noLines : linesBeyond(code, model, step, sweep), selected: line === null ? own : new Set([...own, line]) };
}

/** What the editor is to mark; null: nothing was pointed at yet. */
export function pointedAt(state: State): { readonly source: SourceRange | null; readonly code: readonly SourceRange[] } | null {
  const { code, model, pointed, selected, line, step: index } = state, step = stepAt(state);
  if (model === null || (pointed === 'step' && (step === null || index === 0))) return null;
  const { current, beyond, selected: chosen } = lit(state), lines = pointed === 'step' ? new Set([...current, ...beyond]) : chosen;
  const node = pointed === 'step' ? model.nodes[step?.item ?? step?.target ?? -1] : model.nodes.find(({ id }) => id === selected);
  const ofLine = isCode(code) && line !== null ? code.lines[line] : undefined;
  // The cursor needs no mark where it is.
  const source = pointed === 'source' ? null : node?.source ?? (ofLine === undefined ? null : sourceOf(ofLine));
  return { source, code: isCode(code) ? placesOf(code, lines) : [] };
}

const plotted = (state: State, answer: PlotAnswer): State => (answer.kind === 'dropped' ? state : { ...state, plot: answer });

function answered(state: State, answer: GraphAnswer): State {
  switch (answer.kind) {
    case 'dropped': return state;
    case 'nothing': return { ...state, isBusy: false, isPlaying: false, notice: answer, model: answer.reason === 'gone' || answer.reason === 'add-point' ? null : state.model };
    case 'graph': {
      const { graph } = answer;
      const next = { ...state, isBusy: false, notice: null, model: graph, input: graph.input, output: graph.output, unfolded: state.unfolded.filter((id) => !graph.refused.includes(id)) };
      return { ...next, step: bounded(state.step, stepsOf(next)), selected: graph.nodes.some(({ id }) => id === state.selected) ? state.selected : null };
    }
  }
}

const bounded = (step: number, count: number): number => Math.max(0, Math.min(step, count - 1));

export const stepsOf = ({ model, sweep }: Pick<State, 'model' | 'sweep'>): number => (model === null ? 0 : sweep === 'adjoints' ? model.reverse.length : model.forward.length);

/** What a step is about: nodes by index, and a line of a table. */
export interface Step {
  readonly item: number | null;
  readonly target: number | null;
  readonly cells: readonly string[];
}

export function stepAt({ model, sweep, step }: Pick<State, 'model' | 'sweep' | 'step'>): Step | null {
  if (model === null) return null;
  if (sweep === 'adjoints') return model.reverse[step] ?? null;
  const row = model.forward[step];
  if (row === undefined) return null;
  const cells = sweep === 'values' ? row.cells.slice(0, 3) : row.cells;
  return { item: row.item ?? outputItem(model), target: null, cells };
}

/** How far a sweep is. */
export interface Progress {
  readonly step: Step | null;
  /** Which step that is. */
  readonly at: number;
  /** The first step of each node, by index. */
  readonly taken: ReadonlyMap<number, number>;
}

export function firstSteps({ model, sweep }: Pick<State, 'model' | 'sweep'>): ReadonlyMap<number, number> {
  const first = new Map<number, number>();
  (sweep === 'adjoints' ? model?.reverse : model?.forward)?.forEach(({ item }, i) => { if (item !== null && !first.has(item)) first.set(item, i); });
  return first;
}

const outputItem = ({ nodes, output }: GraphModel): number | null => {
  const index = nodes.findIndex((node) => node.output === output);
  return index < 0 ? null : index;
};

/** The node whose place in the source is the smallest around a position. */
export function nodeAt({ nodes }: GraphModel, uri: string, position: TextPosition): string | null {
  let best: { readonly id: string; readonly source: SourceRange } | null = null;
  for (const { id, source } of nodes) {
    if (source === null || source.uri !== uri || !holds(source, position)) continue;
    if (best === null || (holds(best.source, source.start) && holds(best.source, source.end))) best = { id, source };
  }
  return best?.id ?? null;
}

const holds = ({ start: from, end }: SourceRange, { line, character }: TextPosition): boolean =>
  (line > from.line || (line === from.line && character >= from.character)) && (line < end.line || (line === end.line && character <= end.character));

/** What is remembered; null before there is anything to remember. */
export const remembered = ({ target, unfolded, input, output, sweep, step, view, showsInputs, reach, subject, across, descends }: State): ViewState | null =>
  (target === null ? null : { target, unfolded, input, output, sweep, step, view, showsInputs, reach, subject, across, descends });

/** A state that was remembered, if it has the shape it should. */
export function recalled(saved: unknown): State {
  if (!isViewState(saved)) return start;
  return { ...start, ...saved };
}

function isViewState(saved: unknown): saved is ViewState {
  if (typeof saved !== 'object' || saved === null || !('target' in saved && 'unfolded' in saved && 'input' in saved && 'output' in saved && 'sweep' in saved && 'step' in saved
    && 'view' in saved && 'showsInputs' in saved && 'reach' in saved && 'subject' in saved && 'across' in saved && 'descends' in saved)) return false;
  const { target, unfolded, input, output, sweep, step, view, showsInputs, reach, subject, across, descends } = saved;
  return typeof target === 'object' && target !== null && 'uri' in target && 'name' in target && typeof target.uri === 'string' && typeof target.name === 'string'
    && Array.isArray(unfolded) && unfolded.every((id) => typeof id === 'string') && [input, output, step, reach, across ?? 0].every((number) => typeof number === 'number')
    && (sweep === 'values' || sweep === 'tangents' || sweep === 'adjoints')
    && (view === 'graph' || view === 'tables' || view === 'code' || view === 'plot' || view === 'insight' || view === 'comparison') && (subject === 'around' || subject === 'jacobian' || subject === 'hessian') && typeof showsInputs === 'boolean' && typeof descends === 'boolean';
}
