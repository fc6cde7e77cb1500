/** Entry of the extension in the web extension host: the server is a worker. */
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { startExtension, type NablaApi } from '../extension';
import { clientId, clientName } from '../language-client';
import type { InitializationOptions } from '../../server/protocol';

export function activate(context: vscode.ExtensionContext): NablaApi {
  const address = (file: string): string => vscode.Uri.joinPath(context.extensionUri, 'dist', file).toString(true);
  return startExtension(context, (options, initialization) => {
    const initializationOptions: InitializationOptions = {
      ...initialization,
      typescriptUrl: address('typescript.js'),
      librariesUrl: address('typescript-libs.json'),
      mathjsUrl: address('mathjs.js'),
    };
    return new LanguageClient(clientId, clientName, new Worker(address('server.web.js')), { ...options, initializationOptions });
  });
}
