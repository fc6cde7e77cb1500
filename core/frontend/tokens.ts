/**
 * The tokens of source without what formatters change: trivia, quote style, optional semicolons, trailing commas,
 * redundant parentheses, the spelling of numbers, parentheses around a single arrow parameter, quotes around property names.
 */
import ts from 'typescript';
import { isIdentifier } from '../ir/typeText';

/** With the offset of where it stands, or of what a parenthesis encloses. */
export interface Token { readonly text: string; readonly at: number }

/** Every parenthesis that grouping needs is written, and no other, so redundant ones make no difference. */
export function tokensOf(node: ts.Node, source: ts.SourceFile): Token[] {
  const tokens: Token[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isJSDoc(at)) return;
    if (ts.isParenthesizedExpression(at)) {
      visit(at.expression);
      return;
    }
    if (ts.isParenthesizedTypeNode(at)) {
      visit(at.type);
      return;
    }
    if (at.getChildCount(source) === 0) {
      if (at.end > at.getStart(source)) tokens.push({ text: tokenText(at, source), at: at.getStart(source) });
      return;
    }
    const grouped = isGrouped(at);
    if (grouped) tokens.push({ text: '(', at: at.getStart(source) });
    const children = at.getChildren(source);
    children.forEach((child, i) => {
      if (!isOptional(child, children[i + 1], at)) visit(child);
    });
    if (grouped) tokens.push({ text: ')', at: at.end - 1 });
  };
  visit(node);
  return tokens;
}

/** The tokens of a piece of source. */
export function textTokens(text: string): Token[] {
  const source = ts.createSourceFile('text.ts', text, ts.ScriptTarget.ESNext, true);
  return source.statements.flatMap(statement => tokensOf(statement, source));
}

/** The same for comparison with a fingerprint's. */
export const tokenTexts = (text: string): string[] => textTokens(text).map(token => token.text);

/** Operators and functions inside an expression: where parentheses may be needed or redundant. */
const isGrouped = (node: ts.Node): boolean =>
  (ts.isBinaryExpression(node) || ts.isConditionalExpression(node) || ts.isPrefixUnaryExpression(node) || ts.isArrowFunction(node)
    || ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node) || ts.isFunctionTypeNode(node) || ts.isAsExpression(node));

/** Tokens that may come and go without a change of meaning. */
function isOptional(token: ts.Node, next: ts.Node | undefined, parent: ts.Node): boolean {
  switch (token.kind) {
    case ts.SyntaxKind.SemicolonToken: return !ts.isForStatement(parent);
    case ts.SyntaxKind.CommaToken:
      // In a type literal or an enum the separator is a matter of style; elsewhere only the last comma is.
      return next === undefined || isMemberOfType(next);
    case ts.SyntaxKind.OpenParenToken: case ts.SyntaxKind.CloseParenToken: return ts.isArrowFunction(parent) && parent.parameters.length === 1;
    case ts.SyntaxKind.BarToken: case ts.SyntaxKind.AmpersandToken: return !ts.isBinaryExpression(parent) && token.pos === parent.pos;
    default: return false;
  }
}

const isMemberOfType = (node: ts.Node): boolean => ts.isTypeElement(node) && (ts.isTypeLiteralNode(node.parent) || ts.isInterfaceDeclaration(node.parent));

function tokenText(token: ts.Node, source: ts.SourceFile): string {
  const isName = (ts.isStringLiteral(token) || ts.isNumericLiteral(token)) && ts.isPropertyAssignment(token.parent) && token.parent.name === token;
  if (isName && isIdentifier(token.text)) return token.text;
  if (ts.isStringLiteral(token)) return JSON.stringify(token.text);
  if (ts.isNumericLiteral(token)) return String(Number(token.text));
  return token.getText(source);
}
