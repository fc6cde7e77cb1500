/** Functions as values: literals with the variables they capture, named functions, and functions of Math. */
import ts from 'typescript';
import { newValue, RegionBuilder } from '../../ir/builder';
import type { Slot, Value } from '../../ir/op';
import { isRealPrimitive, primitiveArity } from '../../ir/primitive';
import { funcOf, num } from '../../ir/type';
import { functionOfSymbol, isLibrarySymbol, type FunctionNode } from '../oracle';
import type { FunctionScope } from './scope';
import type { Specialisation } from './unit';

/** The table entry for a function called from here with some parameters left out. */
export function specialise(fn: FunctionScope, node: FunctionNode, omitted: ReadonlySet<number>, at: ts.Node): Specialisation {
  const absent = new Set(fn.lexicon.captures.of(node).filter(symbol => fn.lookUp(symbol)?.kind === 'absent'));
  const span = fn.at(at).span;
  return fn.unit.specialise(node, omitted, absent, fn.calledFrom ?? span);
}

/** The slots a function captures, as they are here; null after reporting one that is not declared yet. */
export function captureSlots(fn: FunctionScope, callee: Specialisation, at: ts.Node): readonly Slot[] | null {
  const slots: Slot[] = [];
  for (const symbol of callee.captures) {
    const binding = fn.lookUp(symbol);
    if (binding?.kind !== 'slot') {
      fn.report('outOfScope', { name: symbol.name }, at);
      return null;
    }
    slots.push(binding.slot);
  }
  return slots;
}

export function lowerClosure(fn: FunctionScope, node: FunctionNode, at: ts.Node = node): Value {
  if (node.modifiers?.some(m => m.kind === ts.SyntaxKind.AsyncKeyword) === true) return fn.refuse('asynchronous', {}, at, funcOf([], num));
  const callee = specialise(fn, node, new Set(), at);
  const slots = captureSlots(fn, callee, at);
  const type = funcOf(callee.paramTypes, callee.result);
  if (slots === null) return fn.placeholder(type, at);
  const result = newValue(type);
  const origin = fn.at(at);
  fn.b.append({ kind: 'closure', callee: callee.name, captures: slots, result, origin });
  return result;
}

/** The function a name stands for, as a value; null when it is no function. */
export function lowerFunctionName(fn: FunctionScope, node: ts.Identifier | ts.PropertyAccessExpression, symbol: ts.Symbol | undefined): Value | null {
  if (symbol === undefined) return null;
  const found = functionOfSymbol(symbol);
  if (found !== null) return lowerClosure(fn, found, node);
  const name = symbol.name;
  if (!isLibrarySymbol(symbol) || !ts.isPropertyAccessExpression(node) || !isRealPrimitive(name) || primitiveArity(name) !== 1) return null;
  const type = funcOf([num], num);
  const callee = `Math.${name}`;
  if (!fn.unit.funcs.has(callee)) {
    const origin = fn.at(node);
    const value = newValue(num, 'x');
    const body = new RegionBuilder();
    body.return(body.prim(name, [value], origin), origin);
    fn.unit.funcs.set(callee, {
      name: callee, params: [{ name: 'x', value, origin }], captures: [], result: num, body: body.finish(), form: 'slot', origin,
    });
  }
  const result = newValue(type);
  fn.b.append({ kind: 'closure', callee, captures: [], result, origin: fn.at(node) });
  return result;
}
