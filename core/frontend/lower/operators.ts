/** Operators without effects of their own: arithmetic, comparison, short circuits, `?:`, comma. */
import ts from 'typescript';
import type { Region, Value } from '../../ir/op';
import { newValue } from '../../ir/builder';
import type { BinaryPrimitive, ComparisonPrimitive } from '../../ir/primitive';
import { bool, isPlain, isReference, num, sameType, type Type } from '../../ir/type';
import { stripped } from '../oracle';
import { lowerInstanceTest } from './classes';
import { asCondition, lowerCondition, lowerExpression, lowerNumber, lowerValue } from './expressions';
import { comparable, lowerFallback, lowerFieldTest, lowerMaybe, lowerMaybeComparison, lowerMaybeCondition, lowerMissingTest, lowerTypeTest, valueOr } from './maybe';
import { refuseSyntax } from './refusals';
import type { FunctionScope } from './scope';
import { isTrue, staticValue } from './statics';
import { hasMoreFields, isText, mayBeMissing } from '../types';
import { unknown } from './unit';

const arithmetic: ReadonlyMap<ts.SyntaxKind, BinaryPrimitive> = new Map([
  [ts.SyntaxKind.PlusToken, 'add'], [ts.SyntaxKind.MinusToken, 'sub'], [ts.SyntaxKind.AsteriskToken, 'mul'], [ts.SyntaxKind.SlashToken, 'div'],
  [ts.SyntaxKind.PercentToken, 'rem'], [ts.SyntaxKind.AsteriskAsteriskToken, 'pow'], [ts.SyntaxKind.AmpersandToken, 'bitand'],
  [ts.SyntaxKind.BarToken, 'bitor'], [ts.SyntaxKind.CaretToken, 'bitxor'], [ts.SyntaxKind.LessThanLessThanToken, 'shl'],
  [ts.SyntaxKind.GreaterThanGreaterThanToken, 'shr'], [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken, 'ushr'],
]);
const comparisons: ReadonlyMap<ts.SyntaxKind, ComparisonPrimitive> = new Map([
  [ts.SyntaxKind.LessThanToken, 'lt'], [ts.SyntaxKind.LessThanEqualsToken, 'le'], [ts.SyntaxKind.GreaterThanToken, 'gt'],
  [ts.SyntaxKind.GreaterThanEqualsToken, 'ge'], [ts.SyntaxKind.EqualsEqualsEqualsToken, 'eq'], [ts.SyntaxKind.EqualsEqualsToken, 'eq'],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, 'ne'], [ts.SyntaxKind.ExclamationEqualsToken, 'ne'],
]);
const compound: ReadonlyMap<ts.SyntaxKind, BinaryPrimitive> = new Map([
  [ts.SyntaxKind.PlusEqualsToken, 'add'], [ts.SyntaxKind.MinusEqualsToken, 'sub'], [ts.SyntaxKind.AsteriskEqualsToken, 'mul'],
  [ts.SyntaxKind.SlashEqualsToken, 'div'], [ts.SyntaxKind.PercentEqualsToken, 'rem'], [ts.SyntaxKind.AsteriskAsteriskEqualsToken, 'pow'],
  [ts.SyntaxKind.AmpersandEqualsToken, 'bitand'], [ts.SyntaxKind.BarEqualsToken, 'bitor'], [ts.SyntaxKind.CaretEqualsToken, 'bitxor'],
  [ts.SyntaxKind.LessThanLessThanEqualsToken, 'shl'], [ts.SyntaxKind.GreaterThanGreaterThanEqualsToken, 'shr'],
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken, 'ushr'],
]);

/** The operation of `+=` and its like. */
export const compoundPrimitive = (operator: ts.SyntaxKind): BinaryPrimitive | null => compound.get(operator) ?? null;
export const arithmeticPrimitive = (operator: ts.SyntaxKind): BinaryPrimitive | null => arithmetic.get(operator) ?? null;

/** A number as it is; a boolean as 1 or 0. */
export function asNumber(fn: FunctionScope, value: Value, node: ts.Node): Value {
  if (value.type.kind !== 'bool') return fn.fit(value, num, node);
  return fn.choose(num, value, () => fn.constant(1, node), () => fn.constant(0, node), node);
}

