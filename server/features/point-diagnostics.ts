/**
 * What the evaluation at the written points adds to the Problems panel: the conventions and cuts that decided a number there, and
 * runs that ended without one. Points typed into the box report nothing.
 */
import { formatNumber } from '../../core/format';
import type { MarkedFunction, Point } from '../../core/frontend/api';
import type { Warning } from '../../core/evaluate';
import { catalogue, mergeRepeated, type Diagnostic, type Severity } from '../../core/messages';
import type { Evaluation } from '../evaluation';

export interface EvaluatedPoint {
  readonly point: Point;
  readonly evaluation: Evaluation;
}

/** A derivative that is 0 although the parameter matters; every other convention is for the reader to know, not to mend. */
const silentlyZero: ReadonlySet<string> = new Set([catalogue.pathCut.code, catalogue.activeIndex.code, catalogue.zeroByDecision.code]);

/** The same thing said at several points is said once, with the points as related information. */
export const pointDiagnostics = (fn: MarkedFunction, evaluated: readonly EvaluatedPoint[]): Diagnostic[] =>
  mergeRepeated(evaluated.flatMap(({ point, evaluation }) => diagnosticsAt(fn, point, evaluation)));

function diagnosticsAt(fn: MarkedFunction, point: Point, evaluation: Evaluation): Diagnostic[] {
  switch (evaluation.kind) {
    case 'value':
      return evaluation.warnings.map((warning) => ofWarning(fn, point, warning));
    case 'problem': {
      // What is wrong with the text of the point or the function has been reported where it is.
      if (evaluation.code === null || point.lowered === null || fn.lowered === null) return [];
      const related = evaluation.span === null ? [] : [{ span: evaluation.span, message: evaluation.message }];
      return [{ code: evaluation.code, severity: 'error', message: evaluation.message, span: point.tagSpan, related }];
    }
    case 'stopped':
    case 'dropped':
      return [];
  }
}

function ofWarning(fn: MarkedFunction, point: Point, { code, message, span, oneSided, path = [] }: Warning): Diagnostic {
  const severity: Severity = silentlyZero.has(code) ? 'warning' : 'information';
  // The one-sided derivatives are those of the whole function, so they belong to the point.
  const sides = oneSided === undefined ? '' : `: left ${formatNumber(oneSided[0])}, right ${formatNumber(oneSided[1])}`;
  const way = path.slice(0, -1).flatMap((step) => (step.span === null ? [] : [{ span: step.span, message: `from here: ${step.name}` }]));
  const here = { span: point.tagSpan, message: `at ${point.name ?? point.text}${sides}` };
  // What happens in a callee of another file is shown at the point, with the way there.
  if (span === null || span.file !== fn.file) return { code, severity, message, span: point.tagSpan, related: span === null ? [here, ...way] : [{ span, message: `here${sides}` }, ...way] };
  return { code, severity, message, span, related: [here, ...way] };
}
