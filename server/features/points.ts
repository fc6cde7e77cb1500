/** The points of a function: those written in its comment, its active one, and suggestions in the shapes of its parameters. */
import type { MarkedFunction, MarkedParam, Point } from '../../core/frontend/api';
import type { Type } from '../../core/ir/type';
import type { ActivePoint, PointsResult } from '../protocol';

/** Elements in the suggestion for an array: enough to see where more go. */
const suggestedLength = 3;

export function pointsResult(fn: MarkedFunction): PointsResult {
  return {
    signature: signatureOf(fn),
    written: fn.points.map(({ name, text }) => ({ name, text })),
    suggested: [0, 1].map((value) => suggestion(fn.params, value)).filter((text) => text !== ''),
  };
}

/** `x: number, w: number[]`, as declared. */
export function signatureOf(fn: MarkedFunction): string {
  return fn.params.map(({ name, optional, rest, typeText }) => `${rest ? '...' : ''}${name}${optional ? '?' : ''}: ${typeText}`).join(', ');
}

/** A point text that gives every number of the required parameters the same value. */
export function suggestion(params: readonly MarkedParam[], value: number): string {
  return params
    .flatMap(({ name, type, optional, hasDefault }) => (optional || hasDefault || type === null ? [] : [`${name}=${literal(type, value)}`]))
    .join(', ');
}

function literal(type: Type, value: number): string {
  switch (type.kind) {
    case 'num':
      return String(value);
    case 'bool':
      return 'false';
    case 'array':
      return `[${Array.from({ length: suggestedLength }, () => literal(type.element, value)).join(', ')}]`;
    case 'struct':
      return `{ ${type.fields.map((field) => `${field.name}: ${literal(field.type, value)}`).join(', ')} }`;
    case 'void':
    case 'func':
      return 'null';
  }
}

/** The text of the active point: the one that was picked or entered, else the first written one; null when there is none. */
export function activeText(fn: MarkedFunction, uri: string, picked: readonly ActivePoint[]): string | null {
  return picked.find((point) => point.uri === uri && point.name === fn.name)?.text ?? fn.points[0]?.text ?? null;
}

/** The written point with this text, which needs no second parse and has its diagnostics in the source. */
export function writtenPoint(fn: MarkedFunction, text: string): Point | undefined {
  return fn.points.find((point) => point.text === text);
}
