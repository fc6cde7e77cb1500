/** The lens line above each marked function: its value at the active point, or the way to a first point. */
import type { DocumentAnalysis, MarkedFunction, Span } from '../analysis';

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

export function lensesOf(analysis: DocumentAnalysis): Lens[] {
  return analysis.functions.map((marked) => ({
    span: marked.nameSpan,
    title: valueTitle(marked),
    command: 'nabla.differentiateAtPoint',
    functionName: marked.name,
  }));
}

function valueTitle(marked: MarkedFunction): string {
  const [first] = marked.points;
  if (first === undefined) return '∇ Add a Point…';
  return `∇ ${marked.name}(${first.length > longestPoint ? '…' : first})`;
}
