/** What is said about each construct outside the language. */
import ts from 'typescript';
import type { Value } from '../../ir/op';
import { num, type Type } from '../../ir/type';
import { isLibrarySymbol, stripped } from '../oracle';
import { lowerValue } from './expressions';
import { clipped, type FunctionScope } from './scope';
import { describedType } from '../../ir/typeText';
import { supportedTypes } from '../types';
import { unknown } from './unit';

/** Names whose use is input or output. */
const outside: ReadonlySet<string> = new Set([
  'console', 'process', 'fetch', 'document', 'window', 'globalThis', 'alert', 'prompt', 'require', 'localStorage', 'setTimeout', 'setInterval',
  'setImmediate', 'queueMicrotask', 'structuredClone',
]);
const clocks: ReadonlySet<string> = new Set(['Date', 'performance', 'crypto']);

/** Reports an expression or statement that is not lowered, at the narrowest span that names it. */
export function refuseSyntax(fn: FunctionScope, node: ts.Node, type: Type): Value {
  explain(fn, node);
  return fn.placeholder(type, node);
}

function explain(fn: FunctionScope, node: ts.Node): void {
  const say = (what: string, instead: string): void => { fn.report('unsupportedSyntax', { what, instead }, narrowest(node)); };
  switch (node.kind) {
    case ts.SyntaxKind.StringLiteral: case ts.SyntaxKind.NoSubstitutionTemplateLiteral: case ts.SyntaxKind.TemplateExpression:
      fn.report('stringValue', {}, node);
      return;
    case ts.SyntaxKind.BigIntLiteral: fn.report('bigintValue', {}, node); return;
    case ts.SyntaxKind.ThisKeyword: case ts.SyntaxKind.SuperKeyword: fn.report('thisReference', { what: node.getText() }, node); return;
    case ts.SyntaxKind.AwaitExpression: fn.report('asynchronous', {}, node); return;
    case ts.SyntaxKind.YieldExpression: fn.report('generator', {}, node); return;
    case ts.SyntaxKind.TryStatement: fn.report('exceptionHandling', {}, narrowest(node)); return;
    case ts.SyntaxKind.NullKeyword: fn.report('possiblyUndefined', { type: 'null' }, node); return;
    case ts.SyntaxKind.RegularExpressionLiteral: say('a regular expression', 'work with numbers'); return;
    case ts.SyntaxKind.TypeOfExpression: say('`typeof`', 'the type is known from the declaration'); return;
    case ts.SyntaxKind.DeleteExpression: say('`delete`', 'build the object that is needed'); return;
    case ts.SyntaxKind.ClassExpression: case ts.SyntaxKind.ClassDeclaration: say('a class', 'use functions and plain objects'); return;
    case ts.SyntaxKind.ForInStatement: say('`for…in`', 'use `for…of` or name the fields'); return;
    case ts.SyntaxKind.ForOfStatement: fn.report('asynchronous', {}, narrowest(node)); return;
    case ts.SyntaxKind.WithStatement: say('`with`', 'name the object'); return;
    case ts.SyntaxKind.DebuggerStatement: say('`debugger`', 'remove it'); return;
    case ts.SyntaxKind.SpreadAssignment: case ts.SyntaxKind.SpreadElement: say('this spread', 'write the elements out'); return;
    case ts.SyntaxKind.MethodDeclaration: case ts.SyntaxKind.GetAccessor: case ts.SyntaxKind.SetAccessor:
      say('a method of an object', 'use a function with the object as a parameter');
      return;
    case ts.SyntaxKind.NewExpression: explainNew(fn, node); return;
    case ts.SyntaxKind.Identifier: case ts.SyntaxKind.PropertyAccessExpression: explainName(fn, node); return;
    case ts.SyntaxKind.TaggedTemplateExpression: say('a tagged template', 'call the function with numbers'); return;
    case ts.SyntaxKind.BinaryExpression:
      if (ts.isBinaryExpression(node)) say(`\`${node.operatorToken.getText()}\``, 'write the test with numbers');
      return;
    default: say(`\`${clipped(node.getText())}\``, 'write it with arithmetic, loops and arrays');
  }
}

