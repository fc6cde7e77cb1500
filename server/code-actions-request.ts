/** The code action requests: what can be done here, and the edit of what was chosen where making it takes a generation. */
import type { CodeAction, CodeActionParams, Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import { documentEdit, toCodeAction } from './convert';
import { actionsAt, fixAllKind, isWanted, quickFixKind, type Action, type Regeneration } from './features/code-actions';
import { derivativeEdit, type DerivativeEdit } from './features/derivative-edit';
import { fixAll, fixesOf } from './features/quick-fixes';
import { regenerationData } from './params';
import type { OpenDocument, Session } from './session';
import { requestBudget } from './slices';

export async function codeActionsOf(session: Session, { textDocument: { uri }, range, context }: CodeActionParams): Promise<CodeAction[]> {
  const open = session.open(uri);
  if (open === undefined) return [];
  const { only } = context;
  const analysis = await session.analyses.of(open.path);
  const actions: CodeAction[] = [];
  const add = (found: readonly Action[], problem?: LspDiagnostic): void => {
    for (const action of found) if (isWanted(action.kind, only)) actions.push(toCodeAction(open.document, action, problem));
  };
  if (isWanted(quickFixKind, only)) {
    for (const problem of context.diagnostics) add(await fixesOfShown(session, open, problem), problem);
  }
  // Asked for by name only, as on saving: it is about the file, not about this place.
  if (only !== undefined && isWanted(fixAllKind, only)) add(fixAll(analysis));
  add(actionsAt(analysis.functions, await session.analyses.functionNames(open.path), open.document.offsetAt(range.start)));
  return actions;
}

async function fixesOfShown(session: Session, { document, path }: OpenDocument, { code, source, range }: LspDiagnostic): Promise<Action[]> {
  if (source !== 'nabla' || typeof code !== 'string') return [];
  const span = { file: path, start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const analysis = await session.analyses.of(path);
  return fixesOf({ code, ...span }, analysis, await session.analyses.quickFixes(path, analysis.functions, code, span), document.getText());
}

/** The action with its edit; without one if the derivatives could not be generated, which the Problems panel then explains. */
export async function resolvedAction(session: Session, action: CodeAction): Promise<CodeAction> {
  const data = regenerationData(action.data);
  const open = data === undefined ? undefined : session.open(data.uri);
  if (data === undefined || open === undefined) return action;
  const edits: DerivativeEdit[] = [];
  for (const derivative of data.derivatives) {
    const edit = await regenerated(session, open, derivative);
    if (edit !== undefined) edits.push(edit);
  }
  return edits.length === 0 ? action : { ...action, edit: documentEdit(open.document, edits) };
}

async function regenerated(session: Session, open: OpenDocument, { name, kind, useAlternative }: Regeneration): Promise<DerivativeEdit | undefined> {
  const { functions } = await session.analyses.of(open.path);
  const fn = functions.find((candidate) => candidate.name === name) ?? (await session.analyses.functionNamed(open.path, name));
  if (fn === null) return undefined;
  const run = await session.analyses.generate(open.path, fn, { kind, useAlternative, budget: requestBudget, wanted: session.current(open) });
  if (run.kind !== 'done') return undefined;
  if (run.value.ok) return derivativeEdit(open.document.getText(), run.value.generated);
  session.generationProblems.set(fn, run.value.diagnostics);
  await session.refresh();
  return undefined;
}
