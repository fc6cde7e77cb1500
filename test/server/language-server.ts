/** A real LSP client for the tests: starts the bundled server over stdio and speaks the protocol with it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import {
  CodeLensRequest,
  CodeLensResolveRequest,
  ConfigurationRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  MarkupContent,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeLens,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InitializationOptions } from '../../server/protocol';
import { repositoryRoot } from '../repository';

export class LanguageServer {
  private constructor(
    private readonly process: ChildProcess,
    readonly connection: ProtocolConnection,
    readonly initialized: InitializeResult,
    /** What the server wrote to the log or to stderr: nothing, as long as all goes well. */
    readonly complaints: readonly string[],
  ) {}

  /** `settings` is what the client answers when the server asks for the `nabla` section. */
  static async start(settings: unknown = {}, initializationOptions?: InitializationOptions): Promise<LanguageServer> {
    const child = spawn(process.execPath, [path.join(repositoryRoot, 'dist/server.js'), '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
    const complaints: string[] = [];
    child.stderr.on('data', (data: Buffer) => complaints.push(data.toString()));
    const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => settings));
    connection.onRequest(RegistrationRequest.type, () => undefined);
    connection.onNotification(LogMessageNotification.type, ({ message }) => {
      complaints.push(message);
    });
    connection.listen();
    const initialized = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      ...(initializationOptions === undefined ? {} : { initializationOptions }),
      capabilities: { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } } },
    });
    await connection.sendNotification(InitializedNotification.type, {});
    return new LanguageServer(child, connection, initialized, complaints);
  }

  async open(uri: string, text: string): Promise<void> {
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'typescript', version: 1, text },
    });
  }

  async replace(uri: string, version: number, text: string): Promise<void> {
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** The lenses of a document, those without a command resolved as an editor would. */
  async lenses(uri: string): Promise<CodeLens[]> {
    const lenses = (await this.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } })) ?? [];
    return Promise.all(lenses.map((lens) => (lens.command === undefined ? this.connection.sendRequest(CodeLensResolveRequest.type, lens) : lens)));
  }

  /** The Markdown of the hover at the first `mark` in `text`, which is what `uri` holds; `skip` characters into the mark. */
  async hover(uri: string, text: string, mark: string, skip = 0): Promise<string | null> {
    const document = TextDocument.create(uri, 'typescript', 0, text);
    const hover = await this.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: document.positionAt(text.indexOf(mark) + skip) });
    return hover !== null && MarkupContent.is(hover.contents) ? hover.contents.value : null;
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const report = await this.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    return report.kind === 'full' ? report.items : [];
  }

  /** Memory of the server's process, by Linux's count; 0 elsewhere. */
  residentMegabytes(): number {
    const file = `/proc/${String(this.process.pid)}/statm`;
    return existsSync(file) ? (Number(readFileSync(file, 'utf8').split(' ')[1]) * 4096) / 2 ** 20 : 0;
  }

  /** Shuts down as the protocol asks; resolves with the server's exit code. */
  async stop(): Promise<number | null> {
    const ended = once(this.process, 'exit');
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    await ended;
    this.connection.dispose();
    return this.process.exitCode;
  }
}
