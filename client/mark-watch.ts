/** Watches open documents for the first one with a mark: until then no server runs and nothing else is registered. */
import * as vscode from 'vscode';
import { carriesMark } from './documents';

/** Calls `found` once, at once or as soon as an open document carries the mark. */
export function onFirstMark(found: () => void): vscode.Disposable {
  if (vscode.workspace.textDocuments.some(carriesMark)) {
    found();
    return new vscode.Disposable(() => undefined);
  }
  const look = (document: vscode.TextDocument): void => {
    if (!carriesMark(document)) return;
    watch.dispose();
    found();
  };
  const watch = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument((change) => {
      // A mark arrives by typing its last letter or by pasting; other edits need no scan of the whole text.
      if (change.contentChanges.some(({ text }) => /[e\n@]/.test(text))) look(change.document);
    }),
  );
  return watch;
}
