/** Classes of plain data: `this`, methods, getters, static members, constructors. An instance is a record of its fields. */
import ts from 'typescript';
import { newSlot } from '../../ir/builder';
import type { Slot, Value } from '../../ir/op';
import { nowhere } from '../../ir/origin';
import { num, type StructType, type Type } from '../../ir/type';
import { isStatic, memberOfSymbol, stripped, type MemberFunction } from '../oracle';
import { callFunction } from './calls';
import { closureOf, functionValue } from './closures';
import { propertyName } from '../constants';
import { lowerAs, lowerValue } from './expressions';
import { appendCall, specialise } from './invocation';
import type { FunctionScope } from './scope';
import { lowerStatements } from './statements';

/** The object a method is called on; while it is constructed, only its fields can be named. */
export function lowerThis(fn: FunctionScope, node: ts.Node, expected: Type | null): Value {
  const binding = thisBinding(fn, node);
  switch (binding?.kind) {
    case 'param': return binding.value;
    case 'slot': return fn.b.get(binding.slot, fn.at(node));
    case 'function': return closureOf(fn, binding.value, node);
    case 'absent': case 'fields': case 'maybe': case 'text': case 'chosen': case undefined:
      return fn.refuse('thisReference', { what: 'this' }, node, binding?.kind === 'fields' ? binding.type : expected ?? fn.typeOrNull(node) ?? num);
  }
}

function thisBinding(fn: FunctionScope, node: ts.Node): ReturnType<FunctionScope['lookUp']> {
  const symbol = fn.lexicon.oracle.symbolOf(node);
  return symbol === undefined ? null : fn.lookUp(symbol);
}

/** The variable behind `this.x` in a constructor; null elsewhere. */
export function constructedField(fn: FunctionScope, node: ts.Expression): Slot | null {
  if (!ts.isPropertyAccessExpression(node) || stripped(node.expression).kind !== ts.SyntaxKind.ThisKeyword) return null;
  const binding = thisBinding(fn, stripped(node.expression));
  return binding?.kind === 'fields' ? binding.slots.get(node.name.text) ?? null : null;
}

/** `v.length2`, a getter; `this.x` in a constructor; null for what is a plain field. */
export function lowerMember(fn: FunctionScope, node: ts.PropertyAccessExpression, symbol: ts.Symbol | undefined): Value | null {
  const field = constructedField(fn, node);
  if (field !== null) return fn.b.get(field, fn.at(node));
  const member = symbol === undefined ? null : memberOfSymbol(symbol);
  if (member === null || !ts.isGetAccessor(member) || isStatic(member)) return null;
  const base = lowerValue(fn, node.expression);
  const value = functionValue(fn, member, node.name);
  if (value?.shape.kind !== 'source') return fn.placeholder(fn.typeOrNull(node) ?? num, node);
  const prepared = { node: member, around: value.shape.around, slots: value.slots, omitted: new Set<number>(), given: new Map<number, Type>(), receiver: { type: base.type, value: base } };
  return appendCall(fn, prepared, specialise(fn, prepared, node.name), [], node, node.name);
}

/** `v.dot(w)`; null when the callee is no method with source. */
export function lowerMethodCall(fn: FunctionScope, node: ts.CallExpression, callee: ts.PropertyAccessExpression, symbol: ts.Symbol | undefined): Value | null {
  const member = symbol === undefined ? null : memberOfSymbol(symbol);
  if (member === null || !ts.isMethodDeclaration(member) || isStatic(member)) return null;
  const base = lowerValue(fn, callee.expression);
  const value = functionValue(fn, member, callee.name);
  return value === null ? fn.placeholder(fn.typeOrNull(node) ?? num, node) : callFunction(fn, node, value, callee.name, { type: base.type, value: base });
}

/** `new Vec(x, y)`; null when it is no class with source. */
export function lowerConstruction(fn: FunctionScope, node: ts.NewExpression): Value | null {
  const symbol = fn.lexicon.oracle.symbolOf(stripped(node.expression));
  const declaration = symbol?.valueDeclaration;
  if (declaration === undefined || !ts.isClassLike(declaration)) return null;
  const type = fn.typeOf(node);
  if (type.kind !== 'struct') return fn.placeholder(type, node);
  const constructor = declaration.members.find((member): member is ts.ConstructorDeclaration & MemberFunction => ts.isConstructorDeclaration(member) && member.body !== undefined);
  if (constructor === undefined) {
    const slots = declareFields(fn, declaration, type);
    return record(fn, type, slots, node);
  }
  const value = functionValue(fn, constructor, node.expression);
  if (value === null) return fn.placeholder(type, node);
  return callFunction(fn, node, value, node.expression, { type, value: null });
}

/** Variables for the fields with the values written at their declarations. */
function declareFields(fn: FunctionScope, declaration: ts.ClassLikeDeclaration, type: StructType): ReadonlyMap<string, Slot> {
  const slots = new Map<string, Slot>();
  for (const field of type.fields) {
    const property = declaration.members.find(member => ts.isPropertyDeclaration(member) && propertyName(member.name) === field.name && !isStatic(member));
    const initializer = property !== undefined && ts.isPropertyDeclaration(property) ? property.initializer : undefined;
    const init = initializer === undefined ? fn.unset(field.type, declaration) : lowerAs(fn, initializer, field.type);
    const slot = newSlot(field.type, field.name);
    fn.b.declare(slot, init, fn.at(property ?? declaration));
    slots.set(field.name, slot);
  }
  return slots;
}

function record(fn: FunctionScope, type: StructType, slots: ReadonlyMap<string, Slot>, at: ts.Node): Value {
  const values = type.fields.flatMap(field => {
    const slot = slots.get(field.name);
    return slot === undefined ? [] : [fn.b.get(slot, fn.at(at))];
  });
  return fn.b.struct(type, values, fn.at(at));
}

/** Fields are variables until the constructor ends, which then makes the record. */
export function lowerConstructor(fn: FunctionScope, node: ts.ConstructorDeclaration): void {
  const { thisType } = fn.self;
  const symbol = fn.lexicon.oracle.classOf(node);
  if (thisType?.kind !== 'struct' || symbol === undefined || node.body === undefined) return;
  const slots = declareFields(fn, node.parent, thisType);
  fn.bind(symbol, { kind: 'fields', slots, type: thisType });
  for (const parameter of node.parameters) {
    const isProperty = ts.isParameterPropertyDeclaration(parameter, node);
    const slot = isProperty && ts.isIdentifier(parameter.name) ? slots.get(parameter.name.text) : undefined;
    const parameterSymbol = fn.lexicon.oracle.symbolOf(parameter.name);
    const binding = isProperty && parameterSymbol !== undefined ? fn.lookUp(parameterSymbol) : null;
    const value = binding?.kind === 'param' ? binding.value : binding?.kind === 'slot' ? fn.b.get(binding.slot, fn.at(parameter)) : null;
    if (slot !== undefined && value !== null) fn.b.set(slot, fn.fit(value, slot.type, parameter), fn.at(parameter));
  }
  lowerStatements(fn, node.body.statements);
  if (!fn.ended) returnRecord(fn, node);
}

/** `return` in a constructor. */
export function returnRecord(fn: FunctionScope, node: ts.Node): void {
  const symbol = fn.lexicon.oracle.classOf(fn.self.node);
  const binding = symbol === undefined ? null : fn.lookUp(symbol);
  if (binding?.kind === 'fields') fn.b.return(record(fn, binding.type, binding.slots, node), nowhere);
  fn.end();
}
