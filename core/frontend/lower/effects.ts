/** What source text may write, as far as it can be seen without knowing what it calls. */
import ts from 'typescript';

/** An assignment, `++` and `--`, `delete`, and what a constructor may do. */
export function isWrite(node: ts.Node): boolean {
  if (ts.isNewExpression(node) || ts.isPostfixUnaryExpression(node) || ts.isDeleteExpression(node)) return true;
  if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
  return ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
}

/** Whether something is written, or called that may write; functions of `Math` do not. */
export function mayWrite(node: ts.Node): boolean {
  if (isWrite(node) || (ts.isCallExpression(node) && !isOfMath(node.expression))) return true;
  return ts.forEachChild(node, child => mayWrite(child) || undefined) ?? false;
}

const isOfMath = (callee: ts.Expression): boolean => ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression) && callee.expression.text === 'Math';
