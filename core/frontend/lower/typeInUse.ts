/** Types of variables that are declared without one, by how they are used. */
import ts from 'typescript';
import type { Type } from '../../ir/type';
import { stripped } from '../oracle';
import type { FunctionScope } from './scope';

/** The type of a variable without one, where it is first read: TypeScript follows its assignments. */
export function typeInUse(fn: FunctionScope, symbol: ts.Symbol | undefined, name: ts.Identifier): Type | null {
  const visit = (node: ts.Node): Type | undefined => {
    if (ts.isIdentifier(node) && node !== name && node.text === name.text && fn.lexicon.oracle.symbolOf(node) === symbol) {
      const type = fn.typeOrNull(node);
      if (type !== null && type.kind !== 'void') return type;
    }
    return ts.forEachChild(node, visit);
  };
  return visit(fn.source) ?? typeAssigned(fn, symbol, name);
}

/** The type of what is assigned to a variable: in JavaScript the elements of `new Array(n).fill(0)`, and so the variable, have type `any`. */
function typeAssigned(fn: FunctionScope, symbol: ts.Symbol | undefined, name: ts.Identifier): Type | null {
  const visit = (node: ts.Node): Type | undefined => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isIdentifier(node.left) && node.left.text === name.text
      && fn.lexicon.oracle.symbolOf(node.left) === symbol) {
      const type = fn.typeOrNull(node.right) ?? elementType(fn, stripped(node.right));
      if (type !== null && type.kind !== 'void') return type;
    }
    return ts.forEachChild(node, visit);
  };
  return visit(fn.source) ?? null;
}

/** Of an element of a variable that is known already. */
function elementType(fn: FunctionScope, node: ts.Expression): Type | null {
  const type = ts.isElementAccessExpression(node) ? boundType(fn, node.expression) : null;
  return type?.kind === 'array' ? type.element : null;
}

/** The type that a variable has here, where TypeScript knows none. */
export function boundType(fn: FunctionScope, node: ts.Expression): Type | null {
  const symbol = fn.lexicon.oracle.symbolOf(node);
  const binding = symbol === undefined ? null : fn.lookUp(symbol);
  return binding?.kind === 'slot' ? binding.slot.type : binding?.kind === 'param' ? binding.value.type : null;
}
