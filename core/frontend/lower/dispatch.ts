/** Which function a method or accessor of an object is: that of its class where the class is known, else one of several by the object's own mark. */
import ts from 'typescript';
import type { Slot, Value } from '../../ir/op';
import type { Type } from '../../ir/type';
import { bool } from '../../ir/type';
import { baseExpression, className, type ClassNode, type Family, type MemberKind } from '../classes';
import { isMemberFunction, stripped, type FunctionNode, type MemberFunction } from '../oracle';
import type { TypeArguments } from '../types';
import { functionValue } from './closures';
import type { FunctionValue } from './functionShape';
import { choiceOf, held } from './known';
import type { FunctionScope } from './scope';
import { unknown } from './unit';

/** The functions that may be meant, each with the classes in which it is. */
export interface Target { readonly family: Family | null; readonly candidates: ReadonlyMap<FunctionNode, readonly ClassNode[]>; readonly object: ts.Expression }

/** What `object.name` may be; null where it is no such member of every class the object may be of. */
export function targetOf(fn: FunctionScope, object: ts.Expression, name: ts.MemberName, kind: MemberKind): Target | null {
  const { classes, oracle } = fn.lexicon;
  const symbol = oracle.symbolOf(name);
  if (symbol === undefined) return null;
  if (ts.isPrivateIdentifier(name) || stripped(object).kind === ts.SyntaxKind.SuperKeyword) {
    const found = memberOf(symbol, kind);
    return found === null ? null : { family: null, candidates: new Map([[found, []]]), object };
  }
  const objects = classesOf(fn, object);
  const candidates = new Map<FunctionNode, ClassNode[]>();
  for (const node of objects) {
    const found = classes.member(node, name.text, kind);
    if (found === null) return null;
    candidates.set(found, [...candidates.get(found) ?? [], node]);
  }
  return candidates.size === 0 ? null : { family: classes.family(declaredType(fn, object)), candidates, object };
}

/** The classes that an object may be of. */
export function classesOf(fn: FunctionScope, object: ts.Expression): readonly ClassNode[] {
  const { classes } = fn.lexicon;
  const node = stripped(object);
  const { thisClass } = fn.self.around;
  const isThis = node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword;
  const around = isThis ? ts.findAncestor(node, ts.isClassLike) : undefined;
  if (thisClass !== null && around !== undefined && classes.chain(thisClass)?.includes(around) === true) return [thisClass];
  const declared = parameterClass(fn, node);
  if (declared !== null) return [declared];
  // What an assertion says of an object is no proof of its class.
  const asserted = classes.objects(declaredType(fn, object));
  const own = node === object ? asserted : classes.objects(declaredType(fn, node));
  return own.length > 0 && own.length < asserted.length ? own : asserted;
}

/** The class of a parameter of the marked function: the declared one, as its type would have been refused if another class extended it. */
function parameterClass(fn: FunctionScope, node: ts.Expression): ClassNode | null {
  const symbol = fn.self.isRoot && ts.isIdentifier(node) ? fn.lexicon.oracle.symbolOf(node) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || !ts.isParameter(declaration) || declaration.parent !== fn.self.node) return null;
  const binding = fn.lookUp(symbol);
  const type = binding?.kind === 'param' ? binding.value.type : binding?.kind === 'slot' ? binding.slot.type : unknown;
  return type === unknown || fn.lexicon.captures.use(fn.self.node).assigned.has(symbol) ? null : fn.lexicon.classes.classOf(declaredType(fn, node));
}

/** The class an object is of; null where it may be one of several. */
export function onlyClass(fn: FunctionScope, object: ts.Expression): ClassNode | null {
  const [only, ...more] = classesOf(fn, object);
  return only === undefined || more.length > 0 ? null : only;
}

/** The type an object is declared with; that of a type parameter is its bound. */
export function declaredType(fn: FunctionScope, object: ts.Expression): ts.Type {
  const { checker } = fn.lexicon.oracle;
  const type = checker.getNonNullableType(fn.lexicon.oracle.typeOf(object));
  return (type.flags & ts.TypeFlags.TypeParameter) === 0 ? type : checker.getBaseConstraintOfType(type) ?? type;
}

const isOfKind = (member: ts.Node, kind: MemberKind): member is MemberFunction =>
  kind === 'method' ? ts.isMethodDeclaration(member) && member.body !== undefined
    : kind === 'get' ? ts.isGetAccessor(member) && member.body !== undefined : ts.isSetAccessor(member) && member.body !== undefined;

function memberOf(symbol: ts.Symbol, kind: MemberKind): MemberFunction | null {
  for (const declaration of symbol.declarations ?? []) if (isOfKind(declaration, kind) && ts.isClassLike(declaration.parent)) return declaration;
  return null;
}

