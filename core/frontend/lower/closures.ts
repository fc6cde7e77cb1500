/** Functions as values: literals with the variables they capture, named functions, and functions of Math. */
import ts from 'typescript';
import { newValue, RegionBuilder } from '../../ir/builder';
import type { Slot, Value } from '../../ir/op';
import { isRealPrimitive, primitiveArity, type RealPrimitive } from '../../ir/primitive';
import { funcOf, num, type Type } from '../../ir/type';
import { functionOfSymbol, isFunctionNode, isLibrarySymbol, isStatic, memberOfSymbol, stripped, type FunctionNode } from '../oracle';
import { noTypeArguments } from '../types';
import { refuseKind } from './calls';
import { type CaptureShape, type FunctionShape, type FunctionValue } from './functionShape';
import { inlineCall } from './inlining';
import { specialise, type Prepared } from './invocation';
import type { FunctionScope } from './scope';

/** Operators of the IR that are no functions of Math. */
const operators: ReadonlySet<string> = new Set(['neg', 'bitnot', 'add', 'sub', 'mul', 'div', 'rem', 'bitand', 'bitor', 'bitxor', 'shl', 'shr', 'ushr']);
export const isMathFunction = (name: string): name is RealPrimitive => isRealPrimitive(name) && !operators.has(name);

/** A function of the source together with the variables it refers to here; null after reporting one that is not declared yet. */
export function functionValue(fn: FunctionScope, node: FunctionNode, at: ts.Node): FunctionValue | null {
  const absent = new Set<ts.Symbol>();
  const captures: CaptureShape[] = [];
  const slots: Slot[] = [];
  const functions = new Map<ts.Symbol, FunctionShape>();
  const texts = new Map<ts.Symbol, string>();
  const inner: Slot[] = [];
  for (const symbol of fn.lexicon.captures.of(node)) {
    const binding = fn.lookUp(symbol);
    switch (binding?.kind) {
      case 'absent': absent.add(symbol); break;
      case 'text': texts.set(symbol, binding.value); break;
      case 'slot':
        captures.push({ symbol, type: binding.slot.type });
        slots.push(binding.slot);
        break;
      case 'function':
        functions.set(symbol, binding.value.shape);
        inner.push(...binding.value.slots);
        break;
      case 'param': case 'fields': case 'maybe': case undefined:
        if (binding?.kind === 'maybe') fn.report('possiblyUndefined', { type: symbol.name }, at);
        else if (binding?.kind === 'fields') fn.report('thisReference', { what: 'this' }, at);
        else fn.report('outOfScope', { name: symbol.name }, at);
        return null;
    }
  }
  const isNested = ts.findAncestor(node.parent, above => above === fn.self.node) !== undefined;
  const typeArguments = isNested ? fn.self.around.typeArguments : noTypeArguments;
  return { shape: { kind: 'source', node, around: { absent, captures, functions, texts, typeArguments } }, slots: [...slots, ...inner] };
}

/** The function an expression stands for where the text tells; null where it does not, and nothing is reported then. */
export function knownFunction(fn: FunctionScope, expression: ts.Expression): FunctionValue | null {
  const node = stripped(expression);
  if (isFunctionNode(node)) return functionValue(fn, node, node);
  if (ts.isCallExpression(node)) return inlineCall(fn, node);
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return null;
  const symbol = fn.lexicon.oracle.symbolOf(ts.isIdentifier(node) ? node : node.name);
  if (symbol === undefined) return null;
  const binding = ts.isIdentifier(node) ? fn.lookUp(symbol) : null;
  if (binding !== null) return binding.kind === 'function' ? binding.value : null;
  const found = functionOfSymbol(symbol) ?? staticMember(symbol);
  if (found !== null) return functionValue(fn, found, node);
  const isMath = ts.isPropertyAccessExpression(node) && fn.lexicon.constants.libraryOwner(node.expression) === 'Math';
  if (isMath && isLibrarySymbol(symbol) && isMathFunction(symbol.name)) return { shape: { kind: 'math', name: symbol.name }, slots: [] };
  return null;
}

const staticMember = (symbol: ts.Symbol): FunctionNode | null => {
  const member = memberOfSymbol(symbol);
  return member !== null && ts.isMethodDeclaration(member) && isStatic(member) ? member : null;
};

/** A function value as a value of the IR, for places where it is not called by name: in arrays, chosen by `?:`. */
export function closureOf(fn: FunctionScope, value: FunctionValue, at: ts.Node): Value {
  const { shape } = value;
  if (shape.kind === 'math') return mathClosure(fn, shape.name, at);
  if (refuseKind(fn, shape.node, at)) return fn.placeholder(funcOf([], num), at);
  const prepared: Prepared = { node: shape.node, around: shape.around, slots: value.slots, omitted: new Set(), given: new Map(), receiver: null };
  const callee = specialise(fn, prepared, at);
  return closure(fn, callee.name, value.slots, funcOf(callee.paramTypes, callee.result), at);
}

function closure(fn: FunctionScope, callee: string, captures: readonly Slot[], type: Type, at: ts.Node): Value {
  const result = newValue(type);
  fn.b.append({ kind: 'closure', callee, captures, result, origin: fn.at(at) });
  return result;
}

function mathClosure(fn: FunctionScope, name: RealPrimitive, at: ts.Node): Value {
  const arity = primitiveArity(name) ?? 2;
  const callee = `Math.${name}`;
  if (!fn.unit.funcs.has(callee)) {
    const origin = fn.at(at);
    const params = Array.from({ length: arity }, (_, i) => ({ name: `x${String(i)}`, value: newValue(num, `x${String(i)}`), origin }));
    const body = new RegionBuilder();
    body.return(body.prim(name, params.map(param => param.value), origin), origin);
    fn.unit.funcs.set(callee, { name: callee, params, captures: [], result: num, body: body.finish(), form: 'slot', origin });
  }
  return closure(fn, callee, [], funcOf(Array.from({ length: arity }, () => num), num), at);
}

