/** Fixes of the text after `@at`. */
import { catalogue } from '../../messages';
import type { MarkedParam, Point } from '../api';
import { typedEntries } from '../points';
import { literal } from '../suggestion';
import { fix, insert, replace, type FixContext, type Fixer } from './fix';
import { changeTo } from './markFixes';
import { nearestName } from './nearestName';

const pointAt = ({ span, marked }: FixContext): Point | undefined => marked?.points.find(({ tagSpan }) => tagSpan.start <= span.start && span.end <= tagSpan.end);

/** Parameters that the point may name and does not. */
const unnamed = ({ marked }: FixContext, point: Point): readonly MarkedParam[] =>
  (marked?.params ?? []).filter(({ name, optional }) => !optional && !point.entries.some(entry => entry.name === name));

/** Every parameter without a value, at 1. What cannot be read has to be mended first. */
export const missingParameter: Fixer = context => {
  const point = pointAt(context);
  const isUnreadable = point?.diagnostics.some(({ code }) => code === catalogue.unreadablePoint.code) === true;
  return point === undefined || (isUnreadable && point.text !== '') ? [] : withAll(context, point);
};

function withAll(context: FixContext, point: Point): ReturnType<Fixer> {
  const added = unnamed(context, point).flatMap(({ name, type, hasDefault }) => (hasDefault || type === null ? [] : [`${name}=${literal(type, 1)}`])).join(', ');
  const written = context.source.text.slice(point.span.start, point.span.end);
  const isBare = written.trim() === '' || written.trimEnd().endsWith(':');
  return added === '' ? [] : [fix(`Add '${added}'`, [insert(point.span.start + written.trimEnd().length, `${isBare ? ' ' : ', '}${added}`)])];
}

/** The parameter of nearly that name, or the only one that has no value yet; else the entry can only go. */
export const unknownParameter: Fixer = context => {
  const point = pointAt(context);
  const entry = point?.entries.find(({ nameSpan }) => nameSpan.start === context.span.start);
  if (point === undefined || entry === undefined) return [];
  const free = unnamed(context, point);
  const needed = free.filter(({ hasDefault }) => !hasDefault);
  const meant = nearestName(entry.name, free.map(({ name }) => name)) ?? (needed.length === 1 ? needed[0]?.name : undefined);
  return [...(meant === undefined ? [] : [changeTo(meant, context.span)]), ...withoutEntry(context, point, meant === undefined)];
};

export const duplicateEntry: Fixer = context => {
  const point = pointAt(context);
  return point === undefined ? [] : withoutEntry(context, point, true);
};

/** The point without the entry at the span, and without the comma that set it off. */
function withoutEntry({ source, span }: FixContext, { entries }: Point, preferred: boolean): ReturnType<Fixer> {
  const at = entries.findIndex(({ nameSpan }) => nameSpan.start === span.start);
  const entry = entries[at], before = entries[at - 1], after = entries[at + 1];
  if (entry === undefined || (before === undefined && after === undefined)) return [];
  const cut = before === undefined ? { start: entry.span.start, end: after?.span.start ?? entry.span.end } : { start: before.span.end, end: entry.span.end };
  return [fix(`Remove '${source.text.slice(entry.span.start, entry.span.end)}'`, [replace(cut, '')], preferred)];
}

/** The name with the first number that makes it free. */
export const duplicatePoint: Fixer = context => {
  const point = pointAt(context);
  if (point === undefined || point.name === null) return [];
  const { name } = point;
  const taken = new Set(context.marked?.points.map(other => other.name));
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name}${String(n)}`;
  const start = context.source.text.indexOf(name, point.span.start);
  return [fix(`Rename to '${free}'`, [replace({ start, end: start + name.length }, free)])];
};

/** `@at 2, 5` and `@at {"x": 2, "y": 5}`, which say enough where a point is typed. */
export const unreadablePoint: Fixer = context => {
  const point = pointAt(context);
  if (point?.text === '') return withAll(context, point);
  const params = context.marked?.params ?? [];
  const entries = point === undefined || point.entries.length > 0 ? null : typedEntries(params, point.text);
  if (point === undefined || entries === null || entries.length === 0 || !entries.every(({ name }) => params.some(param => param.name === name))) return [];
  const text = entries.map(({ name, value }) => `${name}=${value}`).join(', ');
  return [fix(`Change to '${text}'`, [replace(point.span, ` ${point.name === null ? '' : `${point.name}: `}${text}`)])];
};

/** `PI`: a constant of `Math` without its owner. */
export const unknownConstant: Fixer = ({ source, span }) => {
  const name = source.text.slice(span.start, span.end);
  const constants = ['E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'PI', 'SQRT1_2', 'SQRT2'];
  const meant = constants.find(constant => constant === name.toUpperCase());
  return meant === undefined ? [] : [changeTo(`Math.${meant}`, span)];
};
