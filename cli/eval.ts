/** `nabla eval`: value and derivatives at points. */
import { coerce, directional, elementsOf, evaluatePoint, finish, gradient, hessianOf, isDatumRecord, jacobian, mapLeaves, numbersOf, type Datum, type Trace, type Warning } from '../core/evaluate';
import { formatFull, pathText, plainPointJson, pointJson, pointTitle, type EvalMode, type Json, type Locate } from '../core/format';
import { gradientWithoutTrace } from '../core/generate/withoutTrace';
import { failWith, limitsOf, target } from './evaluation';
import { fail } from './failure';
import { pointsOf, readJson } from './points';
import { findFunction, locator } from './source';

export interface EvalRequest {
  readonly address: string;
  readonly at: readonly string[];
  readonly wrt: readonly string[] | null;
  readonly mode: EvalMode | null;
  readonly direction: string | null;
  readonly budget: number | null;
  readonly json: boolean;
}

/** The text for stdout. */
export function evalCommand(request: EvalRequest): string {
  const found = findFunction(request.address);
  const ready = target(found, request.wrt);
  const locate = locator(found.host);
  const points: Json[] = [], texts: string[] = [];
  for (const point of pointsOf(found, request.at)) {
    const limits = limitsOf(request.budget);
    const result = finish(evaluatePoint(ready, point.args, { limits, order: request.mode === 'hessian' ? 2 : 1 }));
    if (!result.ok) {
      const plain = result.fault.kind === 'memory' && (request.mode ?? 'gradient') === 'gradient' ? finish(gradientWithoutTrace(ready, point.args, limits, found.fn.nameSpan)) : null;
      if (plain === null) failWith(result.fault, found.fn.nameSpan);
      if (request.json) points.push(plainPointJson(point.at, plain.value, plain.gradient, plain.warning, locate));
      else texts.push([`${pointTitle(found.fn.name, point)} = ${datumText(plain.value)}`, ...shapeLines('∂', plain.gradient), warningText(plain.warning, locate)].join('\n'));
      continue;
    }
    const { trace, warnings } = result;
    const isNumber = typeof trace.value === 'number';
    const mode = request.mode ?? (isNumber ? 'gradient' : 'jacobian');
    if (!isNumber && (mode === 'gradient' || mode === 'hessian')) fail('gradientOfMany', { name: found.fn.name, count: trace.outputs.length }, found.fn.nameSpan);
    const direction = mode === 'tangent' && request.direction !== null ? directionOf(trace, readJson(request.direction, '--direction')) : null;
    if (request.json) points.push(pointJson(point.at, trace, warnings, mode, direction, locate));
    else texts.push(pointText(pointTitle(found.fn.name, point), trace, warnings, mode, direction, locate));
  }
  return request.json ? `${JSON.stringify({ function: found.fn.name, points })}\n` : `${texts.join('\n\n')}\n`;
}

/** A direction keyed by parameter, flattened; parameters left out do not move. */
function directionOf(trace: Trace, given: ReadonlyMap<string, unknown>): number[] {
  const flat: number[] = [];
  for (const name of given.keys()) if (!trace.inputs.some((input) => input.name === name)) fail('badDirection', { detail: `\`${name}\` is not one of ${trace.inputs.map((i) => i.name).join(', ')}` });
  for (const { name, type, count } of trace.inputs) {
    if (!given.has(name)) {
      flat.push(...new Array<number>(count).fill(0));
      continue;
    }
    const coerced = coerce(given.get(name), type, name);
    if (!coerced.ok) return fail('badDirection', { detail: `${coerced.path}: ${coerced.found} is not ${coerced.type}` });
    const leaves: number[] = [];
    mapLeaves(coerced.datum, type, (value) => leaves.push(value));
    if (leaves.length !== count) fail('badDirection', { detail: `\`${name}\` has ${count} numbers at this point, not ${leaves.length}` });
    flat.push(...leaves);
  }
  return flat;
}

function pointText(title: string, trace: Trace, warnings: readonly Warning[], mode: EvalMode, direction: readonly number[] | null, locate: Locate): string {
  const lines = [`${title} = ${datumText(trace.value)}`];
  switch (mode) {
    case 'gradient': lines.push(...shapeLines('∂', gradient(trace))); break;
    case 'jacobian': jacobian(trace).forEach((row, k) => lines.push(...shapeLines(`∂[${k}]/∂`, row))); break;
    case 'hessian': lines.push(...shapeLines('∂', gradient(trace)), ...hessianOf(trace).map((row, i) => `  ${i === 0 ? 'H ' : '  '}${row.map(formatFull).join('  ')}`)); break;
    case 'tangent':
      if (direction !== null) lines.push(`  tangent ${directional(trace, direction).map(formatFull).join(', ')}`);
      else if (trace.outputs.length === 1) lines.push(...shapeLines('∂', gradient(trace)));
      else jacobian(trace).forEach((row, k) => lines.push(...shapeLines(`∂[${k}]/∂`, row)));
  }
  for (const warning of warnings) lines.push(warningText(warning, locate));
  return lines.join('\n');
}

function warningText(warning: Warning, locate: Locate): string {
  const { line, column } = locate(warning.span);
  const sides = warning.oneSided === undefined ? '' : `; one-sided derivatives ${formatFull(warning.oneSided[0])} and ${formatFull(warning.oneSided[1])}`;
  const where = warning.iteration === undefined ? '' : ` in iteration ${warning.iteration}`;
  const path = warning.path === undefined ? '' : ` (${pathText(warning.path)})`;
  return `  warning ${warning.code} at ${line}:${column}${where}: ${warning.message}${sides}${path}`;
}

const shapeLines = (prefix: string, shapes: { readonly [param: string]: Datum }): string[] =>
  Object.entries(shapes).map(([name, shape]) => `  ${prefix}${name}  ${datumText(shape)}`);

const maxShown = 12;

function datumText(datum: Datum): string {
  if (typeof datum === 'number') return formatFull(datum);
  const elements = elementsOf(datum);
  if (elements !== null) {
    const shown = elements.slice(0, maxShown).map(datumText);
    return `[${shown.join(', ')}${elements.length > maxShown ? `, … ${numbersOf(datum).length} numbers` : ''}]`;
  }
  if (isDatumRecord(datum)) return `{ ${Object.entries(datum).map(([key, item]) => `${key}: ${datumText(item)}`).join(', ')} }`;
  return String(datum);
}
