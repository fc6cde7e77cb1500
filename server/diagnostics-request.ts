/** The diagnostics request: what the analysis found at once, and what the evaluation at the written points adds as soon as it is there. */
import type { Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import type { MarkedFunction } from '../core/frontend/api';
import { toDiagnostic } from './convert';
import { problemsOf } from './features/diagnostics';
import { pointDiagnostics, type EvaluatedPoint } from './features/point-diagnostics';
import type { OpenDocument, Session } from './session';

/** Milliseconds a whole answer may wait for evaluations. */
const patience = 50;

export async function diagnosticsOf(session: Session, uri: string): Promise<LspDiagnostic[]> {
  const open = session.open(uri);
  if (open === undefined) return [];
  const analysis = await session.analyses.of(open.path);
  const evaluations = evaluateWritten(session, open, analysis.functions);
  const inTime = await Promise.race([evaluations.then(() => true), new Promise<false>((resolve) => setTimeout(() => { resolve(false); }, patience))]);
  const evaluated = inTime ? await evaluations : new Map<MarkedFunction, readonly EvaluatedPoint[]>();
  if (!inTime) {
    void evaluations.then(() => {
      if (session.current(open)()) void session.refresh();
    });
  }
  const further = (fn: MarkedFunction): ReturnType<typeof pointDiagnostics> => [
    ...(session.generationProblems.get(fn) ?? []),
    ...pointDiagnostics(fn, evaluated.get(fn) ?? []),
  ];
  const textOf = (path: string): string | undefined => session.sources.readFile(path);
  return problemsOf(analysis, open.path, further).map((problem) => toDiagnostic(open.document, open.path, problem, textOf));
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
