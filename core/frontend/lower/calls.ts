/** Calls: of functions with source, of function values, and of what the library has (see `builtins` and `arrayMethods`). */
import ts from 'typescript';
import { newValue } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { arrayOf, num, voidType, type FuncType, type Type } from '../../ir/type';
import { functionOfSymbol, isFunctionNode, isLibrarySymbol, isOptional, stripped, type FunctionNode } from '../oracle';
import { isModuleName } from './access';
import { lowerArrayMethod } from './arrayMethods';
import { lowerLibraryCall } from './builtins';
import { captureSlots, specialise } from './closures';
import { lowerAs, lowerValue } from './expressions';
import { lowerFilledArray } from './newArrays';
import { refuseCallee } from './refusals';
import type { FunctionScope } from './scope';
import { staticValue } from './statics';
import { unknown } from './unit';

export function lowerCall(fn: FunctionScope, node: ts.CallExpression, expected: Type | null): Value {
  const callee = stripped(node.expression);
  const filled = lowerFilledArray(fn, node, expected);
  if (filled !== null) return filled;
  if (isFunctionNode(callee)) return callFunction(fn, node, callee, callee);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const symbol = fn.lexicon.oracle.symbolOf(name);
  const library = lowerLibraryCall(fn, node, callee, symbol, expected);
  if (library !== null) return library;
  if (symbol !== undefined && (ts.isIdentifier(callee) || (ts.isPropertyAccessExpression(callee) && isModuleName(fn, callee.expression)))) {
    const binding = ts.isIdentifier(callee) ? fn.lookUp(symbol) : null;
    const found = binding === null ? functionOfSymbol(symbol) : null;
    if (found !== null) return callFunction(fn, node, found, name);
    if (binding === null) return refuseCallee(fn, node, name, symbol, expected);
  } else if (ts.isPropertyAccessExpression(callee)) {
    const method = lowerArrayMethod(fn, node, callee);
    if (method !== null) return method;
  }
  if (symbol !== undefined && isLibrarySymbol(symbol)) return refuseCallee(fn, node, name, symbol, expected);
  const method = symbol?.valueDeclaration;
  if (method !== undefined && (ts.isMethodDeclaration(method) || ts.isMethodSignature(method))) return refuseCallee(fn, node, name, symbol, expected);
  const value = lowerValue(fn, callee);
  if (value.type === unknown) return fn.placeholder(expected ?? fn.typeOrNull(node) ?? num, node);
  if (value.type.kind === 'func') return callValue(fn, node, value, value.type, name);
  return refuseCallee(fn, node, name, symbol, expected);
}

function callValue(fn: FunctionScope, node: ts.CallExpression, callee: Value, type: FuncType, name: ts.Node): Value {
  if (node.arguments.length !== type.params.length || node.arguments.some(ts.isSpreadElement)) {
    const expected = countText(type.params.length, type.params.length);
    return fn.refuse('argumentCount', { name: name.getText(), expected, found: node.arguments.length }, node, type.result);
  }
  const args = node.arguments.map((argument, i) => lowerAs(fn, argument, type.params[i] ?? num));
  const result = newValue(type.result);
  const origin = fn.at(node);
  fn.token(name, node, origin);
  fn.b.append({ kind: 'callvalue', fn: callee, args, result, origin });
  return result;
}

const countText = (least: number, most: number): string =>
  `${least === most ? String(least) : `${String(least)} to ${String(most)}`} argument${most === 1 ? '' : 's'}`;

/** A call of a function with source. Arguments left out, or `undefined` from the text alone, specialise it. */
function callFunction(fn: FunctionScope, node: ts.CallExpression, target: FunctionNode, name: ts.Node): Value {
  const refused = refuseKind(fn, target, name);
  if (refused) return fn.placeholder(fn.typeOrNull(node) ?? voidType, node);
  const { parameters } = target;
  const last = parameters[parameters.length - 1];
  const rest = last?.dotDotDotToken === undefined ? null : parameters.length - 1;
  const omitted = new Set<number>();
  parameters.forEach((parameter, i) => {
    const argument = node.arguments[i];
    const optional = isOptional(parameter) || parameter.initializer !== undefined;
    if (i !== rest && optional && (argument === undefined || staticValue(fn, argument)?.kind === 'undefined')) omitted.add(i);
  });
  const callee = specialise(fn, target, omitted, node);
  const types = [...callee.paramTypes];
  const args: Value[] = [];
  const spread = node.arguments.findIndex(ts.isSpreadElement);
  const missing = parameters.some((_, i) => i !== rest && !omitted.has(i) && i >= node.arguments.length);
  const wrongSpread = spread >= 0 && (rest === null || spread !== rest || node.arguments.length !== rest + 1);
  if (missing || wrongSpread || (rest === null && node.arguments.length > parameters.length)) {
    const least = parameters.filter(p => !isOptional(p) && p.initializer === undefined && p.dotDotDotToken === undefined).length;
    return fn.refuse('argumentCount', { name: name.getText(), expected: countText(least, parameters.length), found: node.arguments.length }, node, callee.result);
  }
  node.arguments.forEach((argument, i) => {
    if (omitted.has(i) || (rest !== null && i >= rest)) return;
    args.push(lowerAs(fn, argument, types.shift() ?? num));
  });
  if (rest !== null) {
    const type = types.shift() ?? arrayOf('array');
    const [only] = node.arguments.slice(rest);
    if (only !== undefined && ts.isSpreadElement(only)) args.push(fn.b.copy(lowerAs(fn, only.expression, type), fn.at(only)));
    else if (type.kind === 'array') args.push(fn.b.array(type, node.arguments.slice(rest).map(a => lowerAs(fn, a, type.element)), fn.at(node)));
  }
  const result = newValue(callee.result);
  if (callee.captures.length === 0) {
    const origin = fn.at(node);
    fn.token(name, node, origin);
    fn.b.append({ kind: 'call', callee: callee.name, args, result, origin });
    return result;
  }
  const slots = captureSlots(fn, callee, name);
  if (slots === null) return fn.placeholder(callee.result, node);
  const closure = newValue({ kind: 'func', params: callee.paramTypes, result: callee.result });
  fn.b.append({ kind: 'closure', callee: callee.name, captures: slots, result: closure, origin: fn.at(node) });
  const origin = fn.at(node);
  fn.token(name, node, origin);
  fn.b.append({ kind: 'callvalue', fn: closure, args, result, origin });
  return result;
}

/** Reports functions that cannot be called in the language; true when it is one. */
export function refuseKind(fn: FunctionScope, target: FunctionNode, at: ts.Node): boolean {
  if (target.modifiers?.some(modifier => modifier.kind === ts.SyntaxKind.AsyncKeyword) === true) fn.report('asynchronous', {}, at);
  else if (target.asteriskToken !== undefined) fn.report('generator', {}, at);
  else return false;
  return true;
}

