/** What is written, by the text alone. */
import ts from 'typescript';

/** `x = …`, `x += …` and their like. */
export const isAssignment = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;

/** `++x`, `x++`, `--x`, `x--`. */
const isStep = (node: ts.Node): boolean =>
  ts.isPostfixUnaryExpression(node) || (ts.isPrefixUnaryExpression(node) && (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken));

/** An assignment, a step, `delete`, and what a constructor may do. */
export const isWrite = (node: ts.Node): boolean => isAssignment(node) || isStep(node) || ts.isDeleteExpression(node) || ts.isNewExpression(node);

/** Whether something is written, or called that may write; functions of `Math` do not. */
export function mayWrite(node: ts.Node): boolean {
  if (isWrite(node) || (ts.isCallExpression(node) && !isOfMath(node.expression))) return true;
  return ts.forEachChild(node, child => mayWrite(child) || undefined) ?? false;
}

const isOfMath = (callee: ts.Expression): boolean => ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression) && callee.expression.text === 'Math';

/** Whether an identifier stands where it is written as a whole: `x = …`, `x++`, `[x] = …`, `for (x of …)`. */
export function isWritten(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return parent.left === node && isAssignment(parent);
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return isStep(parent);
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === node;
  if (ts.isParenthesizedExpression(parent) || ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent)) return isWritten(parent);
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node && isWritten(parent.parent);
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node && isWritten(parent.parent);
  return false;
}

const writtenIn = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** Whether something of the name of a variable is assigned in its file, besides where it is declared. */
export function isReassigned(declaration: ts.VariableDeclaration): boolean {
  if (!ts.isIdentifier(declaration.name)) return true;
  const file = declaration.getSourceFile();
  const known = writtenIn.get(file);
  if (known !== undefined) return known.has(declaration.name.text);
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isWritten(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  writtenIn.set(file, names);
  return names.has(declaration.name.text);
}
