/** What an uncaught error says, as the console would show it. */
import type { ThrowOp, Value } from '../ir/op';
import type { ErrorText } from './program';

/** The class, unless it is `Error` itself, and the first text; the constant's name where that is thrown. `values`: the operands. */
export function errorText(op: ThrowOp, values: readonly Value[]): ErrorText {
  const text = op.args?.find(arg => arg.kind === 'text');
  const parts = (text?.parts ?? []).map(part => (typeof part === 'string' ? part
    : { operand: values.indexOf(part.value), isBoolean: part.value.type.kind === 'bool', format: part.format }));
  return op.error === 'Error' ? parts : [parts.length === 0 ? op.error : `${op.error}: `, ...parts];
}

/** `operand` answers the value of an operand. */
export const writtenError = (text: ErrorText, operand: (i: number) => number): string =>
  text.map(part => {
    if (typeof part === 'string') return part;
    const value = operand(part.operand);
    return part.isBoolean ? String(value !== 0) : part.format === null ? String(value) : value[part.format.method](part.format.digits);
  }).join('');
