/** Calls: of functions with source, of function values, and of what the library has (see `builtins` and `arrayMethods`). */
import ts from 'typescript';
import { newValue } from '../../ir/builder';
import type { Slot, Value } from '../../ir/op';
import { primitiveArity } from '../../ir/primitive';
import { arrayOf, num, sameType, voidType, type FuncType, type Type } from '../../ir/type';
import { isFunctionNode, isLibrarySymbol, isOptional, stripped, type FunctionNode } from '../oracle';
import { isModuleName } from './access';
import { lowerMaybe, valueOr, type Maybe } from './maybe';
import { lowerArrayMethod } from './arrayMethods';
import { lowerLibraryCall } from './builtins';
import { lowerMethodCall } from './classes';
import { lowerSuperCall } from './construction';
import { closureOf, functionValue } from './closures';
import { lowerAs, lowerNumber, lowerValue } from './expressions';
import type { FunctionName, FunctionValue, SourceShape } from './functionShape';
import { appendCall, branch, functionName, invoke, refuseDefault, specialise, withFunctions, type Receiver } from './invocation';
import { knownFunction, listOfKnown } from './known';
import { lowerElements } from './literals';
import { lowerFilledArray, lowerGenerated } from './newArrays';
import { noteTypes } from './packageTypes';
import { isRecast } from './recast';
import { refuseCallee } from './refusals';
import type { FunctionScope } from './scope';
import { fixedArguments } from './spread';
import { staticValue } from './statics';
import { isWholeText, textValue } from './texts';
import { lowerNever } from './throws';
import { hasMoreFields, isText, mayBeMissing, type TypeArguments } from '../types';
import { inferTypeArguments } from './typeArguments';
import { isGenerator, isThisParameter, unknown } from './unit';

