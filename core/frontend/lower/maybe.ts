/**
 * Values that may be missing: `find`, `at`, elements beyond the end, variables of type `number | undefined`. Each is a value and
 * whether it is there; `??`, `?.`, a test against `undefined` or `null` and a condition read both.
 */
import ts from 'typescript';
import { newSlot, newValue, unnamed } from '../../ir/builder';
import type { Slot, Value } from '../../ir/op';
import { presenceOf } from '../../ir/presence';
import { absenceIn, bool, isPlain, num, type ElementAbsence, type Type } from '../../ir/type';
import { isAccess, stripped } from '../oracle';
import { hidesFields } from '../classes';
import { absenceOfNumber, elementType } from '../numberOr';
import { isMissingTwice, mayBeMissing, missingIn } from '../types';
import { isWritten } from '../writes';
import { fieldName } from './classes';
import { lowerCall } from './calls';
import { booleanThat, isThere, knownNumber, numberIn, numberWhere } from './elements';
import { asCondition, lowerAs, lowerExpression, lowerNumber, lowerValue } from './expressions';
import { callbackOf, findElement, type Iterated } from './iteration';
import { relativeIndex } from './lookups';
import { refuseModuleData } from './assignments';
import { lowerConditional } from './operators';
import { takeEnd } from './resizing';
import { clipped, type FunctionScope } from './scope';
import { nameOfType, staticValue } from './statics';
import { boundType, typeInUse } from './typeInUse';

export interface Maybe {
  readonly type: Type;
  readonly isThere: Value;
  /** To be evaluated only where it is there. */
  readonly value: () => Value;
  /** What is there instead, where that is known. */
  readonly absence?: ElementAbsence;
}

/** Without parentheses and assertions; `!` stays, as it says that the value is there. */
function inner(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) node = node.expression;
  return node;
}

/** A number that may be missing, as a value. */
export const maybeOf = (fn: FunctionScope, value: Value, absence: ElementAbsence, at: ts.Node): Maybe =>
  ({ type: num, isThere: isThere(fn, value, absence, at), value: () => numberIn(fn, value, at), absence });

/** An expression as a number that may be missing. */
export function lowerNumberOr(fn: FunctionScope, expression: ts.Expression, type: Type): Value {
  const absence = absenceOfNumber(type) ?? 'undefined';
  if (isMissing(fn, expression)) return knownNumber(fn, absence, null, expression);
  const maybe = mayBeMissing(fn.lexicon.oracle.typeOf(expression)) ? lowerMaybe(fn, expression, true) : null;
  if (maybe === null || maybe.type.kind !== 'num') return fn.fit(lowerExpression(fn, expression, num), type, expression);
  return numberWhere(fn, absence, maybe.isThere, maybe.value, expression);
}

/** Null when the expression is always there. `within`: an element is asked for that must be in its array. */
export function lowerMaybe(fn: FunctionScope, expression: ts.Expression, within = false): Maybe | null {
  const node = inner(expression);
  if (ts.isIdentifier(node)) {
    const symbol = fn.lexicon.oracle.symbolOf(node);
    const binding = symbol === undefined ? null : fn.lookUp(symbol);
    if (binding?.kind !== 'maybe') return null;
    const absence = missingIn(fn.lexicon.oracle.typeOf(node));
    return { type: binding.slot.type, isThere: fn.b.get(binding.isThere, fn.at(node)), value: () => fn.b.get(binding.slot, fn.at(node)), ...(absence === null ? {} : { absence }) };
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isIdentifier(node.left)) {
    const target = lowerMaybe(fn, node.left) === null ? undefined : fn.lexicon.oracle.symbolOf(node.left);
    const binding = target === undefined ? null : fn.lookUp(target);
    if (binding?.kind !== 'maybe') return null;
    assignMaybe(fn, node.right, binding.slot, binding.isThere);
    return lowerMaybe(fn, node.left);
  }
  if (isAccess(node)) return fromAccess(fn, node, within);
  const found = ts.isConditionalExpression(node) ? conditional(fn, node) : ts.isCallExpression(node) ? fromCall(fn, node) : null;
  return found ?? fromNumber(fn, node);
}

