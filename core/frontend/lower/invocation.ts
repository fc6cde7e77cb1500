/** The call of a function of the source with arguments that are lowered already. */
import ts from 'typescript';
import { newValue } from '../../ir/builder';
import type { Slot, Value } from '../../ir/op';
import { primitiveArity } from '../../ir/primitive';
import { arrayOf, funcOf, num, type ElementAbsence, type Type } from '../../ir/type';
import { absenceOfNumber } from '../numberOr';
import { isOptional, spanOf, stripped, type FunctionNode } from '../oracle';
import { refuseKind } from './calls';
import { closureOf } from './closures';
import { isThere, numberIn } from './elements';
import { nesting, optionsOf, type FunctionName, type FunctionShape, type FunctionValue, type Surrounding } from './functionShape';
import type { FunctionScope } from './scope';
import { mayBeMissing } from '../types';
import { isThisParameter, unknown, type Specialisation } from './unit';

export interface Receiver { readonly type: Type; readonly value: Value | null }

/** A function with everything that decides its specialisation; `slots` in the order of what `around` captures. */
export interface Prepared {
  readonly node: FunctionNode;
  readonly around: Surrounding;
  readonly slots: readonly Slot[];
  readonly omitted: ReadonlySet<number>;
  readonly given: ReadonlyMap<number, Type>;
  /** Parameters that may be missing: two arguments each, the content and whether it is there. */
  readonly maybe?: ReadonlySet<number>;
  /** The object a method is called on; a constructor has a type only. */
  readonly receiver: Receiver | null;
}

/** Function values passed on and on, each around the one before, have no end. */
const deepest = 8;

export function specialise(fn: FunctionScope, prepared: Prepared, at: ts.Node): Specialisation {
  const { node, around, omitted, given, maybe, receiver } = prepared;
  return fn.unit.specialise({ node, around, omitted, given, maybe: maybe ?? new Set(), thisType: receiver?.type ?? null, calledFrom: fn.calledFrom ?? spanOf(calleeName(at)), isRoot: false });
}

function calleeName(at: ts.Node): ts.Node {
  if (!ts.isCallExpression(at) && !ts.isNewExpression(at)) return at;
  const callee = stripped(at.expression);
  return ts.isPropertyAccessExpression(callee) ? callee.name : callee;
}

/** How a parameter that is given a known function is known. */
export const functionName = (fn: FunctionScope, parameter: ts.ParameterDeclaration): FunctionName => fn.lexicon.oracle.symbolOf(parameter.name) ?? parameter;

/** Adds arguments that are known functions: their parameters are bound to them, not passed. False after a report. */
export function withFunctions(fn: FunctionScope, prepared: Prepared, functions: ReadonlyMap<FunctionName, FunctionValue>, at: ts.Node): Prepared | null {
  if (functions.size === 0) return prepared;
  const shapes = new Map<FunctionName, FunctionShape>(prepared.around.functions);
  const slots = [...prepared.slots];
  for (const [symbol, value] of functions) {
    if (nesting(value.shape) > deepest) {
      fn.report('unsupportedSyntax', { what: 'a function that is passed on inside ever new functions', instead: 'pass numbers in an array instead' }, at);
      return null;
    }
    shapes.set(symbol, value.shape);
    slots.push(...value.slots);
  }
  return { ...prepared, around: { ...prepared.around, functions: shapes }, slots };
}

/** Appends the call: a plain one, or that of a literal bound to what it captures. */
export function appendCall(fn: FunctionScope, prepared: Prepared, callee: Specialisation, args: readonly Value[], node: ts.Node, name: ts.Node): Value {
  const result = newValue(callee.result);
  const object = prepared.receiver?.value ?? null;
  const values = object === null ? args : [object, ...args];
  if (prepared.slots.length === 0) {
    const origin = fn.at(node);
    fn.token(name, node, origin);
    fn.b.append({ kind: 'call', callee: callee.name, args: values, result, origin });
    return result;
  }
  const types = object === null ? callee.paramTypes : [object.type, ...callee.paramTypes];
  const closure = newValue(funcOf(types, callee.result));
  fn.b.append({ kind: 'closure', callee: callee.name, captures: prepared.slots, result: closure, origin: fn.at(node) });
  const origin = fn.at(node);
  fn.token(name, node, origin);
  fn.b.append({ kind: 'callvalue', fn: closure, args: values, result, origin });
  return result;
}

/** An argument that is lowered: a value, or a known function or object of functions. null stands for `undefined`. */
export type Argument = Value | FunctionValue | null;
const isKnown = (argument: Argument): argument is FunctionValue => argument !== null && 'shape' in argument;

/** Runs `call` for a function, or for each of two in a branch of its own. */
export function branch(fn: FunctionScope, value: FunctionValue, at: ts.Node, call: (option: FunctionValue) => Value): Value {
  const options = optionsOf(value);
  if (options === null) return call(value);
  let type: Type = unknown;
  const yielded = (result: Value): readonly Value[] => (type.kind === 'void' ? [] : [fn.fit(result, type, at)]);
  const then = fn.region(at, () => {
    const result = branch(fn, options.then, at, call);
    type = result.type;
    return yielded(result);
  });
  const otherwise = fn.region(at, () => yielded(branch(fn, options.otherwise, at, call)));
  const result = newValue(type);
  fn.b.if(fn.b.get(options.isFirst, fn.at(at)), then, otherwise, type.kind === 'void' ? [] : [result], fn.at(at));
  return result;
}

