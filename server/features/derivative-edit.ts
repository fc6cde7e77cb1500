/** The edit that puts a generated derivative into its file: only the lines that differ, and a question where a hand edited it. */
import type { Generated } from '../../core/generate/generate';
import type { TextChange } from '../protocol';

export interface DerivativeEdit {
  readonly changes: readonly TextChange[];
  /** The reason to ask first. */
  readonly confirm: string | null;
}

export function derivativeEdit(fileText: string, { name, edits, existing }: Generated): DerivativeEdit {
  return {
    changes: edits.flatMap(({ start, end, newText }) => differingLines(fileText, { start, end, text: newText })),
    confirm: existing.kind === 'ours' && existing.edited ? `${name} was edited by hand` : null,
  };
}

/** More pairs of lines than this are not compared: the replacement stays one. */
const mostPairs = 1_000_000;

/** A replacement as the smallest set of changes of whole lines; nothing is left of one that changes nothing. */
export function differingLines(fileText: string, { start, end, text }: TextChange): TextChange[] {
  const before = fileText.slice(start, end);
  if (before === text) return [];
  const old = linesOf(before);
  const made = linesOf(text);
  if (old.length * made.length > mostPairs) return [{ start, end, text }];
  const changes: TextChange[] = [];
  let at = start;
  let from = start;
  let put = '';
  const flush = (): void => {
    if (from < at || put !== '') changes.push({ start: from, end: at, text: put });
    put = '';
  };
  for (const step of alignment(old, made)) {
    if (step.kind === 'kept') flush();
    if (step.kind !== 'added') at += step.line.length;
    if (step.kind === 'added') put += step.line;
    if (step.kind === 'kept') from = at;
  }
  flush();
  return changes;
}

/** Lines with their line breaks; the last may have none. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

interface Step {
  readonly kind: 'kept' | 'removed' | 'added';
  readonly line: string;
}

/** A longest common subsequence of lines, and what lies between. */
function alignment(old: readonly string[], made: readonly string[]): Step[] {
  const width = made.length + 1;
  // Length of the longest common subsequence of the lines from i and from j on.
  const longest = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = made.length - 1; j >= 0; j--) longest[i * width + j] = old[i] === made[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const steps: Step[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < made.length) {
    const removed = old[i];
    const added = made[j];
    if (removed !== undefined && removed === added) {
      steps.push({ kind: 'kept', line: removed });
      i++;
      j++;
    } else if (removed !== undefined && (added === undefined || at(i + 1, j) >= at(i, j + 1))) {
      steps.push({ kind: 'removed', line: removed });
      i++;
    } else if (added !== undefined) {
      steps.push({ kind: 'added', line: added });
      j++;
    }
  }
  return steps;
}
