/** What the two entries have in common about the language client: its names and options. */
import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { InitializationOptions } from '../server/protocol';
import { documentSelector } from './documents';

/** Commands that links in hovers may run; anything else in a hover stays plain text. */
const hoverCommands = ['nabla.insertGradient', 'nabla.selectPoint', 'nabla.copyValues', 'nabla.differentiateAtPoint'];

/** Makes a client for a host; the entry adds to the initialization what only it knows. */
export type CreateLanguageClient = (options: LanguageClientOptions, initialization: InitializationOptions) => BaseLanguageClient;

export const clientId = 'nabla';
export const clientName = 'Nabla';

export function clientOptions(output: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector,
    outputChannel: output,
    markdown: { isTrusted: { enabledCommands: hoverCommands }, supportHtml: false, supportThemeIcons: true },
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher('**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json}') },
  };
}
