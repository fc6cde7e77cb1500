/** Writing variables, elements and fields: `=`, `+=` and its like, `&&=`, `++`, destructuring. */
import ts from 'typescript';
import { newValue } from '../../ir/builder';
import type { Slot, Value } from '../../ir/op';
import type { Origin } from '../../ir/origin';
import { presenceOf } from '../../ir/presence';
import { num, type Type } from '../../ir/type';
import { isLibrarySymbol, isModuleVariable, isScratch, stripped } from '../oracle';
import { assignAbsent } from './absent';
import { knownText } from './access';
import { assignChosen } from './chosen';
import type { FunctionValue } from './functionShape';
import { accessorPlace, constructedField, fieldName } from './classes';
import { absenceOfNumber, elementType } from '../numberOr';
import { numberWhere, storeElement } from './elements';
import { asCondition, lowerAs, lowerNumber, lowerValue } from './expressions';
import { invoke } from './invocation';
import { knownField, knownSetter } from './known';
import { assignMaybe, elementIsThere } from './maybe';
import { compoundPrimitive } from './operators';
import { destructure } from './patterns';
import { setLength } from './resizing';
import { keyedField } from './textKeys';
import type { FunctionScope } from './scope';
import { unknown } from './unit';
import { describedType } from '../../ir/typeText';

/** A place that can be read and written; its object and index are evaluated once. */
export interface Place {
  readonly type: Type;
  read(node: ts.Node): Value;
  write(value: Value, origin: Origin): void;
  /** Of an element: whether it is there. */
  isThere?(node: ts.Node): Value;
}

/** Evaluates what a target refers to; reports what cannot be written. */
export function lowerPlace(fn: FunctionScope, target: ts.Expression): Place {
  const node = stripped(target);
  if (ts.isIdentifier(node)) return variablePlace(fn, node);
  const field = constructedField(fn, node);
  if (field !== null) return slotPlace(fn, field);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    if (refuseModuleData(fn, node.expression)) return nowhere(fn, fn.typeOrNull(node) ?? num);
    const accessor = ts.isPropertyAccessExpression(node) ? accessorPlace(fn, node) : null;
    if (accessor !== null) return accessor;
    const setter = ts.isPropertyAccessExpression(node) ? knownSetter(fn, node) : null;
    if (setter !== null) return setterPlace(fn, setter, node);
    const known = knownField(fn, node);
    if (known !== null) return slotPlace(fn, known);
    const base = lowerValue(fn, node.expression);
    if (ts.isElementAccessExpression(node) && base.type.kind === 'array') {
      const index = lowerNumber(fn, node.argumentExpression);
      return {
        type: elementType(base.type),
        read: at => fn.b.load(base, index, fn.at(at)),
        write: (value, origin) => { storeElement(fn, base, index, value, node, origin); },
        isThere: at => elementIsThere(fn, base, index, at),
      };
    }
    if (base.type.kind === 'array' && base.type.storage === 'array' && ts.isPropertyAccessExpression(node) && node.name.text === 'length') {
      return { type: num, read: at => fn.b.len(base, fn.at(at)), write: value => { setLength(fn, base, value, node); } };
    }
    const key = ts.isPropertyAccessExpression(node) ? node.name : stripped(node.argumentExpression);
    const name = ts.isPropertyAccessExpression(node) ? fieldName(fn, node.name) : ts.isNumericLiteral(key) ? key.text : knownText(fn, node.argumentExpression);
    const field = base.type.kind === 'struct' ? base.type.fields.find(f => f.name === name) : undefined;
    if (field !== undefined) {
      const presence = base.type.kind === 'struct' ? presenceOf(base.type, field.name) : null;
      return {
        type: field.type,
        read: at => fn.b.getField(base, field.name, fn.at(at)),
        write: (value, origin) => {
          fn.b.setField(base, field.name, value, origin);
          if (presence !== null) fn.b.setField(base, presence.name, fn.constant(true, node), origin);
        },
        ...(presence === null ? {} : { isThere: (at: ts.Node) => fn.b.getField(base, presence.name, fn.at(at)) }),
      };
    }
    const keyed = ts.isElementAccessExpression(node) && name === null ? keyedField(fn, base, node.argumentExpression) : null;
    if (keyed !== null) return keyed;
    if (base.type !== unknown) fn.report('unknownMember', { name: key.getText(), type: describedType(base.type), instead: 'write elements and fields' }, key);
    return nowhere(fn, fn.typeOrNull(node) ?? num);
  }
  fn.report('unsupportedPattern', {}, node);
  return nowhere(fn, num);
}

