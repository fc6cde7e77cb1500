/** Statements: declarations, `if`, jumps, `return`, `throw`; loops and `switch` have files of their own. */
import ts from 'typescript';
import { num, type Type } from '../../ir/type';
import type { Value } from '../../ir/op';
import { functionOfDeclaration, isConst, stripped } from '../oracle';
import { declareChosen } from './chosen';
import { returnRecord } from './construction';
import { lowerAs, lowerCondition, lowerExpression, lowerValue } from './expressions';
import { bindKnown, knownFunction, onlyNames } from './known';
import { lowerDo, lowerFor, lowerForOf, lowerWhile } from './loops';
import { declareMaybe } from './maybe';
import { bindPattern, declaredType } from './patterns';
import { refuseSyntax } from './refusals';
import type { FunctionScope } from './scope';
import { isTrue, staticValue } from './statics';
import { isErrorLiteral, lowerThrow } from './throws';
import { typeInUse } from './typeInUse';
import { hasMoreFields, isText } from '../types';
import { lowerSwitch } from './switches';
import { isWholeText } from './texts';
import { lowerUnrolled } from './unrolled';

export function lowerStatements(fn: FunctionScope, statements: readonly ts.Statement[]): void {
  for (const statement of statements) {
    if (fn.ended) return;
    lowerStatement(fn, statement, []);
  }
}

/** `labels`: the names written before the statement. */
export function lowerStatement(fn: FunctionScope, node: ts.Statement, labels: readonly string[]): void {
  if (ts.isBlock(node)) lowerBlock(fn, node, labels);
  else if (ts.isVariableStatement(node)) lowerDeclarations(fn, node.declarationList);
  else if (ts.isExpressionStatement(node) && namesMember(fn, node.expression)) return;
  // `void x;` only evaluates.
  else if (ts.isExpressionStatement(node)) lowerExpression(fn, ts.isVoidExpression(node.expression) ? node.expression.expression : node.expression);
  else if (ts.isIfStatement(node)) lowerLabelled(fn, node, labels, () => { lowerIf(fn, node); });
  else if (ts.isForStatement(node)) lowerFor(fn, node, labels);
  else if (ts.isForOfStatement(node)) { if (!lowerUnrolled(fn, node, labels)) lowerForOf(fn, node, labels); }
  else if (ts.isForInStatement(node) && lowerUnrolled(fn, node, labels)) return;
  else if (ts.isWhileStatement(node)) lowerWhile(fn, node, labels);
  else if (ts.isDoStatement(node)) lowerDo(fn, node, labels);
  else if (ts.isSwitchStatement(node)) lowerSwitch(fn, node, labels);
  else if (ts.isLabeledStatement(node)) lowerStatement(fn, node.statement, [...labels, node.label.text]);
  else if (ts.isReturnStatement(node)) lowerReturn(fn, node);
  else if (ts.isBreakOrContinueStatement(node)) lowerJump(fn, node);
  else if (ts.isThrowStatement(node)) lowerThrow(fn, node);
  else if (ts.isTryStatement(node)) lowerTry(fn, node);
  else if (!isInert(node)) refuseSyntax(fn, node, num);
}

/** `f.inverse = g`: a function gets a member, which says nothing of what it computes. */
function namesMember(fn: FunctionScope, node: ts.Expression): boolean {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isPropertyAccessExpression(node.left)
    && fn.isFunction(node.left.expression) && onlyNames(node.left.expression) && onlyNames(node.right);
}

const isInert = (node: ts.Statement): boolean =>
  ts.isEmptyStatement(node) || ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);

function lowerBlock(fn: FunctionScope, node: ts.Block, labels: readonly string[]): void {
  lowerLabelled(fn, node, labels, () => { fn.block(() => { lowerStatements(fn, node.statements); }); });
}

/** Refused; what is wrong inside is reported too. */
function lowerTry(fn: FunctionScope, node: ts.TryStatement): void {
  refuseSyntax(fn, node, num);
  lowerBlock(fn, node.tryBlock, []);
}

