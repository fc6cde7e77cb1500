/** What an uncaught error says, as the console would show it. */
import type { ThrowOp, Value } from '../ir/op';
import { isPlain } from '../ir/type';
import type { ErrorText } from './program';
import type { TextTable } from './textTable';

/** The class, unless it is `Error` itself, and the first text; the constant's name where that is thrown. `values`: the operands. */
export function errorText(op: ThrowOp, values: readonly Value[]): ErrorText {
  const text = op.args?.find(arg => arg.kind === 'text');
  const parts = (text?.parts ?? []).map(part => (typeof part === 'string' ? part
    : { operand: values.indexOf(part.value), type: isPlain(part.value.type) ? part.value.type.kind : 'num', format: part.format }));
  return op.error === 'Error' ? parts : [parts.length === 0 ? op.error : `${op.error}: `, ...parts];
}

/** `operand` answers the value of an operand. */
export const writtenError = (text: ErrorText, texts: TextTable, operand: (i: number) => number): string =>
  text.map(part => {
    if (typeof part === 'string') return part;
    const value = operand(part.operand);
    if (part.type !== 'num') return part.type === 'bool' ? String(value !== 0) : texts.textOf(value);
    return part.format === null ? String(value) : value[part.format.method](part.format.digits);
  }).join('');
