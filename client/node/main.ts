/** Entry of the extension in a desktop or remote extension host (Node). */
import type * as vscode from 'vscode';
import { createOutput } from '../output';

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(createOutput());
}
