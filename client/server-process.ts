/** The life of the language server as the extension sees it: started by the first mark, restarted on request, stopped at the end. */
import * as vscode from 'vscode';
import { State, type BaseLanguageClient } from 'vscode-languageclient';
import { clientOptions, type CreateLanguageClient } from './language-client';
import type { Status } from './status';

export class Server {
  private client: BaseLanguageClient | undefined;

  constructor(
    private readonly create: CreateLanguageClient,
    private readonly output: vscode.LogOutputChannel,
    private readonly status: Status,
  ) {}

  get running(): boolean {
    return this.client?.state === State.Running;
  }

  /** Starts the server unless it has been started; errors end in the log and the status item. */
  async start(): Promise<void> {
    if (this.client !== undefined) return;
    this.client = this.create(clientOptions(this.output));
    this.status.busy(vscode.l10n.t('starting'));
    await vscode.commands.executeCommand('setContext', 'nabla.hasMarks', true);
    try {
      await this.client.start();
      this.status.ready();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.output.error(reason);
      this.status.failed(vscode.l10n.t('the language server did not start; see the output'));
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose();
  }
}
