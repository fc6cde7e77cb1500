/** `throw`: errors made of texts, numbers and booleans, or constants that hold an error; calls that never return. */
import ts from 'typescript';
import { newValue } from '../../ir/builder';
import type { ErrorArgument, Value } from '../../ir/op';
import { plainError } from '../../ir/thrown';
import { isPlain, num, type Type } from '../../ir/type';
import { isConst, isFunctionNode, isLibrarySymbol, isModuleVariable, stripped } from '../oracle';
import { lowerValue } from './expressions';
import { bindArguments, bindSurrounding } from './inlining';
import { knownFunction } from './known';
import type { FunctionScope } from './scope';
import { lowerStatements } from './statements';
import { settledInitial, textParts } from './texts';

export function lowerThrow(fn: FunctionScope, node: ts.ThrowStatement): void {
  const made = madeError(fn, node.expression);
  if (made === null) fn.report('thrownValue', {}, node.expression);
  fn.b.append({ kind: 'throw', error: made?.error ?? 'Error', args: made === null ? [] : made.args, isVisible: made?.isVisible ?? true, origin: fn.at(node) });
  fn.end();
}

interface MadeError { readonly error: string; readonly args: readonly ErrorArgument[] | null; readonly isVisible: boolean }

/** `new RangeError('text')`, or a constant that holds such an error. */
function madeError(fn: FunctionScope, expression: ts.Expression): MadeError | null {
  const node = stripped(expression);
  if (ts.isIdentifier(node)) {
    const symbol = fn.lexicon.oracle.symbolOf(node);
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined || !ts.isVariableDeclaration(declaration) || !isConst(declaration) || declaration.initializer === undefined) return null;
    if (!isErrorLiteral(fn, declaration.initializer)) return null;
    if (isModuleVariable(declaration)) return { error: node.text, args: null, isVisible: fn.unit.isVisible(node.text, symbol) };
    const settled = settledInitial(fn, node);
    return settled === null ? null : madeError(fn, settled);
  }
  const callee = errorClass(fn, node);
  if (callee === null || !(ts.isNewExpression(node) || ts.isCallExpression(node))) return null;
  const args = (node.arguments ?? []).map(argument => errorArgument(fn, argument));
  const symbol = fn.lexicon.oracle.symbolOf(callee);
  const isVisible = symbol !== undefined && (isLibrarySymbol(symbol) || fn.unit.isVisible(callee.text, symbol));
  return args.every(arg => arg !== null) ? { error: callee.text, args, isVisible } : null;
}

/** The class in `new RangeError(…)` and `Error(…)`: one of the language, or one of the source whose instances have a message. */
function errorClass(fn: FunctionScope, node: ts.Node): ts.Identifier | null {
  if (!(ts.isNewExpression(node) || ts.isCallExpression(node)) || !ts.isIdentifier(node.expression)) return null;
  const symbol = fn.lexicon.oracle.symbolOf(node.expression);
  if (symbol === undefined) return null;
  if (isLibrarySymbol(symbol)) return /Error$/.test(symbol.name) ? node.expression : null;
  const isClass = ts.isNewExpression(node) && symbol.valueDeclaration !== undefined && ts.isClassLike(symbol.valueDeclaration);
  const type = fn.lexicon.oracle.typeOf(node);
  return isClass && type.getProperty('message') !== undefined && type.getProperty('name') !== undefined ? node.expression : null;
}

export const isErrorLiteral = (fn: FunctionScope, node: ts.Expression): boolean => errorClass(fn, stripped(node)) !== null;

function errorArgument(fn: FunctionScope, argument: ts.Expression): ErrorArgument | null {
  if (ts.isSpreadElement(argument)) return null;
  const parts = textParts(fn, argument);
  if (parts !== null) return parts.every(part => typeof part === 'string' || isPlain(part.value.type)) ? { kind: 'text', parts } : null;
  const type = fn.typeOrNull(argument);
  return type?.kind === 'num' || type?.kind === 'bool' ? { kind: 'value', value: lowerValue(fn, argument) } : null;
}

/**
 * A call of a function of result type `never`: its statements stand where the call stands, and what follows is not reached. Null for
 * other calls.
 */
export function lowerNever(fn: FunctionScope, node: ts.CallExpression, expected: Type | null): Value | null {
  if ((fn.lexicon.oracle.typeOf(node).flags & ts.TypeFlags.Never) === 0) return null;
  const target = knownFunction(fn, node.expression);
  if (target?.shape.kind !== 'source' || !isFunctionNode(target.shape.node) || !ts.isBlock(target.shape.node.body) || fn.isInlining(target.shape.node)) return null;
  const { node: callee } = target.shape;
  const { body } = target.shape.node;
  const bind = bindArguments(fn, node, callee);
  fn.block(() => {
    bindSurrounding(fn, target);
    bind();
    fn.inlined(callee, new Map(), node, () => { lowerStatements(fn, ts.isBlock(body) ? body.statements : []); });
    if (!fn.ended) fn.b.append(plainError('this is never reached', fn.at(node)));
    fn.end();
  });
  return newValue(expected ?? num);
}
