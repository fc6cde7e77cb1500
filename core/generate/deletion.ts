/** Taking generated code out of a file again. */
import type { TextEdit } from '../frontend/api';
import type { GeneratedState } from './staleness';

/** The edits that take a derivative and all that belongs to it out of the file, with the blank line before each part. */
export function deletion(text: string, { existing }: GeneratedState): readonly TextEdit[] {
  return existing.parts.map(({ start, end }) => {
    const before = /(?:\r?\n)*$/.exec(text.slice(0, start))?.[0] ?? '';
    return { start: start - before.length, end, newText: '' };
  });
}
