/** What activation does in either host: registers the commands and waits for the first mark; the server starts only then. */
import * as vscode from 'vscode';
import { restartServer } from './commands/restart-server';
import { showOutput } from './commands/show-output';
import type { CreateLanguageClient } from './language-client';
import { onFirstMark } from './mark-watch';
import { Server } from './server-process';
import { createStatus } from './status';

/** What other extensions and the tests can see of Nabla. */
export interface NablaApi {
  /** False until an open file carried a mark. */
  readonly serverRunning: boolean;
}

export function startExtension(context: vscode.ExtensionContext, create: CreateLanguageClient): NablaApi {
  const output = vscode.window.createOutputChannel('Nabla', { log: true });
  const server = new Server(create, output, createStatus(context));
  context.subscriptions.push(
    output,
    { dispose: () => void server.stop() },
    vscode.commands.registerCommand('nabla.showOutput', () => {
      showOutput(output);
    }),
    vscode.commands.registerCommand('nabla.restartServer', () => restartServer(server)),
    onFirstMark(() => void server.start()),
  );
  return {
    get serverRunning() {
      return server.running;
    },
  };
}
