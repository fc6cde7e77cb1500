/** Reads the parameters of our own messages: what a client sends is not to be trusted to have the shape it should. */
import { ErrorCodes, ResponseError, type Position, type Range } from 'vscode-languageserver';
import type { RegenerationData } from './convert';
import type { CodeParams, ComparisonParams, GraphParams, InputsParams, InsightParams, Move, MovePointParams, PlotParams, Surroundings } from './view-protocol';
import type { ActivePoint, FunctionRef, FunctionsParams, HoverSelectionParams, InitializationOptions, InsertDerivativeParams, TryPointParams } from './protocol';

const at = (value: unknown, key: string): unknown => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined);

function refuse(what: string): never {
  throw new ResponseError(ErrorCodes.InvalidParams, `${what} expected`);
}

function stringAt(params: unknown, key: string): string {
  const value = at(params, key);
  return typeof value === 'string' ? value : refuse(`${key}: a string is`);
}

function numberAt(params: unknown, key: string): number {
  const value = at(params, key);
  return typeof value === 'number' ? value : refuse(`${key}: a number is`);
}

/** What the client sent with `initialize`; restricted where it does not say. */
export function initializationParams(options: unknown): Pick<InitializationOptions, 'trusted' | 'diagnosticPages'> {
  const diagnosticPages = at(options, 'diagnosticPages');
  return { trusted: at(options, 'trusted') === true, ...(typeof diagnosticPages === 'string' ? { diagnosticPages } : {}) };
}

export const functionsParams = (params: unknown): FunctionsParams => ({ uri: stringAt(params, 'uri') });

export const functionRef = (params: unknown): FunctionRef => ({ uri: stringAt(params, 'uri'), name: stringAt(params, 'name') });

export const tryPointParams = (params: unknown): TryPointParams => ({ ...functionRef(params), text: stringAt(params, 'text') });

export function insertDerivativeParams(params: unknown): InsertDerivativeParams {
  const kind = at(params, 'kind');
  if (kind !== 'gradient' && kind !== 'jvp' && kind !== 'vjp') return refuse('kind: gradient, jvp or vjp is');
  return { ...functionRef(params), kind, useAlternative: at(params, 'useAlternative') === true };
}

export function hoverSelectionParams(params: unknown): HoverSelectionParams {
  return { uri: stringAt(params, 'uri'), position: positionAt(params, 'position'), selection: rangeAt(params, 'selection') };
}

export function graphParams(params: unknown): GraphParams {
  const unfolded = at(params, 'unfolded');
  const ids = Array.isArray(unfolded) ? unfolded.filter((id): id is string => typeof id === 'string') : [];
  return { ...functionRef(params), unfolded: ids, input: numberAt(params, 'input'), output: numberAt(params, 'output') };
}

export function codeParams(params: unknown): CodeParams {
  const mode = at(params, 'mode');
  if (mode !== 'reverse' && mode !== 'forward') return refuse('mode: reverse or forward is');
  return { ...functionRef(params), mode, onlyInFile: at(params, 'onlyInFile') === true };
}

export const insightParams = (params: unknown): InsightParams => ({ ...functionRef(params), output: numberAt(params, 'output') });

export const comparisonParams = (params: unknown): ComparisonParams => ({ ...functionRef(params), input: numberAt(params, 'input'), output: numberAt(params, 'output') });

/** An index of something. */
function indexAt(params: unknown, key: string): number {
  const value = numberAt(params, key);
  return Number.isSafeInteger(value) && value >= 0 ? value : refuse(`${key}: an index is`);
}

function surroundings(params: unknown): Surroundings {
  const base = at(params, 'base'), reach = numberAt(params, 'reach');
  return { base: typeof base === 'string' ? base : null, reach: reach > 0 && Number.isFinite(reach) ? reach : refuse('reach: a positive number is') };
}

export const inputsParams = (params: unknown): InputsParams => ({ ...functionRef(params), ...surroundings(params) });

export function plotParams(params: unknown): PlotParams {
  const across = at(params, 'across') === null ? null : indexAt(params, 'across'), subject = at(params, 'subject');
  if (subject !== 'around' && subject !== 'jacobian' && subject !== 'hessian') return refuse('subject: around, jacobian or hessian is');
  return { ...functionRef(params), ...surroundings(params), subject, input: indexAt(params, 'input'), across, output: indexAt(params, 'output'), descends: at(params, 'descends') === true };
}

export function movePointParams(params: unknown): MovePointParams {
  const moves: unknown = at(params, 'moves');
  if (!Array.isArray(moves)) return refuse('moves: a list is');
  return { ...functionRef(params), moves: moves.map((move: unknown): Move => ({ input: indexAt(move, 'input'), value: numberAt(move, 'value') })) };
}

/** The well-formed ones. */
export function activePointList(params: unknown): ActivePoint[] {
  const points = at(params, 'points');
  return Array.isArray(points) ? points.flatMap((point: unknown) => (['uri', 'name', 'text'].every((key) => typeof at(point, key) === 'string') ? [tryPointParams(point)] : [])) : [];
}

const positionAt = (params: unknown, key: string): Position => ({ line: numberAt(at(params, key), 'line'), character: numberAt(at(params, key), 'character') });

const rangeAt = (params: unknown, key: string): Range => ({ start: positionAt(at(params, key), 'start'), end: positionAt(at(params, key), 'end') });

/** What a code action carries whose edit is still to be made; undefined for one that carries none. */
export function regenerationData(data: unknown): RegenerationData | undefined {
  const uri = at(data, 'uri'), derivatives = at(data, 'derivatives');
  if (typeof uri !== 'string' || !Array.isArray(derivatives)) return undefined;
  return { uri, derivatives: derivatives.map((derivative: unknown) => insertDerivativeParams({ ...Object(derivative), uri })) };
}