export function lowerCall(fn: FunctionScope, node: ts.CallExpression, expected: Type | null): Value {
  const callee = stripped(node.expression);
  if (callee.kind === ts.SyntaxKind.SuperKeyword) return lowerSuperCall(fn, node);
  const filled = lowerFilledArray(fn, node, expected) ?? lowerGenerated(fn, node);
  if (filled !== null) return filled;
  if (isFunctionNode(callee)) {
    const value = functionValue(fn, callee, callee);
    return value === null ? fn.placeholder(fn.typeOrNull(node) ?? voidType, node) : callFunction(fn, node, value, callee);
  }
  const never = lowerNever(fn, node, expected);
  if (never !== null) return never;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const symbol = fn.lexicon.oracle.symbolOf(name);
  const library = lowerLibraryCall(fn, node, callee, symbol, expected);
  if (library !== null) return library;
  const known = knownCallee(fn, callee, symbol);
  if (known !== null) return callFunction(fn, node, known, name);
  const isName = ts.isIdentifier(callee) || (ts.isPropertyAccessExpression(callee) && isModuleName(fn, callee.expression));
  if (symbol !== undefined && isName) {
    if (!ts.isIdentifier(callee) || fn.lookUp(symbol) === null) return refuseCallee(fn, node, name, symbol, expected);
  } else if (ts.isPropertyAccessExpression(callee)) {
    const method = lowerArrayMethod(fn, node, callee) ?? lowerMethodCall(fn, node, callee);
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

/** The function a callee stands for; methods of objects have no such function by themselves. */
function knownCallee(fn: FunctionScope, callee: ts.Expression, symbol: ts.Symbol | undefined): FunctionValue | null {
  const isComputed = ts.isCallExpression(callee) || ts.isElementAccessExpression(callee) || ts.isConditionalExpression(callee);
  return isComputed || symbol !== undefined ? knownFunction(fn, callee) : null;
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

/** A call of a known function. Arguments left out or `undefined`, function values and type arguments specialise it. */
export function callFunction(fn: FunctionScope, node: ts.CallExpression | ts.NewExpression, target: FunctionValue, name: ts.Node, receiver: Receiver | null = null): Value {
  const { shape } = target;
  const given = node.arguments ?? [];
  switch (shape.kind) {
    case 'math': {
      const arity = primitiveArity(shape.name);
      if (given.some(ts.isSpreadElement) || (arity !== null && arity !== given.length)) {
        return fn.refuse('argumentCount', { name: name.getText(), expected: countText(arity ?? 1, arity ?? 1), found: given.length }, node, num);
      }
      return fn.b.prim(shape.name, given.map(argument => lowerNumber(fn, argument)), fn.at(node));
    }
    case 'choice': return callChoice(fn, node, target, name);
    case 'record': case 'text': case 'data': {
      const value = closureOf(fn, target, name);
      if (value.type.kind === 'func' && ts.isCallExpression(node)) return callValue(fn, node, value, value.type, name);
      return fn.refuse('noSource', { name: name.getText() }, name, fn.typeOrNull(node) ?? num);
    }
    case 'source': return callSource(fn, node, shape, target.slots, name, receiver);
  }
}

/** Calls one of two functions. The arguments are evaluated once, before it is decided which; functions among them by each. */
function callChoice(fn: FunctionScope, node: ts.CallExpression | ts.NewExpression, target: FunctionValue, name: ts.Node): Value {
  const given = node.arguments ?? [];
  if (given.some(argument => ts.isSpreadElement(argument) || fn.holdsFunctions(argument) || mayBeMissing(fn.lexicon.oracle.typeOf(argument)))) {
    return branch(fn, target, node, option => callFunction(fn, node, option, name));
  }
  const args = given.map(argument => (staticValue(fn, argument)?.kind === 'undefined' ? null : lowerValue(fn, argument, fn.typeOrNull(argument))));
  return invoke(fn, target, args, node);
}

function callSource(
  fn: FunctionScope, node: ts.CallExpression | ts.NewExpression, shape: SourceShape, slots: readonly Slot[], name: ts.Node, receiver: Receiver | null,
): Value {
  const given = node.arguments ?? [];
  noteTypes(fn, node, shape.node);
  if (refuseKind(fn, shape.node, name)) return fn.placeholder(fn.typeOrNull(node) ?? voidType, node);
  const parameters = shape.node.parameters.filter(parameter => !isThisParameter(parameter));
  const last = parameters[parameters.length - 1];
  const rest = last?.dotDotDotToken === undefined ? null : parameters.length - 1;
  const omitted = new Set<number>();
  const functions = new Map<FunctionName, FunctionValue>();
  const texts = new Map<ts.Symbol, string>();
  parameters.forEach((parameter, i) => {
    const argument = given[i];
    const optional = isOptional(parameter) || parameter.initializer !== undefined;
    if (i === rest) {
      const list = fn.holdsFunctions(parameter) ? listOfKnown(fn, given.slice(i)) : null;
      if (list !== null) functions.set(functionName(fn, parameter), list);
      return;
    }
    const isAbsent = argument === undefined ? optional : (optional || mayBeMissing(fn.lexicon.oracle.typeOf(parameter))) && staticValue(fn, argument)?.kind === 'undefined';
    if (isAbsent) omitted.add(i);
    const symbol = ts.isIdentifier(parameter.name) ? fn.lexicon.oracle.symbolOf(parameter.name) : undefined;
    const text = argument !== undefined && symbol !== undefined ? staticValue(fn, argument) : null;
    if (text?.kind === 'text' && symbol !== undefined && !fn.lexicon.captures.use(shape.node).assigned.has(symbol)) {
      texts.set(symbol, text.value);
      return;
    }
    const value = argument === undefined || omitted.has(i) ? null
      : fn.holdsFunctions(argument) ? knownFunction(fn, argument) : isText(fn.lexicon.oracle.typeOf(argument)) && !isWholeText(fn, argument) ? textValue(fn, argument) : null;
    if (value !== null) functions.set(functionName(fn, parameter), value);
  });
  const typeArguments = inferTypeArguments(fn, node, shape.node, shape.around.typeArguments);
  const spread = given.findIndex(ts.isSpreadElement);
  const missing = parameters.some((_, i) => i !== rest && !omitted.has(i) && i >= given.length);
  const wrongSpread = spread >= 0 && (rest === null || spread < rest);
  const fixed = wrongSpread && receiver === null ? fixedArguments(fn, given) : null;
  if (fixed !== null) return invoke(fn, { shape: { ...shape, around: { ...shape.around, typeArguments } }, slots }, fixed, node);
  if (missing || wrongSpread || (rest === null && given.length > parameters.length)) {
    const least = parameters.filter(p => !isOptional(p) && p.initializer === undefined && p.dotDotDotToken === undefined).length;
    return fn.refuse('argumentCount', { name: name.getText(), expected: countText(least, parameters.length), found: given.length }, node, fn.typeOrNull(node) ?? voidType);
  }
  const offset = shape.node.parameters.length - parameters.length;
  const args: { value: Value; node: ts.Expression }[] = [];
  const types = new Map<number, Type>();
  const maybe = new Set<number>();
  given.forEach((argument, i) => {
    const parameter = parameters[i];
    const symbol = parameter === undefined ? undefined : fn.lexicon.oracle.symbolOf(parameter.name);
    if (parameter === undefined || omitted.has(i) || (rest !== null && i >= rest) || functions.has(functionName(fn, parameter)) || (symbol !== undefined && texts.has(symbol))) return;
    const declared = parameterType(fn, parameter, typeArguments);
    const missing = lowerMissing(fn, argument, declared);
    if (missing !== null) {
      refuseDefault(fn, parameter, missing.absence ?? 'undefined', argument);
      types.set(i + offset, missing.type);
      maybe.add(i + offset);
      args.push({ value: valueOr(fn, missing, () => fn.unset(missing.type, argument), argument), node: argument }, { value: missing.isThere, node: argument });
      return;
    }
    const value = lowerValue(fn, argument, declared);
    args.push({ value, node: argument });
    if (value.type !== unknown && isNarrower(value.type, declared) && !isOneOfUnion(fn, value.type, declared)) types.set(i + offset, value.type);
  });
  const around = { ...shape.around, typeArguments, texts: new Map([...shape.around.texts, ...texts]) };
  const prepared = withFunctions(fn, { node: shape.node, around, slots, omitted, given: types, maybe, receiver }, functions, name);
  if (prepared === null) return fn.placeholder(fn.typeOrNull(node) ?? voidType, node);
  const callee = specialise(fn, prepared, node);
  const values = args.map(({ value, node: at }, i) => fn.fit(value, callee.paramTypes[i] ?? num, at));
  if (rest !== null && last !== undefined && !functions.has(functionName(fn, last))) values.push(restArray(fn, given.slice(rest), callee.paramTypes[callee.paramTypes.length - 1] ?? arrayOf('array'), node));
  return appendCall(fn, prepared, callee, values, node, name);
}

/** An argument that may be missing when it runs; null for one that is there. */
function lowerMissing(fn: FunctionScope, argument: ts.Expression, declared: Type | null): Maybe | null {
  if (stripped(argument).kind === ts.SyntaxKind.NullKeyword) {
    const type = declared ?? num;
    return { type, isThere: fn.constant(false, argument), value: () => fn.unset(type, argument), absence: 'null' };
  }
  return mayBeMissing(fn.lexicon.oracle.typeOf(argument)) ? lowerMaybe(fn, argument, true) : null;
}

/** The declared type of a parameter, null where it has no counterpart by itself. */
function parameterType(fn: FunctionScope, parameter: ts.ParameterDeclaration, typeArguments: TypeArguments): Type | null {
  const { oracle, localTypes } = fn.lexicon;
  const declared = oracle.typeOf(parameter);
  const type = localTypes.read(isOptional(parameter) || parameter.initializer !== undefined || mayBeMissing(declared) ? oracle.checker.getNonNullableType(declared) : declared, parameter, typeArguments);
  return type.kind === 'problem' ? null : type;
}

/** Whether an argument's own type says more than the declared one: further fields, those that are not hidden, or one type of several. */
const isNarrower = (type: Type, declared: Type | null): boolean =>
  (declared === null ? type.kind !== 'void' : hasMoreFields(type, declared) || hasMoreFields(declared, type) || isWithoutGaps(type, declared));

/** Whether an argument is an array none of whose elements is missing, and the parameter one where some may be. */
const isWithoutGaps = (type: Type, declared: Type): boolean => type.kind === 'array' && declared.kind === 'array' && type.storage === declared.storage
  && (type.absence === undefined && declared.absence !== undefined && sameType(type.element, declared.element) || isWithoutGaps(type.element, declared.element));

/** Whether the parameter is a union of object types and the argument an object of one of them: their fields are read where the object does not have them. */
const isOneOfUnion = (fn: FunctionScope, type: Type, declared: Type | null): boolean =>
  declared !== null && hasMoreFields(declared, type) && fn.lexicon.localTypes.holdsUnion(declared) && isRecast(type, declared);

/** The array that a rest parameter is. */
function restArray(fn: FunctionScope, given: readonly ts.Expression[], type: Type, node: ts.Node): Value {
  if (type.kind !== 'array') return fn.placeholder(type, node);
  const [only] = given;
  if (given.length === 1 && only !== undefined && ts.isSpreadElement(only)) return fn.b.copy(lowerAs(fn, only.expression, type), fn.at(only));
  return lowerElements(fn, given, type, node);
}

/** Reports functions that cannot be called in the language; true when it is one. */
export function refuseKind(fn: FunctionScope, target: FunctionNode, at: ts.Node): boolean {
  if (target.modifiers?.some(modifier => modifier.kind === ts.SyntaxKind.AsyncKeyword) === true) fn.report('asynchronous', {}, at);
  else if (isGenerator(target)) fn.report('generator', {}, at);
  else return false;
  return true;
}

