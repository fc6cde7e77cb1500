/** What the two entries have in common about the language client: its names and options. */
import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { InitializationOptions } from '../server/protocol';
import { documentSelector } from './documents';

/** Commands that links in hovers may run; anything else in a hover stays plain text. */
const hoverCommands = ['nabla.insertGradient', 'nabla.selectPoint', 'nabla.copyValues', 'nabla.differentiateAtPoint', 'nabla.showDiagnosticPage'];

/** Makes a client for a host; the entry adds to the initialization what only it knows. */
export type CreateLanguageClient = (options: LanguageClientOptions, initialization: InitializationOptions) => BaseLanguageClient;

export type AskSelection = (
  document: vscode.TextDocument,
  position: vscode.Position,
  selection: vscode.Selection,
  token: vscode.CancellationToken,
) => Promise<vscode.Hover | null | undefined>;

export const clientId = 'nabla';
export const clientName = 'Nabla';

/** The selection around a position, which a hover there is about; a plain caret is none. */
function selectionAt(document: vscode.TextDocument, position: vscode.Position): vscode.Selection | undefined {
  const editors = vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
  return editors.flatMap(({ selections }) => selections).find((selection) => !selection.isEmpty && selection.contains(position));
}

/** `askSelection` answers for a position inside a selection, which the protocol's own request does not know of. */
export function clientOptions(output: vscode.LogOutputChannel, askSelection: AskSelection): LanguageClientOptions {
  return {
    documentSelector,
    outputChannel: output,
    markdown: { isTrusted: { enabledCommands: hoverCommands }, supportHtml: false, supportThemeIcons: true },
    middleware: {
      provideHover: (document, position, token, next) => {
        const selection = selectionAt(document, position);
        return selection === undefined ? next(document, position, token) : askSelection(document, position, selection, token);
      },
    },
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher('**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json}') },
  };
}
