/** The inputs of a function at a point, one by one: their names, their numbers, and the ranges they may be moved in. */
import { leafCount, leafPath, mapLeaves, replaceLeaves, type Datum } from '../../core/evaluate';
import { formatFull } from '../../core/format';
import type { MarkedFunction, Point } from '../../core/frontend/api';
import type { Type } from '../../core/ir/type';
import type { Prepared } from '../evaluation';
import type { InputsModel, Move, ViewInput } from '../view-protocol';
import { literal } from './point-text';

/** Numbers that get a slider. */
const mostShown = 24;

/** A parameter that derivatives are taken with respect to; `first`: its first number, counted over all of them. */
export interface RealParameter {
  readonly name: string;
  readonly type: Type;
  readonly datum: Datum;
  readonly first: number;
  readonly count: number;
}

export function realParameters({ target: { module, root, wrt }, args }: Prepared): RealParameter[] {
  let first = 0;
  return (module.funcs.get(root)?.params ?? []).flatMap(({ name, value: { type } }, i) => {
    const datum = args[i];
    if (datum === undefined || !wrt.includes(name)) return [];
    const parameter = { name, type, datum, first, count: leafCount(datum, type) };
    first += parameter.count;
    return [parameter];
  });
}

/** Every number, in order. */
export function inputNumbers(parameters: readonly RealParameter[]): number[] {
  const numbers: number[] = [];
  for (const { datum, type } of parameters) mapLeaves(datum, type, (value) => numbers.push(value));
  return numbers;
}

/** `x`, `w[2]`; empty when there is no such input. */
export function inputLabel(parameters: readonly RealParameter[], input: number): string {
  const owner = parameters.find(({ first, count }) => input >= first && input < first + count);
  return owner === undefined ? '' : `${owner.name}${leafPath(owner.datum, owner.type, input - owner.first)}`;
}

export interface Range { readonly low: number; readonly high: number; readonly step: number }

/** Around the base value and wide enough for the present one, its ends on multiples of the step, which is a power of ten. */
export function rangeAround(base: number, now: number, reach: number): Range {
  const half = Math.min(Math.max(reach * (base === 0 ? 1 : Math.abs(base)), 1e-300), 1e300);
  const step = 10 ** Math.floor(Math.log10(half / 50));
  // Multiples of a power of ten have few digits; the quotient and the product have some that are noise.
  const multiple = (end: number, round: (x: number) => number): number => finite(Number((round(Number((end / step).toPrecision(12))) * step).toPrecision(12)));
  return { low: multiple(Math.min(base - half, now), Math.floor), high: multiple(Math.max(base + half, now), Math.ceil), step };
}

const finite = (x: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, x));

export interface InputsQuestion {
  readonly fn: MarkedFunction;
  readonly point: Point;
  readonly at: Prepared;
  /** The point that ranges lie around. */
  readonly base: Prepared;
  readonly baseText: string;
  readonly reach: number;
}

export function inputsModel({ fn, point, at, base, baseText, reach }: InputsQuestion): InputsModel {
  const parameters = realParameters(at), numbers = inputNumbers(parameters);
  const bases = baseNumbers(numbers, base);
  const shown = numbers.slice(0, mostShown).map((value, i): ViewInput => ({
    label: inputLabel(parameters, i), text: formatFull(value),
    range: Number.isFinite(value) ? { value, ...rangeAround(bases[i] ?? value, value, reach) } : null,
  }));
  return { shown, left: numbers.length - shown.length, text: point.text, isWritten: fn.points.some(({ text }) => text === point.text), isMoved: point.text !== baseText };
}

/** The numbers of the base point, where it has as many and they are finite; else those of the point itself. */
export function baseNumbers(numbers: readonly number[], base: Prepared): number[] {
  const bases = inputNumbers(realParameters(base));
  return numbers.map((value, i) => (bases.length === numbers.length && Number.isFinite(bases[i]) ? (bases[i] ?? value) : value));
}

/** The point's text with some of its numbers replaced: what stays is written as it was. */
export function movedText(point: Point, at: Prepared, moves: readonly Move[]): string {
  const entries = new Map(point.entries.map(({ name, value }) => [name, value.replace(/\s+/g, ' ')]));
  for (const { name, type, datum, first, count } of realParameters(at)) {
    const own = new Map(moves.flatMap(({ input, value }) => (input >= first && input < first + count ? [[input - first, value] as const] : [])));
    if (own.size === 0) continue;
    let leaf = 0;
    entries.set(name, literal(replaceLeaves(datum, type, (value) => own.get(leaf++) ?? value)));
  }
  return Array.from(entries, ([name, value]) => `${name}=${value}`).join(', ');
}
