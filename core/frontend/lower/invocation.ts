/** The call of a function of the source with arguments that are lowered already. */
import type ts from 'typescript';
import { newValue } from '../../ir/builder';
import type { Slot, Value } from '../../ir/op';
import { primitiveArity } from '../../ir/primitive';
import { arrayOf, funcOf, num, type Type } from '../../ir/type';
import { isOptional, type FunctionNode } from '../oracle';
import { refuseKind } from './calls';
import { nesting, type FunctionShape, type FunctionValue, type Surrounding } from './functionShape';
import type { FunctionScope } from './scope';
import { isThisParameter, unknown, type Specialisation } from './unit';

export interface Receiver { readonly type: Type; readonly value: Value | null }

/** A function with everything that decides its specialisation; `slots` in the order of what `around` captures. */
export interface Prepared {
  readonly node: FunctionNode;
  readonly around: Surrounding;
  readonly slots: readonly Slot[];
  readonly omitted: ReadonlySet<number>;
  readonly given: ReadonlyMap<number, Type>;
  /** The object a method is called on; a constructor has a type only. */
  readonly receiver: Receiver | null;
}

/** Function values passed on and on, each around the one before, have no end. */
const deepest = 8;

export function specialise(fn: FunctionScope, prepared: Prepared, at: ts.Node): Specialisation {
  const { node, around, omitted, given, receiver } = prepared;
  return fn.unit.specialise({ node, around, omitted, given, thisType: receiver?.type ?? null, calledFrom: fn.calledFrom ?? fn.at(at).span, isRoot: false });
}

/** Adds arguments that are known functions: their parameters are bound to them, not passed. False after a report. */
export function withFunctions(fn: FunctionScope, prepared: Prepared, functions: ReadonlyMap<ts.Symbol, FunctionValue>, at: ts.Node): Prepared | null {
  if (functions.size === 0) return prepared;
  const shapes = new Map<ts.Symbol, FunctionShape>(prepared.around.functions);
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

/** Calls a known function as a library function calls its callback: with more arguments than it may take. null stands for `undefined`. */
export function invoke(fn: FunctionScope, { shape, slots }: FunctionValue, args: readonly (Value | null)[], at: ts.Node): Value {
  if (shape.kind === 'math') {
    const arity = primitiveArity(shape.name) ?? args.length;
    const taken = args.slice(0, arity).map(arg => (arg === null ? fn.constant(NaN, at) : fn.fit(arg, num, at)));
    return fn.b.prim(shape.name, taken, fn.at(at));
  }
  const { node, around } = shape;
  const parameters = node.parameters.filter(parameter => !isThisParameter(parameter));
  if (refuseKind(fn, node, at)) return fn.placeholder(unknown, at);
  const omitted = new Set<number>();
  const rest = parameters.findIndex(parameter => parameter.dotDotDotToken !== undefined);
  const missing = parameters.findIndex((parameter, i) => i >= args.length && i !== rest && !isOptional(parameter) && parameter.initializer === undefined);
  if (missing >= 0) {
    return fn.refuse('argumentCount', { name: 'the function', expected: `${String(parameters.length)} arguments`, found: args.length }, at, unknown);
  }
  parameters.forEach((_, i) => { if ((args[i] ?? null) === null && i !== rest) omitted.add(i); });
  const prepared: Prepared = { node, around, slots, omitted, given: new Map(), receiver: null };
  const callee = specialise(fn, prepared, at);
  const given = (from: number, to: number): readonly Value[] => args.slice(from, to).filter(arg => arg !== null);
  const taken = given(0, rest < 0 ? parameters.length : rest).map((arg, i) => fn.fit(arg, callee.paramTypes[i] ?? num, at));
  if (rest >= 0) {
    const type: Type = callee.paramTypes[callee.paramTypes.length - 1] ?? arrayOf('array');
    if (type.kind === 'array') taken.push(fn.b.array(type, given(rest, args.length).map(arg => fn.fit(arg, type.element, at)), fn.at(at)));
  }
  return appendCall(fn, prepared, callee, taken, at, at);
}
