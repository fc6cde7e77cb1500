/** Where names are written, by the text alone. */
import ts from 'typescript';

const isAssignmentOperator = (kind: ts.SyntaxKind): boolean => kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** Whether an identifier stands where it is written as a whole: `x = …`, `x++`, `[x] = …`, `for (x of …)`. */
export function isWritten(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return parent.left === node && isAssignmentOperator(parent.operatorToken.kind);
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  }
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
