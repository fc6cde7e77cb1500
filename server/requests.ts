/** The requests of our own protocol: found function, feature, plain answer. */
import type { Connection } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { markChange } from './features/mark-function';
import { pointsResult } from './features/points';
import { writePointChange } from './features/write-point';
import * as protocol from './protocol';
import type { Session } from './session';

export function registerRequests(connection: Connection, session: Session): void {
  connection.onRequest(protocol.functionsOf, async ({ uri }: protocol.FunctionsParams): Promise<readonly protocol.FunctionItem[]> => {
    const open = session.open(uri);
    if (open === undefined) return [];
    const names = await session.analyses.functionNames(open.path);
    return names.map(({ name, marked, nameSpan, declarationSpan }) => {
      const at = open.document.positionAt(nameSpan.start);
      return {
        name,
        marked,
        firstLine: open.document.positionAt(declarationSpan.start).line,
        lastLine: open.document.positionAt(declarationSpan.end).line,
        nameLine: at.line,
        nameCharacter: at.character,
      };
    });
  });

  connection.onRequest(protocol.pointsOf, async (ref: protocol.FunctionRef): Promise<protocol.PointsResult> => {
    const found = await session.find(ref);
    return found === undefined ? { signature: '', written: [], suggested: [] } : pointsResult(found.fn);
  });

  connection.onRequest(protocol.writePoint, async (params: protocol.TryPointParams): Promise<protocol.EditResult> => {
    const found = await session.find(params);
    if (found === undefined) return notFound(params);
    const text = found.document.getText();
    return editOf(found.document, writePointChange(text, found.fn, params.text, eolOf(text)));
  });

  connection.onRequest(protocol.markFunction, async (ref: protocol.FunctionRef): Promise<protocol.EditResult> => {
    const open = session.open(ref.uri);
    const fn = open === undefined ? null : await session.analyses.functionNamed(open.path, ref.name);
    if (open === undefined || fn === null) return notFound(ref);
    const text = open.document.getText();
    return editOf(open.document, markChange(text, fn, eolOf(text)));
  });
}

const notFound = ({ name }: protocol.FunctionRef): protocol.EditResult => ({ ok: false, message: `there is no function ${name} here any more` });

const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

function editOf(document: TextDocument, change: protocol.TextChange): protocol.EditResult {
  const firstLine = document.positionAt(change.start).line;
  const lastLine = firstLine + change.text.split('\n').length - 1;
  return { ok: true, edit: { uri: document.uri, version: document.version, changes: [change], confirm: null, shown: { firstLine, lastLine } } };
}
