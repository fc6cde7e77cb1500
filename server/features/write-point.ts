/** Write as @at: one line after the function's last point, else after its mark, with the comment's own indentation. */
import type { MarkedFunction } from '../../core/frontend/api';
import type { TextChange } from '../protocol';

export function writePointChange(text: string, fn: MarkedFunction, point: string, eol: string): TextChange {
  const last = fn.points.at(-1);
  const after = last === undefined ? endOfLineInComment(text, fn) : last.tagSpan.end;
  const anchor = last?.tagSpan.start ?? fn.markSpan.start;
  const lineStart = text.lastIndexOf('\n', anchor - 1) + 1;
  const before = text.slice(lineStart, anchor);
  if (/^\s*\/\*\*/.test(before)) return unfold(text, fn, before, after, point, eol);
  return { start: after, end: after, text: `${eol}${before}@at ${point}` };
}

/** The end of the mark's line without the comment's closing and without spaces before it. */
function endOfLineInComment(text: string, fn: MarkedFunction): number {
  const lineEnd = text.slice(fn.markSpan.start).search(/\r?\n|\s*\*\//);
  return lineEnd < 0 ? fn.markSpan.end : fn.markSpan.start + lineEnd;
}

/** A comment on one line becomes one on several, the mark on a line of its own. */
function unfold(text: string, fn: MarkedFunction, before: string, after: number, point: string, eol: string): TextChange {
  const indent = /^\s*/.exec(before)?.[0] ?? '';
  const { start, end } = fn.commentSpan;
  const first = text.slice(start + '/**'.length, after).trim();
  const rest = text.slice(after, end - '*/'.length).trimEnd();
  const lines = [first, `@at ${point}`].map((line) => `${eol}${indent} * ${line}`);
  const tail = rest === '' ? `${eol}${indent} ` : `${rest}${/\n\s*\*?\s*$/.test(rest) ? '' : `${eol}${indent} `}`;
  return { start, end, text: `/**${lines.join('')}${tail}*/` };
}