export function lowerUnary(fn: FunctionScope, node: ts.PrefixUnaryExpression, operator: ts.PrefixUnaryOperator): Value {
  switch (operator) {
    case ts.SyntaxKind.ExclamationToken: {
      const known = staticValue(fn, node);
      if (known !== null) return fn.constant(isTrue(known), node);
      return fn.b.prim('not', [lowerCondition(fn, node.operand)], fn.at(node));
    }
    case ts.SyntaxKind.PlusToken: return asNumber(fn, lowerValue(fn, node.operand), node);
    case ts.SyntaxKind.MinusToken: case ts.SyntaxKind.TildeToken: {
      const literal = stripped(node.operand);
      if (operator === ts.SyntaxKind.MinusToken && ts.isNumericLiteral(literal)) return fn.constant(-Number(literal.text), node);
      const value = lowerNumber(fn, node.operand);
      const origin = fn.at(node);
      const start = node.getStart();
      fn.tokenSpan(start, start + 1, node, origin);
      return fn.b.prim(operator === ts.SyntaxKind.MinusToken ? 'neg' : 'bitnot', [value], origin);
    }
    case ts.SyntaxKind.PlusPlusToken: case ts.SyntaxKind.MinusMinusToken: return refuseSyntax(fn, node, num);
  }
}

export function lowerBinary(fn: FunctionScope, node: ts.BinaryExpression, expected: Type | null): Value {
  const operator = node.operatorToken.kind;
  const known = staticValue(fn, node);
  if (known?.kind === 'boolean') return fn.constant(known.value, node);
  const isInstance = operator === ts.SyntaxKind.InstanceOfKeyword ? lowerInstanceTest(fn, node) : null;
  if (isInstance !== null) return isInstance;
  const primitive = arithmetic.get(operator);
  if (primitive !== undefined) {
    if (operator === ts.SyntaxKind.PlusToken && isText(fn.lexicon.oracle.typeOf(node))) return fn.refuse('stringValue', {}, node, unknown);
    const left = lowerNumber(fn, node.left);
    const right = lowerNumber(fn, node.right);
    const origin = fn.at(node);
    fn.token(node.operatorToken, node, origin);
    return fn.b.prim(primitive, [left, right], origin);
  }
  const comparison = comparisons.get(operator);
  if (comparison !== undefined) return lowerComparison(fn, node, comparison);
  switch (operator) {
    case ts.SyntaxKind.AmpersandAmpersandToken: return lowerShortCircuit(fn, node, true, expected);
    case ts.SyntaxKind.BarBarToken: return lowerShortCircuit(fn, node, false, expected);
    case ts.SyntaxKind.QuestionQuestionToken:
      // A value that is there and whose type is supported is never null or undefined.
      if (staticValue(fn, node.left)?.kind === 'undefined') return lowerValue(fn, node.right, expected);
      return lowerFallback(fn, node) ?? lowerValue(fn, node.left, expected);
    case ts.SyntaxKind.InKeyword: return lowerFieldTest(fn, node) ?? refuseSyntax(fn, node, bool);
    case ts.SyntaxKind.CommaToken:
      lowerExpression(fn, node.left);
      return lowerExpression(fn, node.right, expected);
    default: return refuseSyntax(fn, node, expected ?? fn.typeOrNull(node) ?? num);
  }
}

function lowerComparison(fn: FunctionScope, node: ts.BinaryExpression, comparison: ComparisonPrimitive): Value {
  if (comparison === 'eq' || comparison === 'ne') {
    const missing = lowerMissingTest(fn, node, comparison === 'eq') ?? lowerTypeTest(fn, node, comparison === 'eq');
    if (missing !== null) return missing;
  }
  const equality = comparison === 'eq' || comparison === 'ne';
  const [first, second] = equality ? [comparable(fn, node.left, [node.right]), comparable(fn, node.right, [node.left])] : [null, null];
  const partly = equality && first === null && second === null ? lowerMaybeComparison(fn, node, comparison === 'eq') : null;
  if (partly !== null) return partly;
  const left = first ?? lowerValue(fn, node.left);
  const right = second ?? lowerValue(fn, node.right, left.type);
  const origin = fn.at(node);
  fn.token(node.operatorToken, node, origin);
  if (equality && isReference(left.type) && isReference(right.type)) {
    const same = fn.b.prim('same', [left, right], origin);
    return comparison === 'eq' ? same : fn.b.prim('not', [same], fn.at(node));
  }
  if (equality && left.type.kind === right.type.kind && (left.type.kind === 'bool' || left.type.kind === 'text')) return fn.b.prim(comparison, [left, right], origin);
  if (left.type.kind === 'text' || right.type.kind === 'text') {
    return left.type === unknown || right.type === unknown ? fn.placeholder(bool, node) : fn.refuse('stringValue', {}, node, bool);
  }
  return fn.b.prim(comparison, [fn.fit(left, num, node.left), fn.fit(right, num, node.right)], origin);
}

