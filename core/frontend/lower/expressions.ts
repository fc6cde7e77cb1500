/** Expressions: which file lowers what. Every expression gives one value; one without a result has type void. */
import ts from 'typescript';
import type { Value } from '../../ir/op';
import { bool, isReference, num, type Type } from '../../ir/type';
import { isAccess, isBuiltIn, isFunctionNode, stripped } from '../oracle';
import { libraryNumber } from '../constants';
import { absenceOfNumber } from '../numberOr';
import { knownText, lowerElementAccess, lowerPropertyAccess } from './access';
import { lowerAssignment, lowerIncrement } from './assignments';
import { lowerCall } from './calls';
import { chosenNow } from './chosen';
import { lowerThis } from './classes';
import { closureOf, functionValue } from './closures';
import { booleanThat, isThere, numberIn } from './elements';
import { knownFunction } from './known';
import { lowerArrayLiteral, lowerObjectLiteral } from './literals';
import { lowerMaybeCondition, lowerNumberOr } from './maybe';
import { lowerNew } from './newArrays';
import { lowerBinary, lowerConditional, lowerUnary } from './operators';
import { isAssignment } from '../writes';
import { refuseSyntax } from './refusals';
import type { FunctionScope } from './scope';
import { isText, mayBeMissing } from '../types';
import { unknown } from './unit';
import { isTrue, isUndefined, staticValue } from './statics';

/** `expected`: the type the surroundings ask for; it shapes literals, and the value is not checked against it. */
export function lowerExpression(fn: FunctionScope, expression: ts.Expression, expected: Type | null = null): Value {
  if (expected !== null && absenceOfNumber(expected) !== null) return lowerNumberOr(fn, expression, expected);
  const node = stripped(expression);
  if (ts.isNumericLiteral(node)) return fn.constant(Number(node.text), node);
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) {
    return fn.constant(node.kind === ts.SyntaxKind.TrueKeyword, node);
  }
  const said = knownText(fn, node);
  if (said !== null) return lowerText(fn, said, node);
  if (ts.isIdentifier(node)) return lowerName(fn, node, expected);
  if (isAssignment(node)) return lowerAssignment(fn, node);
  if (ts.isBinaryExpression(node)) return lowerBinary(fn, node, expected);
  if (ts.isPrefixUnaryExpression(node)) {
    return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken
      ? lowerIncrement(fn, node) : lowerUnary(fn, node, node.operator);
  }
  if (ts.isPostfixUnaryExpression(node)) return lowerIncrement(fn, node);
  if (ts.isConditionalExpression(node)) return lowerConditional(fn, node, expected);
  if (isAccess(node)) {
    if (staticValue(fn, node)?.kind === 'undefined') return refuseAbsent(fn, node, expected);
    return ts.isPropertyAccessExpression(node) ? lowerPropertyAccess(fn, node) : lowerElementAccess(fn, node);
  }
  if (ts.isCallExpression(node)) return lowerCall(fn, node, expected);
  if (ts.isNewExpression(node)) return lowerNew(fn, node, expected);
  if (ts.isArrayLiteralExpression(node)) return lowerArrayLiteral(fn, node, expected);
  if (ts.isObjectLiteralExpression(node)) return lowerObjectLiteral(fn, node, expected);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return lowerThis(fn, node, expected);
  if (isFunctionNode(node)) {
    const value = functionValue(fn, node, node);
    return value === null ? fn.placeholder(expected ?? fn.typeOrNull(node) ?? num, node) : closureOf(fn, value, node);
  }
  if (ts.isVoidExpression(node)) {
    lowerExpression(fn, node.expression);
    return refuseAbsent(fn, node, expected);
  }
  return refuseSyntax(fn, node, expected ?? fn.typeOrNull(node) ?? num);
}

/** An expression that has a value. */
export function lowerValue(fn: FunctionScope, expression: ts.Expression, expected: Type | null = null): Value {
  const value = lowerExpression(fn, expression, expected);
  if (value.type.kind !== 'void') return value;
  return fn.refuse('noResult', { name: stripped(expression).getText() }, expression, expected ?? num);
}

/** An expression that has a value of exactly this type. */
export const lowerAs = (fn: FunctionScope, expression: ts.Expression, type: Type): Value =>
  fn.fit(lowerValue(fn, expression, type), type, expression);

export const lowerNumber = (fn: FunctionScope, expression: ts.Expression): Value => lowerAs(fn, expression, num);

/** The condition JavaScript makes of an expression. */
export function lowerCondition(fn: FunctionScope, expression: ts.Expression): Value {
  const found = staticValue(fn, expression);
  if (found !== null) return fn.constant(isTrue(found), expression);
  return lowerMaybeCondition(fn, expression) ?? asCondition(fn, lowerValue(fn, expression, bool), expression);
}

