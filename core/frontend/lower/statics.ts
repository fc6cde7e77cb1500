/** What is known from the call alone: optional parameters that were left out are `undefined`, and conditions on them fold. */
import ts from 'typescript';
import { isBuiltIn, stripped } from '../oracle';
import type { FunctionScope } from './scope';

export type Static = { readonly kind: 'undefined' } | { readonly kind: 'boolean'; readonly value: boolean };
const absent: Static = { kind: 'undefined' };
const known = (value: boolean): Static => ({ kind: 'boolean', value });
const isTrue = (found: Static): boolean => found.kind === 'boolean' && found.value;

/** The value of an expression where it follows from parameters left out; null otherwise. */
export function staticValue(fn: FunctionScope, expression: ts.Expression): Static | null {
  const node = stripped(expression);
  if (ts.isIdentifier(node)) {
    const symbol = fn.lexicon.oracle.symbolOf(node);
    if (isUndefined(node, symbol)) return absent;
    return symbol === undefined ? null : fn.lookUp(symbol)?.kind === 'absent' ? absent : null;
  }
  if (ts.isVoidExpression(node) && ts.isNumericLiteral(node.expression)) return absent;
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node)) {
    return chainIsAbsent(fn, node) ? absent : null;
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const operand = staticValue(fn, node.operand);
    return operand === null ? null : known(!isTrue(operand));
  }
  return ts.isBinaryExpression(node) ? staticBinary(fn, node) : null;
}

/** The global `undefined`, not a variable of that name. */
export const isUndefined = (node: ts.Identifier, symbol: ts.Symbol | undefined): boolean =>
  node.text === 'undefined' && (symbol === undefined || isBuiltIn(symbol));

/** `x?.a.b` where `x` is absent: the chain is cut short at `?.`. */
function chainIsAbsent(fn: FunctionScope, node: ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression): boolean {
  if ((node.flags & ts.NodeFlags.OptionalChain) === 0) return false;
  const base = node.expression;
  if (node.questionDotToken !== undefined) return staticValue(fn, base)?.kind === 'undefined';
  return (ts.isPropertyAccessExpression(base) || ts.isElementAccessExpression(base) || ts.isCallExpression(base)) && chainIsAbsent(fn, base);
}

function staticBinary(fn: FunctionScope, node: ts.BinaryExpression): Static | null {
  const left = staticValue(fn, node.left);
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      if (left === null) return null;
      return isTrue(left) ? staticValue(fn, node.right) : left;
    case ts.SyntaxKind.BarBarToken:
      if (left === null) return null;
      return isTrue(left) ? left : staticValue(fn, node.right);
    case ts.SyntaxKind.EqualsEqualsEqualsToken: case ts.SyntaxKind.EqualsEqualsToken: {
      const same = equality(fn, node, left);
      return same === null ? null : known(same);
    }
    case ts.SyntaxKind.ExclamationEqualsEqualsToken: case ts.SyntaxKind.ExclamationEqualsToken: {
      const same = equality(fn, node, left);
      return same === null ? null : known(!same);
    }
    default: return null;
  }
}

function equality(fn: FunctionScope, node: ts.BinaryExpression, left: Static | null): boolean | null {
  const right = staticValue(fn, node.right);
  const leftAbsent = left?.kind === 'undefined';
  const rightAbsent = right?.kind === 'undefined';
  if (leftAbsent && rightAbsent) return true;
  if (!leftAbsent && !rightAbsent) return null;
  const loose = node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsToken || node.operatorToken.kind === ts.SyntaxKind.ExclamationEqualsToken;
  const other = stripped(leftAbsent ? node.right : node.left);
  if (other.kind === ts.SyntaxKind.NullKeyword) return loose;
  const symbol = ts.isIdentifier(other) ? fn.lexicon.oracle.symbolOf(other) : undefined;
  if (symbol !== undefined && fn.lookUp(symbol) !== null) return false;
  // A value whose type is supported is a number, a boolean, an array or an object, never undefined.
  return fn.typeOrNull(other) === null ? null : false;
}