/** A call or a choice that gives a number or nothing. */
function fromNumber(fn: FunctionScope, node: ts.Expression): Maybe | null {
  const type = fn.valueType(node), absence = type === null ? null : absenceOfNumber(type);
  if (type === null || absence === null) return null;
  const value = ts.isConditionalExpression(node) ? lowerConditional(fn, node, type)
    : ts.isCallExpression(node) ? fn.fit(lowerCall(fn, node, null), type, node)
      : ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ? orNothing(fn, node, type, absence) : null;
  return value === null ? null : maybeOf(fn, value, absence, node);
}

/** `x ?? null`. */
function orNothing(fn: FunctionScope, node: ts.BinaryExpression, type: Type, absence: ElementAbsence): Value {
  const maybe = lowerMaybe(fn, node.left);
  if (maybe === null) return lowerAs(fn, node.left, type);
  const result = newValue(type);
  fn.b.if(maybe.isThere, fn.region(node.left, () => [knownNumber(fn, absence, fn.fit(maybe.value(), num, node.left), node.left)]), fn.region(node.right, () => [lowerAs(fn, node.right, type)]), [result], fn.at(node));
  return result;
}

/** `a[i]`, `p?.x`, `m[i]?.[j]`. */
function fromAccess(fn: FunctionScope, node: ts.PropertyAccessExpression | ts.ElementAccessExpression, within: boolean): Maybe | null {
  const base = node.questionDotToken === undefined ? null : lowerMaybe(fn, node.expression);
  if (ts.isPropertyAccessExpression(node)) {
    const field = base === null && node.questionDotToken === undefined ? missingField(fn, node) : null;
    if (field !== null) return field;
    if (base === null || base.type.kind !== 'struct') return null;
    const declared = base.type.fields.find(f => f.name === fieldName(fn, node.name));
    return declared === undefined ? null : { type: declared.type, isThere: base.isThere, value: () => fn.b.getField(base.value(), declared.name, fn.at(node)) };
  }
  const type = base === null ? fn.typeOrNull(node.expression) ?? boundType(fn, node.expression) : base.type;
  const key = type?.kind === 'struct' && base === null && node.questionDotToken === undefined ? staticValue(fn, node.argumentExpression) : null;
  if (key?.kind === 'text' && !fn.holdsFunctions(node.expression) && hasMissingField(fn, stripped(node.expression), key.value)) {
    return fieldThatMayBeMissing(fn, lowerValue(fn, node.expression), key.value, node);
  }
  if (type?.kind !== 'array') return null;
  const index = lowerNumber(fn, node.argumentExpression);
  if (base !== null) {
    return { type: type.element, isThere: booleanThat(fn, base.isThere, () => elementIsThere(fn, base.value(), index, node), node), value: () => fn.b.load(base.value(), index, fn.at(node)) };
  }
  const array = lowerValue(fn, node.expression);
  const absence = absenceIn(array.type) ?? 'undefined';
  return { type: type.element, isThere: elementIsThere(fn, array, index, node, within), value: () => fn.b.load(array, index, fn.at(node)), absence };
}

/** `p.scale` of an object that may have no such field. */
function missingField(fn: FunctionScope, node: ts.PropertyAccessExpression): Maybe | null {
  const base = stripped(node.expression);
  if (fn.holdsFunctions(base) || !hasMissingField(fn, base, node.name.text)) return null;
  return fieldThatMayBeMissing(fn, lowerValue(fn, base), node.name.text, node);
}

/** Whether the types say so; nothing is evaluated. */
const hasMissingField = (fn: FunctionScope, base: ts.Expression, name: string): boolean => mayLack(fn, fn.lexicon.oracle.typeOf(base), name, base);