/** Whether a value counts as true. */
export function asCondition(fn: FunctionScope, value: Value, at: ts.Node): Value {
  if (value.type.kind === 'bool') return value;
  const absence = absenceOfNumber(value.type);
  if (absence !== null) return booleanThat(fn, isThere(fn, value, absence, at), () => asCondition(fn, numberIn(fn, value, at), at), at);
  if (value.type.kind === 'num') return fn.b.prim('truthy', [value], fn.at(at));
  if (value.type.kind === 'text') return fn.b.prim('ne', [value, fn.b.constant('', fn.at(at))], fn.at(at));
  // Arrays, objects and functions are true.
  return isReference(value.type) || value.type.kind === 'func' ? fn.constant(true, at) : fn.fit(value, bool, at);
}

const refuseAbsent = (fn: FunctionScope, node: ts.Node, expected: Type | null): Value =>
  fn.refuse('possiblyUndefined', { type: 'undefined' }, node, expected ?? num);

/** A text that is known; a member of an enum keeps its name, which alone can be compared with what is of the enum's type. */
function lowerText(fn: FunctionScope, said: string, node: ts.Expression): Value {
  const declared = ts.isPropertyAccessExpression(node) ? fn.lexicon.oracle.symbolOf(node.name)?.valueDeclaration : undefined;
  const owner = declared !== undefined && ts.isEnumMember(declared) ? fn.lexicon.oracle.symbolOf(declared.parent.name) : undefined;
  const isVisible = owner !== undefined && fn.unit.isVisible(owner.name, owner);
  return isVisible && ts.isPropertyAccessExpression(node) ? fn.b.namedConstant(said, `${owner.name}.${node.name.text}`, fn.at(node)) : fn.b.constant(said, fn.at(node));
}

function lowerName(fn: FunctionScope, node: ts.Identifier, expected: Type | null): Value {
  const { oracle, constants } = fn.lexicon;
  const symbol = oracle.symbolOf(node);
  if (isUndefined(node, symbol)) return refuseAbsent(fn, node, expected);
  // A name that is missing is a syntax error, which is reported by itself.
  if (node.text === '') return fn.placeholder(expected ?? num, node);
  if (symbol === undefined) return refuseSyntax(fn, node, expected ?? num);
  const binding = fn.lookUp(symbol);
  if (binding !== null) {
    switch (binding.kind) {
      case 'absent': return refuseAbsent(fn, node, expected);
      case 'text': return fn.b.constant(binding.value, fn.at(node));
      case 'function': return closureOf(fn, binding.value, node);
      case 'chosen': {
        const value = chosenNow(fn, binding.chosen, node);
        return value === null ? fn.placeholder(expected ?? num, node) : closureOf(fn, value, node);
      }
      case 'fields': return fn.refuse('thisReference', { what: node.text }, node, binding.type);
      case 'param':
        fn.paramToken(node, binding.name);
        return binding.value;
      case 'slot': case 'maybe': {
        const type = oracle.typeOf(node);
        if (binding.kind === 'maybe' && mayBeMissing(type)) return fn.refuse('possiblyUndefined', { type: oracle.typeText(type) }, node, binding.slot.type);
        const origin = fn.at(node);
        fn.token(node, node, origin);
        return fn.b.get(binding.slot, origin);
      }
    }
  }
  if (isBuiltIn(symbol)) {
    const value = libraryNumber(null, node.text);
    if (value !== null) return fn.constant(value, node);
    return refuseSyntax(fn, node, expected ?? num);
  }
  const callable = fn.holdsFunctions(node) ? knownFunction(fn, node) : null;
  if (callable !== null) return closureOf(fn, callable, node);
  const constant = constants.of(symbol);
  if (constant !== null) return lowerConstant(fn, node, symbol);
  if (isText(oracle.checker.getNonNullableType(oracle.typeOf(node)))) return fn.refuse('stringValue', {}, node, unknown);
  const local = symbol.valueDeclaration !== undefined && (ts.isVariableDeclaration(symbol.valueDeclaration) || ts.isBindingElement(symbol.valueDeclaration));
  return fn.refuse(local ? 'outOfScope' : 'unknownName', { name: node.text }, node, expected ?? fn.typeOrNull(node) ?? num);
}

/** A constant of a module: a number under its name, or a reference to its data. */
export function lowerConstant(fn: FunctionScope, node: ts.Identifier | ts.PropertyAccessExpression, symbol: ts.Symbol): Value {
  const constant = fn.lexicon.constants.of(symbol);
  const name = ts.isIdentifier(node) ? node.text : node.name.text;
  const origin = fn.at(node);
  fn.token(ts.isIdentifier(node) ? node : node.name, node, origin);
  switch (constant?.kind) {
    case 'scalar': return fn.b.namedConstant(constant.value, name, origin);
    case 'data': return fn.b.global(fn.unit.globalFor(symbol, node, constant.type, constant.data), constant.type, origin, name);
    case 'changing': return fn.refuse('moduleState', { name }, node, fn.typeOrNull(node) ?? num);
    case 'unreadable': case undefined: {
      const type = fn.typeOf(node);
      return fn.refuse('notConstant', { name }, node, type);
    }
  }
}
