/** Operations as the source writes them, and as a Wengert list does. */
import type { NodeOp, Note, Step } from '../evaluate';
import type { Primitive } from '../ir/primitive';

const operators: Partial<Record<Primitive, string>> = {
  neg: '-', add: '+', sub: '-', mul: '*', div: '/', rem: '%', pow: '**', bitnot: '~', bitand: '&', bitor: '|', bitxor: '^', shl: '<<', shr: '>>', ushr: '>>>',
  lt: '<', le: '<=', gt: '>', ge: '>=', eq: '===', ne: '!==', not: '!', truthy: 'condition', isNaN: 'Number.isNaN', isFinite: 'Number.isFinite',
  isInteger: 'Number.isInteger', same: '===',
};

export const sourceName = (prim: Primitive): string => operators[prim] ?? `Math.${prim}`;

/** What to call an instruction in a message. */
export function noteName(note: Note): string {
  const prim = note.prim ?? note.decision;
  if (prim !== null) return sourceName(prim);
  switch (note.op) {
    case 'while': case 'loop': return 'loop';
    case 'if': return 'condition';
    case 'store': case 'array': case 'fill': return 'array element';
    case 'load': case 'has': case 'insert': case 'remove': case 'view': return 'index';
    case 'alloc': return 'length';
    case 'distinct': return 'size';
    case 'norm': return sourceName('hypot');
    default: return note.op;
  }
}

export const nodeName = (op: NodeOp, note: Note | undefined): string =>
  op === 'truncate' ? 'integer array' : op === 'input' || note === undefined ? op : note.prim === op ? sourceName(op) : op === 'fround' ? 'Float32Array' : sourceName(op);

const infix: Partial<Record<NodeOp, string>> = { add: '+', sub: '-', mul: '×', div: '/', rem: '%', pow: '**', bitand: '&', bitor: '|', bitxor: '^', shl: '<<', shr: '>>', ushr: '>>>' };

/** A node's operation applied to the names of its operands: `v1 + v2`, `ln v-1`, `max(v1, 0)`. */
export function applied(op: NodeOp, operands: readonly string[]): string {
  const sign = infix[op];
  const [first = '', second = ''] = operands;
  if (sign !== undefined) return `${first} ${sign} ${second}`;
  if (op === 'input') return first;
  if (op === 'neg') return `-${first}`;
  if (operands.length === 1) return `${op === 'log' ? 'ln' : op} ${first}`;
  return `${op}(${operands.join(', ')})`;
}

/** The way from a parameter to what cuts it: `x → Math.floor`. */
export const pathText = (path: readonly Step[]): string => path.map(({ name }) => name).join(' → ');
