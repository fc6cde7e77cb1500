/** Entry of the language server in a web worker: talks LSP over the worker's messages. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';

declare const self: DedicatedWorkerGlobalScope;

createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)).listen();
