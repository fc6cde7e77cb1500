/** Entry of the language server in a web worker: talks LSP over the worker's messages. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from 'vscode-languageserver/browser';
import { serve } from '../server';

declare const self: DedicatedWorkerGlobalScope;

serve(createConnection(ProposedFeatures.all, new BrowserMessageReader(self), new BrowserMessageWriter(self)));
