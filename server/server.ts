/**
 * The language server, the same in Node and in a worker: each handler converts what comes in, asks a feature, and converts
 * what goes out. Handlers hold no logic.
 */
import {
  CodeLensRefreshRequest,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DocumentDiagnosticReportKind,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
} from 'vscode-languageserver';
import { codeActionsOf, resolvedAction } from './code-actions-request';
import { diagnosticsOf } from './diagnostics-request';
import { fixAllKind, gradientKind, markKind, quickFixKind, tangentKind } from './features/code-actions';
import { codeLenses, resolvedLens } from './lens-requests';
import { hoverAt } from './hover-request';
import { pathOf } from './paths';
import { activePointList, hoverSelectionParams } from './params';
import { activePoints, hoverSelection, trustGranted } from './protocol';
import { registerRequests } from './requests';
import { Session, type Host } from './session';
import { settingsFrom } from './settings';

export function serve(connection: Connection, host: Host): void {
  const session = new Session(connection, host);
  let client: ClientCapabilities = {};

  async function refresh(): Promise<void> {
    if (client.workspace?.codeLens?.refreshSupport === true) await connection.sendRequest(CodeLensRefreshRequest.type);
    if (client.workspace?.diagnostics?.refreshSupport === true) await connection.sendRequest(DiagnosticRefreshRequest.type);
  }

  async function readSettings(): Promise<void> {
    if (client.workspace?.configuration !== true) return;
    session.settings = settingsFrom(await connection.workspace.getConfiguration('nabla'));
    await refresh();
  }

  connection.onInitialize((params) => {
    client = params.capabilities;
    host.initialize(params.initializationOptions);
    session.initialize(params);
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        codeLensProvider: { resolveProvider: true },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [quickFixKind, gradientKind, tangentKind, markKind, fixAllKind], resolveProvider: true },
        diagnosticProvider: { identifier: 'nabla', interFileDependencies: true, workspaceDiagnostics: false },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
      serverInfo: { name: 'Nabla' },
    };
  });
  connection.onInitialized(async () => {
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: 'nabla' });
    }
    if (client.workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(async () => {
        const folders = (await connection.workspace.getWorkspaceFolders()) ?? [];
        session.scope = { ...session.scope, folders: folders.map(({ uri }) => pathOf(uri)) };
      });
    }
    await readSettings();
  });
  connection.onDidChangeConfiguration(readSettings);
  connection.onDidChangeWatchedFiles(({ changes }) => {
    session.files.changed(changes.map(({ uri }) => pathOf(uri)));
    return refresh();
  });
  connection.onNotification(trustGranted, () => {
    session.scope = { ...session.scope, trusted: true };
    return refresh();
  });
  connection.onNotification(activePoints, (params: unknown) => {
    session.activePoints = activePointList(params);
    return refresh();
  });

  connection.onCodeLens(({ textDocument: { uri } }) => codeLenses(session, uri));
  connection.onCodeLensResolve((lens) => resolvedLens(session, lens));
  connection.onCodeAction((params) => codeActionsOf(session, params));
  connection.onCodeActionResolve((action) => resolvedAction(session, action));
  connection.onHover(({ textDocument: { uri }, position }) => hoverAt(session, uri, position));
  connection.onRequest(hoverSelection, (params: unknown) => {
    const { uri, position, selection } = hoverSelectionParams(params);
    return hoverAt(session, uri, position, selection);
  });
  connection.languages.diagnostics.on(async ({ textDocument: { uri } }) => ({ kind: DocumentDiagnosticReportKind.Full, items: await diagnosticsOf(session, uri) }));

  session.refresh = refresh;
  registerRequests(connection, session);
  session.documents.listen(connection);
  connection.listen();
}
