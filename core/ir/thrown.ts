/** Errors that operations throw: made from a text, walked, and described. */
import type { ErrorArgument, NumberFormatMethod, ThrowOp, Value } from './op';
import type { Origin } from './origin';

export const numberFormats: readonly NumberFormatMethod[] = ['toFixed', 'toPrecision', 'toExponential'];

/** `throw new Error(message)`. */
export const plainError = (message: string, origin: Origin): ThrowOp =>
  ({ kind: 'throw', error: 'Error', args: [{ kind: 'text', parts: [message] }], isVisible: true, origin });

/** The values an error is made with. */
export const thrownValues = (op: ThrowOp): readonly Value[] =>
  (op.args ?? []).flatMap(arg => (arg.kind === 'value' ? [arg.value] : arg.parts.flatMap(part => (typeof part === 'string' ? [] : [part.value]))));

export function mapThrown(op: ThrowOp, value: (v: Value) => Value): ThrowOp {
  const mapped = (arg: ErrorArgument): ErrorArgument => (arg.kind === 'value' ? { ...arg, value: value(arg.value) }
    : { ...arg, parts: arg.parts.map(part => (typeof part === 'string' ? part : { ...part, value: value(part.value) })) });
  return op.args === null ? op : { ...op, args: op.args.map(mapped) };
}
