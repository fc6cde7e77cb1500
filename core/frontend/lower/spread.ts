/** Arguments with spread tuples among them: `f(a, ...pair)`. */
import ts from 'typescript';
import type { Value } from '../../ir/op';
import { lowerValue } from './expressions';
import type { FunctionScope } from './scope';

/** The arguments one by one, where everything spread is a tuple of known length; null otherwise. */
export function fixedArguments(fn: FunctionScope, given: readonly ts.Expression[]): readonly Value[] | null {
  const { checker } = fn.lexicon.oracle;
  const lengths = given.map(argument => {
    if (!ts.isSpreadElement(argument)) return 1;
    const type = fn.lexicon.oracle.typeOf(argument.expression);
    return checker.isTupleType(type) ? tupleLength(type as ts.TupleTypeReference) : null;
  });
  if (lengths.some(length => length === null)) return null;
  return given.flatMap((argument, i) => {
    if (!ts.isSpreadElement(argument)) return [lowerValue(fn, argument, fn.typeOrNull(argument))];
    const tuple = lowerValue(fn, argument.expression);
    return Array.from({ length: lengths[i] ?? 0 }, (_, k) => elementOf(fn, tuple, k, argument));
  });
}

function elementOf(fn: FunctionScope, tuple: Value, k: number, at: ts.Node): Value {
  switch (tuple.type.kind) {
    case 'array': return fn.b.load(tuple, fn.constant(k, at), fn.at(at));
    case 'struct': return fn.b.getField(tuple, String(k), fn.at(at));
    case 'num': case 'bool': case 'text': case 'void': case 'func': return tuple;
  }
}

/** Null where the number of elements is open. */
const tupleLength = ({ target }: ts.TupleTypeReference): number | null =>
  (target.elementFlags.every(flag => flag === ts.ElementFlags.Required) ? target.fixedLength : null);
