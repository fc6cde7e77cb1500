/** The lens line above each marked function: its value at the active point, or the way to a first point. */
import type { MarkedFunction } from '../../core/frontend/api';
import type { Span } from '../../core/ir/origin';

export interface Lens {
  readonly span: Span;
  readonly title: string;
  readonly tooltip?: string;
  readonly command: string;
  /** Names the function the command is about. */
  readonly functionName: string;
}

/** Longest text of a point in a lens; longer ones are cut to `f(…)`. */
const longestPoint = 60;

/** Never empty for a marked function: lenses must not jump while one types. */
export function lensesOf(functions: readonly MarkedFunction[], active: (fn: MarkedFunction) => string | null): Lens[] {
  return functions.map((fn) => ({
    span: fn.nameSpan,
    title: title(fn, active(fn)),
    command: 'nabla.differentiateAtPoint',
    functionName: fn.name,
  }));
}

function title(fn: MarkedFunction, point: string | null): string {
  const problems = fn.diagnostics.filter(({ severity }) => severity === 'error').length;
  if (problems > 0) return problems === 1 ? '∇ 1 problem' : `∇ ${String(problems)} problems`;
  if (point === null) return '∇ Add a Point…';
  return `∇ ${fn.name}(${point.length > longestPoint ? '…' : point})`;
}
