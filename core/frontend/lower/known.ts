/**
 * Expressions that stand for known functions: names, literals, members of objects and lists that are known from their literals, one of
 * two chosen by a condition, and what calls return.
 */
import ts from 'typescript';
import { newSlot, unnamed } from '../../ir/builder';
import type { Slot, Value } from '../../ir/op';
import { plainError } from '../../ir/thrown';
import { bool } from '../../ir/type';
import { propertyName } from '../constants';
import { functionOfSymbol, isAccess, isFunctionNode, isLibrarySymbol, isMemberFunction, isModuleVariable, isStatic, memberOfSymbol, stripped, type FunctionNode, type MemberFunction } from '../oracle';
import { chosenNow } from './chosen';
import { functionValue, isMathFunction } from './closures';
import { dispatched, targetOf } from './dispatch';
import { lowerCondition, lowerNumber, lowerValue } from './expressions';
import { fieldOf, isRecord, optionsOf, recordValue, type FunctionShape, type FunctionValue, type RecordValue } from './functionShape';
import { inlineCall } from './inlining';
import { invoke } from './invocation';
import { bindPattern } from './patterns';
import type { FunctionScope } from './scope';
import { isTrue, staticValue } from './statics';
import { hidesFields } from '../classes';
import { isWrite } from '../writes';
import { textsOf } from './textKeys';

/** The function, or the object or list of functions, an expression stands for where the text tells; null where it does not. */
export function knownFunction(fn: FunctionScope, expression: ts.Expression): FunctionValue | null {
  const node = stripped(expression);
  if (isFunctionNode(node)) return functionValue(fn, node, node);
  if (ts.isCallExpression(node)) return inlineCall(fn, node);
  if (ts.isConditionalExpression(node)) return chosen(fn, node);
  if (ts.isObjectLiteralExpression(node)) return isKnownFrom(fn, node) ? objectOf(fn, node) : null;
  if (ts.isArrayLiteralExpression(node)) return isKnownFrom(fn, node) ? listOfKnown(fn, node.elements) : null;
  if (node.kind === ts.SyntaxKind.ThisKeyword) return bound(fn, fn.lexicon.oracle.symbolOf(node));
  if (ts.isIdentifier(node)) return named(fn, node);
  if (!isAccess(node)) return null;
  return (ts.isPropertyAccessExpression(node) ? member(fn, node) ?? heldByField(fn, node) : null) ?? partOf(fn, node);
}

function bound(fn: FunctionScope, symbol: ts.Symbol | undefined): FunctionValue | null {
  const binding = symbol === undefined ? null : fn.lookUp(symbol);
  return binding?.kind === 'function' ? binding.value : null;
}

function named(fn: FunctionScope, node: ts.Identifier): FunctionValue | null {
  const symbol = fn.lexicon.oracle.symbolOf(node);
  if (symbol === undefined) return null;
  const binding = fn.lookUp(symbol);
  if (binding?.kind === 'chosen') return chosenNow(fn, binding.chosen, node);
  if (binding !== null) return bound(fn, symbol);
  const found = functionOfSymbol(symbol);
  return found === null ? moduleValue(fn, symbol) : functionValue(fn, found, node);
}

/** `const acts = { relu, tanh: Math.tanh }` of a module: its names mean there what they mean here. */
function moduleValue(fn: FunctionScope, symbol: ts.Symbol): FunctionValue | null {
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.find(ts.isExportAssignment);
  const content = declaration === undefined ? undefined
    : ts.isExportAssignment(declaration) ? declaration.expression
      : isModuleVariable(declaration) ? declaration.initializer : undefined;
  if (content === undefined || !fn.holdsFunctions(content) || fn.lexicon.constants.isWritten(symbol)) return null;
  return fn.unit.once(symbol, () => knownFunction(fn, content));
}

/** `N.f` of a namespace, `C.f` of a class, `Math.sin`. */
function member(fn: FunctionScope, node: ts.PropertyAccessExpression): FunctionValue | null {
  const symbol = fn.lexicon.oracle.symbolOf(node.name);
  if (symbol === undefined) return null;
  const found = functionOfSymbol(symbol) ?? staticMember(fn, symbol, node.expression);
  if (found !== null) return functionValue(fn, found, node);
  const isMath = fn.lexicon.constants.libraryOwner(node.expression) === 'Math';
  if (isMath) return isLibrarySymbol(symbol) && isMathFunction(symbol.name) ? { shape: { kind: 'math', name: symbol.name }, slots: [] } : null;
  return symbol.valueDeclaration !== undefined && isModuleVariable(symbol.valueDeclaration) ? moduleValue(fn, symbol) : null;
}

