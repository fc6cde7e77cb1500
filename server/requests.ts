/** The requests of our own protocol: found function, feature, plain answer. */
import type { Connection } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Evaluation } from './evaluation';
import { markChange } from './features/mark-function';
import { writtenText } from './features/point-text';
import { pointsResult } from './features/points';
import { valuesDetail, valuesJson } from './features/values';
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
    if (found === undefined) return missing(params);
    const text = found.document.getText();
    return editOf(found.document, writePointChange(text, found.fn, params.text, eolOf(text)));
  });

  connection.onRequest(protocol.markFunction, async (ref: protocol.FunctionRef): Promise<protocol.EditResult> => {
    const open = session.open(ref.uri);
    const fn = open === undefined ? null : await session.analyses.functionNamed(open.path, ref.name);
    if (open === undefined || fn === null) return missing(ref);
    const text = open.document.getText();
    return editOf(open.document, markChange(text, fn, eolOf(text)));
  });

  connection.onRequest(protocol.tryPoint, async (params: protocol.TryPointParams): Promise<protocol.TryPointResult> => {
    const found = await session.find(params);
    const point = found === undefined ? null : await session.point(found.path, found.fn, params.text);
    if (found === undefined || point === null) return missing(params);
    const invalid = point.diagnostics.find(({ severity }) => severity === 'error');
    if (invalid !== undefined) return { ok: false, message: invalid.message };
    const { evaluationBudget: budget, significantDigits } = session.settings;
    const evaluation = await session.evaluations.at(found.fn, point, { budget, wanted: session.current(found) });
    if (evaluation.kind !== 'value') return { ok: true, text: point.text, detail: whyNot(evaluation) };
    return { ok: true, text: writtenText(point.text, evaluation.at), detail: valuesDetail(found.fn, evaluation, significantDigits) };
  });

  connection.onRequest(protocol.valuesOf, async (ref: protocol.FunctionRef): Promise<protocol.ValuesResult> => {
    const found = await session.find(ref);
    if (found === undefined) return missing(ref);
    const point = await session.activePoint(found, found.fn);
    if (point === null) return { ok: false, message: `${ref.name} has no point` };
    const evaluation = await session.evaluations.at(found.fn, point, { budget: longBudget, wanted: session.current(found) });
    if (evaluation.kind !== 'value') return { ok: false, message: whyNot(evaluation) };
    return { ok: true, json: valuesJson(found.fn, found.document.getText(), evaluation) };
  });

  connection.onRequest(protocol.runLonger, async (ref: protocol.FunctionRef): Promise<null> => {
    const found = await session.find(ref);
    const point = found === undefined ? null : await session.activePoint(found, found.fn);
    if (found === undefined || point === null) return null;
    await session.evaluations.at(found.fn, point, { budget: longBudget, wanted: session.current(found) });
    await session.refresh();
    return null;
  });
}

/** Milliseconds for an evaluation that was asked for. */
const longBudget = 5000;

function whyNot(evaluation: Exclude<Evaluation, { kind: 'value' }>): string {
  switch (evaluation.kind) {
    case 'stopped':
      return `stopped after ${String(evaluation.milliseconds)} ms`;
    case 'problem':
      return evaluation.message;
    case 'dropped':
      return 'the text changed meanwhile';
  }
}

const missing = ({ name }: protocol.FunctionRef): { readonly ok: false; readonly message: string } => ({ ok: false, message: `there is no function ${name} here any more` });

const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

function editOf(document: TextDocument, change: protocol.TextChange): protocol.EditResult {
  const firstLine = document.positionAt(change.start).line;
  const lastLine = firstLine + change.text.split('\n').length - 1;
  return { ok: true, edit: { uri: document.uri, version: document.version, changes: [change], confirm: null, shown: { firstLine, lastLine } } };
}
