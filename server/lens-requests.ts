/** Lens requests: values that are known or quickly computed go out at once, the others when their lens is on the screen. */
import type { CodeLens } from 'vscode-languageserver';
import type { MarkedFunction } from '../core/frontend/api';
import { lensDataOf, toCodeLens, toCommand } from './convert';
import type { Evaluation } from './evaluation';
import { beforeEdit, generatedLens, lensesOf, valueCommand, type Lens, type LensState } from './features/code-lens';
import type { OpenDocument, Session } from './session';

/** What the value lens needs to know. */
type ValueState = Omit<LensState, 'gradient'>;

/** Milliseconds a whole answer may wait for values. A lens without a command is invisible until resolved and then moves its neighbours. */
const atOnce = 20;

export async function codeLenses(session: Session, uri: string): Promise<CodeLens[]> {
  const open = session.open(uri);
  if (open === undefined || !session.settings.codeLensEnabled) return [];
  const { functions, generated } = await session.analyses.of(open.path);
  const deadline = Date.now() + atOnce;
  const lenses: CodeLens[] = [];
  for (const fn of functions) {
    const gradient = generated.find(({ from, kind }) => from === fn.name && kind === 'gradient');
    const state = { ...(await stateOf(session, open, fn, Math.max(0, deadline - Date.now()))), gradient };
    lenses.push(...lensesOf(state, session.settings).map((lens) => toCodeLens(open.document, lens)));
    remember(session, uri, state);
    // The hover says whether the values were checked, so that begins with the first value shown.
    if (state.evaluation?.kind === 'value') session.checkOf(open, fn, fn.points);
  }
  lenses.push(...lostFunctions(session, open, functions).map((lens) => toCodeLens(open.document, lens)));
  return [...lenses, ...generated.map((state) => {
    const fn = functions.find(({ name }) => name === state.from);
    const check = fn === undefined || state.state !== 'fresh' ? undefined : session.checkOf(open, fn, fn.points, state.kind);
    return toCodeLens(open.document, generatedLens(state, open.path, check));
  })];
}

export async function resolvedLens(session: Session, lens: CodeLens): Promise<CodeLens> {
  const data = lensDataOf(lens.data);
  const found = data === undefined ? undefined : await session.find(data);
  if (data === undefined || found === undefined) return lens;
  const state = await stateOf(session, found, found.fn, Infinity);
  const command = valueCommand(state, session.settings) ?? { title: '∇ …', command: 'nabla.showHover' };
  remember(session, data.uri, state);
  // Only now it is known that there is something to run longer; the next answer has the lens for it.
  if (state.evaluation?.kind === 'stopped') void session.refresh();
  return { ...lens, command: toCommand(data.uri, data.name, command) };
}

/** `patience`: milliseconds to wait for the value. */
async function stateOf(session: Session, open: OpenDocument, fn: MarkedFunction, patience: number): Promise<ValueState> {
  const point = await session.activePoint(open, fn);
  const evaluable = point !== null && fn.lowered !== null;
  const evaluation = evaluable
    ? await within(patience, session.evaluations.at(fn, point, { budget: session.settings.evaluationBudget, wanted: session.current(open) }))
    : undefined;
  return { fn, point, evaluation, lastTitle: session.lastTitles.get(keyOf(open.document.uri, fn)) };
}

function within(milliseconds: number, evaluation: Promise<Evaluation>): Promise<Evaluation | undefined> {
  if (milliseconds === Infinity) return evaluation;
  return Promise.race([evaluation, new Promise<undefined>((resolve) => setTimeout(() => { resolve(undefined); }, milliseconds))]);
}

const keyOf = (uri: string, fn: MarkedFunction): string => `${uri}#${fn.name}`;

/**
 * Functions that had a value and that the unfinished text no longer shows as functions, while the mark is still there: their lens stays
 * where their name is.
 */
function lostFunctions(session: Session, { document, path }: OpenDocument, found: readonly MarkedFunction[]): Lens[] {
  const text = document.getText();
  if (text.split('@differentiable').length - 1 <= found.length) return [];
  const prefix = `${document.uri}#`;
  return [...session.lastTitles].flatMap(([key, title]) => {
    const name = key.startsWith(prefix) ? key.slice(prefix.length) : '';
    if (!/^[\w$]+$/.test(name) || found.some((fn) => fn.name === name)) return [];
    const declared = new RegExp(`\\b(?:function|const|let|var)\\s+${name.replaceAll('$', '\\$')}(?![\\w$])`).exec(text);
    if (declared === null) return [];
    const end = declared.index + declared[0].length;
    return [{ span: { file: path, start: end - name.length, end }, functionName: name, command: beforeEdit(title) }];
  });
}

/** Keeps the text of a value for the moment when the source cannot be read. */
function remember(session: Session, uri: string, { fn, point, evaluation, lastTitle }: ValueState): void {
  if (evaluation?.kind !== 'value') return;
  const command = valueCommand({ fn, point, evaluation, lastTitle }, session.settings);
  if (command !== undefined) session.lastTitles.set(keyOf(uri, fn), command.title);
}