/** `p.f` where f is a field that holds a function: it knows its object. */
function heldByField(fn: FunctionScope, node: ts.PropertyAccessExpression): FunctionValue | null {
  const target = targetOf(fn, node.expression, node.name, 'method');
  if (target === null || [...target.candidates.keys()].some(isMemberFunction)) return null;
  return dispatched(fn, target, lowerValue(fn, node.expression), node.name);
}

/** A static method; that of `this` where no class that extends this one has another. */
function staticMember(fn: FunctionScope, symbol: ts.Symbol, object: ts.Expression): FunctionNode | null {
  const found = memberOfSymbol(symbol);
  if (found === null || !ts.isMethodDeclaration(found) || !isStatic(found) || !ts.isClassLike(found.parent)) return null;
  return stripped(object).kind === ts.SyntaxKind.ThisKeyword && fn.lexicon.classes.replacesStatic(found.parent, symbol.name) ? null : found;
}

/** The known object or list that an expression stands for. */
export function knownRecord(fn: FunctionScope, expression: ts.Expression): FunctionValue | null {
  const node = stripped(expression);
  if (!fn.holdsFunctions(node) || fn.isFunction(node)) return null;
  const value = knownFunction(fn, node);
  return value !== null && holdsRecord(value.shape) ? value : null;
}

const holdsRecord = (shape: FunctionShape): boolean =>
  shape.kind === 'record' || (shape.kind === 'choice' && holdsRecord(shape.then) && holdsRecord(shape.otherwise));

/** `acts.relu`, `acts['relu']`, `list[i]`: a part of what is known. */
export function partOf(fn: FunctionScope, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): FunctionValue | null {
  const record = knownRecord(fn, node.expression);
  if (record === null) return null;
  if (ts.isPropertyAccessExpression(node)) return field(fn, record, node.name.text);
  const key = stripped(node.argumentExpression);
  const text = staticValue(fn, key);
  if (text?.kind === 'text') return field(fn, record, text.value);
  if (ts.isNumericLiteral(key)) return field(fn, record, String(Number(key.text)));
  if (isRecord(record) && record.shape.isList) return elementAt(fn, record, key);
  const names = textsOf(fn, key);
  return names === null ? null : fieldNamed(fn, record, names, key);
}

/** The field that a text names when it runs: one of those it can name. */
function fieldNamed(fn: FunctionScope, record: FunctionValue, names: readonly string[], key: ts.Expression): FunctionValue | null {
  const options = names.flatMap(name => { const value = field(fn, record, name); return value === null ? [] : [{ name, value }]; });
  const last = options[options.length - 1];
  if (last === undefined || options.length < names.length) return null;
  const which = held(fn, lowerValue(fn, key), key);
  return options.slice(0, -1).reduceRight<FunctionValue>((rest, { name, value }) => {
    const isThis = fn.b.prim('eq', [fn.b.get(which, fn.at(key)), fn.b.constant(name, fn.at(key))], fn.at(key), null, { switchCase: true });
    return choiceOf(held(fn, isThis, key), value, rest);
  }, last.value);
}

/** A field by its name; a getter and a method know their object. */
export function field(fn: FunctionScope, value: FunctionValue, name: string): FunctionValue | null {
  const options = optionsOf(value);
  if (options !== null) {
    const [then, otherwise] = [field(fn, options.then, name), field(fn, options.otherwise, name)];
    return then === null || otherwise === null ? null : choiceOf(options.isFirst, then, otherwise);
  }
  if (!isRecord(value)) return null;
  const found = fieldOf(value, name);
  return found === null ? null : withThis(fn, found, value);
}

export const choiceOf = (isFirst: Slot, then: FunctionValue, otherwise: FunctionValue): FunctionValue =>
  ({ shape: { kind: 'choice', then: then.shape, otherwise: otherwise.shape }, slots: [isFirst, ...then.slots, ...otherwise.slots] });

/** A method that says `this` is called on the object it was found in. */
function withThis(fn: FunctionScope, value: FunctionValue, object: RecordValue): FunctionValue {
  const { shape } = value;
  const symbol = shape.kind === 'source' ? thisSymbol(fn, shape.node) : null;
  if (symbol === null || shape.kind !== 'source' || shape.around.functions.has(symbol)) return value;
  const around = { ...shape.around, functions: new Map([...shape.around.functions, [symbol, object.shape]]) };
  return { shape: { ...shape, around }, slots: [...value.slots, ...object.slots] };
}

