/** Names of derivative values, from the names of what they belong to (design A2). */
import { variableName } from '../ir/presence';
import type { Value } from '../ir/op';
import type { Definitions } from '../passes/definitions';

/** The adjoint of `x` is `dx`, of `M` `dM`, of `mu` `dMu`: the first letter is capitalised if the name is longer than one letter. */
export function adjointName(name: string): string {
  return name.length === 1 ? `d${name}` : `d${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** The tangent of `x` is `xDot`. */
export const tangentName = (name: string): string => `${name}Dot`;

/** Saved values of `r` are `rAt[i]`. */
export const savedName = (name: string): string => `${name}At`;

const words: { readonly [prim: string]: string } = {
  add: 'sum', sub: 'difference', mul: 'product', div: 'ratio', rem: 'remainder', pow: 'power', neg: 'opposite', sqrt: 'root', hypot: 'norm',
};

/** The name of a value, or a word for what computes it: `xi` for `x[i]`, `product`, `sin`. */
export function describe(value: Value, definitions: Definitions): string {
  if (value.name !== null) return value.name;
  if (value.type.kind === 'bool') return 'taken';
  const op = definitions.opOf(value);
  switch (op?.kind) {
    case 'prim': return words[op.prim] ?? op.prim;
    case 'load': return `${op.ref.name ?? 'element'}${op.index.name ?? ''}`;
    case 'pop': case 'remove': return 'taken';
    case 'getfield': return variableName(op.field);
    default: return 'value';
  }
}
