/** Spans of the source as places that editors count. */
import { positionsIn, type Position } from '../../core/format';
import type { Span } from '../../core/ir/origin';
import type { SourceRange } from '../view-protocol';

/** The texts that a function was read from. */
export interface Sources {
  textOf(file: string): string | undefined;
  uriOf(file: string): string;
}

export type Places = (span: Span | null) => SourceRange | null;

/** Zero-based places, each file's lines counted once; null for files whose text is not at hand. */
export function placesIn({ textOf, uriOf }: Sources): Places {
  const files = new Map<string, ((offset: number) => Position) | null>();
  return (span) => {
    if (span === null) return null;
    let positions = files.get(span.file);
    if (positions === undefined) {
      const text = textOf(span.file);
      positions = text === undefined ? null : positionsIn(text);
      files.set(span.file, positions);
    }
    if (positions === null) return null;
    const start = positions(span.start), end = positions(span.end);
    return {
      uri: uriOf(span.file),
      start: { line: start.line - 1, character: start.column - 1 },
      end: { line: end.line - 1, character: end.column - 1 },
    };
  };
}
