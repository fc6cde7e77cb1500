/** What a computer algebra system writes, as data, and as a function that the interpreter runs: every operation as often as it is written. */
import { RegionBuilder, newValue } from '../../core/ir/builder';
import type { Module } from '../../core/ir/module';
import type { Value } from '../../core/ir/op';
import { nowhere } from '../../core/ir/origin';
import { isRealPrimitive, type RealPrimitive } from '../../core/ir/primitive';
import { num } from '../../core/ir/type';

export type SymbolicTerm =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'applied'; readonly operation: string; readonly args: readonly SymbolicTerm[] };

/** The derivatives of a formula for each variable, as the rules of calculus give them; null: there is no rule for something in it, or it nests too deeply. */
export type Differentiate = (formula: string, variables: readonly string[]) => readonly SymbolicTerm[] | null;

export const operationsOf = (terms: readonly SymbolicTerm[]): number => terms.reduce((sum, term) => sum + (term.kind === 'applied' ? 1 + operationsOf(term.args) : 0), 0);

const ofOperators: ReadonlyMap<string, RealPrimitive> = new Map([['add', 'add'], ['subtract', 'sub'], ['multiply', 'mul'], ['divide', 'div'], ['pow', 'pow'], ['unaryMinus', 'neg']]);

/** Reciprocals of functions, which JavaScript has no name for. */
const ofReciprocals: ReadonlyMap<string, RealPrimitive> = new Map([['sec', 'cos'], ['sech', 'cosh'], ['csc', 'sin'], ['csch', 'sinh'], ['cot', 'tan'], ['coth', 'tanh']]);

class NoPrimitive extends Error {}

/** A module with the function `name`, which computes the term of its variables; null: something in it is no operation of the interpreter. */
export function termModule(name: string, term: SymbolicTerm, variables: readonly string[]): Module | null {
  const params = variables.map((variable) => ({ name: variable, value: newValue(num, variable), origin: nowhere }));
  const values = new Map(params.map(({ name: variable, value }) => [variable, value])), body = new RegionBuilder();
  const written = (each: SymbolicTerm): Value => {
    if (each.kind === 'number') return body.constant(each.value, nowhere);
    if (each.kind === 'variable') return values.get(each.name) ?? missing(each.name);
    const { operation } = each, args = each.args.map(written), of = ofReciprocals.get(operation);
    if (of !== undefined) return body.prim('div', [body.constant(1, nowhere), body.prim(of, args, nowhere)], nowhere);
    return body.prim(ofOperators.get(operation) ?? (isRealPrimitive(operation) ? operation : missing(operation)), args, nowhere);
  };
  try {
    body.append({ kind: 'return', value: written(term), origin: nowhere });
  } catch (error) {
    if (error instanceof NoPrimitive) return null;
    throw error;
  }
  const func = { name, params, captures: [], result: num, body: body.finish(), form: 'value' as const, origin: nowhere };
  return { funcs: new Map([[name, func]]), globals: new Map() };
}

const missing = (operation: string): never => { throw new NoPrimitive(operation); };
