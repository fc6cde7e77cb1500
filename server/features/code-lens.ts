/**
 * The lens line above each marked function: its value at the active point or the reason there is none, then what can be done.
 * Positions need no evaluation; the value may still be missing and is then asked for when the lens is on the screen.
 */
import { fullPartials, pointTitle, summary, type SummarizedPoint } from '../../core/format';
import type { MarkedFunction } from '../../core/frontend/api';
import type { Span } from '../../core/ir/origin';
import type { DerivativeKind } from '../../core/generate/derive';
import type { GeneratedState } from '../../core/generate/staleness';
import type { Check } from '../checks';
import type { Evaluation } from '../evaluation';

export interface LensCommand {
  readonly title: string;
  readonly tooltip?: string;
  readonly command: string;
}

export interface Lens {
  readonly span: Span;
  /** Names the function the command is about. */
  readonly functionName: string;
  /** Absent while the value is being computed. */
  readonly command?: LensCommand;
}

export interface LensOptions {
  readonly significantDigits: number;
}

/** What is known of a function when its lenses are asked for. */
export interface LensState {
  readonly fn: MarkedFunction;
  /** The active point; null when the function has none. */
  readonly point: SummarizedPoint | null;
  /** Undefined while it is being computed. */
  readonly evaluation: Evaluation | undefined;
  /** The derivative in reverse mode that Nabla wrote into the file, if there is one. */
  readonly gradient: GeneratedState | undefined;
  /** The value's text before the edit that made the source unreadable. */
  readonly lastTitle: string | undefined;
}

/** Longest text of a point in a lens that has no value to show. */
const longestPoint = 60;

/** Never empty for a marked function: lenses must not jump while one types. */
export function lensesOf(state: LensState, options: LensOptions): Lens[] {
  const { fn, point, evaluation } = state;
  const base = { span: fn.nameSpan, functionName: fn.name };
  const value = valueCommand(state, options);
  const lenses: Lens[] = [value === undefined ? base : { ...base, command: value }];
  if (evaluation?.kind === 'stopped') lenses.push({ ...base, command: { title: 'Run Longer', command: 'nabla.runLonger' } });
  if (errorsOf(fn) > 0 || fn.lowered === null) return lenses;
  if (fn.resultType?.kind === 'num') lenses.push({ ...base, command: gradientCommand(state.gradient) });
  if (point !== null) {
    lenses.push({ ...base, command: { title: 'Differentiate at Point…', command: 'nabla.differentiateAtPoint' } });
    if (fn.points.length > 1) lenses.push({ ...base, command: { title: pointCount(fn, point), command: 'nabla.selectPoint' } });
    lenses.push({ ...base, command: { title: 'Show Graph', command: 'nabla.showGraph' } });
  }
  return lenses;
}

function gradientCommand(gradient: GeneratedState | undefined): LensCommand {
  if (gradient === undefined) return { title: 'Insert Gradient', command: 'nabla.insertGradient' };
  return gradient.state === 'stale' ? { title: 'Regenerate Gradient', command: 'nabla.insertGradient' } : { title: 'Go to Gradient', command: 'nabla.goToGradient' };
}

const kindTitles: Readonly<Record<DerivativeKind, string>> = { gradient: 'Gradient', jvp: 'Tangent', vjp: 'Adjoint' };
const stateTitles: Readonly<Record<GeneratedState['state'], string>> = {
  fresh: 'up to date',
  stale: 'stale',
  edited: 'edited by hand',
  orphaned: 'its function is gone',
};

/** The lens of a generated function's own: what it is, whether it was checked, and the way to the function it was made from. */
export function generatedLens({ derivative, from, kind, declaration, state }: GeneratedState, file: string, check: Check | undefined): Lens {
  return {
    span: { file, start: declaration.nameStart, end: declaration.nameStart + derivative.length },
    functionName: from,
    command: { title: [`${kindTitles[kind]} of ${from}`, stateTitles[state], ...checkTexts(check)].join(' · '), command: 'nabla.goToFunction' },
  };
}

/** Only what was checked as it stands in the file is said to be checked. */
function checkTexts(check: Check | undefined): string[] {
  if (check?.kind === 'failed') return ['check failed $(error)'];
  if (check?.kind !== 'passed' || !check.isInFile || check.points === 0) return [];
  return [check.points === 1 ? 'checked at 1 point' : `checked at ${String(check.points)} points`];
}

/** The last value while the text cannot be read. */
export const beforeEdit = (lastTitle: string): LensCommand => ({ title: `${lastTitle} (before edit)`, command: 'nabla.showHover' });

/** The value lens, or undefined while its value is being computed. */
export function valueCommand({ fn, point, evaluation, lastTitle }: Omit<LensState, 'gradient'>, options: LensOptions): LensCommand | undefined {
  if (fn.hasSyntaxErrors && lastTitle !== undefined) return beforeEdit(lastTitle);
  const errors = errorsOf(fn);
  if (errors > 0) return { title: errors === 1 ? '∇ 1 problem' : `∇ ${String(errors)} problems`, command: 'nabla.showNextProblem' };
  if (point === null) return { title: '∇ Add a Point…', command: 'nabla.differentiateAtPoint' };
  if (evaluation === undefined || evaluation.kind === 'dropped') return undefined;
  const title = `∇ ${pointTitle(fn.name, point, point.text.length > longestPoint)}`;
  switch (evaluation.kind) {
    case 'stopped':
      return { title: `${title}: stopped after ${String(evaluation.milliseconds)} ms`, command: 'nabla.showHover' };
    case 'problem':
      // A lens is plain text.
      return { title: `${title}: ${evaluation.message.replaceAll('`', '')}`, command: 'nabla.showHover' };
    case 'value': {
      const { trace, warnings } = evaluation;
      const text = summary(fn.name, point, trace, warnings.length > 0 || !allFinite(trace), { digits: options.significantDigits });
      return { title: text, tooltip: tooltip(point, evaluation), command: 'nabla.showHover' };
    }
  }
}

const errorsOf = (fn: MarkedFunction): number => fn.diagnostics.filter(({ severity }) => severity === 'error').length;

function pointCount(fn: MarkedFunction, point: SummarizedPoint): string {
  const index = fn.points.findIndex(({ text }) => text === point.text);
  return index < 0 ? `${String(fn.points.length)} Points` : `${String(index + 1)} of ${String(fn.points.length)} Points`;
}

function tooltip(point: SummarizedPoint, { trace, warnings }: Extract<Evaluation, { kind: 'value' }>): string {
  const partials = trace.outputs.length === 1 ? fullPartials(trace) : [];
  return [point.text, ...partials, ...warnings.map(({ message }) => message)].join('\n');
}

/** A value that is infinite or not a number deserves a look even where nothing else is wrong. */
const allFinite = (trace: Extract<Evaluation, { kind: 'value' }>['trace']): boolean => trace.outputs.every(({ value }) => Number.isFinite(value));