/** A statement that `break name` may leave. */
function lowerLabelled(fn: FunctionScope, node: ts.Statement, labels: readonly string[], lower: () => void): void {
  if (labels.length === 0) {
    lower();
    return;
  }
  const label = fn.freshLabel('B');
  fn.jumps.push({ label, names: labels, continues: false, unnamed: false });
  const body = fn.region(node, () => {
    lower();
    return [];
  });
  fn.jumps.pop();
  fn.b.append({ kind: 'block', label, body, origin: fn.at(node) });
}

export function lowerDeclarations(fn: FunctionScope, list: ts.VariableDeclarationList): void {
  if ((list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Using || (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.AwaitUsing) {
    refuseSyntax(fn, list, num);
    return;
  }
  for (const declaration of list.declarations) lowerDeclaration(fn, declaration, list);
}

function lowerDeclaration(fn: FunctionScope, declaration: ts.VariableDeclaration, list: ts.VariableDeclarationList): void {
  const { name, initializer } = declaration;
  if (declareMaybe(fn, declaration)) return;
  const isVar = (list.flags & ts.NodeFlags.BlockScoped) === 0;
  if (initializer === undefined) {
    if (!ts.isIdentifier(name)) return;
    const symbol = fn.lexicon.oracle.symbolOf(name);
    if (isVar && symbol !== undefined && (fn.lookUp(symbol) !== null || fn.jumps.length > 0)) {
      if (fn.lookUp(symbol) === null) fn.report('unsupportedSyntax', { what: '`var` without a value in a loop', instead: 'use `let` and give it a value' }, name);
      return;
    }
    if (symbol !== undefined && fn.isFunction(name) && declareChosen(fn, symbol, name, undefined)) return;
    // Arithmetic on a variable without a value gives NaN, and so does this; other types are faults when they are read.
    const type = declaration.type === undefined ? typeInUse(fn, symbol, name) : null;
    fn.declare(symbol, name.text, fn.unset(type ?? fn.typeOf(name), name), fn.at(declaration));
    return;
  }
  if (functionOfDeclaration(declaration) !== null) return;
  if (bindFunction(fn, declaration) || bindText(fn, declaration) || isSaidLater(fn, declaration)) return;
  const type = declaredType(fn, declaration);
  const hint = ts.isIdentifier(name) && !isSpread(initializer) ? fn.typeOrNull(name) ?? typeInUse(fn, fn.lexicon.oracle.symbolOf(name), name) : null;
  const value = lowerInitial(fn, initializer, type, hint, isConst(declaration));
  if (isVar && ts.isIdentifier(name)) {
    const symbol = fn.lexicon.oracle.symbolOf(name);
    const known = symbol === undefined ? null : fn.lookUp(symbol);
    if (known?.kind === 'slot') {
      const origin = fn.at(declaration);
      fn.token(name, declaration, origin);
      fn.b.set(known.slot, fn.fit(value, known.slot.type, initializer), origin);
      return;
    }
    if (symbol !== undefined && fn.jumps.length > 0 && fn.lexicon.captures.use(fn.source).captured.has(symbol)) {
      fn.report('unsupportedSyntax', { what: '`var` in a loop captured by a function', instead: 'use `let`' }, name);
    }
  }
  bindPattern(fn, name, value, declaration);
  const variable = isVar ? fn.lexicon.oracle.symbolOf(name) : undefined;
  if (variable !== undefined) fn.hoist(variable);
}

/** A name, or a pattern of names, for known functions; variables that are assigned again hold one of those that are assigned. */
function bindFunction(fn: FunctionScope, { name, initializer }: ts.VariableDeclaration): boolean {
  if (initializer === undefined || !fn.holdsFunctions(initializer)) return false;
  const symbol = ts.isIdentifier(name) ? fn.lexicon.oracle.symbolOf(name) : undefined;
  if (symbol !== undefined && fn.lexicon.captures.use(fn.source).assigned.has(symbol)) return declareChosen(fn, symbol, name, initializer);
  const value = knownFunction(fn, initializer);
  if (value === null) return false;
  bindKnown(fn, name, value);
  return true;
}

/** An error, or a text, in a `const`: looked up where it is thrown. */
function isSaidLater(fn: FunctionScope, declaration: ts.VariableDeclaration): boolean {
  const { name, initializer } = declaration;
  if (initializer === undefined || !ts.isIdentifier(name) || !isConst(declaration)) return false;
  return isErrorLiteral(fn, initializer) || isText(fn.lexicon.oracle.typeOf(initializer)) && !isWholeText(fn, initializer);
}

/** `{ x, ...more }`, at any depth: TypeScript's type of it has the fields in another order. */
const isSpread = (node: ts.Expression): boolean => {
  const literal = stripped(node);
  return ts.isObjectLiteralExpression(literal)
    && literal.properties.some(property => ts.isSpreadAssignment(property) || ts.isPropertyAssignment(property) && isSpread(property.initializer));
};

/** The first value of a variable. A `const` may hold an object with more fields than its declared type. */
function lowerInitial(fn: FunctionScope, initializer: ts.Expression, type: Type | null, hint: Type | null, isFinal: boolean): Value {
  const value = lowerValue(fn, initializer, type ?? hint);
  return type === null || (isFinal && hasMoreFields(value.type, type)) ? value : fn.fit(value, type, initializer);
}

/** A name for a known text. */
function bindText(fn: FunctionScope, { name, initializer }: ts.VariableDeclaration): boolean {
  const symbol = ts.isIdentifier(name) ? fn.lexicon.oracle.symbolOf(name) : undefined;
  if (symbol === undefined || initializer === undefined || fn.lexicon.captures.use(fn.source).assigned.has(symbol)) return false;
  const text = staticValue(fn, initializer);
  if (text?.kind !== 'text') return false;
  fn.bind(symbol, text);
  return true;
}

function lowerIf(fn: FunctionScope, node: ts.IfStatement): void {
  const known = staticValue(fn, node.expression);
  if (known !== null) {
    const taken = isTrue(known) ? node.thenStatement : node.elseStatement;
    if (taken !== undefined) fn.block(() => { lowerStatement(fn, taken, []); });
    return;
  }
  const condition = lowerCondition(fn, node.expression);
  const origin = fn.at(node);
  const then = fn.region(node.thenStatement, () => {
    lowerStatement(fn, node.thenStatement, []);
    return [];
  });
  const otherwise = fn.region(node.elseStatement ?? node, () => {
    if (node.elseStatement !== undefined) lowerStatement(fn, node.elseStatement, []);
    return [];
  });
  fn.b.if(condition, then, otherwise, [], origin);
}

function lowerReturn(fn: FunctionScope, node: ts.ReturnStatement): void {
  const { result } = fn.self;
  if (ts.isConstructorDeclaration(fn.self.node)) {
    returnRecord(fn, node);
    return;
  }
  const keyword = node.getFirstToken() ?? node;
  if (node.expression === undefined || result.kind === 'void') {
    const absent = node.expression === undefined || staticValue(fn, node.expression)?.kind === 'undefined';
    if (!absent && node.expression !== undefined) lowerExpression(fn, node.expression);
    if (result.kind !== 'void') fn.report('possiblyUndefined', { type: 'undefined' }, node);
    fn.b.return(result.kind === 'void' ? null : fn.placeholder(result, node), fn.at(node));
  } else {
    const value = lowerAs(fn, node.expression, result);
    const origin = fn.at(node);
    fn.token(keyword, node, origin);
    fn.b.return(value, origin);
  }
  fn.end();
}

function lowerJump(fn: FunctionScope, node: ts.BreakOrContinueStatement): void {
  const continues = ts.isContinueStatement(node);
  const name = node.label?.text;
  const target = [...fn.jumps].reverse().find(jump =>
    name === undefined ? (continues ? jump.continues : jump.unnamed) : jump.names.includes(name) && (continues ? jump.continues : jump.isRound !== true));
  if (target === undefined) {
    fn.report('syntaxError', { message: `nothing to ${continues ? 'continue' : 'break'} here` }, node);
    return;
  }
  fn.b.append({ kind: continues && target.isRound !== true ? 'continue' : 'break', label: target.label, origin: fn.at(node) });
  fn.end();
}
