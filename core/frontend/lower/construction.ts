/** Making objects of classes: `new C(…)`, `super(…)`, fields with what is written at their declarations, constructors. */
import ts from 'typescript';
import type { Slot, Value } from '../../ir/op';
import { nowhere } from '../../ir/origin';
import type { StructType } from '../../ir/type';
import { baseExpression, type ClassNode } from '../classes';
import { isStatic, stripped, type MemberFunction } from '../oracle';
import { callFunction } from './calls';
import { fieldSlots } from './classes';
import { functionValue } from './closures';
import { memberTypes } from './dispatch';
import { lowerAs } from './expressions';
import { refuseSyntax } from './refusals';
import type { FunctionScope } from './scope';
import { lowerStatements } from './statements';

type Call = ts.NewExpression | ts.CallExpression;
type Fields = ReadonlyMap<string, Slot>;

/** `new Vec(x, y)`; null when it is no class with source. */
export function lowerConstruction(fn: FunctionScope, node: ts.NewExpression): Value | null {
  const { classes, oracle } = fn.lexicon;
  const made = classes.classOf(oracle.typeOf(node.expression));
  if (made === null) return null;
  const type = fn.typeOf(node);
  // What `this` is in a static method, the call tells.
  if (stripped(node.expression).kind === ts.SyntaxKind.ThisKeyword && classes.isExtended(made)) return refuseSyntax(fn, node, type);
  return type.kind === 'struct' ? construct(fn, node, made, type, node) : fn.placeholder(type, node);
}

/** A record with the fields that the constructor of a class gives it; others of the record's type are unset. */
function construct(fn: FunctionScope, node: Call, made: ClassNode, type: StructType, typed: ts.Node): Value {
  const constructor = made.members.find((member): member is ts.ConstructorDeclaration & MemberFunction => ts.isConstructorDeclaration(member) && member.body !== undefined);
  if (constructor !== undefined) {
    const value = functionValue(fn, constructor, node.expression);
    if (value?.shape.kind !== 'source') return fn.placeholder(type, node);
    const around = { ...value.shape.around, typeArguments: memberTypes(fn, constructor, type, fn.lexicon.oracle.typeOf(typed), value.shape.around.typeArguments) };
    return callFunction(fn, node, { ...value, shape: { ...value.shape, around } }, node.expression, { type, value: null });
  }
  const slots = fieldSlots(fn, type, node);
  fn.block(() => {
    bindFields(fn, made, slots, type);
    constructBase(fn, node, made, slots, type);
    initialise(fn, made, slots, null);
  });
  return record(fn, made, type, slots, node);
}

/** What the constructor of the class that a class extends gives its objects. */
function constructBase(fn: FunctionScope, node: Call, made: ClassNode, slots: Fields, type: StructType): void {
  const base = fn.lexicon.classes.base(made);
  if (base === null) return;
  const value = construct(fn, node, base, type, baseExpression(made)?.parent ?? node);
  if (value.type.kind !== 'struct') return;
  for (const [name, slot] of slots) fn.b.set(slot, fn.b.getField(value, name, fn.at(node)), fn.at(node));
}

function bindFields(fn: FunctionScope, made: ClassNode, slots: Fields, type: StructType): void {
  const symbol = fn.lexicon.oracle.classSymbol(made);
  if (symbol !== undefined) fn.bind(symbol, { kind: 'fields', slots, type });
}

/** Fields take what is written at their declarations, and parameters that are fields their arguments; which first, the compiler's options say. */
function initialise(fn: FunctionScope, made: ClassNode, slots: Fields, constructor: ts.ConstructorDeclaration | null): void {
  const { classes, oracle } = fn.lexicon;
  const isScript = /\.[cm]?jsx?$/.test(made.getSourceFile().fileName);
  const defines = isScript || oracle.definesFields;
  if (!defines && constructor !== null) setParameterFields(fn, slots, constructor);
  for (const property of made.members) {
    if (!ts.isPropertyDeclaration(property) || isStatic(property)) continue;
    const symbol = oracle.symbolOf(property.name);
    const slot = symbol === undefined ? undefined : slots.get(classes.fieldName(symbol));
    if (slot === undefined) continue;
    const origin = fn.at(property);
    if (property.initializer !== undefined) fn.b.set(slot, lowerAs(fn, property.initializer, slot.type), origin);
    else if (defines && !isAmbient(property) && isInherited(fn, made, symbol)) fn.b.set(slot, fn.unset(slot.type, property), origin);
  }
  if (defines && constructor !== null) setParameterFields(fn, slots, constructor);
}

