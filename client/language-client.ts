/** What the two entries have in common about the language client: its options and the methods this extension uses. */
import type * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { documentSelector } from './documents';

/** Commands that links in hovers may run. */
export const hoverCommands: readonly string[] = [];

export type CreateLanguageClient = (options: LanguageClientOptions) => BaseLanguageClient;

export const clientId = 'nabla';
export const clientName = 'Nabla';

export function clientOptions(output: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector,
    outputChannel: output,
    markdown: { isTrusted: { enabledCommands: hoverCommands }, supportHtml: false, supportThemeIcons: true },
  };
}
