/** The points of a function: those written in its comment, its active one, and suggestions in the shapes of its parameters. */
import type { MarkedFunction, Point } from '../../core/frontend/api';
import { suggestion } from '../../core/frontend/suggestion';
import type { ActivePoint, PointsResult } from '../protocol';

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

/** The text of the active point: the one that was picked or entered, else the first written one; null when there is none. */
export function activeText(fn: MarkedFunction, uri: string, picked: readonly ActivePoint[]): string | null {
  return picked.find((point) => point.uri === uri && point.name === fn.name)?.text ?? fn.points[0]?.text ?? null;
}

/** The written point with this text, which needs no second parse and has its diagnostics in the source. */
export function writtenPoint(fn: MarkedFunction, text: string): Point | undefined {
  return fn.points.find((point) => point.text === text);
}
