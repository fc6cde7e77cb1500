/** Entry of the language server in Node: talks LSP over stdio or Node IPC, whichever the client's arguments ask for. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from '../server';

serve(createConnection(ProposedFeatures.all));
