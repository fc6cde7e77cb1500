/** Show Output: the log of the extension and its server. */
import type * as vscode from 'vscode';

export function showOutput(output: vscode.LogOutputChannel): void {
  output.show();
}
