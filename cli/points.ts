/** The points a command works at: those given by `--at`, else those of the function's `@at` tags. */
import { argumentsFor, pointValues, type ArgumentProblem, type Datum } from '../core/evaluate';
import { describedType } from '../core/ir/typeText';
import type { MarkedFunction, Point } from '../core/frontend/api';
import { parsePoint } from '../core/frontend/typedPoint';
import { BadUsage, complaint, Failure, fail, toComplaints, type Complaint } from './failure';
import { read } from './disk';
import { loweredOf, type Found } from './source';

export interface CommandPoint {
  readonly name: string | null;
  readonly text: string;
  /** In the order of the parameters. */
  readonly args: readonly Datum[];
  readonly at: ReadonlyMap<string, Datum>;
}

export function pointsOf(found: Found, given: readonly string[]): CommandPoint[] {
  if (given.length > 0) return given.map((text) => typedPoint(found, text));
  if (found.fn.points.length === 0) fail('noPoint', { name: found.fn.name }, found.fn.nameSpan);
  return found.fn.points.map((point) => writtenPoint(found, point));
}

/** The JSON of an option, or of the file it names as `@file.json`. */
export function readJson(text: string, option: string): ReadonlyMap<string, unknown> {
  const content = text.startsWith('@') ? read(text.slice(1)) : text;
  if (content === undefined) fail('noFile', { path: text.slice(1) });
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch (error) {
    throw new BadUsage(`${option}: ${error instanceof Error ? error.message : 'not JSON'}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new BadUsage(`${option} takes an object keyed by parameter, like {"x": 1}`);
  return new Map(Object.entries(parsed));
}

function typedPoint(found: Found, text: string): CommandPoint {
  const given = readJson(text, '--at');
  const point = fit(found, given, defaultsFor(found, given));
  return { name: null, text: Array.from(point.at, ([name, value]) => `${name}=${shortText(value)}`).join(', '), ...point };
}

function writtenPoint(found: Found, point: Point): CommandPoint {
  if (point.lowered === null) throw new Failure(toComplaints(point.diagnostics));
  const values = pointValues(point.lowered);
  if (!(values instanceof Map)) return fail('unreadablePoint', { reason: 'message' in values ? String(values.message) : '' }, point.span);
  return { name: point.name, text: point.text.trim(), ...fit(found, values, new Map()) };
}

function fit(found: Found, given: ReadonlyMap<string, unknown>, defaults: ReadonlyMap<string, unknown>): { readonly args: readonly Datum[]; readonly at: ReadonlyMap<string, Datum> } {
  const { module, root } = loweredOf(found);
  const { args, problems } = argumentsFor(module, root, given, defaults);
  if (problems.length > 0) throw new Failure(problems.map((problem) => toComplaint(problem, found.fn)));
  const names = module.funcs.get(root)?.params.map((param) => param.name) ?? [];
  return { args, at: new Map(args.map((arg, i) => [names[i] ?? '', arg])) };
}

function toComplaint(problem: ArgumentProblem, fn: MarkedFunction): Complaint {
  const span = fn.params.find((param) => param.name === problem.name)?.span ?? fn.nameSpan;
  switch (problem.kind) {
    case 'unknown': return complaint('unknownParameter', { name: problem.name, parameters: fn.params.map((param) => param.name).join(', ') }, fn.nameSpan);
    case 'missing': return complaint('missingParameter', { name: problem.name, type: describedType(problem.type) }, span);
    case 'ill-shaped': return complaint('illShaped', { name: problem.name, type: problem.type, found: problem.found }, span);
  }
}

/** Values of parameters that have a default and were left out: the front end evaluates them at the rest of the point. */
function defaultsFor(found: Found, given: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> {
  const missing = found.fn.params.filter((param) => param.hasDefault && !given.has(param.name));
  if (missing.length === 0) return new Map();
  const text = Array.from(given, ([name, value]) => `${name}=${JSON.stringify(value).replace(/"(NaN|-?Infinity)"/g, '$1')}`).join(', ');
  const lowered = parsePoint(found.project, found.fn, text)?.lowered ?? null;
  const values = lowered === null ? new Map<string, Datum>() : pointValues(lowered);
  if (!(values instanceof Map)) return new Map();
  return new Map(missing.flatMap((param) => (values.has(param.name) ? [[param.name, values.get(param.name)]] : [])));
}

function shortText(datum: Datum): string {
  const text = typeof datum === 'number' ? String(datum) : JSON.stringify(Array.isArray(datum) || typeof datum !== 'object' || datum === null || !('length' in datum) ? datum : Array.from(datum as ArrayLike<number>));
  return text.length > 40 ? `${text.slice(0, 38)}…` : text;
}
