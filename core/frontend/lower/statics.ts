/** What is known from the call alone: optional parameters that were left out are `undefined`, and conditions on them fold. */
import ts from 'typescript';
import { isAccess, isBuiltIn, stripped } from '../oracle';
import type { Type } from '../../ir/type';
import type { FunctionShape } from './functionShape';
import type { FunctionScope } from './scope';

export type Static = { readonly kind: 'undefined' } | { readonly kind: 'boolean'; readonly value: boolean } | { readonly kind: 'text'; readonly value: string };
const absent: Static = { kind: 'undefined' };
const known = (value: boolean): Static => ({ kind: 'boolean', value });
export const isTrue = (found: Static): boolean => found.kind === 'text' ? found.value !== '' : found.kind === 'boolean' && found.value;

/** The value of an expression where it follows from parameters left out; null otherwise. */
export function staticValue(fn: FunctionScope, expression: ts.Expression): Static | null {
  const node = stripped(expression);
  if (ts.isIdentifier(node)) {
    const symbol = fn.lexicon.oracle.symbolOf(node);
    if (isUndefined(node, symbol)) return absent;
    const binding = symbol === undefined ? null : fn.lookUp(symbol);
    if (binding?.kind === 'text') return binding;
    if (binding !== null || symbol === undefined) return binding?.kind === 'absent' ? absent : null;
    const text = fn.lexicon.constants.text(node);
    return text === null ? null : { kind: 'text', value: text };
  }
  if (ts.isStringLiteralLike(node)) return { kind: 'text', value: node.text };
  if (ts.isTypeOfExpression(node)) return typeName(fn, node.expression);
  const member = ts.isPropertyAccessExpression(node) ? fn.lexicon.constants.text(node) : null;
  if (member !== null) return { kind: 'text', value: member };
  if (ts.isPropertyAccessExpression(node) && isLeftOut(fn, node)) return absent;
  const isList = ts.isCallExpression(node) && node.arguments.length === 1 ? listTest(fn, node) : null;
  if (isList !== null) return known(isList);
  if (ts.isVoidExpression(node) && ts.isNumericLiteral(node.expression)) return absent;
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node)) {
    return chainIsAbsent(fn, node) ? absent : null;
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const operand = staticValue(fn, node.operand);
    return operand === null ? null : known(!isTrue(operand));
  }
  return ts.isBinaryExpression(node) ? staticBinary(fn, node) : null;
}

/** `typeof x` of a variable whose type is known. */
function typeName(fn: FunctionScope, expression: ts.Expression): Static | null {
  const node = stripped(expression);
  const symbol = ts.isIdentifier(node) ? fn.lexicon.oracle.symbolOf(node) : undefined;
  const binding = symbol === undefined ? null : fn.lookUp(symbol);
  if (binding?.kind === 'text') return { kind: 'text', value: 'string' };
  if (binding?.kind === 'function') return { kind: 'text', value: shapeName(binding.value.shape) };
  const type = variableType(fn, expression);
  const name = type === null ? null : nameOfType(type);
  if (name !== null) return { kind: 'text', value: name };
  return staticValue(fn, expression)?.kind === 'undefined' ? { kind: 'text', value: 'undefined' } : null;
}

/** What `typeof` says of a value. */
export function nameOfType(type: Type): string | null {
  switch (type.kind) {
    case 'num': return 'number';
    case 'bool': return 'boolean';
    case 'text': return 'string';
    case 'array': case 'struct': return 'object';
    case 'func': return 'function';
    case 'void': return null;
  }
}

/** `typeof` of what a shape stands for. */
function shapeName(shape: FunctionShape): string {
  switch (shape.kind) {
    case 'math': case 'source': return 'function';
    case 'choice': return shapeName(shape.then);
    case 'record': return 'object';
    case 'text': return 'string';
    case 'data': return shape.type.kind === 'num' ? 'number' : shape.type.kind === 'bool' ? 'boolean' : shape.type.kind === 'text' ? 'string' : 'object';
  }
}

/** `Array.isArray(x)`. */
function listTest(fn: FunctionScope, node: ts.CallExpression): boolean | null {
  const [argument] = node.arguments;
  if (argument === undefined || !ts.isPropertyAccessExpression(node.expression) || node.expression.getText() !== 'Array.isArray') return null;
  const type = variableType(fn, argument);
  return type === null ? null : type.kind === 'array' && type.storage === 'array';
}

