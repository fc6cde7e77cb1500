/** Derivatives of a traced result in the shapes of the parameters: gradient, Jacobian, tangent, Hessian. */
import type { Datum } from './datum';
import { hessian, hessianRows } from './hessian';
import { mapLeaves } from './inputs';
import { adjoints, inputRow, tangents, type Adjoints, type DerivativeRow } from './sweeps';
import type { Trace } from './run';

/** One entry for each parameter that can hold a derivative. */
export interface ByParam { readonly [param: string]: Datum }

/** Numbers of the inputs, in node order, put into the shapes of the parameters. */
export function inShapes(trace: Trace, numbers: ArrayLike<number>): ByParam {
  const shaped: { [param: string]: Datum } = {};
  for (const input of trace.inputs) {
    let next = input.first - 1;
    const mapped = mapLeaves(input.datum, input.type, () => numbers[next++] ?? 0);
    if (mapped !== undefined) shaped[input.name] = mapped;
  }
  return shaped;
}

/** The adjoints of every node for one number of the value. */
export const outputAdjoints = (trace: Trace, output: number): Adjoints => adjoints(trace.tape, [{ node: trace.outputs[output]?.id ?? 0, weight: 1 }]);

export const inputBars = (trace: Trace, { bars }: Adjoints): Float64Array => bars.slice(1, trace.inputCount + 1);

/** Derivatives of one number of the value. */
export const gradient = (trace: Trace, output = 0): ByParam => inShapes(trace, inputBars(trace, outputAdjoints(trace, output)));

/** One gradient for each number of the value, depth first. */
export const jacobian = (trace: Trace): ByParam[] => trace.outputs.map((_, i) => gradient(trace, i));

/** The same as rows over the flattened inputs, each computed when it is asked for. */
export function* jacobianRows(trace: Trace): Generator<DerivativeRow, void, void> {
  for (let output = 0; output < trace.outputs.length; output++) yield inputRow(outputAdjoints(trace, output), trace.inputCount);
}

/** Second derivatives of one number of the value, row by row. */
export const hessianRowsOf = (trace: Trace, output = 0): Generator<DerivativeRow, void, void> => hessianRows(trace, trace.outputs[output]?.id ?? 0);

/** Derivative of the value in a direction over the flattened inputs: one number for each number of the value. */
export const directional = (trace: Trace, direction: ArrayLike<number>): number[] => outputDots(trace, tangents(trace.tape, direction));

/** Of the tangents of all nodes those of the value. */
export const outputDots = (trace: Trace, dots: ArrayLike<number>): number[] => trace.outputs.map(({ id }) => (id === 0 ? 0 : (dots[id] ?? 0)));

/** Tangents of every node for each input in turn. */
export function* tangentsByInput(trace: Trace): Generator<Float64Array, void, void> {
  for (let i = 0; i < trace.inputCount; i++) yield tangents(trace.tape, Float64Array.from({ length: trace.inputCount }, (_, k) => (k === i ? 1 : 0)));
}

/** A dense square over the flattened inputs. */
export const hessianOf = (trace: Trace, output = 0): number[][] => hessian(trace, trace.outputs[output]?.id ?? 0).map((row) => Array.from(row));

/** Numbers put into the shape of a value, one for each of its numbers, depth first. */
export function inValueShape(value: Datum, numbers: readonly number[]): Datum {
  let next = 0;
  const visit = (d: Datum): Datum => {
    if (typeof d === 'number') return numbers[next++] ?? 0;
    if (d instanceof Float64Array || d instanceof Float32Array || d instanceof Int32Array || d instanceof Uint8Array) return Float64Array.from(d, () => numbers[next++] ?? 0);
    if (Array.isArray(d)) return (d as readonly Datum[]).map(visit);
    if (typeof d === 'object' && d !== null) return Object.fromEntries(Object.entries(d).map(([field, item]) => [field, visit(item)]));
    return d;
  };
  return visit(value);
}