const slotPlace = (fn: FunctionScope, slot: Slot): Place =>
  ({ type: slot.type, read: at => fn.b.get(slot, fn.at(at)), write: (value, origin) => { fn.b.set(slot, value, origin); } });

function variablePlace(fn: FunctionScope, node: ts.Identifier): Place {
  const symbol = fn.lexicon.oracle.symbolOf(node);
  const binding = symbol === undefined ? null : fn.lookUp(symbol);
  if (binding?.kind === 'slot' || binding?.kind === 'maybe') return slotPlace(fn, binding.slot);
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || isLibrarySymbol(symbol)) fn.report('unknownName', { name: node.text }, node);
  else if (isModuleVariable(declaration) && !isScratch(symbol)) fn.report('moduleState', { name: node.text }, node);
  else fn.report('outOfScope', { name: node.text }, node);
  return nowhere(fn, fn.typeOrNull(node) ?? num);
}

/** A field of a known object that is assigned by calling a function. */
const setterPlace = (fn: FunctionScope, setter: FunctionValue, node: ts.Expression): Place =>
  ({ type: fn.typeOf(node), read: () => lowerValue(fn, node), write: value => { invoke(fn, setter, [value], node); } });

const nowhere = (fn: FunctionScope, type: Type): Place => ({ type, read: at => fn.placeholder(type, at), write: () => undefined });

/** Reports a write into an array or object of the module; true when it is one. */
export function refuseModuleData(fn: FunctionScope, base: ts.Expression): boolean {
  let root = stripped(base);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = stripped(root.expression);
  if (!ts.isIdentifier(root)) return false;
  const symbol = fn.lexicon.oracle.symbolOf(root);
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || fn.lookUp(symbol) !== null || isLibrarySymbol(symbol)) return false;
  if (!isModuleVariable(declaration) || isScratch(symbol)) return false;
  fn.report('constantWritten', { name: root.text }, root);
  return true;
}

export function lowerAssignment(fn: FunctionScope, node: ts.BinaryExpression): Value {
  const operator = node.operatorToken.kind;
  const target = stripped(node.left);
  if (operator === ts.SyntaxKind.EqualsToken) {
    if (ts.isArrayLiteralExpression(target) || ts.isObjectLiteralExpression(target)) return destructure(fn, target, node.right);
    const maybe = maybeTarget(fn, target);
    if (maybe !== null) {
      assignMaybe(fn, node.right, maybe.slot, maybe.isThere);
      return fn.b.get(maybe.slot, fn.at(node));
    }
    if (assignChosen(fn, target, node.right)) return fn.placeholderVoid();
    const given = assignAbsent(fn, node, target);
    if (given !== null) return given;
    const place = lowerPlace(fn, target);
    const value = lowerAs(fn, node.right, place.type);
    return store(fn, node, place, value, true);
  }
  if (operator === ts.SyntaxKind.QuestionQuestionEqualsToken || operator === ts.SyntaxKind.BarBarEqualsToken) {
    const given = assignAbsent(fn, node, target);
    if (given !== null) return given;
  }
  if (operator === ts.SyntaxKind.AmpersandAmpersandEqualsToken || operator === ts.SyntaxKind.BarBarEqualsToken) {
    return lowerLogicalAssignment(fn, node, operator === ts.SyntaxKind.AmpersandAmpersandEqualsToken);
  }
  if (operator === ts.SyntaxKind.QuestionQuestionEqualsToken) return lowerDefaulting(fn, node, target);
  const place = lowerPlace(fn, target);
  const primitive = compoundPrimitive(operator);
  const before = fn.fit(place.read(node.left), num, node.left);
  const operand = lowerNumber(fn, node.right);
  const value = fn.b.prim(primitive ?? 'add', [before, operand], fn.at(node));
  return store(fn, node, place, value);
}