/** The type of the value a variable holds, which may be narrower than the declared one. */
function variableType(fn: FunctionScope, expression: ts.Expression): Type | null {
  const node = stripped(expression);
  const symbol = ts.isIdentifier(node) ? fn.lexicon.oracle.symbolOf(node) : undefined;
  const binding = symbol === undefined ? null : fn.lookUp(symbol);
  return binding?.kind === 'param' ? binding.value.type : binding?.kind === 'slot' ? binding.slot.type : null;
}

/** `p.x` where the object that was given has no field x. */
function isLeftOut(fn: FunctionScope, node: ts.PropertyAccessExpression): boolean {
  const type = variableType(fn, node.expression);
  const symbol = fn.lexicon.oracle.symbolOf(node.name);
  return type?.kind === 'struct' && symbol !== undefined && (symbol.flags & ts.SymbolFlags.Optional) !== 0 && !type.fields.some(field => field.name === node.name.text);
}

/** The global `undefined`, not a variable of that name. */
export const isUndefined = (node: ts.Identifier, symbol: ts.Symbol | undefined): boolean =>
  node.text === 'undefined' && (symbol === undefined || isBuiltIn(symbol));

/** `x?.a.b` where `x` is absent: the chain is cut short at `?.`. */
function chainIsAbsent(fn: FunctionScope, node: ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression): boolean {
  if ((node.flags & ts.NodeFlags.OptionalChain) === 0) return false;
  const base = node.expression;
  if (node.questionDotToken !== undefined) return staticValue(fn, base)?.kind === 'undefined';
  return (ts.isPropertyAccessExpression(base) || ts.isElementAccessExpression(base) || ts.isCallExpression(base)) && chainIsAbsent(fn, base);
}

function staticBinary(fn: FunctionScope, node: ts.BinaryExpression): Static | null {
  const left = staticValue(fn, node.left);
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      if (left === null) return null;
      return isTrue(left) ? staticValue(fn, node.right) : left;
    case ts.SyntaxKind.BarBarToken:
      if (left === null) return null;
      return isTrue(left) ? left : staticValue(fn, node.right);
    case ts.SyntaxKind.EqualsEqualsEqualsToken: case ts.SyntaxKind.EqualsEqualsToken: {
      const same = equality(fn, node, left);
      return same === null ? null : known(same);
    }
    case ts.SyntaxKind.ExclamationEqualsEqualsToken: case ts.SyntaxKind.ExclamationEqualsToken: {
      const same = equality(fn, node, left);
      return same === null ? null : known(!same);
    }
    default: return null;
  }
}

const isNull = (node: ts.Expression): boolean => stripped(node).kind === ts.SyntaxKind.NullKeyword;

function equality(fn: FunctionScope, node: ts.BinaryExpression, left: Static | null): boolean | null {
  const right = staticValue(fn, node.right);
  if (left?.kind === 'text' && right?.kind === 'text') return left.value === right.value;
  const [leftNull, rightNull] = [isNull(node.left), isNull(node.right)];
  const leftAbsent = left?.kind === 'undefined' || leftNull;
  const rightAbsent = right?.kind === 'undefined' || rightNull;
  if (leftAbsent && rightAbsent) return leftNull === rightNull || node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsToken || node.operatorToken.kind === ts.SyntaxKind.ExclamationEqualsToken;
  if (!leftAbsent && !rightAbsent) return null;
  if (left?.kind === 'text' || right?.kind === 'text') return false;
  const other = stripped(leftAbsent ? node.right : node.left);
  const symbol = ts.isIdentifier(other) ? fn.lexicon.oracle.symbolOf(other) : undefined;
  const binding = symbol === undefined ? null : fn.lookUp(symbol);
  if (binding !== null) return binding.kind === 'maybe' ? null : false;
  // What may be missing is asked for while it runs.
  if (ts.isElementAccessExpression(other) || ts.isCallExpression(other) || (isAccess(other) && (other.flags & ts.NodeFlags.OptionalChain) !== 0)) return null;
  // A value whose type is supported is a number, a boolean, an array or an object, never undefined.
  return fn.typeOrNull(other) === null ? null : false;
}
