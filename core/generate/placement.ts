/** Where the lines of generated code stand in a file that has the same code, however it was formatted there since. */
import type { Line } from '../backend';
import { textTokens } from '../frontend';
import type { Existing } from './splice';

/** Offsets in the file, from the first token of the line to the beginning of its last. */
export interface Place { readonly start: number; readonly end: number }

/** For each line its place, null for those without tokens; null altogether where the file has other code. `text`: of the lines. */
export function placesInFile(lines: readonly Line[], text: string, eol: string, existing: Existing): readonly (Place | null)[] | null {
  if (existing.kind !== 'ours') return null;
  const made = textTokens(text), there = existing.parts.flatMap(part => part.tokens());
  if (made.length !== there.length || made.some((token, i) => token.text !== there[i]?.text)) return null;
  let start = 0, next = 0;
  return lines.map(line => {
    const end = start + line.text.length, first = next;
    while (next < made.length && (made[next]?.at ?? end) < end) next++;
    start = end + eol.length;
    const offsets = there.slice(first, next).map(token => token.at);
    return offsets.length === 0 ? null : { start: Math.min(...offsets), end: Math.max(...offsets) };
  });
}