/** `a && b` and `a || b`, for booleans and for numbers. */
function lowerShortCircuit(fn: FunctionScope, node: ts.BinaryExpression, and: boolean, expected: Type | null): Value {
  const known = staticValue(fn, node.left);
  if (known !== null) {
    const truth = isTrue(known);
    return truth === and ? lowerValue(fn, node.right, expected) : fn.constant(truth, node.left);
  }
  const number = and ? null : lowerNumberFallback(fn, node);
  if (number !== null) return number;
  const left = (expected?.kind === 'bool' ? lowerMaybeCondition(fn, node.left) : null) ?? lowerValue(fn, node.left, expected);
  const origin = fn.at(node);
  fn.token(node.operatorToken, node, origin);
  if (expected?.kind === 'bool' && left.type.kind !== 'bool') return mixed(fn, node, left, and);
  const condition = isPlain(left.type) ? asCondition(fn, left, node.left) : fn.fit(left, bool, node.left);
  let type: Type = left.type;
  const right = fn.region(node.right, () => {
    const value = expected?.kind === 'bool' ? lowerCondition(fn, node.right) : lowerValue(fn, node.right, expected);
    type = isPlain(left.type) ? left.type : value.type;
    const fitted = fn.fit(value, type, node.right);
    if (!sameType(value.type, type)) type = unknown;
    return [fitted];
  });
  const other = fn.region(node.left, () => [left.type.kind === 'bool' ? fn.constant(!and, node.left) : left]);
  const result = newValue(type);
  fn.b.if(condition, and ? right : other, and ? other : right, [result], origin);
  return result;
}

/** `x || 0` of a number that may be missing; null of another. What is missing is as little true as NaN. */
function lowerNumberFallback(fn: FunctionScope, node: ts.BinaryExpression): Value | null {
  const maybe = mayBeMissing(fn.lexicon.oracle.typeOf(node.left)) && fn.typeOrNull(node)?.kind === 'num' ? lowerMaybe(fn, node.left) : null;
  if (maybe?.type.kind !== 'num') return null;
  const left = valueOr(fn, maybe, () => fn.constant(NaN, node.left), node.left);
  const result = newValue(num);
  fn.b.if(asCondition(fn, left, node.left), fn.region(node.left, () => [left]), fn.region(node.right, () => [lowerNumber(fn, node.right)]), [result], fn.at(node));
  return result;
}

/** In a condition, where numbers and references stand for whether they are true. */
function mixed(fn: FunctionScope, node: ts.BinaryExpression, left: Value, and: boolean): Value {
  const condition = asCondition(fn, left, node.left);
  const right = fn.region(node.right, () => [lowerCondition(fn, node.right)]);
  const other = fn.region(node.left, () => [fn.constant(!and, node.left)]);
  const result = newValue(bool);
  fn.b.if(condition, and ? right : other, and ? other : right, [result], fn.at(node));
  return result;
}

const endsHere = (fn: FunctionScope, node: ts.Expression): boolean => (fn.lexicon.oracle.typeOf(node).flags & ts.TypeFlags.Never) !== 0;

/** The type of an expression that is an object of one of several types. */
function unionType(fn: FunctionScope, node: ts.Expression, expected: Type | null): Type | null {
  const type = expected ?? fn.typeOrNull(node);
  return type !== null && fn.lexicon.localTypes.holdsUnion(type) ? type : null;
}

export function lowerConditional(fn: FunctionScope, node: ts.ConditionalExpression, expected: Type | null): Value {
  const known = staticValue(fn, node.condition);
  if (known !== null) return lowerValue(fn, isTrue(known) ? node.whenTrue : node.whenFalse, expected);
  const condition = lowerCondition(fn, node.condition);
  const origin = fn.at(node);
  fn.token(node.questionToken, node, origin);
  const [trueEnds, falseEnds] = [endsHere(fn, node.whenTrue), endsHere(fn, node.whenFalse)];
  if (trueEnds !== falseEnds) {
    // The side that never returns leaves; the other one is what follows.
    const leave = (side: ts.Expression): Region => fn.region(side, () => { lowerExpression(fn, side, expected); return []; });
    const stay = (side: ts.Expression): Region => fn.region(side, () => []);
    fn.b.if(condition, trueEnds ? leave(node.whenTrue) : stay(node.whenTrue), falseEnds ? leave(node.whenFalse) : stay(node.whenFalse), [], origin);
    return lowerValue(fn, trueEnds ? node.whenFalse : node.whenTrue, expected);
  }
  const union = unionType(fn, node, expected);
  let type: Type = expected ?? num;
  const then = fn.region(node.whenTrue, () => {
    const value = lowerValue(fn, node.whenTrue, expected ?? union);
    type = union === null || hasMoreFields(value.type, union) ? value.type : union;
    return [sameType(value.type, type) ? value : fn.fit(value, type, node.whenTrue)];
  });
  const otherwise = fn.region(node.whenFalse, () => {
    const value = lowerValue(fn, node.whenFalse, type);
    return [sameType(value.type, type) ? value : fn.fit(value, type, node.whenFalse)];
  });
  const result = newValue(type);
  fn.b.if(condition, then, otherwise, [result], origin);
  return result;
}