/** Whether objects of a type may have no such field, or nothing in it. */
export function mayLack(fn: FunctionScope, of: ts.Type, name: string, at: ts.Node): boolean {
  const property = fn.lexicon.oracle.checker.getPropertyOfType(of, name);
  if (property === undefined) return false;
  const type = fn.lexicon.oracle.typeOfSymbol(property, at);
  return (property.flags & ts.SymbolFlags.Optional) !== 0 || type.isUnion() && type.types.some(member => (member.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0);
}

/** Null where the field is always there. */
export function fieldThatMayBeMissing(fn: FunctionScope, base: Value, name: string, at: ts.Node): Maybe | null {
  const presence = base.type.kind === 'struct' ? presenceOf(base.type, name) : null;
  const type = base.type.kind === 'struct' ? base.type.fields.find(field => field.name === name)?.type : undefined;
  if (presence === null || type === undefined) return null;
  return { type, isThere: fn.b.getField(base, presence.name, fn.at(at)), value: () => fn.b.getField(base, name, fn.at(at)), absence: presence.absence === 'null' ? 'null' : 'undefined' };
}

/** Whether an element is in the array and, where there may be holes, written. `within`: one that is null is asked for, which none outside is. */
export function elementIsThere(fn: FunctionScope, array: Value, index: Value, at: ts.Node, within = false): Value {
  if (array.type.kind === 'array' && array.type.storage === 'array') return fn.b.has(array, index, fn.at(at), within && array.type.absence === 'null');
  const fromStart = fn.b.prim('ge', [index, fn.constant(0, at)], fn.at(at));
  return booleanThat(fn, fromStart, () => fn.b.prim('lt', [index, fn.b.len(array, fn.at(at))], fn.at(at)), at);
}

/** `find(…)`, `findLast(…)`, `at(i)`. */
function fromCall(fn: FunctionScope, node: ts.CallExpression): Maybe | null {
  const callee = stripped(node.expression);
  const [argument] = node.arguments;
  if (!ts.isPropertyAccessExpression(callee)) return null;
  const method = callee.name.text;
  if ((method === 'pop' || method === 'shift') && node.arguments.length === 0) return taken(fn, node, callee);
  if (argument === undefined || node.arguments.length !== 1) return null;
  if ((method !== 'find' && method !== 'findLast' && method !== 'at') || fn.typeOrNull(callee.expression)?.kind !== 'array') return null;
  const array = lowerValue(fn, callee.expression);
  if (array.type.kind !== 'array') return null;
  const call: Iterated = { array, type: array.type, node, name: callee.name };
  const { element } = array.type;
  if (method === 'at') {
    const index = relativeIndex(fn, call, argument);
    return { type: element, isThere: elementIsThere(fn, array, index, node), value: () => fn.b.load(array, index, fn.at(node)) };
  }
  const callback = callbackOf(fn, argument);
  if (callback === null) return null;
  const found = findElement(fn, call, callback, method === 'findLast');
  const isFound = fn.b.prim('ge', [found.position, fn.constant(0, node)], fn.at(node));
  if (array.type.absence === undefined) return { type: element, isThere: isFound, value: found.element, absence: 'undefined' };
  const { absence } = array.type;
  return { type: element, isThere: booleanThat(fn, isFound, () => isThere(fn, found.element(), absence, node), node), value: () => numberIn(fn, found.element(), node) };
}

/** `pop()`, `shift()`: taken away at once where there is one. */
function taken(fn: FunctionScope, node: ts.CallExpression, callee: ts.PropertyAccessExpression): Maybe | null {
  const type = fn.typeOrNull(callee.expression);
  if (type?.kind !== 'array' || type.storage !== 'array' || refuseModuleData(fn, callee.expression)) return null;
  const array = lowerValue(fn, callee.expression);
  const isLonger = fn.b.prim('gt', [fn.b.len(array, fn.at(node)), fn.constant(0, node)], fn.at(node));
  const slot = newSlot(elementType(type), unnamed);
  fn.b.declare(slot, fn.unset(slot.type, node), fn.at(node));
  const then = fn.region(node, () => {
    fn.b.set(slot, takeEnd(fn, { array, type, node, name: callee.name }), fn.at(node));
    return [];
  });
  fn.b.if(isLonger, then, fn.region(node, () => []), [], fn.at(node));
  const found = (): Value => fn.b.get(slot, fn.at(node)), { absence } = type;
  if (absence === undefined) return { type: type.element, isThere: isLonger, value: found };
  return { type: type.element, isThere: booleanThat(fn, isLonger, () => isThere(fn, found(), absence, node), node), value: () => numberIn(fn, found(), node) };
}

/** `cond ? x : undefined`. */
function conditional(fn: FunctionScope, node: ts.ConditionalExpression): Maybe | null {
  const missing = isMissing(fn, node.whenFalse);
  if (missing === isMissing(fn, node.whenTrue)) return null;
  const content = missing ? node.whenTrue : node.whenFalse;
  const type = fn.typeOrNull(content);
  if (type === null) return null;
  const condition = asCondition(fn, lowerValue(fn, node.condition, bool), node.condition);
  return { type, isThere: missing ? condition : fn.b.prim('not', [condition], fn.at(node)), value: () => lowerAs(fn, content, type) };
}

export const isMissing = (fn: FunctionScope, node: ts.Expression): boolean =>
  stripped(node).kind === ts.SyntaxKind.NullKeyword || staticValue(fn, node)?.kind === 'undefined';

/** `left ?? right`; null when `left` is always there. */
export function lowerFallback(fn: FunctionScope, node: ts.BinaryExpression): Value | null {
  const maybe = lowerMaybe(fn, node.left);
  if (maybe === null) return null;
  const then = fn.region(node.left, () => [maybe.value()]);
  const otherwise = fn.region(node.right, () => [lowerAs(fn, node.right, maybe.type)]);
  const result = newValue(maybe.type);
  fn.b.if(maybe.isThere, then, otherwise, [result], fn.at(node));
  return result;
}

/** `x === undefined`, `null != x`; null when neither side is missing or the other one is always there. */
export function lowerMissingTest(fn: FunctionScope, node: ts.BinaryExpression, equal: boolean): Value | null {
  const [other, missing] = isMissing(fn, node.right) ? [node.left, node.right] : isMissing(fn, node.left) ? [node.right, node.left] : [null, null];
  const isStrict = node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken || node.operatorToken.kind === ts.SyntaxKind.ExclamationEqualsEqualsToken;
  const maybe = other === null ? null : lowerMaybe(fn, other, isStrict);
  if (maybe === null || other === null || missing === null) return null;
  if (isStrict && isMissingTwice(fn.lexicon.oracle.typeOf(other))) {
    return fn.refuse('unsupportedSyntax', { what: `a test of \`${clipped(other.getText())}\` for one of \`null\` and \`undefined\`, where both may be,`, instead: `write \`${equal ? '==' : '!='} null\`, which asks for both` }, node, bool);
  }
  // `undefined === null` is false.
  if (isStrict && maybe.absence !== undefined && maybe.absence !== (stripped(missing).kind === ts.SyntaxKind.NullKeyword ? 'null' : 'undefined')) return fn.constant(!equal, node);
  return equal ? fn.b.prim('not', [maybe.isThere], fn.at(node)) : maybe.isThere;
}

/**
 * What a value is compared by where it may be missing: what stands there then equals nothing that it is compared with. Null where it might,
 * or is always there.
 */
export function comparable(fn: FunctionScope, expression: ts.Expression, others: readonly ts.Expression[]): Value | null {
  const isAsked = mayBeMissing(fn.lexicon.oracle.typeOf(expression)) && !others.some(other => isMissing(fn, other) || mayBeMissing(fn.lexicon.oracle.typeOf(other)));
  const maybe = isAsked ? lowerMaybe(fn, expression) : null;
  if (maybe === null) return null;
  const texts = others.map(other => staticValue(fn, other));
  const differs = maybe.type.kind === 'num' || maybe.type.kind === 'text' && texts.every(text => text?.kind === 'text' && text.value !== '');
  if (!differs) return null;
  // Elements are read only where they are there.
  return ts.isElementAccessExpression(inner(expression)) && maybe.absence === 'null' ? valueOr(fn, maybe, () => fn.unset(maybe.type, expression), expression) : maybe.value();
}

/** `p.flag === false`; null where neither side may be missing. */
export function lowerMaybeComparison(fn: FunctionScope, node: ts.BinaryExpression, equal: boolean): Value | null {
  const [side, other] = mayBeMissing(fn.lexicon.oracle.typeOf(node.left)) ? [node.left, node.right] : [node.right, node.left];
  const maybe = mayBeMissing(fn.lexicon.oracle.typeOf(side)) && fn.typeOrNull(other) !== null ? lowerMaybe(fn, side) : null;
  if (maybe === null || !isPlain(maybe.type)) return null;
  const same = booleanThat(fn, maybe.isThere, () => fn.b.prim('eq', [maybe.value(), lowerAs(fn, other, maybe.type)], fn.at(node)), node);
  return equal ? same : fn.b.prim('not', [same], fn.at(node));
}

/** `'r' in shape`; null where the types do not say which objects have the field. */
export function lowerFieldTest(fn: FunctionScope, node: ts.BinaryExpression): Value | null {
  const text = staticValue(fn, node.left);
  if (text?.kind !== 'text' || fn.holdsFunctions(node.right)) return null;
  const { checker } = fn.lexicon.oracle;
  const type = checker.getNonNullableType(fn.lexicon.oracle.typeOf(node.right));
  // An optional field that was given as `undefined` is in its object.
  const isCertain = (type.isUnion() ? type.types : [type]).every(member => {
    const property = checker.getPropertyOfType(member, text.value);
    return property === undefined || (property.flags & ts.SymbolFlags.Optional) === 0 || isNothing(fn, property, node);
  });
  const object = isCertain ? lowerValue(fn, node.right) : null;
  if (object?.type.kind !== 'struct' || hidesFields(object.type)) return null;
  const presence = presenceOf(object.type, text.value);
  if (presence?.absence === 'nothing') return fn.b.getField(object, presence.name, fn.at(node));
  return fn.constant(object.type.fields.some(field => field.name === text.value), node);
}

/** `r?: undefined`, which says that there is no such field. */
const isNothing = (fn: FunctionScope, property: ts.Symbol, at: ts.Node): boolean =>
  (fn.lexicon.oracle.checker.getNonNullableType(fn.lexicon.oracle.typeOfSymbol(property, at)).flags & ts.TypeFlags.Never) !== 0;

/** `typeof a[i] === 'number'`: what may be missing is asked for. Null when the type is not that of such a value. */
export function lowerTypeTest(fn: FunctionScope, node: ts.BinaryExpression, equal: boolean): Value | null {
  const sides = [stripped(node.left), stripped(node.right)];
  const operand = sides.find(ts.isTypeOfExpression)?.expression;
  const text = sides.map(side => staticValue(fn, side)).find(side => side?.kind === 'text');
  if (operand === undefined || text?.kind !== 'text') return null;
  const maybe = lowerMaybe(fn, operand);
  const name = maybe === null ? null : nameOfType(maybe.type);
  if (maybe === null || name === null) return null;
  if (text.value === name) return equal ? maybe.isThere : fn.b.prim('not', [maybe.isThere], fn.at(node));
  if (text.value !== 'undefined') return fn.constant(!equal, node);
  return equal ? fn.b.prim('not', [maybe.isThere], fn.at(node)) : maybe.isThere;
}

/** A condition that is true where the value is there and counts as true. */
export function lowerMaybeCondition(fn: FunctionScope, expression: ts.Expression): Value | null {
  const access = inner(expression);
  const isField = ts.isPropertyAccessExpression(access) && hasMissingField(fn, stripped(access.expression), access.name.text);
  if (isAccess(access) && !isOptionalAccess(access) && !isField && missingIn(fn.lexicon.oracle.typeOf(access)) !== 'null') return null;
  const maybe = lowerMaybe(fn, expression);
  return maybe === null ? null : booleanThat(fn, maybe.isThere, () => asCondition(fn, maybe.value(), expression), expression);
}

const isOptionalAccess = (node: ts.Expression): boolean => isAccess(node) && node.questionDotToken !== undefined;

/** The value, or what is there instead. */
export const valueOr = (fn: FunctionScope, maybe: Maybe, otherwise: () => Value, at: ts.Node): Value => fn.choose(maybe.type, maybe.isThere, maybe.value, otherwise, at);

/** A name for what may be missing. */
export function bindMaybe(fn: FunctionScope, name: ts.Identifier, maybe: Maybe): void {
  const symbol = fn.lexicon.oracle.symbolOf(name);
  if (symbol === undefined) return;
  const slot = newSlot(maybe.type, name.text);
  const isThere = newSlot(bool, `${name.text}IsThere`);
  fn.b.declare(isThere, maybe.isThere, fn.at(name));
  fn.b.declare(slot, valueOr(fn, maybe, () => fn.unset(maybe.type, name), name), fn.at(name));
  fn.bind(symbol, { kind: 'maybe', slot, isThere });
}

/** A variable that may be missing. True where the declaration is one. */
export function declareMaybe(fn: FunctionScope, declaration: ts.VariableDeclaration): boolean {
  const { name, initializer } = declaration;
  const { oracle, localTypes: types } = fn.lexicon;
  const symbol = ts.isIdentifier(name) ? oracle.symbolOf(name) : undefined;
  if (symbol === undefined || !ts.isIdentifier(name)) return false;
  const declared = oracle.typeOf(name);
  const isBare = initializer === undefined && declaration.type === undefined && (declared.flags & ts.TypeFlags.Any) !== 0;
  if (isBare ? !isReadUnset(fn, symbol) || isBound(fn, declaration, symbol) : !mayBeMissing(declared)) return false;
  const type = isBare ? typeInUse(fn, symbol, name) : types.read(oracle.checker.getNonNullableType(declared), name, fn.typeArguments);
  if (type === null || type.kind === 'problem' || type.kind === 'func' || type.kind === 'void') return false;
  const isVariable = declaration.type !== undefined;
  if (initializer !== undefined && !isMissing(fn, initializer) && !isVariable && missingIn(declared) !== 'null' && !isTested(fn, symbol)) return false;
  const origin = fn.at(declaration);
  const slot = newSlot(type, name.text);
  const isThere = newSlot(bool, `${name.text}IsThere`);
  fn.b.declare(slot, fn.unset(type, name), origin);
  fn.b.declare(isThere, fn.constant(false, name), origin);
  fn.bind(symbol, { kind: 'maybe', slot, isThere });
  if (isVar(declaration)) fn.hoist(symbol);
  if (initializer !== undefined) assignMaybe(fn, initializer, slot, isThere);
  return true;
}

const isVar = ({ parent }: ts.VariableDeclaration): boolean => (parent.flags & ts.NodeFlags.BlockScoped) === 0;

/** Whether the declaration of a `var` is not its first, or may be reached again: it leaves the variable as it is then. */
const isBound = (fn: FunctionScope, declaration: ts.VariableDeclaration, symbol: ts.Symbol): boolean => isVar(declaration) && (fn.lookUp(symbol) !== null || fn.jumps.length > 0);

/** Whether a variable without type and value is asked for where it may have none yet. */
function isReadUnset(fn: FunctionScope, symbol: ts.Symbol): boolean {
  const { oracle } = fn.lexicon;
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && !ts.isVariableDeclaration(node.parent) && !isWritten(node) && oracle.symbolOf(node) === symbol) {
      const type = oracle.typeOf(node);
      if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Undefined)) !== 0 || mayBeMissing(type)) return true;
    }
    return ts.forEachChild(node, child => visit(child) || undefined) ?? false;
  };
  return isTested(fn, symbol) && visit(fn.source);
}

