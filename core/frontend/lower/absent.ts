/** Parameters that a call leaves out and their function gives a value: `k = k || 1`, `if (f === undefined) f = same`. */
import ts from 'typescript';
import type { Value } from '../../ir/op';
import { lowerValue } from './expressions';
import { bindKnown, knownFunction } from './known';
import { bindPattern } from './patterns';
import type { FunctionScope } from './scope';

/**
 * From here on the name is a variable, or the function that it is given. Null where it is none of these, or where some way leads past
 * this place: then it is not known whether the name has a value.
 */
export function assignAbsent(fn: FunctionScope, node: ts.BinaryExpression, target: ts.Expression): Value | null {
  const symbol = ts.isIdentifier(target) ? fn.lexicon.oracle.symbolOf(target) : undefined;
  if (symbol === undefined || !ts.isIdentifier(target) || fn.lookUp(symbol)?.kind !== 'absent') return null;
  if (!fn.isBoundInRegion(symbol) || fn.lexicon.captures.use(fn.source).captured.has(symbol)) return null;
  const known = fn.holdsFunctions(node.right) ? knownFunction(fn, node.right) : null;
  const value = known === null ? lowerValue(fn, node.right) : fn.placeholderVoid();
  if (known === null) bindPattern(fn, target, value, node);
  else bindKnown(fn, target, known);
  fn.hoist(symbol);
  return value;
}
