/** Fixes of the tag `@differentiable` and of the names after `wrt`. */
import { holdsReals } from '../../ir/type';
import type { QuickFix } from '../api';
import { fix, replace, type Fixer } from './fix';
import { nearestName } from './nearestName';

/** `@differentiable wrt wieghts`: the parameter of nearly that name, or the only one there is. */
export const unknownWrt: Fixer = ({ source, span, marked }) => {
  const written = source.text.slice(span.start, span.end);
  const reals = (marked?.params ?? []).filter(({ type }) => type !== null && holdsReals(type)).map(({ name }) => name);
  const free = reals.filter(name => marked?.wrt?.includes(name) !== true);
  const meant = nearestName(written, free) ?? (free.length === 1 ? free[0] : null);
  return meant === null || meant === undefined ? [] : [changeTo(meant, span)];
};

/** A name in the list without a derivative goes, with its comma, as long as others stay. */
export const inactiveWrt: Fixer = ({ source, span, marked }) => {
  if ((marked?.wrt ?? []).length === 0) return [];
  const after = /^[^\S\r\n]*,[^\S\r\n]*/.exec(source.text.slice(span.end))?.[0].length ?? 0;
  const before = after > 0 ? 0 : /,?[^\S\r\n]*$/.exec(source.text.slice(0, span.start))?.[0].length ?? 0;
  return [fix(`Remove '${source.text.slice(span.start, span.end)}'`, [replace({ start: span.start - before, end: span.end + after }, '')])];
};

/** `@differentiable x, y` and `@differentiable with respect to x`: `wrt` and the names, where the rest of the line is names. */
export const unreadableMark: Fixer = ({ source, span, marked }) => {
  const line = /^[^\r\n]*?(?=\s*(?:\*\/|\r|\n|$))/.exec(source.text.slice(span.start))?.[0] ?? '';
  const names = line.replace(/^(?:(?:with|respect|to|in|by|for|wrt|over)\b:?\s*)+/i, '').split(/[\s,]+|\band\b/).filter(name => name !== '');
  if (names.length === 0 || !names.every(name => marked?.params.some(param => param.name === name) === true)) return [];
  const list = `wrt ${names.join(', ')}`;
  return [fix(`Change to '${list}'`, [replace({ start: span.start, end: span.start + line.length }, list)])];
};

export const misspeltTag: Fixer = ({ span }) => [changeTo('@differentiable', span)];

export const changeTo = (name: string, span: Parameters<typeof replace>[0]): QuickFix => fix(`Change to '${name}'`, [replace(span, name)]);