/** The keyword or name by which a construct is recognised. */
function narrowest(node: ts.Node): ts.Node {
  if (ts.isBinaryExpression(node)) return node.operatorToken;
  const first = node.getChildren().find(child => child.kind >= ts.SyntaxKind.FirstKeyword && child.kind <= ts.SyntaxKind.LastKeyword);
  return ts.isStatement(node) && first !== undefined ? first : node;
}

function explainNew(fn: FunctionScope, node: ts.Node): void {
  if (!ts.isNewExpression(node)) return;
  const name = node.expression.getText();
  if (name === 'Function') fn.report('evaluatedText', { what: 'new Function' }, node.expression);
  else if (name === 'Date') fn.report('nondeterministic', { what: 'new Date' }, node);
  else if (name === 'Promise') fn.report('asynchronous', {}, node.expression);
  else if (/Array$/.test(name)) fn.report('unsupportedType', { type: name, instead: supportedTypes }, node.expression);
  else fn.report('unsupportedSyntax', { what: `\`new ${name}\``, instead: 'use plain objects and arrays' }, node.expression);
}

function explainName(fn: FunctionScope, node: ts.Node): void {
  const name = node.getText();
  const root = ts.isPropertyAccessExpression(node) ? stripped(node.expression) : node;
  const rootName = ts.isIdentifier(root) ? root.text : name;
  if (rootName === 'arguments') fn.report('thisReference', { what: 'arguments' }, node);
  else if (rootName === 'Math' && ts.isPropertyAccessExpression(node)) fn.report('unknownMath', { name: node.name.text }, node.name);
  else if (outside.has(rootName)) fn.report('inputOutput', { what: name }, node);
  else if (clocks.has(rootName)) fn.report('nondeterministic', { what: name }, node);
  else fn.report('unknownName', { name }, node);
}

/** Reports a callee that cannot be followed; the arguments are not looked at. */
export function refuseCallee(fn: FunctionScope, node: ts.CallExpression, name: ts.Node, symbol: ts.Symbol | undefined, expected: Type | null): Value {
  const callee = stripped(node.expression);
  const type = expected ?? fn.typeOrNull(node) ?? num;
  const text = callee.getText();
  let root: ts.Expression = callee;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = stripped(root.expression);
  const rootSymbol = ts.isIdentifier(root) ? fn.lexicon.oracle.symbolOf(root) : undefined;
  const declared = rootSymbol?.declarations?.some(d => !d.getSourceFile().isDeclarationFile) ?? false;
  if (ts.isIdentifier(root) && !declared) {
    if (root.text === 'eval' || root.text === 'Function') return fn.refuse('evaluatedText', { what: text }, name, type);
    if (outside.has(root.text)) return fn.refuse('inputOutput', { what: text }, callee, type);
    if (clocks.has(root.text)) return fn.refuse('nondeterministic', { what: text }, callee, type);
  }
  if (ts.isNewExpression(root) && fn.typeOrNull(root)?.kind !== 'array') return refuseSyntax(fn, root, type);
  if (root.kind === ts.SyntaxKind.ThisKeyword || root.kind === ts.SyntaxKind.SuperKeyword) return fn.refuse('thisReference', { what: root.getText() }, root, type);
  if (root.kind === ts.SyntaxKind.ImportKeyword) return fn.refuse('asynchronous', {}, root, type);
  const declaration = symbol?.valueDeclaration;
  if (declaration !== undefined && (ts.isMethodDeclaration(declaration) || ts.isMethodSignature(declaration) || ts.isClassLike(declaration)) && symbol !== undefined && !isLibrarySymbol(symbol)) {
    return fn.refuse('unsupportedSyntax', { what: 'a method call', instead: 'use a function with the object as a parameter' }, name, type);
  }
  if (ts.isPropertyAccessExpression(callee)) {
    const base = fn.typeOrNull(callee.expression);
    if (base !== null && (symbol === undefined || isLibrarySymbol(symbol))) {
      if (base.kind === 'text') return fn.refuse('stringValue', {}, node, type);
      return fn.refuse('unknownMember', { name: callee.name.text, type: describedType(base), instead: 'write it with arithmetic' }, callee.name, type);
    }
    // What cannot be read itself is the problem, not what is called on it.
    if (base === null && declared && !fn.holdsFunctions(callee.expression) && lowerValue(fn, callee.expression).type === unknown) return fn.placeholder(type, node);
  }
  return fn.refuse('noSource', { name: text }, name, type);
}
