/** Entry of the language server in Node: talks LSP over stdio or Node IPC, whichever the client's arguments ask for. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from '../server';
import { DiskFiles } from './disk';

serve(createConnection(ProposedFeatures.all), {
  files: (remote, scope) => new DiskFiles(remote, scope),
  // The compiler and its libraries lie beside this file.
  initialize: () => undefined,
});