/** Calls a known function as a library function calls its callback: with more arguments than it may take. */
export function invoke(fn: FunctionScope, value: FunctionValue, args: readonly Argument[], at: ts.Node): Value {
  return branch(fn, value, at, option => invokeOne(fn, option, args, at));
}

function invokeOne(fn: FunctionScope, value: FunctionValue, args: readonly Argument[], at: ts.Node): Value {
  const { shape, slots } = value;
  const plain = (argument: Argument): Value => (argument === null ? fn.constant(NaN, at) : isKnown(argument) ? closureOf(fn, argument, at) : argument);
  switch (shape.kind) {
    case 'math': {
      const arity = primitiveArity(shape.name) ?? args.length;
      return fn.b.prim(shape.name, args.slice(0, arity).map(argument => fn.fit(plain(argument), num, at)), fn.at(at));
    }
    case 'source': return invokeSource(fn, shape.node, shape.around, slots, args, at);
    case 'choice': case 'record': case 'text': case 'data': {
      const callee = closureOf(fn, value, at);
      if (callee.type.kind !== 'func') return fn.placeholder(unknown, at);
      const result = newValue(callee.type.result);
      const taken = callee.type.params.map((param, i) => fn.fit(plain(args[i] ?? null), param, at));
      fn.b.append({ kind: 'callvalue', fn: callee, args: taken, result, origin: fn.at(at) });
      return result;
    }
  }
}

/** The default of a parameter stands for `undefined` only. */
export function refuseDefault(fn: FunctionScope, parameter: ts.ParameterDeclaration, absence: ElementAbsence, at: ts.Node): void {
  if (absence === 'null' && parameter.initializer !== undefined) fn.report('possiblyUndefined', { type: 'null' }, at);
}

function invokeSource(fn: FunctionScope, node: FunctionNode, around: Surrounding, slots: readonly Slot[], args: readonly Argument[], at: ts.Node): Value {
  const parameters = node.parameters.filter(parameter => !isThisParameter(parameter));
  if (refuseKind(fn, node, at)) return fn.placeholder(unknown, at);
  const omitted = new Set<number>();
  const functions = new Map<FunctionName, FunctionValue>();
  const rest = parameters.findIndex(parameter => parameter.dotDotDotToken !== undefined);
  const missing = parameters.findIndex((parameter, i) => i >= args.length && i !== rest && !isOptional(parameter) && parameter.initializer === undefined);
  if (missing >= 0) {
    return fn.refuse('argumentCount', { name: 'the function', expected: `${String(parameters.length)} arguments`, found: args.length }, at, unknown);
  }
  parameters.forEach((parameter, i) => {
    const argument = args[i] ?? null;
    if (argument === null) {
      if (i !== rest) omitted.add(i);
      return;
    }
    if (isKnown(argument) && argument.shape.kind !== 'data' && i !== rest) functions.set(functionName(fn, parameter), argument);
  });
  const maybe = new Map<number, Type>();
  parameters.forEach((parameter, i) => {
    const argument = args[i] ?? null;
    const absence = argument === null || isKnown(argument) || i === rest ? null : absenceOfNumber(argument.type);
    if (absence === null || !mayBeMissing(fn.lexicon.oracle.typeOf(parameter))) return;
    refuseDefault(fn, parameter, absence, at);
    maybe.set(node.parameters.indexOf(parameter), num);
  });
  const prepared = withFunctions(fn, { node, around, slots, omitted, given: maybe, maybe: new Set(maybe.keys()), receiver: null }, functions, at);
  if (prepared === null) return fn.placeholder(unknown, at);
  const callee = specialise(fn, prepared, at);
  const isPassed = (argument: Argument, i: number): argument is Value | FunctionValue => {
    const parameter = parameters[i];
    return argument !== null && !(parameter !== undefined && functions.has(functionName(fn, parameter)));
  };
  const isSplit = (i: number): boolean => { const parameter = parameters[i]; return parameter !== undefined && maybe.has(node.parameters.indexOf(parameter)); };
  const parts = (argument: Value | FunctionValue | null, i: number): readonly Value[] => {
    if (!isPassed(argument, i)) return [];
    const value = isKnown(argument) ? closureOf(fn, argument, at) : argument;
    const absence = isSplit(i) ? absenceOfNumber(value.type) : null;
    return absence === null ? [value] : [numberIn(fn, value, at), isThere(fn, value, absence, at)];
  };
  const taken = args.slice(0, rest < 0 ? parameters.length : rest).flatMap(parts).map((arg, i) => fn.fit(arg, callee.paramTypes[i] ?? num, at));
  if (rest >= 0) {
    const type: Type = callee.paramTypes[callee.paramTypes.length - 1] ?? arrayOf('array');
    if (type.kind === 'array') taken.push(fn.b.array(type, args.slice(rest).flatMap((argument, i) => parts(argument, rest + i)).map(arg => fn.fit(arg, type.element, at)), fn.at(at)));
  }
  return appendCall(fn, prepared, callee, taken, at, at);
}
