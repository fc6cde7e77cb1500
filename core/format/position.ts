/** Offsets to lines and columns, both from 1, as compilers print them. */
export interface Position { readonly line: number; readonly column: number }

export function positionAt(text: string, offset: number): Position {
  let line = 1, start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: Math.max(offset - start, 0) + 1 };
}
