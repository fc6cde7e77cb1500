/** What a hover is about: a marked function's name or one of its points, or a token inside it; nothing anywhere else. */
import type { Check } from '../checks';
import type { Evaluation } from '../evaluation';
import type { MarkedFunction, Point, TokenTarget } from '../../core/frontend/api';
import type { Span } from '../../core/ir/origin';
import { functionHover, type HoverPoint } from './hover-function';
import { assignedIn, executionsHover, inactiveHover, parameterHover, type Subject } from './hover-inside';
import { areBoolean, executionsOf } from './occurrences';
import { targetsAt, targetsOf } from './tokens';
import { commandLink, escapeMarkdown, inlineCode } from '../markdown';

export interface HoverModel {
  readonly markdown: string;
  readonly span: Span;
}

export interface HoverQuestion {
  readonly fn: MarkedFunction;
  readonly uri: string;
  readonly path: string;
  readonly text: string;
  readonly offset: number;
  /** Text that is selected around the pointer: it is meant, not the token. */
  readonly selection: Pick<Span, 'start' | 'end'> | null;
  /** The active point, typed or written. */
  readonly active: Point | null;
  evaluate(point: Point, watch?: readonly number[]): Promise<Evaluation>;
  /** What is known of the check at these points; asking starts it. */
  check(points: readonly Point[]): Check;
}

export async function hover(question: HoverQuestion): Promise<HoverModel | null> {
  const { fn, offset } = question;
  if (contains(fn.nameSpan, offset)) return { markdown: await aboutFunction(question, allPoints(question)), span: fn.nameSpan };
  const point = fn.points.find(({ tagSpan }) => contains(tagSpan, offset));
  if (point !== undefined) return { markdown: await aboutFunction(question, [point]), span: point.tagSpan };
  return contains(fn.declarationSpan, offset) ? inside(question) : null;
}

const contains = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end;

/** The written points, and the active one where it is not among them. */
function allPoints({ fn, active }: HoverQuestion): readonly Point[] {
  return active === null || fn.points.some(({ text }) => text === active.text) ? fn.points : [active, ...fn.points];
}

async function aboutFunction(question: HoverQuestion, points: readonly Point[]): Promise<string> {
  const { fn, uri, active, evaluate, check } = question;
  const rows: HoverPoint[] = [];
  for (const point of points) {
    rows.push({ name: point.name, text: point.text, active: point.text === active?.text, evaluation: await evaluate(point) });
  }
  return functionHover(fn, uri, rows, check(allPoints(question)));
}

async function inside(question: HoverQuestion): Promise<HoverModel | null> {
  const { fn, uri, path, text, offset, selection, active, evaluate } = question;
  const targets = selection === null ? targetsAt(fn, path, offset) : targetsOf(fn, path, selection);
  const [first] = targets;
  if (first === undefined) return null;
  const span = first.range;
  const source = text.slice(span.start, span.end);
  if (active === null) {
    return { markdown: `${inlineCode(source)} · ${commandLink('Add a Point…', 'nabla.differentiateAtPoint', uri, fn.name)}`, span };
  }
  const sites = targets.flatMap(({ target }) => (target.kind === 'site' ? [target.site] : []));
  const evaluation = await evaluate(active, sites);
  const point = active.name ?? active.text;
  switch (evaluation.kind) {
    case 'dropped':
      return null;
    case 'stopped':
      return { markdown: `${inlineCode(source)} · stopped after ${String(evaluation.milliseconds)} ms`, span };
    case 'problem':
      return { markdown: `${inlineCode(source)} · ${escapeMarkdown(evaluation.message)}`, span };
    case 'value':
      break;
  }
  const { trace, at } = evaluation;
  const subject: Subject = { source, assigned: meansStored(first, text) ? assignedIn(source) : null, point, isBoolean: areBoolean(fn, sites) };
  if (first.target.kind === 'param') {
    const { name } = first.target;
    const input = trace.inputs.find((candidate) => candidate.name === name);
    return { markdown: input === undefined ? inactiveHover(subject, at.get(name) ?? null, trace) : parameterHover(subject, input, trace), span };
  }
  return { markdown: executionsHover(subject, trace, executionsOf(trace, sites)), span };
}

/** Whether a token stands for what is stored: the `=` of an assignment, or the variable it stores to. */
function meansStored({ token, range }: TokenTarget, text: string): boolean {
  return token.end - token.start < range.end - range.start && (token.start === range.start || /(=|\+\+|--)$/.test(text.slice(token.start, token.end)) || /^(\+\+|--)/.test(text.slice(range.start)));
}
