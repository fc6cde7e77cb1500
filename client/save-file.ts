/** Asks where to, and writes a file there. */
import * as vscode from 'vscode';

export async function saveFile(name: string, bytes: Uint8Array): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const to = await vscode.window.showSaveDialog(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) });
  if (to !== undefined) await vscode.workspace.fs.writeFile(to, bytes);
}

/** What a view hands over to be saved: a message has no bytes. */
export const bytesOf = (content: string, encoding: 'text' | 'base64'): Uint8Array =>
  encoding === 'text' ? new TextEncoder().encode(content) : Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
