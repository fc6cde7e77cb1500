/** Entry of the language server in a web worker: talks LSP over the worker's messages. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from 'vscode-languageserver/browser';
import { serve } from '../server';
import { WorkerFiles } from './worker-files';

declare const self: DedicatedWorkerGlobalScope;

let librariesUrl = '';

serve(createConnection(ProposedFeatures.all, new BrowserMessageReader(self), new BrowserMessageWriter(self)), {
  files: (remote) => new WorkerFiles(remote, () => librariesUrl),
  initialize: (options) => {
    librariesUrl = addressIn(options, 'librariesUrl');
    // The bundle loads the compiler from its address when a mark is first analysed, the computer algebra system when it is first asked for.
    Reflect.set(globalThis, 'nablaTypescriptUrl', addressIn(options, 'typescriptUrl'));
    Reflect.set(globalThis, 'nablaMathjsUrl', addressIn(options, 'mathjsUrl'));
  },
});

function addressIn(options: unknown, key: string): string {
  const value: unknown = typeof options === 'object' && options !== null ? Reflect.get(options, key) : undefined;
  return typeof value === 'string' ? value : '';
}