/** What `this` is in a method of an object literal; null where it is not mentioned. */
function thisSymbol(fn: FunctionScope, node: FunctionNode): ts.Symbol | null {
  if (ts.isArrowFunction(node) || !ts.isObjectLiteralExpression(node.parent) && !ts.isPropertyAssignment(node.parent)) return null;
  const visit = (at: ts.Node): ts.Symbol | undefined => {
    if (at.kind === ts.SyntaxKind.ThisKeyword) return fn.lexicon.oracle.symbolOf(at);
    return ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at) || ts.isClassLike(at) ? undefined : ts.forEachChild(at, visit);
  };
  return ts.forEachChild(node, visit) ?? null;
}

/** The element at an index that is known only when it runs: one of them all. */
function elementAt(fn: FunctionScope, list: RecordValue, index: ts.Expression): FunctionValue | null {
  const at = held(fn, lowerNumber(fn, index), index);
  const which = (): Value => fn.b.get(at, fn.at(index));
  refuseOutside(fn, list.shape.fields.size, which, index);
  return choiceAt(fn, elementsOf(list), which, index);
}

/** There is no function to call outside the list, or between its indices. */
function refuseOutside(fn: FunctionScope, length: number, which: () => Value, at: ts.Node): void {
  const isOne = (i: number): Value => fn.b.prim('eq', [which(), fn.constant(i, at)], fn.at(at), null, { switchCase: true });
  const isNone = (i: number): Value => {
    if (i === length - 1) return fn.b.prim('not', [isOne(i)], fn.at(at));
    return fn.choose(bool, isOne(i), () => fn.constant(false, at), () => isNone(i + 1), at);
  };
  const then = fn.region(at, () => {
    fn.b.append(plainError('there is no function at this index', fn.at(at)));
    fn.end();
    return [];
  });
  fn.b.if(isNone(0), then, fn.region(at, () => []), [], fn.at(at));
}

/** One of several by its number; the last where it is none of the others. */
export function choiceAt(fn: FunctionScope, options: readonly FunctionValue[], which: () => Value, at: ts.Node): FunctionValue | null {
  const last = options[options.length - 1];
  if (last === undefined) return null;
  return options.slice(0, -1).reduceRight<FunctionValue>((rest, option, i) => {
    const isThis = fn.b.prim('eq', [which(), fn.constant(i, at)], fn.at(at), null, { switchCase: true });
    return choiceOf(held(fn, isThis, at), option, rest);
  }, last);
}

/** A variable of its own for a value. */
export function held(fn: FunctionScope, value: Value, at: ts.Node, name = unnamed): Slot {
  const slot = newSlot(value.type, name);
  fn.b.declare(slot, value, fn.at(at));
  return slot;
}

/** `cond ? f : g`. Both sides are evaluated, and first, so neither may do more than name something. */
function chosen(fn: FunctionScope, node: ts.ConditionalExpression): FunctionValue | null {
  const taken = staticValue(fn, node.condition);
  if (taken !== null) return knownFunction(fn, isTrue(taken) ? node.whenTrue : node.whenFalse);
  if (!onlyNames(node.whenTrue) || !onlyNames(node.whenFalse)) return null;
  const then = knownFunction(fn, node.whenTrue);
  const otherwise = then === null ? null : knownFunction(fn, node.whenFalse);
  if (then === null || otherwise === null || hasEffect(node.condition) && (holdsData(then.shape) || holdsData(otherwise.shape))) return null;
  return choiceOf(holdCondition(fn, node.condition), then, otherwise);
}

/** A condition in a variable of its own. */
export const holdCondition = (fn: FunctionScope, condition: ts.Expression): Slot => held(fn, lowerCondition(fn, condition), condition);

function holdsData(shape: FunctionShape): boolean {
  switch (shape.kind) {
    case 'data': return true;
    case 'math': case 'source': case 'text': return false;
    case 'choice': return holdsData(shape.then) || holdsData(shape.otherwise);
    case 'record': return [...shape.fields.values()].some(holdsData);
  }
}

/** Whether an expression can be evaluated where it would not be: it has no effect and cannot fail. */
export function onlyNames(expression: ts.Expression): boolean {
  const node = stripped(expression);
  if (isFunctionNode(node) || ts.isIdentifier(node) || ts.isNumericLiteral(node)) return true;
  if (ts.isPropertyAccessExpression(node)) return onlyNames(node.expression);
  if (ts.isElementAccessExpression(node)) return onlyNames(node.expression) && ts.isLiteralExpression(stripped(node.argumentExpression));
  if (ts.isConditionalExpression(node)) return onlyNames(node.condition) && onlyNames(node.whenTrue) && onlyNames(node.whenFalse);
  if (ts.isBinaryExpression(node) || ts.isPrefixUnaryExpression(node)) return !hasEffect(node);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(onlyNames);
  return ts.isObjectLiteralExpression(node) && node.properties.every(property =>
    ts.isShorthandPropertyAssignment(property) || isMemberFunction(property) || ts.isPropertyAssignment(property) && onlyNames(property.initializer));
}

