/** The one output channel of the extension; its level follows "Developer: Set Log Level…". */
import * as vscode from 'vscode';

export function createOutput(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Nabla', { log: true });
}
