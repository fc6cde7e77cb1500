/** Names for values the source did not name, by what they compute: `root`, `ratio`, `expX`, `xi` for `x[i]`. */
import { variableName } from '../ir/presence';
import type { Value } from '../ir/op';
import type { BranchNode, SimpleOp } from './flow';

const words: Readonly<Record<string, string>> = {
  sqrt: 'root', cbrt: 'root', div: 'ratio', add: 'sum', sub: 'difference', mul: 'product', pow: 'power', rem: 'remainder', abs: 'magnitude',
  hypot: 'length', min: 'least', max: 'greatest', neg: 'opposite', sign: 'sign', floor: 'whole', ceil: 'whole', round: 'whole', trunc: 'whole',
  sin: 'sine', cos: 'cosine', tan: 'tangent', exp: 'exponential', log: 'logarithm', tanh: 'squashed', lt: 'isLess', le: 'isLess', gt: 'isGreater',
  ge: 'isGreater', eq: 'isEqual', ne: 'differs', not: 'isNot', truthy: 'isSet', same: 'isSame',
};

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const uncapital = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const plain = (name: string): boolean => /^\p{L}[\p{L}\w]{0,11}$/u.test(name);

/** `text`: the name an operand will have, or null when it is an expression. */
export function hintsFor(node: { readonly kind: 'op'; readonly op: SimpleOp } | BranchNode | undefined, text: (value: Value) => string | null): string[] {
  if (node === undefined) return ['state'];
  if (node.kind === 'branch') return node.results[0]?.type.kind === 'bool' ? ['holds', 'decided'] : ['chosen', 'picked'];
  const { op } = node;
  switch (op.kind) {
    case 'prim': {
      const word = words[op.prim];
      const [first] = op.args;
      const operand = first === undefined || op.args.length !== 1 ? null : text(first);
      const joined = operand !== null && plain(operand) && op.prim !== 'not' && op.prim !== 'truthy' ? [`${op.prim}${capital(operand)}`] : [];
      return [...(op.prim === 'neg' ? [] : joined), ...(word === undefined ? [`${op.prim}Value`] : [word])];
    }
    case 'load': {
      const [array, at] = [text(op.ref), text(op.index)];
      if (array === null || !plain(array)) return ['element', 'entry'];
      const saved = op.origin.role === 'tape' ? /^(?:saved)?([\p{L}\w]+?)At\d*$/u.exec(array)?.[1] : undefined;
      if (saved !== undefined) return [uncapital(saved), `saved${capital(saved)}`];
      return at !== null && at.length === 1 ? [`${array}${at}`, `${array}At${capital(at)}`] : [`${array}Entry`, `${array}Element`];
    }
    case 'len': { const array = text(op.ref); return array === null ? ['count', 'size'] : [`${array}Length`, 'count']; }
    case 'distinct': return ['distinct'];
    case 'norm': { const array = text(op.ref); return [...(array !== null && plain(array) ? [`norm${capital(array)}`] : []), 'norm']; }
    case 'pop': case 'remove': { const array = text(op.ref); return array === null ? ['taken', 'last'] : [`${array}Taken`, 'taken']; }
    case 'view': { const array = text(op.ref); return array === null ? ['view'] : [`${array}View`, 'view']; }
    case 'getfield': return [variableName(op.field)];
    case 'alloc': case 'array': return ['buffer', 'values', 'work'];
    case 'copy': { const array = text(op.ref); return array === null ? ['copied'] : [`${array}Copy`]; }
    case 'struct': return ['record', 'result'];
    case 'call': case 'deriv': { const short = op.callee.slice(op.callee.lastIndexOf('_') + 1).replace(/(Forward|Reverse|Tangent)$/, ''); return [`${short}Value`, `${short}Result`]; }
    case 'replay': return op.result.type.kind === 'bool' ? ['taken', 'chosen'] : op.result.type.kind === 'num' ? ['saved', 'kept'] : ['savedArray', 'keptArray'];
    case 'const': return [op.value === 0 ? 'zero' : 'constant'];
    default: return [];
  }
}
