/** Functions as values: literals with the variables they capture, named functions, and functions of Math. */
import ts from 'typescript';
import { newSlot, newValue, RegionBuilder, unnamed } from '../../ir/builder';
import type { Slot, Value } from '../../ir/op';
import { isRealPrimitive, primitiveArity, type RealPrimitive } from '../../ir/primitive';
import { arrayOf, bool, funcOf, num, structOf, type Type } from '../../ir/type';
import type { FunctionNode } from '../oracle';
import { noTypeArguments } from '../types';
import { refuseKind } from './calls';
import { isRecord, optionsOf, type CaptureShape, type FunctionName, type FunctionShape, type FunctionValue, type RecordValue } from './functionShape';
import { specialise, type Prepared } from './invocation';
import { fieldsOf } from './known';
import type { FunctionScope } from './scope';

/** Operators of the IR that are no functions of Math. */
const operators: ReadonlySet<string> = new Set(['neg', 'bitnot', 'add', 'sub', 'mul', 'div', 'rem', 'bitand', 'bitor', 'bitxor', 'shl', 'shr', 'ushr']);
export const isMathFunction = (name: string): name is RealPrimitive => isRealPrimitive(name) && !operators.has(name);

/** A function of the source together with the variables it refers to here; null after reporting one that is not declared yet. */
export function functionValue(fn: FunctionScope, node: FunctionNode, at: ts.Node): FunctionValue | null {
  const absent = new Set<ts.Symbol>();
  const captures: CaptureShape[] = [];
  const slots: Slot[] = [];
  const functions = new Map<FunctionName, FunctionShape>();
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
      case 'chosen': {
        // The closure would have to see later assignments.
        fn.report('unknownFunctionValue', {}, at);
        return null;
      }
      case 'maybe':
        captures.push({ symbol, type: binding.slot.type, part: 'content' }, { symbol, type: bool, part: 'isThere' });
        slots.push(binding.slot, binding.isThere);
        break;
      case 'param': case 'fields': case undefined:
        if (binding?.kind === 'fields') fn.report('thisReference', { what: 'this' }, at);
        else fn.report('outOfScope', { name: symbol.name }, at);
        return null;
    }
  }
  const isNested = ts.findAncestor(node.parent, above => above === fn.self.node || above === fn.source) !== undefined;
  const typeArguments = isNested ? fn.typeArguments : noTypeArguments;
  return { shape: { kind: 'source', node, around: { absent, captures, functions, texts, typeArguments, thisClass: isNested ? fn.self.around.thisClass : null } }, slots: [...slots, ...inner] };
}

/** A function value as a value of the IR, for places where it is not called by name: in arrays, chosen by `?:`. */
export function closureOf(fn: FunctionScope, value: FunctionValue, at: ts.Node): Value {
  const { shape } = value;
  switch (shape.kind) {
    case 'math': return mathClosure(fn, shape.name, at);
    case 'source': break;
    case 'choice': return choiceClosure(fn, value, at);
    case 'record': return isRecord(value) ? recordClosure(fn, value, at) : fn.placeholder(num, at);
    case 'text': return fn.refuse('stringValue', {}, at, num);
    case 'data': return fn.b.get(value.slots[0] ?? newSlot(shape.type, unnamed), fn.at(at));
  }
  if (refuseKind(fn, shape.node, at)) return fn.placeholder(funcOf([], num), at);
  const prepared: Prepared = { node: shape.node, around: shape.around, slots: value.slots, omitted: new Set(), given: new Map(), receiver: null };
  const callee = specialise(fn, prepared, at);
  return closure(fn, callee.name, value.slots, funcOf(callee.paramTypes, callee.result), at);
}

function choiceClosure(fn: FunctionScope, value: FunctionValue, at: ts.Node): Value {
  const options = optionsOf(value);
  if (options === null) return fn.placeholder(num, at);
  let type: Type = num;
  const then = fn.region(at, () => {
    const made = closureOf(fn, options.then, at);
    type = made.type;
    return [made];
  });
  const otherwise = fn.region(at, () => [fn.fit(closureOf(fn, options.otherwise, at), type, at)]);
  const result = newValue(type);
  fn.b.if(fn.b.get(options.isFirst, fn.at(at)), then, otherwise, [result], fn.at(at));
  return result;
}

/** An object or a list of its own: its fields are no longer those that are known, so none may be written. */
function recordClosure(fn: FunctionScope, value: RecordValue, at: ts.Node): Value {
  const { functionWrites } = fn.lexicon;
  const file = at.getSourceFile();
  const isWritten = value.shape.isList ? functionWrites.writesSomeList(file) : [...value.shape.fields.keys()].some(name => functionWrites.assignsMember(file, name));
  if (isWritten) fn.report('unsupportedSyntax', { what: 'an object of functions that is passed on and written', instead: 'pass its functions and numbers by themselves' }, at);
  const fields = fieldsOf(value).map(([name, field]) => ({ name, value: closureOf(fn, field, at) }));
  if (value.shape.isList) {
    const type = arrayOf('array', fields[0]?.value.type ?? num);
    return fn.b.array(type, fields.map(field => fn.fit(field.value, type.element, at)), fn.at(at));
  }
  return fn.b.struct(structOf(fields.map(field => ({ name: field.name, type: field.value.type }))), fields.map(field => field.value), fn.at(at));
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