/** `x ??= y`; a value that is always there keeps it. */
function lowerDefaulting(fn: FunctionScope, node: ts.BinaryExpression, target: ts.Expression): Value {
  const maybe = maybeTarget(fn, target);
  if (maybe === null) {
    const place = lowerPlace(fn, target);
    return place.isThere === undefined ? place.read(node) : defaultedElement(fn, node, place, place.isThere(node));
  }
  const there = fn.b.get(maybe.isThere, fn.at(node));
  const otherwise = fn.region(node.right, () => {
    assignMaybe(fn, node.right, maybe.slot, maybe.isThere);
    return [];
  });
  fn.b.if(there, fn.region(node, () => []), otherwise, [], fn.at(node));
  return fn.b.get(maybe.slot, fn.at(node));
}

/** `a[i] ??= y`. */
function defaultedElement(fn: FunctionScope, node: ts.BinaryExpression, place: Place, isThere: Value): Value {
  const then = fn.region(node, () => [fn.fit(place.read(node), place.type, node)]);
  const otherwise = fn.region(node.right, () => [store(fn, node, place, lowerAs(fn, node.right, place.type), true)]);
  const result = newValue(place.type);
  fn.b.if(isThere, then, otherwise, [result], fn.at(node));
  return result;
}

/** The variable that may be missing, when the target is one. */
function maybeTarget(fn: FunctionScope, target: ts.Expression): { readonly slot: Slot; readonly isThere: Slot } | null {
  const symbol = ts.isIdentifier(target) ? fn.lexicon.oracle.symbolOf(target) : undefined;
  const binding = symbol === undefined ? null : fn.lookUp(symbol);
  return binding?.kind === 'maybe' ? binding : null;
}

/** `mayGrow`: the place has not been read, so it may be the first after the last element. */
function store(fn: FunctionScope, node: ts.BinaryExpression, place: Place, value: Value, mayGrow = false): Value {
  const origin = fn.at(node);
  if (mayGrow) fn.unit.assignments.add(origin);
  fn.token(node.operatorToken, node, origin);
  const target = stripped(node.left);
  fn.token(ts.isPropertyAccessExpression(target) ? target.name : target, node, origin);
  place.write(value, origin);
  return value;
}

function lowerLogicalAssignment(fn: FunctionScope, node: ts.BinaryExpression, and: boolean): Value {
  const place = lowerPlace(fn, node.left);
  const absence = absenceOfNumber(place.type), isThere = place.isThere?.(node.left);
  const before = absence === null || isThere === undefined ? place.read(node.left) : numberWhere(fn, absence, isThere, () => place.read(node.left), node.left);
  const condition = before.type.kind === 'text' ? fn.constant(true, node.left) : asCondition(fn, before, node.left);
  const assign = fn.region(node.right, () => [store(fn, node, place, lowerAs(fn, node.right, place.type))]);
  const keep = fn.region(node.left, () => [before]);
  const result = newValue(place.type);
  fn.b.if(condition, and ? assign : keep, and ? keep : assign, [result], fn.at(node));
  return result;
}

/** `++` and `--`; the value is the number before (postfix) or after (prefix). */
export function lowerIncrement(fn: FunctionScope, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Value {
  const place = lowerPlace(fn, node.operand);
  const before = fn.fit(place.read(node.operand), num, node.operand);
  const one = fn.constant(1, node);
  const after = fn.b.prim(node.operator === ts.SyntaxKind.PlusPlusToken ? 'add' : 'sub', [before, one], fn.at(node));
  const origin = fn.at(node);
  fn.token(stripped(node.operand), node, origin);
  place.write(after, origin);
  return ts.isPrefixUnaryExpression(node) ? after : before;
}
