/** Which function a command is about: the one its caller names, else the one at the cursor, else one picked from the file. */
import * as vscode from 'vscode';
import type { FunctionItem, FunctionRef } from '../server/protocol';
import { markFunction } from './marking';
import type { Requests } from './requests';
import type { Session } from './session';

export async function findTarget(requests: Requests, uri: unknown, name: unknown): Promise<FunctionRef | undefined> {
  if (typeof uri === 'string' && typeof name === 'string') return { uri, name };
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const document = editor.document.uri.toString();
  const functions = await requests.functions(document);
  const line = editor.selection.active.line;
  const around = functions.filter((item) => item.firstLine <= line && line <= item.lastLine);
  // The innermost: the one that starts last.
  const [here] = around.sort((a, b) => b.firstLine - a.firstLine);
  const picked = here ?? (await pick(functions));
  return picked === undefined ? undefined : { uri: document, name: picked.name };
}

/** The same, marked first if it is not: derivatives are of marked functions. */
export async function findMarkedTarget(session: Session, uri: unknown, name: unknown): Promise<FunctionRef | undefined> {
  const target = await findTarget(session.requests, uri, name);
  if (target === undefined || typeof uri === 'string') return target;
  const item = (await session.requests.functions(target.uri)).find((candidate) => candidate.name === target.name);
  return item?.marked !== false || (await markFunction(session, target)) ? target : undefined;
}

/** The marked function that the cursor is in, or that the code at the cursor was generated from. */
export async function markedFunctionAt(requests: Requests, { document, selection }: vscode.TextEditor): Promise<FunctionRef | undefined> {
  const uri = document.uri.toString(), { line } = selection.active;
  const here = (await requests.functions(uri)).filter(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine);
  const name = here.find(({ marked }) => marked)?.name ?? here.find(({ derivativeOf }) => derivativeOf !== null)?.derivativeOf ?? null;
  return name === null ? undefined : { uri, name };
}

async function pick(functions: readonly FunctionItem[]): Promise<FunctionItem | undefined> {
  const items = functions.map((item) => ({
    label: item.name,
    description: item.marked ? '' : vscode.l10n.t('not marked'),
    item,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Function'), placeHolder: vscode.l10n.t('Which function?') });
  return picked?.item;
}

/** The caret goes to the function's name, as a click on it would; false when the function is gone. */
export async function moveToName(requests: Requests, { uri, name }: FunctionRef): Promise<boolean> {
  const found = (await requests.functions(uri)).find((candidate) => candidate.name === name);
  if (found === undefined) return false;
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri));
  const position = new vscode.Position(found.nameLine, found.nameCharacter);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return true;
}

export async function showFunctionHover(requests: Requests, target: FunctionRef): Promise<void> {
  if (await moveToName(requests, target)) await vscode.commands.executeCommand('editor.action.showHover');
}
