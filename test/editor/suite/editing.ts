/** What the suites do over and over in a window: open a file of the workspace, wait for something to become true. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

export async function open(file: string): Promise<vscode.TextEditor> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a folder is open');
  return vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, file));
}

/** Resolves with the first answer that is not undefined; asks again at short intervals until the time limit. */
export async function eventually<T>(what: string, ask: () => Thenable<T | undefined> | T | undefined, limit = 20_000): Promise<T> {
  const deadline = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`not within ${String(limit)} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Titles of our lenses in a document; the order of providers' answers is not VS Code's to promise. */
export async function lensTitles(uri: vscode.Uri): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return lenses.flatMap((lens) => (lens.command?.command.startsWith('nabla.') === true ? [lens.command.title] : [])).sort();
}

/** Our diagnostics of a document. */
export const ours = (uri: vscode.Uri): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'nabla');

/** The code alone, which a diagnostic holds with the address of its page. */
export const codeOf = ({ code }: vscode.Diagnostic): string => String(typeof code === 'object' ? code.value : code);
