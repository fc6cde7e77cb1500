/** The diagnostics request: what the analysis found at once, and what the evaluation at the written points adds as soon as it is there. */
import type { Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import type { MarkedFunction } from '../core/frontend/api';
import type { Diagnostic } from '../core/messages';
import { toDiagnostic } from './convert';
import { carried } from './features/carried-diagnostics';
import { problemsOf } from './features/diagnostics';
import { pointDiagnostics, type EvaluatedPoint } from './features/point-diagnostics';
import type { OpenDocument, Session } from './session';

/** Milliseconds a whole answer may wait for evaluations. */
const patience = 50;

/** Texts may change while they are looked at; after so many the answer is of one that has changed since. */
const mostTexts = 3;

export async function diagnosticsOf(session: Session, uri: string): Promise<LspDiagnostic[]> {
  for (let left = mostTexts; ; left--) {
    const open = session.open(uri);
    if (open === undefined) return [];
    const current = session.current(open);
    const found = await problemsNow(session, open);
    const textOf = (path: string): string | undefined => session.sources.readFile(path);
    if (current() || left === 1) return found.map((problem) => toDiagnostic(open.document, open.path, problem, { textOf, pages: session.diagnosticPages }));
  }
}

async function problemsNow(session: Session, open: OpenDocument): Promise<Diagnostic[]> {
  const { uri } = open.document;
  const text = open.document.getText();
  const current = session.current(open);
  const analysis = await session.analyses.of(open.path);
  const evaluations = evaluateWritten(session, open, analysis.functions);
  const inTime = await Promise.race([evaluations.then(() => true), new Promise<false>((resolve) => setTimeout(() => { resolve(false); }, patience))]);
  const evaluated = inTime ? await evaluations : null;
  if (evaluated === null) {
    void evaluations.then(() => {
      if (current()) void session.refresh();
    });
  }
  const atPoints = new Map<string, CarriedDiagnostics>();
  const problems = problemsOf(analysis, open.path, (fn) => {
    const known = session.atPoints.get(uri)?.get(fn.name);
    // A function that is being written has no value: as its lens does, its problems keep what they last were.
    const present = evaluated === null || fn.hasSyntaxErrors ? known : { text, diagnostics: pointDiagnostics(fn, evaluated.get(fn) ?? []) };
    if (present !== undefined) atPoints.set(fn.name, present);
    return [...(session.generationProblems.get(fn) ?? []), ...(present === undefined ? [] : carried(present.diagnostics, open.path, present.text, text))];
  });
  if (current()) session.atPoints.set(uri, atPoints);
  return problems;
}

/** What was found at a function's points, and the text of the document it was found in. */
export interface CarriedDiagnostics {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

async function evaluateWritten(session: Session, open: OpenDocument, functions: readonly MarkedFunction[]): Promise<ReadonlyMap<MarkedFunction, readonly EvaluatedPoint[]>> {
  const found = new Map<MarkedFunction, readonly EvaluatedPoint[]>();
  const options = { budget: session.settings.evaluationBudget, wanted: session.current(open) };
  for (const fn of functions) {
    const evaluated: EvaluatedPoint[] = [];
    for (const point of fn.lowered === null ? [] : fn.points) evaluated.push({ point, evaluation: await session.evaluations.at(fn, point, options) });
    found.set(fn, evaluated);
  }
  return found;
}