function hasEffect(node: ts.Node): boolean {
  if (isWrite(node) || ts.isCallExpression(node) || ts.isElementAccessExpression(node)) return true;
  return ts.forEachChild(node, child => hasEffect(child) || undefined) ?? false;
}

/** Whether a literal that holds functions keeps them: none of its members is assigned, and its list is not written. */
function isKnownFrom(fn: FunctionScope, node: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression): boolean {
  const { functionWrites } = fn.lexicon;
  if (!fn.holdsFunctions(node)) return false;
  const file = node.getSourceFile();
  if (ts.isArrayLiteralExpression(node)) {
    const variable = variableOf(fn, node);
    return node.elements.length > 0 && !(variable !== null && functionWrites.writesList(file, variable));
  }
  return node.properties.every(property => property.name === undefined || ts.isAccessor(property) || !isFunctionProperty(fn, property) || !functionWrites.assignsMember(file, propertyName(property.name) ?? ''));
}

function isFunctionProperty(fn: FunctionScope, property: ts.ObjectLiteralElementLike): boolean {
  const content = contentOf(property);
  return content === null || isMemberFunction(content) || fn.holdsFunctions(content);
}

/** The variable that a literal is the first value of. */
function variableOf(fn: FunctionScope, node: ts.Expression): ts.Symbol | null {
  const { parent } = node;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? fn.lexicon.oracle.symbolOf(parent.name) ?? null : null;
}

/** `{ f, k: 2, sq() { … } }`: functions by what they are, other fields in variables; null where a function is not known. */
function objectOf(fn: FunctionScope, node: ts.ObjectLiteralExpression): RecordValue | null {
  const functions = new Map<ts.Node, FunctionValue>();
  // Functions first: nothing may have happened when one turns out not to be known.
  for (const property of node.properties) {
    const content = contentOf(property);
    if (content === null) return null;
    if (isMemberFunction(content) || fn.holdsFunctions(content)) {
      const value = isMemberFunction(content) ? functionValue(fn, content, content)
        : ts.isSpreadAssignment(property) ? knownRecord(fn, content) : knownFunction(fn, content);
      if (value === null) return null;
      functions.set(property, value);
    }
  }
  const fields = new Map<string, FunctionValue>();
  for (const property of node.properties) {
    const known = functions.get(property) ?? null;
    if (ts.isSpreadAssignment(property)) {
      if (!spreadInto(fn, property, known, fields)) return null;
      continue;
    }
    const name = propertyName(property.name) ?? '';
    const content = contentOf(property);
    if (known !== null) fields.set(ts.isSetAccessor(property) ? setterOf(name) : name, known);
    else if (content !== null && !isMemberFunction(content)) fields.set(name, heldValue(fn, lowerValue(fn, content), content, name));
  }
  return recordValue(fields, false);
}

/** What a property of a literal holds; null for computed names. */
function contentOf(property: ts.ObjectLiteralElementLike): ts.Expression | MemberFunction | null {
  if (ts.isSpreadAssignment(property)) return property.expression;
  if (propertyName(property.name) === null) return null;
  if (ts.isPropertyAssignment(property)) return property.initializer;
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  return isMemberFunction(property) ? property : null;
}

function spreadInto(fn: FunctionScope, property: ts.SpreadAssignment, known: FunctionValue | null, fields: Map<string, FunctionValue>): boolean {
  if (known !== null) {
    if (!isRecord(known)) return false;
    for (const [name, value] of spreadParts(fn, known, property)) fields.set(name, value);
    return true;
  }
  const base = lowerValue(fn, property.expression);
  if (base.type.kind !== 'struct' || hidesFields(base.type)) return false;
  for (const { name } of base.type.fields) fields.set(name, heldValue(fn, fn.b.getField(base, name, fn.at(property)), property, name));
  return true;
}

/** What a known object gives to one that it is spread into: accessors are read. */
export function spreadParts(fn: FunctionScope, known: RecordValue, at: ts.Node): readonly (readonly [string, FunctionValue])[] {
  return fieldsOf(known).flatMap(([name, { shape }]): readonly (readonly [string, FunctionValue])[] => {
    const accessor = shape.kind === 'source' && ts.isAccessor(shape.node) ? shape.node : null;
    const value = accessor !== null && ts.isSetAccessor(accessor) ? null : field(fn, known, name);
    return value === null ? [] : [[name, accessor === null ? value : heldValue(fn, invoke(fn, value, [], at), at, name)]];
  });
}

