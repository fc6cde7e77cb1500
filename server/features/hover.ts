/** What a hover is about: a marked function's name or one of its points, or a token inside it; nothing anywhere else. */
import type { Check } from '../checks';
import type { Evaluation } from '../evaluation';
import type { MarkedFunction, Point } from '../../core/frontend/api';
import type { Span } from '../../core/ir/origin';
import { functionHover, type HoverPoint } from './hover-function';
import { inactiveHover, occurrencesHover, parameterHover, type Occurrence } from './hover-inside';
import { targetsAt } from './tokens';
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

async function inside({ fn, uri, path, text, offset, active, evaluate }: HoverQuestion): Promise<HoverModel | null> {
  const targets = targetsAt(fn, path, offset);
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
  if (first.target.kind === 'param') {
    const { name } = first.target;
    const input = trace.inputs.find((candidate) => candidate.name === name);
    return { markdown: input === undefined ? inactiveHover(source, point, at.get(name) ?? null, trace) : parameterHover(input, point, trace), span };
  }
  const occurrences = trace.watched.flatMap(({ note, id, value, ref, context }): Occurrence[] => {
    const site = trace.tape.notes[note]?.origin.site;
    return site !== undefined && sites.includes(site) && ref === null ? [{ value, node: id, iteration: trace.tape.contexts.iteration(context) }] : [];
  });
  return { markdown: occurrencesHover(source, point, trace, occurrences), span };
}
