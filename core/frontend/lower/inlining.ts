/**
 * Calls whose result is a function. The callee's statements are lowered where the call stands, so that its variables are
 * there for the function it returns to capture.
 */
import ts from 'typescript';
import { unnamed } from '../../ir/builder';
import { enclosingFunction, isOptional, type FunctionNode } from '../oracle';
import { capturedBy, type FunctionValue } from './functionShape';
import { lowerValue } from './expressions';
import { bindKnown, choiceOf, heldValue, holdCondition, knownFunction, listOfKnown, onlyNames } from './known';
import { lowerElements } from './literals';
import { noteTypes } from './packageTypes';
import { bindPattern } from './patterns';
import type { FunctionScope } from './scope';
import { isTrue, staticValue } from './statics';
import { lowerStatements } from './statements';
import { knownClauses } from './switches';
import { isWholeText, textValue } from './texts';
import { inferTypeArguments } from './typeArguments';
import { isText } from '../types';

/** The function, or object of functions, that a call returns; null when it returns none, or its body has other exits than a last `return`. */
export function inlineCall(fn: FunctionScope, node: ts.CallExpression): FunctionValue | null {
  if (!fn.holdsFunctions(node)) return null;
  const target = knownFunction(fn, node.expression);
  if (target?.shape.kind !== 'source') return null;
  const { node: callee } = target.shape;
  if (fn.isInlining(callee) || node.arguments.some(ts.isSpreadElement)) return null;
  noteTypes(fn, node, callee);
  const known = callee.parameters.some(p => ts.isIdentifier(p.name) && textArgument(fn, node, callee, p) !== null);
  if (!isDecision(callee, known)) return null;
  const bind = bindArguments(fn, node, callee);
  const typeArguments = inferTypeArguments(fn, node, callee, target.shape.around.typeArguments);
  let found: FunctionValue | null = null;
  fn.block(() => {
    bindSurrounding(fn, target);
    bind();
    fn.inlined(callee, typeArguments, node, () => {
      found = ts.isBlock(callee.body) ? returnedBy(fn, callee.body.statements) : returnedValue(fn, callee.body);
    });
  });
  return found;
}

/** The text that a parameter is given, where it is known. */
function textArgument(fn: FunctionScope, node: ts.CallExpression, callee: FunctionNode, parameter: ts.ParameterDeclaration): string | null {
  const argument = node.arguments[callee.parameters.indexOf(parameter)] ?? parameter.initializer;
  const text = argument === undefined ? null : staticValue(fn, argument);
  return text?.kind === 'text' ? text.value : null;
}

/**
 * Whether a body ends in one `return`, or in conditions with a `return` of its own in each branch. What those return must have no effect,
 * as it is evaluated where it is not returned, unless the conditions are on a text: `isChosen`.
 */
function isDecision(node: FunctionNode, isChosen: boolean): boolean {
  if (!ts.isBlock(node.body)) return true;
  const owned = (at: ts.Node): boolean => ts.isReturnStatement(at) && enclosingFunction(at) === node || (ts.forEachChild(at, child => owned(child) || undefined) ?? false);
  const { statements } = node.body;
  const first = statements.findIndex(owned);
  if (first < 0) return false;
  const tail = statements.slice(first);
  const [only] = tail;
  if (tail.length === 1 && only !== undefined && ts.isReturnStatement(only)) return only.expression !== undefined;
  return tail.every(statement => decides(statement, isChosen));
}

function decides(node: ts.Statement, isChosen: boolean): boolean {
  if (ts.isBlock(node)) return node.statements.every(inner => decides(inner, isChosen));
  if (ts.isReturnStatement(node)) return node.expression !== undefined && (isChosen || onlyNames(node.expression));
  if (ts.isIfStatement(node)) return decides(node.thenStatement, isChosen) && (node.elseStatement === undefined || decides(node.elseStatement, isChosen));
  return isChosen && (ts.isThrowStatement(node) || ts.isSwitchStatement(node) && node.caseBlock.clauses.every(clause => clause.statements.every(inner => decides(inner, isChosen))));
}

/** What is not known, although it has been evaluated, is a value. */
const returnedValue = (fn: FunctionScope, result: ts.Expression): FunctionValue => knownFunction(fn, result) ?? heldValue(fn, lowerValue(fn, result), result, unnamed);

/** Lowers the statements up to the decision; null where they end without a result. */
function returnedBy(fn: FunctionScope, statements: readonly ts.Statement[]): FunctionValue | null {
  for (const [i, statement] of statements.entries()) {
    if (ts.isReturnStatement(statement)) return statement.expression === undefined ? null : returnedValue(fn, statement.expression);
    if (ts.isBlock(statement) && holdsReturn(statement)) return returnedBy(fn, [...statement.statements, ...statements.slice(i + 1)]);
    if (ts.isIfStatement(statement) && holdsReturn(statement)) return returnedByIf(fn, statement, statements.slice(i + 1));
    if (ts.isSwitchStatement(statement) && holdsReturn(statement)) {
      const taken = knownClauses(fn, statement);
      if (taken === null) return null;
      return returnedBy(fn, [...taken, ...statements.slice(i + 1)]);
    }
    lowerStatements(fn, [statement]);
  }
  return null;
}