/** Whether a field is one of the class that is extended, declared once more. */
function isInherited(fn: FunctionScope, made: ClassNode, symbol: ts.Symbol | undefined): boolean {
  const base = fn.lexicon.classes.base(made);
  return base !== null && symbol !== undefined && fn.lexicon.oracle.objectType(base).getProperty(symbol.name) !== undefined;
}

const isAmbient = (property: ts.PropertyDeclaration): boolean =>
  (ts.getModifiers(property) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword || kind === ts.SyntaxKind.AbstractKeyword);

/** `constructor(readonly x: number)`. */
function setParameterFields(fn: FunctionScope, slots: Fields, constructor: ts.ConstructorDeclaration): void {
  for (const parameter of constructor.parameters) {
    const isProperty = ts.isParameterPropertyDeclaration(parameter, constructor);
    const slot = isProperty && ts.isIdentifier(parameter.name) ? slots.get(parameter.name.text) : undefined;
    const symbol = fn.lexicon.oracle.symbolOf(parameter.name);
    const binding = isProperty && symbol !== undefined ? fn.lookUp(symbol) : null;
    const value = binding?.kind === 'param' ? binding.value : binding?.kind === 'slot' ? fn.b.get(binding.slot, fn.at(parameter)) : null;
    if (slot !== undefined && value !== null) fn.b.set(slot, fn.fit(value, slot.type, parameter), fn.at(parameter));
  }
}

function record(fn: FunctionScope, made: ClassNode, type: StructType, slots: Fields, at: ts.Node): Value {
  const family = fn.lexicon.classes.family(fn.lexicon.oracle.objectType(made));
  const values = type.fields.flatMap(field => {
    const slot = slots.get(field.name);
    if (field.name === family?.tag) return [fn.constant(family.classes.indexOf(made), at)];
    return slot === undefined ? [] : [fn.b.get(slot, fn.at(at))];
  });
  return fn.b.struct(type, values, fn.at(at));
}

/** Fields are variables until the constructor ends, which then makes the record. */
export function lowerConstructor(fn: FunctionScope, node: ts.ConstructorDeclaration): void {
  const { thisType } = fn.self;
  if (thisType?.kind !== 'struct' || node.body === undefined) return;
  const slots = fieldSlots(fn, thisType, node);
  bindFields(fn, node.parent, slots, thisType);
  if (baseExpression(node.parent) === null) initialise(fn, node.parent, slots, node);
  lowerStatements(fn, node.body.statements);
  if (!fn.ended) returnRecord(fn, node);
}

/** `super(…)`. */
export function lowerSuperCall(fn: FunctionScope, node: ts.CallExpression): Value {
  const constructor = fn.self.node;
  const made = constructor.parent;
  const symbol = fn.lexicon.oracle.classOf(constructor);
  const binding = symbol === undefined ? null : fn.lookUp(symbol);
  if (!ts.isConstructorDeclaration(constructor) || !ts.isClassLike(made) || binding?.kind !== 'fields') return fn.refuse('thisReference', { what: 'super' }, node.expression, fn.self.result);
  constructBase(fn, node, made, binding.slots, binding.type);
  initialise(fn, made, binding.slots, constructor);
  return fn.placeholderVoid();
}

/** `return` in a constructor. */
export function returnRecord(fn: FunctionScope, node: ts.Node): void {
  const made = fn.self.node.parent;
  const symbol = fn.lexicon.oracle.classOf(fn.self.node);
  const binding = symbol === undefined ? null : fn.lookUp(symbol);
  if (binding?.kind === 'fields' && ts.isClassLike(made)) fn.b.return(record(fn, made, binding.type, binding.slots, node), nowhere);
  fn.end();
}
