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

/** Cuts the lines off a replacement that it leaves as they are; nothing is left of one that changes nothing. */
export function differingLines(fileText: string, { start, end, text }: TextChange): TextChange[] {
  const before = fileText.slice(start, end);
  if (before === text) return [];
  const shorter = Math.min(before.length, text.length);
  let head = 0;
  while (head < shorter && before[head] === text[head]) head++;
  head = before.slice(0, head).lastIndexOf('\n') + 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
  // The tail begins after a line break, so that whole lines stay.
  const lineBreak = before.indexOf('\n', before.length - tail);
  tail = lineBreak < 0 ? 0 : before.length - lineBreak;
  return [{ start: start + head, end: end - tail, text: text.slice(head, text.length - tail) }];
}
