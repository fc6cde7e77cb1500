/** Where generated text goes in a file: in place of its own earlier output, else below the function. */
import type { TextEdit } from '../frontend/api';
import type { TopLevelDeclaration } from '../frontend/topLevel';
import type { DerivativeKind } from './derive';
import { tokenHash } from './hash';
import { readHeader, type ReadHeader } from './header';
import { belongsTo } from './names';

/** What there already is under the derivative's name. */
export type Existing =
  | { readonly kind: 'none' }
  /** Code of the user with this name. */
  | { readonly kind: 'theirs'; readonly declaration: TopLevelDeclaration }
  | { readonly kind: 'ours'; readonly header: ReadHeader; readonly parts: readonly TopLevelDeclaration[]; readonly main: TopLevelDeclaration; readonly edited: boolean };

/** `function_`: the function that was differentiated; `derivative`: the name its derivative has. */
export function existingDerivative(declarations: readonly TopLevelDeclaration[], function_: string, derivative: string, kind: DerivativeKind): Existing {
  const main = declarations.find(declaration => declaration.name === derivative);
  if (main === undefined) return { kind: 'none' };
  const header = readHeader(main.comment);
  if (header === null || header.from !== function_) return { kind: 'theirs', declaration: main };
  const isPart = (declaration: TopLevelDeclaration): boolean => declaration === main
    || (belongsTo(declaration.name, function_, derivative, kind) && (declaration.name.startsWith(`${derivative}_`) ? !declaration.isExported : declaration.isScratch));
  const named = declarations.filter(isPart);
  const isWhole = (parts: readonly TopLevelDeclaration[]): boolean => tokenHash(parts.flatMap(part => part.tokens().map(token => token.text))) === header.body;
  // Something of the user may have such a name too; the hash tells what was written together.
  const written = isWhole(named) ? named : windows(named, named.indexOf(main)).find(isWhole);
  return { kind: 'ours', header, parts: written ?? named, main, edited: written === undefined };
}

/** Every run of neighbours that holds the one at `at`. */
const windows = <T>(all: readonly T[], at: number): readonly (readonly T[])[] =>
  all.slice(0, at + 1).flatMap((_, from) => all.slice(at).map((_each, more) => all.slice(from, at + more + 1)));

/** The edits that put `text` (declarations, ending in a line break) into the file. */
export function spliceEdits(fileText: string, existing: Existing, insertionOffset: number, text: string, eol: string): readonly TextEdit[] {
  const body = text.endsWith(eol) ? text.slice(0, -eol.length) : text;
  if (existing.kind !== 'ours') return [{ start: insertionOffset, end: insertionOffset, newText: `${eol}${eol}${body}${insertionOffset === fileText.length ? eol : ''}` }];
  const [first, ...more] = existing.parts;
  if (first === undefined) return [];
  const last = more.at(-1) ?? first;
  const together = existing.parts.every((part, i) => { const next = existing.parts[i + 1]; return next === undefined || fileText.slice(part.end, next.start).trim() === ''; });
  if (together) return [{ start: first.start, end: last.end, newText: body }];
  return existing.parts.map(part => (part === existing.main
    ? { start: part.start, end: part.end, newText: body }
    : { start: part.start, end: part.end + (fileText.slice(part.end).startsWith(eol) ? eol.length : 0), newText: '' }));
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits].sort((a, b) => b.start - a.start).reduce((before, edit) => before.slice(0, edit.start) + edit.newText + before.slice(edit.end), text);
}