function returnedByIf(fn: FunctionScope, node: ts.IfStatement, rest: readonly ts.Statement[]): FunctionValue | null {
  const known = staticValue(fn, node.expression);
  const otherwise = node.elseStatement === undefined ? [] : [node.elseStatement];
  if (known !== null) return returnedBy(fn, isTrue(known) ? [node.thenStatement, ...rest] : [...otherwise, ...rest]);
  const condition = holdCondition(fn, node.expression);
  const first = returnedBy(fn, [node.thenStatement, ...rest]);
  const second = first === null ? null : returnedBy(fn, [...otherwise, ...rest]);
  return first === null || second === null ? null : choiceOf(condition, first, second);
}

const holdsReturn = (node: ts.Node): boolean => ts.isReturnStatement(node) || !ts.isFunctionLike(node) && (ts.forEachChild(node, child => holdsReturn(child) || undefined) ?? false);

/** Evaluates the arguments of a call in the caller; the result declares the parameters. */
export function bindArguments(fn: FunctionScope, node: ts.CallExpression, callee: FunctionNode): () => void {
  const bindings = callee.parameters.map((parameter, i) =>
    (parameter.dotDotDotToken === undefined ? argumentBinding(fn, parameter, node.arguments[i]) : restBinding(fn, parameter, node.arguments.slice(i))));
  return () => { callee.parameters.forEach((parameter, i) => { bindings[i]?.(parameter); }); };
}

/** Evaluates an argument in the caller; the result declares the parameter. */
function argumentBinding(fn: FunctionScope, parameter: ts.ParameterDeclaration, argument: ts.Expression | undefined): (parameter: ts.ParameterDeclaration) => void {
  const symbol = ts.isIdentifier(parameter.name) ? fn.lexicon.oracle.symbolOf(parameter.name) : undefined;
  const content = argument ?? parameter.initializer;
  if (content === undefined) {
    return at => {
      if (symbol !== undefined && isOptional(at)) fn.bind(symbol, { kind: 'absent' });
      else fn.report('argumentCount', { name: 'the function', expected: 'more arguments', found: 0 }, at);
    };
  }
  const text = staticValue(fn, content);
  if (text?.kind === 'text' && symbol !== undefined) return () => { fn.bind(symbol, text); };
  const value = fn.holdsFunctions(content) ? knownFunction(fn, content) : isText(fn.lexicon.oracle.typeOf(content)) && !isWholeText(fn, content) ? textValue(fn, content) : null;
  if (value !== null) return at => { bindKnown(fn, at.name, value); };
  const lowered = lowerValue(fn, content, fn.typeOrNull(parameter.name));
  return at => { bindPattern(fn, at.name, lowered, at); };
}

function restBinding(fn: FunctionScope, parameter: ts.ParameterDeclaration, given: readonly ts.Expression[]): (parameter: ts.ParameterDeclaration) => void {
  const list = fn.holdsFunctions(parameter) ? listOfKnown(fn, given) : null;
  if (list !== null) return at => { bindKnown(fn, at.name, list); };
  const type = fn.typeOf(parameter);
  const array = type.kind === 'array' ? lowerElements(fn, given, type, parameter) : fn.placeholder(type, parameter);
  return at => { bindPattern(fn, at.name, array, at); };
}

/** Makes what a function value captures, and the functions it knows, visible under their names. */
export function bindSurrounding(fn: FunctionScope, { shape, slots }: FunctionValue): void {
  if (shape.kind !== 'source') return;
  const { around } = shape;
  for (const symbol of around.absent) fn.bind(symbol, { kind: 'absent' });
  for (const [symbol, value] of around.texts) fn.bind(symbol, { kind: 'text', value });
  let next = 0;
  for (const { symbol, part } of around.captures) {
    const slot = slots[next++];
    const isThere = part === 'content' ? slots[next] : undefined;
    if (slot === undefined || part === 'isThere') continue;
    fn.bind(symbol, isThere === undefined ? { kind: 'slot', slot } : { kind: 'maybe', slot, isThere });
  }
  for (const [name, inner] of around.functions) {
    const count = capturedBy(inner).length;
    const value = { shape: inner, slots: slots.slice(next, next + count) };
    if ('kind' in name) bindKnown(fn, name.name, value);
    else fn.bind(name, { kind: 'function', value });
    next += count;
  }
}
