/** Asks where to, and writes a text there. */
import * as vscode from 'vscode';

export async function saveText(name: string, text: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const to = await vscode.window.showSaveDialog(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) });
  if (to !== undefined) await vscode.workspace.fs.writeFile(to, new TextEncoder().encode(text));
}
