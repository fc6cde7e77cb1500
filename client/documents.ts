/** Which documents Nabla is for, and the cheap test whether one of them carries a mark. */
import * as vscode from 'vscode';

const languages = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'];
const schemes = ['file', 'untitled', 'vscode-vfs', 'vscode-test-web'];

/** Not `git` or any other read-only view of the past: lenses there would be noise. */
export const documentSelector = languages.flatMap((language) => schemes.map((scheme) => ({ language, scheme })));

/** True for a TypeScript or JavaScript document whose text names the mark; declaration files have no bodies to differentiate. */
export function carriesMark(document: vscode.TextDocument): boolean {
  if (document.uri.path.endsWith('.d.ts')) return false;
  return vscode.languages.match(documentSelector, document) > 0 && document.getText().includes('@differentiable');
}
