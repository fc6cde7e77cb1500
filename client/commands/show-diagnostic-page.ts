/** A code in a hover of ours: its page. */
import * as vscode from 'vscode';
import { diagnosticPages } from '../diagnostic-pages';

export async function showDiagnosticPage(code: unknown): Promise<void> {
  if (typeof code === 'string' && /^N\d{4}$/.test(code)) await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(`${diagnosticPages}${code}.md`));
}
