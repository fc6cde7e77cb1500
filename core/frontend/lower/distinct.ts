/** `new Set(list).size`, `new Set([...a, ...b]).size`: how many different arrays or objects lists hold. Sets are read in no other place. */
import ts from 'typescript';
import type { Value } from '../../ir/op';
import { isReference } from '../../ir/type';
import { isLibrarySymbol, stripped } from '../oracle';
import { lowerValue } from './expressions';
import type { FunctionScope } from './scope';

/** Null where the expression is not that, or a list holds no references. */
export function lowerDistinct(fn: FunctionScope, node: ts.PropertyAccessExpression): Value | null {
  const made = stripped(node.expression);
  if (node.name.text !== 'size' || !ts.isNewExpression(made) || made.arguments?.length !== 1) return null;
  const symbol = fn.lexicon.oracle.symbolOf(made.expression);
  const [list] = made.arguments;
  if (made.expression.getText() !== 'Set' || symbol === undefined || !isLibrarySymbol(symbol) || list === undefined) return null;
  const lists = listsIn(list);
  if (!lists.every(each => holdsReferences(fn, each))) return null;
  const values = lists.map(each => lowerValue(fn, each));
  const origin = fn.at(node);
  fn.token(made.expression, node, origin);
  return fn.b.distinct(values, origin);
}

function holdsReferences(fn: FunctionScope, list: ts.Expression): boolean {
  const type = fn.typeOrNull(list);
  return type?.kind === 'array' && isReference(type.element);
}

/** The lists of `[...a, ...b]`, which nobody needs as one. */
function listsIn(list: ts.Expression): readonly ts.Expression[] {
  const literal = stripped(list);
  const spread = ts.isArrayLiteralExpression(literal) ? literal.elements.map(each => (ts.isSpreadElement(each) ? each.expression : null)) : [];
  return spread.length > 0 && !spread.includes(null) ? spread.filter(each => each !== null) : [list];
}
