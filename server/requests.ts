/** The requests of our own protocol: found function, feature, plain answer. */
import type { Connection } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { codeAnswer } from './code-request';
import { comparisonAnswer } from './comparison-request';
import type { Evaluation } from './evaluation';
import { derivativeEdit } from './features/derivative-edit';
import { markChange } from './features/mark-function';
import { writtenText } from './features/point-text';
import { pointsResult } from './features/points';
import { valuesDetail, valuesJson } from './features/values';
import { writePointChange } from './features/write-point';
import { graphAnswer } from './graph-request';
import { inputsAnswer, movedPoint } from './inputs-request';
import { insightAnswer } from './insight-request';
import { codeParams, comparisonParams, functionRef, functionsParams, graphParams, inputsParams, insertDerivativeParams, insightParams, movePointParams, plotParams, tryPointParams } from './params';
import { plotAnswer } from './plot-request';
import * as protocol from './protocol';
import { sensitivityAnswer } from './sensitivity-request';
import type { Session } from './session';
import { requestBudget } from './slices';
import * as view from './view-protocol';

export function registerRequests(connection: Connection, session: Session): void {
  connection.onRequest(protocol.functionsOf, async (params: unknown): Promise<readonly protocol.FunctionItem[]> => {
    const { uri } = functionsParams(params);
    const open = session.open(uri);
    if (open === undefined) return [];
    const names = await session.analyses.functionNames(open.path);
    const { generated } = await session.analyses.of(open.path);
    return names.map(({ name, marked, nameSpan, declarationSpan }) => {
      const at = open.document.positionAt(nameSpan.start);
      return {
        name,
        marked,
        derivativeOf: generated.find(({ derivative }) => derivative === name)?.from ?? null,
        firstLine: open.document.positionAt(declarationSpan.start).line,
        lastLine: open.document.positionAt(declarationSpan.end).line,
        nameLine: at.line,
        nameCharacter: at.character,
      };
    });
  });

  connection.onRequest(protocol.pointsOf, async (params: unknown): Promise<protocol.PointsResult> => {
    const found = await session.find(functionRef(params));
    return found === undefined ? { signature: '', written: [], suggested: [] } : pointsResult(found.fn);
  });

  connection.onRequest(protocol.writePoint, async (given: unknown): Promise<protocol.EditResult> => {
    const params = tryPointParams(given);
    const found = await session.find(params);
    if (found === undefined) return missing(params);
    const text = found.document.getText();
    return editOf(found.document, [writePointChange(text, found.fn, params.text, eolOf(text))]);
  });

  connection.onRequest(protocol.markFunction, async (params: unknown): Promise<protocol.EditResult> => {
    const ref = functionRef(params);
    const open = session.open(ref.uri);
    const fn = open === undefined ? null : await session.analyses.functionNamed(open.path, ref.name);
    if (open === undefined || fn === null) return missing(ref);
    const text = open.document.getText();
    return editOf(open.document, [markChange(text, fn, eolOf(text))]);
  });

  connection.onRequest(protocol.tryPoint, async (given: unknown): Promise<protocol.TryPointResult> => {
    const params = tryPointParams(given);
    const found = await session.find(params);
    const point = found === undefined ? null : await session.point(found.path, found.fn, params.text);
    if (found === undefined || point === null) return missing(params);
    const invalid = point.diagnostics.find(({ severity }) => severity === 'error');
    if (invalid !== undefined) return { ok: false, message: plain(invalid.message) };
    const { evaluationBudget: budget, significantDigits } = session.settings;
    const evaluation = await session.evaluations.at(found.fn, point, { budget, wanted: session.current(found) });
    if (evaluation.kind !== 'value') return { ok: true, text: point.text, detail: whyNot(evaluation) };
    return { ok: true, text: writtenText(point.text, evaluation.at), detail: valuesDetail(found.fn, evaluation, significantDigits) };
  });

  connection.onRequest(protocol.insertDerivative, async (given: unknown, token): Promise<protocol.EditResult> => {
    const params = insertDerivativeParams(given);
    const found = await session.find(params);
    if (found === undefined) return missing(params);
    const current = session.current(found);
    const wanted = (): boolean => !token.isCancellationRequested && current();
    const { kind, useAlternative } = params;
    const run = await session.analyses.generate(found.path, found.fn, { kind, useAlternative, budget: requestBudget, wanted });
    if (run.kind === 'stopped') return { ok: false, message: `the derivative of ${params.name} was not ready and checked after ${String(requestBudget)} ms` };
    if (run.kind === 'dropped') return { ok: false, message: 'the text changed meanwhile', stale: true };
    if (!run.value.ok) {
      session.generationProblems.set(found.fn, run.value.diagnostics);
      await session.refresh();
      return { ok: false, message: plain(run.value.diagnostics[0]?.message ?? `${params.name} cannot be differentiated`) };
    }
    const { changes, confirm } = derivativeEdit(found.document.getText(), run.value.generated);
    return editOf(found.document, changes, confirm);
  });

  connection.onRequest(protocol.valuesOf, async (params: unknown): Promise<protocol.ValuesResult> => {
    const ref = functionRef(params);
    const found = await session.find(ref);
    if (found === undefined) return missing(ref);
    const point = await session.activePoint(found, found.fn);
    if (point === null) return { ok: false, message: `${ref.name} has no point` };
    const evaluation = await session.evaluations.at(found.fn, point, { budget: requestBudget, wanted: session.current(found) });
    if (evaluation.kind !== 'value') return { ok: false, message: whyNot(evaluation) };
    return { ok: true, json: valuesJson(found.fn, found.document.getText(), evaluation) };
  });

  connection.onRequest(view.graphOfFunction, (params: unknown, token): Promise<view.GraphAnswer> => graphAnswer(session, graphParams(params), token));

  connection.onRequest(view.codeOfFunction, (params: unknown, token): Promise<view.CodeAnswer> => codeAnswer(session, codeParams(params), token));

  connection.onRequest(view.inputsOfFunction, (params: unknown, token): Promise<view.InputsAnswer> => inputsAnswer(session, inputsParams(params), token));

  connection.onRequest(view.movePoint, (params: unknown, token): Promise<view.MovePointResult> => movedPoint(session, movePointParams(params), token));

  connection.onRequest(view.plotOfFunction, (params: unknown, token): Promise<view.PlotAnswer> => plotAnswer(session, plotParams(params), token));

  connection.onRequest(view.insightOfFunction, (params: unknown, token): Promise<view.InsightAnswer> => insightAnswer(session, insightParams(params), token));

  connection.onRequest(view.comparisonOfFunction, (params: unknown, token): Promise<view.ComparisonAnswer> => comparisonAnswer(session, comparisonParams(params), token));

  connection.onRequest(view.sensitivityOfFunction, (params: unknown, token): Promise<view.SensitivityAnswer> => sensitivityAnswer(session, functionRef(params), token));

  connection.onRequest(protocol.gradientName, async (params: unknown): Promise<string | null> => {
    const { uri, name } = functionRef(params);
    const open = session.open(uri);
    if (open === undefined) return null;
    const { generated } = await session.analyses.of(open.path);
    return generated.find(({ from, kind }) => from === name && kind === 'gradient')?.derivative ?? null;
  });

  connection.onRequest(protocol.checkDerivatives, async (params: unknown): Promise<protocol.CheckDerivativesResult> => {
    const { uri } = functionsParams(params);
    const result: Record<'passed' | 'failed' | 'unchecked', string[]> = { passed: [], failed: [], unchecked: [] };
    const open = session.open(uri);
    if (open === undefined) return result;
    for (const fn of (await session.analyses.of(open.path)).functions) {
      const { kind } = await session.checked(open, fn);
      result[kind === 'passed' || kind === 'failed' ? kind : 'unchecked'].push(fn.name);
    }
    return result;
  });

  connection.onRequest(protocol.staleDerivatives, async (params: unknown): Promise<readonly protocol.StaleDerivative[]> => {
    const open = session.open(functionsParams(params).uri);
    const generated = open === undefined ? [] : (await session.analyses.of(open.path)).generated;
    return generated.flatMap(({ state, from, kind }) => (state === 'stale' ? [{ name: from, kind }] : []));
  });

  connection.onRequest(protocol.runLonger, async (params: unknown): Promise<null> => {
    const found = await session.find(functionRef(params));
    const point = found === undefined ? null : await session.activePoint(found, found.fn);
    if (found === undefined || point === null) return null;
    await session.evaluations.at(found.fn, point, { budget: requestBudget, wanted: session.current(found) });
    await session.refresh();
    return null;
  });
}

function whyNot(evaluation: Exclude<Evaluation, { kind: 'value' }>): string {
  switch (evaluation.kind) {
    case 'stopped':
      return `stopped after ${String(evaluation.milliseconds)} ms`;
    case 'problem':
      return plain(evaluation.message);
    case 'dropped':
      return 'the text changed meanwhile';
  }
}

/** Boxes and status lines show no Markdown. */
const plain = (message: string): string => message.replaceAll('`', '');

const missing = ({ name }: protocol.FunctionRef): { readonly ok: false; readonly message: string } => ({ ok: false, message: `there is no function ${name} here any more` });

const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** Lines are counted as if the first change were the only one that adds any, which decides at most how far the view scrolls. */
function editOf(document: TextDocument, changes: readonly protocol.TextChange[], confirm: string | null = null): protocol.EditResult {
  const [first] = changes;
  const firstLine = first === undefined ? 0 : document.positionAt(first.start).line;
  const lastLine = firstLine + (first === undefined ? 0 : first.text.split('\n').length - 1);
  return { ok: true, edit: { uri: document.uri, version: document.version, changes, confirm, shown: { firstLine, lastLine } } };
}
