/** The text after `@differentiable`. */
import ts from 'typescript';
import type { Span } from '../ir/origin';
import { holdsReals } from '../ir/type';
import { problem, type Diagnostic } from '../messages';
import type { MarkedParam } from './api';

/** The end of the text a tag holds: before the next tag or the end of the comment. */
export function tagEnd(tag: ts.JSDocTag, text: string): number {
  const comment: ts.Node = tag.parent;
  const tags: readonly ts.JSDocTag[] = ts.isJSDoc(comment) ? comment.tags ?? [] : [];
  const next = tags[tags.indexOf(tag) + 1];
  return next === undefined ? text.lastIndexOf('*/', comment.end) : text.lastIndexOf('@', next.tagName.getStart());
}

/** A stretch of a comment with the stars at the starts of lines blanked out, so that offsets stay what they are. */
export const withoutStars = (text: string): string => text.replace(/(\r?\n[ \t]*)\*(?!\/)/g, '$1 ').replace(/\*\/[\s\S]*$/, found => ' '.repeat(found.length));

/** The names after `wrt`; null when every real parameter is meant. */
export function readWrt(tag: ts.JSDocTag, params: readonly MarkedParam[], diagnostics: Diagnostic[]): string[] | null {
  const source = tag.getSourceFile();
  const start = tag.tagName.end;
  const text = withoutStars(source.text.slice(start, tagEnd(tag, source.text)));
  const span = (from: number, length: number): Span => ({ file: source.fileName, start: start + from, end: start + from + length });
  const head = /^\s*([^\s]+)/.exec(text);
  if (head === null) return null;
  const word = head[1] ?? '';
  if (word !== 'wrt') {
    // A description may follow on the next line.
    if (/^[^\S\r\n]*[\r\n]/.test(text)) return null;
    diagnostics.push(problem('unreadableMark', { text: text.trim().split(/\r?\n/)[0]?.trim() ?? word }, span(head[0].length - word.length, word.length)));
    return null;
  }
  const line = /^\s*wrt[^\S\r\n]*((?:[^\r\n]|,\s*[\r\n])*)/.exec(text);
  const list = line?.[1] ?? '';
  const offset = (line?.[0].length ?? 0) - list.length;
  const named = new Set<string>();
  const parameters = params.map(param => `\`${param.name}\``).join(', ');
  for (const match of list.matchAll(/[^\s,]+/g)) {
    const [name] = match;
    const at = span(offset + match.index, name.length);
    const param = params.find(p => p.name === name);
    if (param === undefined) diagnostics.push(problem('unknownWrt', { name, parameters }, at));
    else if (param.type !== null && !holdsReals(param.type)) diagnostics.push(problem('inactiveWrt', { name, type: param.typeText }, at));
    else named.add(name);
  }
  if (named.size === 0 && list.trim() === '') diagnostics.push(problem('unreadableMark', { text: 'wrt' }, span(head[0].length - word.length, word.length)));
  return params.filter(param => named.has(param.name)).map(param => param.name);
}
