/** Entry of the extension in the web extension host (no Node). */
import type * as vscode from 'vscode';
import { createOutput } from '../output';

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(createOutput());
}
