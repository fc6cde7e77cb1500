/** On which line of the source each node of a trace stands: an operation where its expression begins, an input where its parameter is declared. */
import { inputSpan, type Trace } from '../evaluate';
import type { Span } from '../ir/origin';

/** `line` counts from 1. */
export interface SourceLine { readonly file: string; readonly line: number }

export interface Lines {
  /** Those with nodes, by file and from top to bottom. */
  readonly all: readonly SourceLine[];
  /** Index in `all` of each node's line; -1 where the source has none. Index 0 is unused. */
  readonly of: Int32Array;
}

/** The line, from 1, that a span begins on; null where the text of its file is not at hand. */
export type LineAt = (span: Span) => number | null;

export function linesOf(trace: Trace, lineAt: LineAt): Lines {
  const { tape, inputCount } = trace;
  const found = new Map<string, { readonly line: SourceLine; readonly nodes: number[] }>();
  const bySpan = new Map<Span, string>();
  const keyOf = (span: Span): string => {
    const known = bySpan.get(span);
    if (known !== undefined) return known;
    const line = lineAt(span), key = line === null ? '' : `${span.file}:${String(line)}`;
    if (line !== null && !found.has(key)) found.set(key, { line: { file: span.file, line }, nodes: [] });
    bySpan.set(span, key);
    return key;
  };
  for (let node = 1; node <= tape.count; node++) {
    const span = node <= inputCount ? inputSpan(trace, node) : (tape.notes[tape.note[node] ?? -1]?.origin.span ?? null);
    if (span !== null) found.get(keyOf(span))?.nodes.push(node);
  }
  const sorted = [...found.values()].sort((a, b) => (a.line.file === b.line.file ? a.line.line - b.line.line : a.line.file < b.line.file ? -1 : 1));
  const of = new Int32Array(tape.count + 1).fill(-1);
  sorted.forEach(({ nodes }, i) => { for (const node of nodes) of[node] = i; });
  return { all: sorted.map(({ line }) => line), of };
}
