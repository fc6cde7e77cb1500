/** Fixes inside functions, where one form can only have been meant as another. */
import ts from 'typescript';
import { spanOf } from '../oracle';
import { fix, insert, removal, replace, type FixContext, type Fixer } from './fix';
import { isWrite } from '../writes';

/** The innermost node that begins and ends where the diagnostic does, or the token it stands on. */
export function nodeAt({ source, span }: Pick<FixContext, 'source' | 'span'>): ts.Node | null {
  let found: ts.Node | null = null;
  const visit = (node: ts.Node): void => {
    if (node.getStart(source) > span.start || node.end < span.end) return;
    found = node;
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return found;
}

/** The nearest node around the diagnostic that is of a kind. */
export function around<T extends ts.Node>(context: Pick<FixContext, 'source' | 'span'>, isWanted: (node: ts.Node) => node is T): T | null {
  for (let at = nodeAt(context) as ts.Node | undefined | null; at !== undefined && at !== null; at = at.parent as ts.Node | undefined) if (isWanted(at)) return at;
  return null;
}

/** `Array.from({ length: n })` → `Array.from({ length: n }, () => 0)`. */
export const arrayHoles: Fixer = context => {
  const call = around(context, ts.isCallExpression);
  if (call === null || spanOf(call).start !== context.span.start || spanOf(call).end !== context.span.end) return [];
  const filling = fillingOf(context, call);
  const [first, more] = call.arguments;
  return filling === null || first === undefined || more !== undefined ? []
    : [fix(`Add '() => ${filling}'`, [insert(first.end, `, () => ${filling}`)])];
};

/** Zero for numbers, `false` for booleans; null where the type does not say what the elements are. */
function fillingOf({ lexicon: { oracle } }: FixContext, node: ts.Expression): string | null {
  const { checker } = oracle;
  const elementOf = (type: ts.Type | undefined): ts.Type | undefined => (type === undefined ? undefined : checker.getIndexTypeOfType(type, ts.IndexKind.Number));
  const candidates = [elementOf(oracle.typeOf(node)), elementOf(checker.getContextualType(node))];
  for (const element of candidates) {
    if (element === undefined || (element.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0) continue;
    if ((element.flags & ts.TypeFlags.NumberLike) !== 0) return '0';
    return (element.flags & ts.TypeFlags.BooleanLike) !== 0 ? 'false' : null;
  }
  return null;
}

/** `throw 'text'` → `throw new Error('text')`. */
export const thrownValue: Fixer = context => {
  const thrown = around(context, ts.isThrowStatement)?.expression;
  if (thrown === undefined || !ts.isStringLiteralLike(thrown)) return [];
  const text = thrown.getText(context.source);
  return [fix(`Change to 'throw new Error(…)'`, [replace(spanOf(thrown), `new Error(${text})`)])];
};

/** `async` on a function that awaits nothing goes, and with it the promise of its declared result. */
export const asynchronous: Fixer = context => {
  const node = nodeAt(context);
  const fn = node?.parent;
  if (node === null || node.kind !== ts.SyntaxKind.AsyncKeyword || fn === undefined || !ts.isFunctionLike(fn)) return [];
  const { source } = context;
  if (!('body' in fn) || fn.body === undefined || mayAwait(fn.body)) return [];
  const edits = [replace({ start: node.getStart(source), end: node.end + (/^\s*/.exec(source.text.slice(node.end))?.[0].length ?? 0) }, '')];
  if (fn.type !== undefined) {
    const [inner] = ts.isTypeReferenceNode(fn.type) && fn.type.typeName.getText(source) === 'Promise' ? fn.type.typeArguments ?? [] : [];
    if (inner === undefined) return [];
    edits.push(replace(spanOf(fn.type), inner.getText(source)));
  }
  return [fix(`Remove 'async'`, edits, false)];
};

const mayAwait = (node: ts.Node): boolean =>
  ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)
  || (!ts.isFunctionLike(node) && ts.forEachChild(node, child => mayAwait(child) || undefined) === true);

/** `console.log(x);` goes where leaving it out changes nothing but the output. */
export const inputOutput: Fixer = context => {
  const statement = around(context, ts.isExpressionStatement);
  if (statement === null || !ts.isCallExpression(statement.expression) || !ts.isPropertyAccessExpression(statement.expression.expression)) return [];
  const { expression: callee, arguments: given } = statement.expression;
  if (callee.expression.getText(context.source) !== 'console' || !given.every(isPure)) return [];
  return [fix(`Remove '${callee.getText(context.source)}(…)'`, [removal(context.source.text, spanOf(statement))], false)];
};

const isPure = (node: ts.Node): boolean => {
  if (isWrite(node) || ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node)) return false;
  return ts.forEachChild(node, child => (isPure(child) ? undefined : true)) !== true;
};

export const removeDebugger: Fixer = context => {
  const statement = around(context, ts.isDebuggerStatement);
  return statement === null ? [] : [fix(`Remove 'debugger'`, [removal(context.source.text, spanOf(statement))])];
};