/** A value as a field of a record. */
export function heldValue(fn: FunctionScope, value: Value, at: ts.Node, name: string): FunctionValue {
  return { shape: { kind: 'data', type: value.type }, slots: [held(fn, value, at, name)] };
}

/** `[f, Math.sin, …more]`: a list of known functions, or of records of such; null where one of them is not known. */
export function listOfKnown(fn: FunctionScope, elements: readonly ts.Expression[]): RecordValue | null {
  const found: FunctionValue[] = [];
  for (const element of elements) {
    const value = ts.isSpreadElement(element) ? knownRecord(fn, element.expression) : knownFunction(fn, element);
    if (value === null) return null;
    if (!ts.isSpreadElement(element)) found.push(value);
    else if (isRecord(value) && value.shape.isList) found.push(...elementsOf(value));
    else return null;
  }
  return recordValue(new Map(found.map((value, i) => [String(i), value])), true);
}

/** The fields of a record, each with its own slots. */
export const fieldsOf = (record: RecordValue): readonly (readonly [string, FunctionValue])[] =>
  [...record.shape.fields.keys()].flatMap(name => { const value = fieldOf(record, name); return value === null ? [] : [[name, value] as const]; });
export const elementsOf = (list: RecordValue): readonly FunctionValue[] => fieldsOf(list).map(([, value]) => value);

/** The name under which a known object has what is called when a field is assigned. */
const setterOf = (name: string): string => `set ${name}`;

export function knownSetter(fn: FunctionScope, access: ts.PropertyAccessExpression): FunctionValue | null {
  const record = knownRecord(fn, access.expression);
  return record === null ? null : field(fn, record, setterOf(access.name.text));
}

/** The variable behind a field that holds no function; null where the access is no such field. */
export function knownField(fn: FunctionScope, access: ts.PropertyAccessExpression | ts.ElementAccessExpression): Slot | null {
  const value = partOf(fn, access);
  return value?.shape.kind === 'data' ? value.slots[0] ?? null : null;
}

/** Names for a known function, or for the fields of a known object or list. */
export function bindKnown(fn: FunctionScope, name: ts.BindingName, value: FunctionValue): void {
  if (ts.isIdentifier(name)) {
    const symbol = fn.lexicon.oracle.symbolOf(name);
    const [slot] = value.slots;
    if (symbol === undefined) return;
    // A variable of its own: the field may be written later.
    if (value.shape.kind === 'data' && slot !== undefined) fn.declare(symbol, name.text, fn.b.get(slot, fn.at(name)), fn.at(name));
    else fn.bind(symbol, { kind: 'function', value });
    return;
  }
  name.elements.forEach((element, i) => {
    if (ts.isOmittedExpression(element)) return;
    const key = ts.isArrayBindingPattern(name) ? null : element.propertyName ?? (ts.isIdentifier(element.name) ? element.name : null);
    const part = element.dotDotDotToken === undefined ? field(fn, value, key === null ? String(i) : propertyName(key) ?? '') : null;
    if (part !== null) bindKnown(fn, element.name, part);
    else if (element.initializer !== undefined && element.dotDotDotToken === undefined) bindDefault(fn, element.name, element.initializer, element);
    else if (element.dotDotDotToken === undefined && ts.isIdentifier(element.name) && isRecord(value)) bindAbsent(fn, element.name);
    else fn.report('unsupportedPattern', {}, element);
  });
}

/** Names for what a part that is not there is instead. */
export function bindDefault(fn: FunctionScope, name: ts.BindingName, content: ts.Expression, at: ts.BindingElement): void {
  const symbol = ts.isIdentifier(name) ? fn.lexicon.oracle.symbolOf(name) : undefined;
  const text = staticValue(fn, content);
  if (text?.kind === 'text' && symbol !== undefined) {
    fn.bind(symbol, text);
    return;
  }
  const known = fn.holdsFunctions(content) ? knownFunction(fn, content) : null;
  if (known !== null) bindKnown(fn, name, known);
  else bindPattern(fn, name, lowerValue(fn, content, fn.typeOrNull(name)), at);
}

function bindAbsent(fn: FunctionScope, name: ts.Identifier): void {
  const symbol = fn.lexicon.oracle.symbolOf(name);
  if (symbol !== undefined) fn.bind(symbol, { kind: 'absent' });
}
