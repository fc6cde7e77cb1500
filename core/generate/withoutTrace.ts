/**
 * The gradient of a run too long to be traced: the derivative in value form is interpreted, and keeps only what its plan saves.
 */
import { interpret, isDatumRecord, type ByParam, type Datum, type Limits, type Target, type Task, type Warning } from '../evaluate';
import { adjointName } from '../ad/names';
import type { Span } from '../ir/origin';
import { problem } from '../messages';
import { derive } from './derive';

export interface PlainGradient { readonly value: Datum; readonly gradient: ByParam; readonly warning: Warning }

/** Null where there is no derivative code, or it does not end within the limits either. */
export function* gradientWithoutTrace(target: Target, args: readonly Datum[], limits: Limits, at: Span): Task<PlainGradient | null> {
  const name = `${target.root}Grad`;
  const derivation = derive(target, 'gradient', name, at);
  if (!derivation.ok) return null;
  const run = yield* interpret(derivation.derived.module, name, args, limits);
  if (!run.ok || !isDatumRecord(run.value)) return null;
  const { value: result } = run;
  const gradient = Object.fromEntries(target.wrt.map(param => [param, result[adjointName(param)] ?? 0]));
  const { code, message, span } = problem('beyondTrace', { megabytes: limits.memory / 2 ** 20 }, at);
  return { value: result['value'] ?? null, gradient, warning: { code, message, span, operation: target.root } };
}
