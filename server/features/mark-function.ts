/** Mark as Differentiable: the tag and a point above a function, in its own comment where it has one. */
import type { MarkedFunction } from '../../core/frontend/api';
import { suggestion } from '../../core/frontend/suggestion';
import type { TextChange } from '../protocol';

export function markChange(text: string, fn: MarkedFunction, eol: string): TextChange {
  const { start } = fn.declarationSpan;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = /^\s*/.exec(text.slice(lineStart, start))?.[0] ?? '';
  const point = suggestion(fn.params, 1);
  const tags = ['@differentiable', ...(point === '' ? [] : [`@at ${point}`])].map((tag) => `${indent} * ${tag}`);
  const comment = /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*$/.exec(text.slice(0, start));
  if (comment === null) return { start: lineStart, end: lineStart, text: [`${indent}/**`, ...tags, `${indent} */`, ''].join(eol) };
  const body = (comment[1] ?? '').trimEnd();
  const kept = body.includes('\n') ? body : `${eol}${indent} * ${body.trim()}`;
  const end = comment.index + comment[0].trimEnd().length;
  return { start: comment.index, end, text: `/**${[kept, `${indent} *`, ...tags, `${indent} */`].join(eol)}` };
}
