/**
 * The language server, the same in Node and in a worker: keeps the open documents and the settings, and answers each
 * request by converting what a feature returns. Handlers hold no logic.
 */
import { CodeLensRefreshRequest, DidChangeConfigurationNotification, TextDocuments, TextDocumentSyncKind, type Connection } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { toCodeLens } from './convert';
import { lensesOf } from './features/code-lens';
import { scanMarks } from './mark-scan';
import { defaultSettings, settingsFrom, type Settings } from './settings';

export function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  let settings: Settings = defaultSettings;
  let asksForSettings = false;
  let refreshesLenses = false;

  async function readSettings(): Promise<void> {
    if (!asksForSettings) return;
    settings = settingsFrom(await connection.workspace.getConfiguration('nabla'));
    if (refreshesLenses) await connection.sendRequest(CodeLensRefreshRequest.type);
  }

  connection.onInitialize(({ capabilities }) => {
    asksForSettings = capabilities.workspace?.configuration === true;
    refreshesLenses = capabilities.workspace?.codeLens?.refreshSupport === true;
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        codeLensProvider: { resolveProvider: false },
      },
      serverInfo: { name: 'Nabla' },
    };
  });
  connection.onInitialized(async () => {
    if (asksForSettings) await connection.client.register(DidChangeConfigurationNotification.type, { section: 'nabla' });
    await readSettings();
  });
  connection.onDidChangeConfiguration(readSettings);

  connection.onCodeLens(({ textDocument }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined || !settings.codeLensEnabled) return [];
    return lensesOf(scanMarks(document.getText())).map((lens) => toCodeLens(document, lens));
  });

  documents.listen(connection);
  connection.listen();
}
