/** What a quick fix is, and what one is made from. */
import type ts from 'typescript';
import type { Span } from '../../ir/origin';
import type { MarkedFunction, QuickFix, TextEdit } from '../api';
import type { Lexicon } from '../lower/unit';

/** A diagnostic in a file, and the program that holds the file. */
export interface FixContext {
  readonly source: ts.SourceFile;
  readonly lexicon: Lexicon;
  readonly span: Span;
  /** The marked function whose comment the diagnostic stands in. */
  readonly marked: MarkedFunction | null;
}

/** Every fix of a diagnostic; none where it is not certain what was meant. */
export type Fixer = (context: FixContext) => readonly QuickFix[];

export const replace = ({ start, end }: Pick<Span, 'start' | 'end'>, newText: string): TextEdit => ({ start, end, newText });
export const insert = (at: number, newText: string): TextEdit => ({ start: at, end: at, newText });

/** `preferred`: what is most likely meant, so that one key applies it. */
export const fix = (title: string, edits: readonly TextEdit[], preferred = true): QuickFix => ({ title, edits, isPreferred: preferred });

/** The text with the whole line it leaves empty. */
export function removal(text: string, { start, end }: Pick<Span, 'start' | 'end'>): TextEdit {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const after = /^[^\S\n]*(?:\n|$)/.exec(text.slice(end));
  const alone = text.slice(lineStart, start).trim() === '' && after !== null;
  return alone ? { start: lineStart, end: end + after[0].length, newText: '' } : { start, end, newText: '' };
}
