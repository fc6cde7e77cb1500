/** `for (const i in xs)` over an array → `for (const i of xs.keys())`, where the index is only used to look up elements. */
import ts from 'typescript';
import type { Oracle } from '../oracle';
import { fix, replace, type Fixer } from './fix';
import { around } from './sourceFixes';

export const loopOverKeys: Fixer = context => {
  const loop = around(context, ts.isForInStatement);
  const { source, lexicon: { oracle } } = context;
  if (loop === null || loop.getStart(source) !== context.span.start || !ts.isVariableDeclarationList(loop.initializer)) return [];
  const name = loop.initializer.declarations[0]?.name;
  if (name === undefined || !ts.isIdentifier(name) || !isArray(oracle, loop.expression)) return [];
  const index = oracle.symbolOf(name);
  if (index === undefined || !onlyLooksUp(oracle, index, loop.statement) || growsSomething(loop.statement)) return [];
  const header = { start: name.end, end: loop.expression.end };
  const array = loop.expression.getText(source);
  const owner = ts.isLeftHandSideExpression(loop.expression) ? array : `(${array})`;
  return [fix(`Change to 'for (… of ${owner}.keys())'`, [replace(header, ` of ${owner}.keys()`)])];
};

const isArray = ({ checker }: Oracle, node: ts.Expression): boolean => {
  const type = checker.getTypeAtLocation(node);
  return checker.isArrayLikeType(type) || /^(Float(32|64)|Int32|Uint8)Array\b/.test(checker.typeToString(type));
};

/** A loop over `keys()` sees what is added meanwhile, `for…in` need not. */
const growsSomething = (node: ts.Node): boolean =>
  (ts.isPropertyAccessExpression(node) && /^(push|pop|shift|unshift|splice|length)$/.test(node.name.text))
  || ts.forEachChild(node, child => growsSomething(child) || undefined) === true;

/** Every use of the index is `xs[i]`, `+i` or `Number(i)`, which mean the same of a number as of its text. */
function onlyLooksUp(oracle: Oracle, index: ts.Symbol, node: ts.Node): boolean {
  if (ts.isIdentifier(node) && oracle.symbolOf(node) === index) {
    const { parent } = node;
    return (ts.isElementAccessExpression(parent) && parent.argumentExpression === node)
      || (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.PlusToken)
      || (ts.isCallExpression(parent) && parent.expression.getText() === 'Number' && parent.arguments[0] === node);
  }
  return ts.forEachChild(node, child => (onlyLooksUp(oracle, index, child) ? undefined : true)) !== true;
}

