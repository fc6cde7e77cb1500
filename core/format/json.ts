/** Evaluation results as the JSON of the command line: typed arrays as arrays, non-finite numbers as strings. */
import { directional, gradient, hessianOf, inShapes, inValueShape, elementsOf, isTypedDatum, jacobian, type Datum, type Trace, type Warning } from '../evaluate';
import type { Span } from '../ir/origin';
import type { Position } from './position';

export type Json = number | string | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Lines and columns of a span's start; the caller holds the texts. */
export type Locate = (span: Span | null) => Position;

export function numberJson(x: number): Json {
  return Number.isFinite(x) ? x : Number.isNaN(x) ? 'NaN' : x > 0 ? 'Infinity' : '-Infinity';
}

export function datumJson(datum: Datum): Json {
  if (typeof datum === 'number') return numberJson(datum);
  if (isTypedDatum(datum)) return Array.from(datum, numberJson);
  const elements = elementsOf(datum);
  if (elements !== null) return elements.map(datumJson);
  if (typeof datum === 'object' && datum !== null) return Object.fromEntries(Object.entries(datum).map(([key, item]) => [key, datumJson(item)]));
  return datum;
}

export function warningJson(warning: Warning, locate: Locate): Json {
  const { line, column } = locate(warning.span);
  return {
    code: warning.code, message: warning.message, line, column, operation: warning.operation,
    ...(warning.iteration === undefined ? {} : { iteration: warning.iteration }),
    ...(warning.oneSided === undefined ? {} : { oneSided: warning.oneSided.map(numberJson) }),
    ...(warning.path === undefined ? {} : { path: warning.path.map(({ name }) => name) }),
  };
}

export type EvalMode = 'gradient' | 'tangent' | 'jacobian' | 'hessian';

/** One entry of `points`; `direction` is over the flattened inputs. */
export function pointJson(
  at: ReadonlyMap<string, Datum>, trace: Trace, warnings: readonly Warning[], mode: EvalMode, direction: readonly number[] | null, locate: Locate,
): Json {
  return {
    at: Object.fromEntries(Array.from(at, ([name, datum]) => [name, datumJson(datum)])),
    value: datumJson(trace.value),
    ...derivativeJson(trace, mode, direction),
    warnings: warnings.map((warning) => warningJson(warning, locate)),
  };
}

/** The same for a gradient that came without a trace; `warning` says so. */
export function plainPointJson(at: ReadonlyMap<string, Datum>, value: Datum, gradient: { readonly [param: string]: Datum }, warning: Warning, locate: Locate): Json {
  return {
    at: Object.fromEntries(Array.from(at, ([name, datum]) => [name, datumJson(datum)])),
    value: datumJson(value), gradient: datumJson(gradient), warnings: [warningJson(warning, locate)],
  };
}

function derivativeJson(trace: Trace, mode: EvalMode, direction: readonly number[] | null): { readonly [key: string]: Json } {
  switch (mode) {
    case 'gradient': return { gradient: datumJson(gradient(trace)) };
    case 'jacobian': return { jacobian: jacobian(trace).map((row) => datumJson(row)) };
    case 'hessian': return { gradient: datumJson(gradient(trace)), hessian: hessianOf(trace).map((row) => row.map(numberJson)) };
    case 'tangent':
      return direction === null ? { tangents: tangentsJson(trace) } : { tangent: datumJson(inValueShape(trace.value, directional(trace, direction))) };
  }
}

/** Derivative of the value along each input: for each parameter its shape, each leaf in the value's shape. */
function tangentsJson(trace: Trace): Json {
  const rows = trace.outputs.length === 1 ? null : jacobian(trace);
  if (rows === null) {
    const along = Array.from({ length: trace.inputCount }, (_, i) => directional(trace, Array.from({ length: trace.inputCount }, (_u, k) => (k === i ? 1 : 0)))[0] ?? 0);
    return datumJson(inShapes(trace, along));
  }
  return Object.fromEntries(trace.inputs.map(({ name }) => [name, rows.map((row) => datumJson(row[name] ?? null))]));
}
