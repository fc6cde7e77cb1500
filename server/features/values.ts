/** Values in full: what Copy Values puts on the clipboard, and the short form under a point in the picker. */
import { inputBars, outputAdjoints } from '../../core/evaluate';
import { formatNumber, norm, pointJson, positionAt, valueText } from '../../core/format';
import type { MarkedFunction } from '../../core/frontend/api';
import type { Evaluation } from '../evaluation';

type Value = Extract<Evaluation, { kind: 'value' }>;

/** What the command line prints with `--json` for one point, with every digit. */
export function valuesJson(fn: MarkedFunction, text: string, { at, trace, warnings }: Value): string {
  const mode = trace.outputs.length === 1 ? 'gradient' : 'jacobian';
  const locate = (span: { readonly start: number } | null): { line: number; column: number } => (span === null ? { line: 0, column: 0 } : positionAt(text, span.start));
  return JSON.stringify({ function: fn.name, points: [pointJson(at, trace, warnings, mode, null, locate)] }, null, 2);
}

/** Partials shown in a point's detail. */
const mostPartials = 4;

/** `f = 11.65, ∂x = 5.5`. */
export function valuesDetail(fn: MarkedFunction, { trace }: Value, significantDigits: number): string {
  const value = `${fn.name} = ${valueText(trace.value, significantDigits)}`;
  if (trace.outputs.length !== 1) return value;
  const bars = inputBars(trace, outputAdjoints(trace, 0));
  const partials = trace.inputs.slice(0, mostPartials).map(({ name, type, first, count }) => {
    const part = Array.from(bars.subarray(first - 1, first - 1 + count));
    return type.kind === 'num' ? `∂${name} = ${formatNumber(part[0] ?? 0, significantDigits)}` : `∥∂${name}∥ = ${formatNumber(norm(part), significantDigits)}`;
  });
  return [value, ...partials, ...(trace.inputs.length > mostPartials ? ['…'] : [])].join(', ');
}
