/** Entry of the language server in Node: talks LSP over stdio or Node IPC. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';

createConnection(ProposedFeatures.all).listen();
