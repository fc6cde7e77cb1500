/** Objects of classes of plain data: `this`, fields, methods, accessors, `instanceof`. Such an object is a record of its fields. */
import ts from 'typescript';
import { newSlot } from '../../ir/builder';
import type { Slot, Value } from '../../ir/op';
import { num, voidType, type Type } from '../../ir/type';
import type { ClassNode } from '../classes';
import { isMemberFunction, isStatic, stripped, type MemberFunction } from '../oracle';
import { callFunction } from './calls';
import { closureOf, functionValue } from './closures';
import { carries, classesOf, declaredType, dispatched, isOneOf, memberTypes, onlyCandidate, onlyClass, reportSeveral, targetOf, type Target } from './dispatch';
import { lowerValue } from './expressions';
import type { Surrounding } from './functionShape';
import { appendCall, invoke, specialise, type Prepared } from './invocation';
import type { FunctionScope } from './scope';
import { unfinished, type Unfinished } from './underConstruction';
import { unknown } from './unit';

/** The object a method is called on; while it is constructed, only its fields can be named. */
export function lowerThis(fn: FunctionScope, node: ts.Node, expected: Type | null): Value {
  const binding = thisBinding(fn, node);
  switch (binding?.kind) {
    case 'param':
      fn.paramToken(node, binding.name);
      return binding.value;
    case 'slot': return fn.b.get(binding.slot, fn.at(node));
    case 'function': return closureOf(fn, binding.value, node);
    case 'absent': case 'fields': case 'maybe': case 'text': case 'chosen': case undefined:
      return fn.refuse('thisReference', { what: node.getText() }, node, binding?.kind === 'fields' ? binding.type : expected ?? fn.typeOrNull(node) ?? num);
  }
}

function thisBinding(fn: FunctionScope, node: ts.Node): ReturnType<FunctionScope['lookUp']> {
  const symbol = fn.lexicon.oracle.symbolOf(node);
  return symbol === undefined ? null : fn.lookUp(symbol);
}

/** The object before a dot. */
function lowerObject(fn: FunctionScope, object: ts.Expression): Value {
  return stripped(object).kind === ts.SyntaxKind.SuperKeyword ? lowerThis(fn, stripped(object), null) : lowerValue(fn, object);
}

/** The name that a field has in the record of its object. */
export function fieldName(fn: FunctionScope, name: ts.MemberName): string {
  const symbol = ts.isPrivateIdentifier(name) ? fn.lexicon.oracle.symbolOf(name) : undefined;
  return symbol === undefined ? name.text : fn.lexicon.classes.fieldName(symbol);
}

/** The variable behind `this.x` in a constructor; null elsewhere. */
export function constructedField(fn: FunctionScope, node: ts.Expression): Slot | null {
  if (!ts.isPropertyAccessExpression(node) || stripped(node.expression).kind !== ts.SyntaxKind.ThisKeyword) return null;
  const binding = thisBinding(fn, stripped(node.expression));
  return binding?.kind === 'fields' ? binding.slots.get(fieldName(fn, node.name)) ?? null : null;
}

/** `v.length2`, a getter; `this.x` in a constructor; null for what is a plain field. */
export function lowerMember(fn: FunctionScope, node: ts.PropertyAccessExpression): Value | null {
  const field = constructedField(fn, node);
  if (field !== null) return fn.b.get(field, fn.at(node));
  const target = targetOf(fn, node.expression, node.name, 'get');
  if (target === null) return null;
  const made = unfinishedObject(fn, target);
  const value = access(fn, target, made?.value ?? lowerObject(fn, node.expression), [], node);
  made?.takeOver();
  return value;
}

/** `this` in a constructor, where a member of it is called. */
function unfinishedObject(fn: FunctionScope, target: Target): Unfinished | null {
  const node = stripped(target.object);
  const binding = node.kind === ts.SyntaxKind.ThisKeyword ? thisBinding(fn, node) : null;
  const around = binding?.kind === 'fields' ? ts.findAncestor(node, ts.isClassLike) : undefined;
  const member = onlyCandidate(target);
  return binding?.kind !== 'fields' || around === undefined || member === null ? null : unfinished(fn, { node: around, slots: binding.slots, type: binding.type }, member, node);
}

/** Calls an accessor with values: nothing to read, what is written to write. */
function access(fn: FunctionScope, target: Target, object: Value, args: readonly Value[], node: ts.PropertyAccessExpression): Value {
  if (object.type === unknown) return fn.placeholder(fn.typeOrNull(node) ?? num, node);
  const member = onlyCandidate(target);
  if (member === null) {
    const value = dispatched(fn, target, object, node.name);
    return value === null ? fn.placeholder(fn.typeOrNull(node) ?? num, node) : invoke(fn, value, args, node);
  }
  const value = functionValue(fn, member, node.name);
  if (value?.shape.kind !== 'source') return fn.placeholder(fn.typeOrNull(node) ?? num, node);
  const { around } = value.shape;
  const prepared: Prepared = {
    node: member, slots: value.slots, omitted: new Set(), given: new Map(), receiver: { type: object.type, value: object },
    around: memberAround(fn, member, around, object, node.expression),
  };
  const callee = specialise(fn, prepared, node.name);
  return appendCall(fn, prepared, callee, args.map((arg, i) => fn.fit(arg, callee.paramTypes[i] ?? num, node)), node, node.name);
}

