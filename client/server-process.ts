/** The life of the language server as the extension sees it: started by the first mark, restarted on request, stopped at the end. */
import * as vscode from 'vscode';
import { State, type BaseLanguageClient, type Hover } from 'vscode-languageclient';
import { hoverSelection, readFiles, trustGranted, type ActivePoint, type HoverSelectionParams, type InitializationOptions } from '../server/protocol';
import { diagnosticPages } from './diagnostic-pages';
import { clientOptions, type AskSelection, type CreateLanguageClient } from './language-client';
import { Requests } from './requests';
import type { Status } from './status';
import { readWorkspaceFiles } from './workspace-files';

export class Server {
  private client: BaseLanguageClient | undefined;
  private starting: Promise<Requests | undefined> | undefined;

  constructor(
    private readonly create: CreateLanguageClient,
    private readonly output: vscode.LogOutputChannel,
    private readonly status: Status,
    private readonly activePoints: () => readonly ActivePoint[],
  ) {}

  get running(): boolean {
    return this.client?.state === State.Running;
  }

  /** Starts the server unless it has been started. Undefined when it does not start; the log and the status item say why. */
  start(): Promise<Requests | undefined> {
    this.starting ??= this.startNow();
    return this.starting;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.starting = undefined;
    await client?.dispose();
  }

  async sendActivePoints(): Promise<void> {
    if (this.client !== undefined && this.running) await new Requests(this.client).activePoints(this.activePoints());
  }

  async trust(): Promise<void> {
    if (this.running) await this.client?.sendNotification(trustGranted);
  }

  private async startNow(): Promise<Requests | undefined> {
    this.status.busy(vscode.l10n.t('starting'));
    const askSelection: AskSelection = async (document, position, selection, token) => {
      const params = { uri: client.code2ProtocolConverter.asUri(document.uri), position, selection: { start: selection.start, end: selection.end } } satisfies HoverSelectionParams;
      return client.protocol2CodeConverter.asHover(await client.sendRequest<Hover | null>(hoverSelection, params, token));
    };
    const client = this.create(clientOptions(this.output, askSelection), { trusted: vscode.workspace.isTrusted, diagnosticPages } satisfies InitializationOptions);
    this.client = client;
    client.onRequest(readFiles, readWorkspaceFiles);
    try {
      await client.start();
      await this.sendActivePoints();
      this.status.ready();
      return new Requests(client);
    } catch (error) {
      this.output.error(error instanceof Error ? error : String(error));
      this.status.failed(vscode.l10n.t('the language server did not start; see the output'));
      return undefined;
    }
  }
}
