/** Applies an edit the server made, as one undo step, and only to the text it was made for. */
import * as vscode from 'vscode';
import type { DocumentEdit } from '../server/protocol';

/** `stale`: the document changed since the edit was made; nothing was applied. */
export type Applied = 'applied' | 'stale' | 'refused';

export async function applyDocumentEdit(edit: DocumentEdit): Promise<Applied> {
  const uri = vscode.Uri.parse(edit.uri);
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.version !== edit.version) return 'stale';
  const workspaceEdit = new vscode.WorkspaceEdit();
  const confirmation = edit.confirm === null ? undefined : { label: edit.confirm, needsConfirmation: true };
  for (const { start, end, text } of edit.changes) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    workspaceEdit.replace(uri, range, text, confirmation);
  }
  // The editor is ahead of what extensions know of it: an edit may be refused because of typing that arrives here only now.
  if (!(await vscode.workspace.applyEdit(workspaceEdit))) return document.version === edit.version ? 'refused' : 'stale';
  revealIfHidden(uri, edit.shown);
  return 'applied';
}

/** Scrolls only if nothing of the new text is on the screen; the caret stays where it was. */
function revealIfHidden(uri: vscode.Uri, { firstLine, lastLine }: DocumentEdit['shown']): void {
  const editor = vscode.window.visibleTextEditors.find((candidate) => candidate.document.uri.toString() === uri.toString());
  if (editor === undefined) return;
  const range = new vscode.Range(firstLine, 0, lastLine, 0);
  if (!editor.visibleRanges.some((visible) => visible.intersection(range) !== undefined)) editor.revealRange(range);
}