/** The one member that is meant, to be called with the object; null where it depends on the object, or is a function that a field holds. */
export function onlyCandidate({ candidates }: Target): MemberFunction | null {
  const [only] = candidates.keys();
  return candidates.size === 1 && only !== undefined && isMemberFunction(only) ? only : null;
}

/** One of several functions, each bound to the object. */
export function dispatched(fn: FunctionScope, { family, candidates, object: node }: Target, object: Value, at: ts.Node): FunctionValue | null {
  const self = held(fn, object, at, 'self');
  const options: { readonly value: FunctionValue; readonly classes: readonly ClassNode[] }[] = [];
  for (const [member, classes] of candidates) {
    const value = boundTo(fn, member, self, classes, at);
    if (value === null) return null;
    options.push({ value, classes });
  }
  const last = options.pop();
  if (options.length === 0) return last?.value ?? null;
  if (last === undefined || family === null || !carries(object, family)) {
    if (object.type !== unknown) reportSeveral(fn, node, [...candidates.values()].flat(), at);
    return null;
  }
  return options.reduceRight<FunctionValue>((rest, { value, classes }) => choiceOf(held(fn, isOneOf(fn, fn.b.get(self, fn.at(at)), family, classes, at), at), value, rest), last.value);
}

export const carries = (object: Value, { tag }: Family): boolean => object.type.kind === 'struct' && object.type.fields.some(({ name }) => name === tag);

export function reportSeveral(fn: FunctionScope, object: ts.Expression, classes: readonly ClassNode[], at: ts.Node): void {
  fn.report('unknownClass', { type: fn.lexicon.oracle.typeText(declaredType(fn, object)), classes: classes.map(node => `\`${className(node)}\``).join(', ') }, at);
}

/** Whether an object is of one of these classes. */
export function isOneOf(fn: FunctionScope, object: Value, family: Family, classes: readonly ClassNode[], at: ts.Node): Value {
  const isOf = (node: ClassNode): Value =>
    fn.b.prim('eq', [fn.b.getField(object, family.tag, fn.at(at)), fn.constant(family.classes.indexOf(node), at)], fn.at(at), null, { switchCase: true });
  const [first, ...more] = classes;
  if (first === undefined) return fn.constant(false, at);
  if (more.length === 0) return isOf(first);
  return fn.choose(bool, isOf(first), () => fn.constant(true, at), () => isOneOf(fn, object, family, more, at), at);
}

/** A method, or a function that a field holds, as a function that captures its object. */
function boundTo(fn: FunctionScope, member: FunctionNode, self: Slot, classes: readonly ClassNode[], at: ts.Node): FunctionValue | null {
  const value = functionValue(fn, member, at);
  const owner = ts.findAncestor(member, ts.isClassLike);
  const symbol = owner === undefined ? undefined : fn.lexicon.oracle.classSymbol(owner);
  if (value?.shape.kind !== 'source' || symbol === undefined) return null;
  const { around } = value.shape;
  const own = around.captures.length;
  return {
    shape: { ...value.shape, around: { ...around, captures: [...around.captures, { symbol, type: self.type }], typeArguments: memberTypes(fn, member, self.type, null, around.typeArguments), thisClass: classes.length === 1 ? classes[0] ?? null : null } },
    slots: [...value.slots.slice(0, own), self, ...value.slots.slice(own)],
  };
}

/** What the type parameters of a member's class and of those it extends stand for, and `this` as a type, where it is called on an object. */
export function memberTypes(fn: FunctionScope, member: FunctionNode, self: Type, actual: ts.Type | null, known: TypeArguments): TypeArguments {
  const { classes, oracle, localTypes } = fn.lexicon;
  const found = new Map([...known, ...fn.typeArguments]);
  const setAll = (type: ts.Type): void => {
    const declared = type.getSymbol() === undefined ? undefined : oracle.checker.getDeclaredTypeOfSymbol(type.symbol);
    if (declared?.isClassOrInterface() !== true || declared.typeParameters === undefined || type.flags & ts.TypeFlags.TypeParameter) return;
    const given = oracle.checker.getTypeArguments(type as ts.TypeReference);
    declared.typeParameters.forEach((parameter, i) => {
      const argument = given[i];
      const read = argument === undefined || argument === parameter ? null : localTypes.read(argument, member, found);
      if (read !== null && read.kind !== 'problem') found.set(parameter, read);
    });
  };
  if (actual !== null) {
    setAll(actual);
    const node = classes.classOf(actual);
    for (const each of node === null ? [] : [...classes.chain(node) ?? []].reverse()) {
      const extended = baseExpression(each)?.parent;
      if (extended !== undefined) setAll(oracle.typeOf(extended));
    }
  }
  const owned = ts.findAncestor(member, ts.isClassLike);
  const owner = owned === undefined ? undefined : oracle.objectType(owned);
  if (owner?.isClassOrInterface() === true && owner.thisType !== undefined) found.set(owner.thisType, self);
  return found;
}