export interface Accessor { readonly type: Type; read(at: ts.Node): Value; write(value: Value): void }

/** `v.angle` as a place, where it is a pair of accessors; null where it is none. */
export function accessorPlace(fn: FunctionScope, node: ts.PropertyAccessExpression): Accessor | null {
  const setter = targetOf(fn, node.expression, node.name, 'set');
  if (setter === null) return null;
  const object = lowerObject(fn, node.expression);
  const getter = targetOf(fn, node.expression, node.name, 'get');
  const [parameter] = [...setter.candidates.keys()].flatMap(member => member.parameters);
  const type = parameter === undefined ? num : fn.typeOf(parameter);
  return {
    type,
    read: at => (getter === null ? fn.refuse('unknownName', { name: node.name.text }, at, type) : access(fn, getter, object, [], node)),
    write: value => { access(fn, setter, object, [value], node); },
  };
}

/** `v.dot(w)`; null when the callee is no method with source. */
export function lowerMethodCall(fn: FunctionScope, node: ts.CallExpression, callee: ts.PropertyAccessExpression): Value | null {
  const target = targetOf(fn, callee.expression, callee.name, 'method');
  if (target === null) return null;
  const made = unfinishedObject(fn, target);
  const base = made?.value ?? lowerObject(fn, callee.expression);
  if (base.type === unknown) return fn.placeholder(fn.typeOrNull(node) ?? num, node);
  const result = callMember(fn, node, callee, target, base);
  made?.takeOver();
  return result;
}

function callMember(fn: FunctionScope, node: ts.CallExpression, callee: ts.PropertyAccessExpression, target: Target, base: Value): Value {
  const member = onlyCandidate(target);
  if (member === null) {
    const value = dispatched(fn, target, base, callee.name);
    return value === null ? fn.placeholder(fn.typeOrNull(node) ?? voidType, node) : callFunction(fn, node, value, callee.name);
  }
  const value = functionValue(fn, member, callee.name);
  if (value?.shape.kind !== 'source') return fn.placeholder(fn.typeOrNull(node) ?? voidType, node);
  const around = memberAround(fn, member, value.shape.around, base, callee.expression);
  return callFunction(fn, node, { ...value, shape: { ...value.shape, around } }, callee.name, { type: base.type, value: base });
}

/** What a member's body takes from around it where it is called on this object. */
const memberAround = (fn: FunctionScope, member: MemberFunction, around: Surrounding, object: Value, node: ts.Expression): Surrounding =>
  ({ ...around, typeArguments: memberTypes(fn, member, object.type, declaredType(fn, node), around.typeArguments), thisClass: onlyClass(fn, node) });

/** The static getter that `C.unit` is. */
export function staticGetter(symbol: ts.Symbol): MemberFunction | null {
  return (symbol.declarations ?? []).find((declaration): declaration is ts.GetAccessorDeclaration & MemberFunction =>
    ts.isGetAccessor(declaration) && isMemberFunction(declaration) && ts.isClassLike(declaration.parent) && isStatic(declaration)) ?? null;
}

/** `shape instanceof Circle` of an object of a class of the source; null for other tests. */
export function lowerInstanceTest(fn: FunctionScope, node: ts.BinaryExpression): Value | null {
  const { classes, oracle } = fn.lexicon;
  const asked = classes.classOf(oracle.typeOf(node.right));
  const type = declaredType(fn, node.left);
  const objects = classesOf(fn, node.left);
  if (asked === null || objects.length === 0) return null;
  const isOfAsked = (each: ClassNode): boolean => classes.chain(each)?.includes(asked) === true;
  const family = classes.family(type);
  const object = lowerValue(fn, node.left);
  if (objects.every(isOfAsked)) return fn.constant(true, node);
  if (!objects.some(isOfAsked)) return fn.constant(false, node);
  if (family === null || !carries(object, family)) {
    if (object.type !== unknown) reportSeveral(fn, node.left, objects, node.left);
    return fn.constant(false, node);
  }
  return isOneOf(fn, object, family, objects.filter(isOfAsked), node);
}

/** A variable for each field of an object that is being made. */
export function fieldSlots(fn: FunctionScope, type: Extract<Type, { kind: 'struct' }>, at: ts.Node): ReadonlyMap<string, Slot> {
  return new Map(type.fields.map(field => {
    const slot = newSlot(field.type, field.name);
    fn.b.declare(slot, fn.unset(field.type, at), fn.at(at));
    return [field.name, slot];
  }));
}
