/** Entry of the extension in a desktop or remote extension host: the server is a Node process of its own. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { startExtension, type NablaApi } from '../extension';
import { clientId, clientName } from '../language-client';

export function activate(context: vscode.ExtensionContext): NablaApi {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  return startExtension(context, (options, initializationOptions) => {
    const program = { module, transport: TransportKind.ipc };
    return new LanguageClient(clientId, clientName, { run: program, debug: program }, { ...options, initializationOptions });
  });
}
