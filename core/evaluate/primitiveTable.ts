/** Values of the primitives by number, as the machine calls them; the functions are those of the rule table. */
import { binaryPrimitives, unaryPrimitives, variadicPrimitives, type BinaryPrimitive, type UnaryPrimitive, type VariadicPrimitive } from '../ir/primitive';
import { rules } from '../rules/table';

export const unaryFunctions: readonly ((x: number) => number)[] = unaryPrimitives.map((name) => rules[name].value);
export const binaryFunctions: readonly ((x: number, y: number) => number)[] = binaryPrimitives.map((name) => rules[name].value);
export const variadicFunctions: readonly ((...args: number[]) => number)[] = variadicPrimitives.map((name) => rules[name].value);

const numbered = <T extends string>(names: readonly T[]): ReadonlyMap<string, number> => new Map(names.map((name, i) => [name, i]));
const unaryNumbers = numbered<UnaryPrimitive>(unaryPrimitives);
const binaryNumbers = numbered<BinaryPrimitive>(binaryPrimitives);
const variadicNumbers = numbered<VariadicPrimitive>(variadicPrimitives);

/** Which table a primitive is in, and where. */
export function primitivePlace(name: string): { readonly table: 'unary' | 'binary' | 'variadic'; readonly index: number } | null {
  const unary = unaryNumbers.get(name);
  if (unary !== undefined) return { table: 'unary', index: unary };
  const binary = binaryNumbers.get(name);
  if (binary !== undefined) return { table: 'binary', index: binary };
  const variadic = variadicNumbers.get(name);
  return variadic === undefined ? null : { table: 'variadic', index: variadic };
}
