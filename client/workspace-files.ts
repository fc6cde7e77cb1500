/** Answers the server's requests for files of a virtual workspace: only inside the workspace's folders, and only text of reasonable size. */
import * as vscode from 'vscode';
import type { ReadFilesParams, ReadFilesResult } from '../server/protocol';

/** Bytes; larger files are data, not source. */
const largest = 5_000_000;

export function readWorkspaceFiles({ uris }: ReadFilesParams): Promise<ReadFilesResult> {
  return Promise.all(uris.map((uri) => textOf(vscode.Uri.parse(uri))));
}

async function textOf(uri: vscode.Uri): Promise<string | null> {
  if (vscode.workspace.getWorkspaceFolder(uri) === undefined) return null;
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0 || size > largest) return null;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}