/** Whether a function ever asks if a variable is there. */
function isTested(fn: FunctionScope, symbol: ts.Symbol): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && fn.lexicon.oracle.symbolOf(node) === symbol) {
      const { parent } = node;
      if (ts.isBinaryExpression(parent)) {
        const kind = parent.operatorToken.kind;
        if (kind === ts.SyntaxKind.QuestionQuestionToken || kind >= ts.SyntaxKind.EqualsEqualsToken && kind <= ts.SyntaxKind.ExclamationEqualsEqualsToken) return true;
        if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken) return true;
      }
      if (isAccess(parent) && parent.questionDotToken !== undefined) return true;
      if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.arguments?.some(argument => argument === node) === true) return true;
      if (ts.isIfStatement(parent) || ts.isConditionalExpression(parent) || ts.isPrefixUnaryExpression(parent)) return true;
    }
    return ts.forEachChild(node, child => visit(child) || undefined) ?? false;
  };
  return visit(fn.source);
}

/** `best = x` and `best = undefined`. */
export function assignMaybe(fn: FunctionScope, content: ts.Expression, slot: Slot, isThere: Slot): void {
  const at = fn.at(content);
  if (isMissing(fn, content)) {
    fn.b.set(isThere, fn.constant(false, content), at);
    return;
  }
  const maybe = lowerMaybe(fn, content, true);
  if (maybe === null) {
    fn.b.set(slot, lowerAs(fn, content, slot.type), at);
    fn.b.set(isThere, fn.constant(true, content), at);
    return;
  }
  fn.b.set(isThere, maybe.isThere, at);
  const then = fn.region(content, () => {
    fn.b.set(slot, fn.fit(maybe.value(), slot.type, content), at);
    return [];
  });
  fn.b.if(maybe.isThere, then, fn.region(content, () => []), [], at);
}
