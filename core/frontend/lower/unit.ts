/** The module under construction: its functions and globals, numbering of sites, and everything reported while lowering. */
import ts from 'typescript';
import type { Func, Global, Module } from '../../ir/module';
import type { Origin, Span } from '../../ir/origin';
import type { Slot, Value } from '../../ir/op';
import { bool, printType, voidType, type StructType, type Type } from '../../ir/type';
import { problem, type Diagnostic, type MessageName, type MessageParameters } from '../../messages';
import type { TokenTarget } from '../api';
import { Captures } from '../captures';
import { Classes } from '../classes';
import { Constants } from '../constants';
import { FunctionWrites } from '../functionWrites';
import { enclosingFunction, isFunctionNode, isMemberFunction, isOptional, spanOf, type FunctionNode, type Oracle } from '../oracle';
import { mayBeMissing, TypeReader, type TypeProblem } from '../types';
import type { Chosen } from './chosen';
import { surroundingKey, type FunctionValue, type Surrounding } from './functionShape';
import type { Recast } from './recast';

/**
 * The type of what could not be lowered, known by identity: nothing more is reported about such a value.
 * A module that holds one is not handed out.
 */
export const unknown: Type = { kind: 'num' };

/** A function of the table: one for each way it is called. */
export interface Specialisation {
  readonly name: string;
  readonly node: FunctionNode;
  readonly result: Type;
  /** Without the omitted parameters and those that are known functions. */
  readonly paramTypes: readonly Type[];
  /** Parameters that this call leaves out: they take their default, or are `undefined`. */
  readonly omitted: ReadonlySet<number>;
  /** Types that arguments of this call have in place of the declared ones: more fields, or one of several types. */
  readonly given: ReadonlyMap<number, Type>;
  /** Parameters that may be missing in this call: each is two, the content and whether it is there. */
  readonly maybe: ReadonlySet<number>;
  readonly around: Surrounding;
  /** The object a method is called on; it is the first parameter. */
  readonly thisType: Type | null;
  /** Where the marked function's file leads to this one. */
  readonly calledFrom: Span | null;
  /** The marked function itself. */
  readonly isRoot: boolean;
}

/** What tells one specialisation of a function from another. */
export type Request = Omit<Specialisation, 'name' | 'result' | 'paramTypes'>;

/** What is shared by everything lowered from one file. */
export interface Lexicon {
  readonly oracle: Oracle; readonly classes: Classes;
  /** The types of results, whole; of parameters of a marked function, without what its code cannot read; inside functions, without what may be missing. */
  readonly types: TypeReader; readonly parameterTypes: TypeReader; readonly localTypes: TypeReader;
  readonly constants: Constants; readonly captures: Captures; readonly functionWrites: FunctionWrites;
}

export function createLexicon(oracle: Oracle, file: ts.SourceFile): Lexicon {
  const classes = new Classes(oracle, file);
  const types = new TypeReader(oracle, classes, { hidden: false, optional: false, outside: true });
  const parameterTypes = new TypeReader(oracle, classes, { hidden: true, optional: false, outside: true });
  const localTypes = new TypeReader(oracle, classes, { hidden: false, optional: true, outside: false });
  return { oracle, classes, types, parameterTypes, localTypes, constants: new Constants(oracle, localTypes), captures: new Captures(oracle), functionWrites: new FunctionWrites(oracle) };
}

/** Functions reached from a marked one, each for the functions, texts and types it is called with; a recursion that lengthens a text would make them without end. */
const mostSpecialisations = 500;

export class Unit {
  /** What the source wrote as array literals and as `a[i] = v` (see `growByStore`). */
  readonly literals = new Set<Value>();
  readonly assignments = new Set<Origin>();
  /** Of numbers that may be missing, those of which it is known: the number, or null. */
  readonly knownNumbers = new Map<Value, Value | null>();
  readonly funcs = new Map<string, Func>();
  readonly globals = new Map<string, Global>();
  readonly tokens: TokenTarget[] = [];
  readonly pending: Specialisation[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** Objects that are copied into another layout. */
  readonly recasts: Recast[] = [];
  private readonly specialisations = new Map<string, Specialisation>();
  private readonly names = new Set<string>();
  private readonly globalNames = new Map<ts.Symbol, string>();
  private readonly ids = new Map<object, number>();
  private readonly reported = new Set<string>();
  private readonly asked = new Set<ts.Symbol>();
  private rootNode: FunctionNode | null = null;
  private sites = 0;

  constructor(readonly lexicon: Lexicon, readonly rootFile: string) {}

  origin(node: ts.Node): Origin { return { span: spanOf(node), role: 'primal', site: this.sites++ }; }

  /** A stable number for a node or symbol, for keys. */
  private idOf(thing: object): number {
    const known = this.ids.get(thing);
    if (known !== undefined) return known;
    this.ids.set(thing, this.ids.size);
    return this.ids.size - 1;
  }

  report<N extends MessageName>(name: N, parameters: MessageParameters<N>, node: ts.Node, calledFrom: Span | null): void {
    const span = spanOf(node);
    const found = calledFrom === null ? problem(name, parameters, span)
      : span.file === this.rootFile ? problem(name, parameters, span, [{ span: calledFrom, message: 'called from here' }])
        : inCallee(problem(name, parameters, calledFrom, [{ span, message: 'the problem is here' }]), node);
    const key = `${found.code} ${String(found.span.start)} ${String(found.span.end)} ${found.span.file} ${found.message}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.diagnostics.push(found);
  }

  /** The type, or `fallback` after reporting why there is none. */
  typeOrReport(type: Type | TypeProblem, node: ts.Node, what: string, calledFrom: Span | null): Type {
    if (type.kind !== 'problem') return type;
    switch (type.why) {
      case 'any': this.report('untyped', { what }, node, calledFrom); break;
      case 'bigint': this.report('bigintValue', {}, node, calledFrom); break;
      case 'promise': this.report('asynchronous', {}, node, calledFrom); break;
      case 'undefined': this.report('possiblyUndefined', { type: type.text }, node, calledFrom); break;
      case 'unsupported': this.report('unsupportedType', { type: type.text, instead: type.instead }, node, calledFrom); break;
      case 'classes': this.report('unknownClass', { type: type.text, classes: type.classes.map(name => `\`${name}\``).join(', ') }, node, calledFrom); break;
      case 'clash': this.report('fieldClash', { type: type.text, field: type.field }, node, calledFrom); break;
    }
    return unknown;
  }

  /** A name for the table that nothing has yet. */
  freeName(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.funcs.has(name) || this.names.has(name); n++) name = `${wanted}$${String(n)}`;
    return name;
  }

  /** The table entry for a function called in one way; lowered later, from `pending`. */
  specialise(request: Request): Specialisation {
    const { node, omitted, given, maybe, around, thisType, calledFrom, isRoot } = request;
    if (isRoot) this.rootNode = node;
    const idOf = (thing: object): number => this.idOf(thing);
    // A marked function that owns scratch is another function than the one it calls again.
    const key = [
      isRoot && around.captures.length > 0 ? 'root' : 'callee', this.idOf(node), ...omitted, surroundingKey(around, idOf),
      ...[...given].map(([index, type]) => `${String(index)}${maybe.has(index) ? '?' : ''}:${printType(type)}`), thisType === null ? '' : printType(thisType),
    ].join(' ');
    const known = this.specialisations.get(key);
    if (known !== undefined) return known;
    const { oracle } = this.lexicon;
    const types = isRoot ? this.lexicon.parameterTypes : this.lexicon.localTypes;
    const paramTypes: Type[] = [];
    node.parameters.forEach((parameter, index) => {
      if (omitted.has(index) || isThisParameter(parameter)) return;
      const symbol = ts.isIdentifier(parameter.name) ? oracle.symbolOf(parameter.name) : undefined;
      if (around.functions.has(symbol ?? parameter) || symbol !== undefined && around.texts.has(symbol)) return;
      const known = given.get(index);
      if (known !== undefined) {
        paramTypes.push(known, ...(maybe.has(index) ? [bool] : []));
        return;
      }
      const type = parameter.initializer !== undefined || isOptional(parameter) || mayBeMissing(oracle.typeOf(parameter))
        ? oracle.checker.getNonNullableType(oracle.typeOf(parameter)) : oracle.typeOf(parameter);
      paramTypes.push(this.typeOrReport(types.read(type, parameter, around.typeArguments), parameter.type ?? parameter.name, `\`${parameter.name.getText()}\``, calledFrom));
    });
    const created: Specialisation = {
      ...request, name: this.freeName(functionName(node)?.text ?? (ts.isConstructorDeclaration(node) ? 'construct' : 'lambda')), result: this.resultOf(request), paramTypes,
    };
    this.specialisations.set(key, created);
    this.names.add(created.name);
    if (this.specialisations.size <= mostSpecialisations) this.pending.push(created);
    else this.report('tooManyFunctions', { name: created.name.replace(/\$.*/, ''), most: mostSpecialisations }, functionName(node) ?? node, calledFrom);
    return created;
  }

  private resultOf({ node, around, calledFrom, thisType, isRoot }: Request): Type {
    if (ts.isConstructorDeclaration(node)) return thisType ?? unknown;
    if (ts.isSetAccessor(node)) return voidType;
    const { oracle } = this.lexicon;
    const types = isRoot ? this.lexicon.types : this.lexicon.localTypes;
    const special = isGenerator(node) || node.modifiers?.some(m => m.kind === ts.SyntaxKind.AsyncKeyword) === true;
    const type = special ? unknown : isRoot ? types.read(oracle.resultTypeOf(node), node, around.typeArguments) : types.readMaybe(oracle.resultTypeOf(node), node, around.typeArguments);
    return this.typeOrReport(type, node.type ?? functionName(node) ?? node, 'the result', calledFrom);
  }

  /** Whether a name means this symbol in the file of the marked function, around the function. */
  isVisible(name: string, symbol: ts.Symbol): boolean {
    return this.rootNode !== null && this.lexicon.oracle.visibleSymbol(name, this.rootNode.parent) === symbol;
  }

  /** What a name of a module stands for; null while that is being asked already: a name that refers to itself. */
  once<T>(symbol: ts.Symbol, ask: () => T | null): T | null {
    if (this.asked.has(symbol)) return null;
    this.asked.add(symbol);
    const found = ask();
    this.asked.delete(symbol);
    return found;
  }

  /** The global that holds a constant's data. */
  globalFor(symbol: ts.Symbol, node: ts.Node, type: Type, data: Global['data']): string {
    const known = this.globalNames.get(symbol);
    if (known !== undefined) return known;
    // What the file calls it: an import may have renamed it.
    const visible = [node.getText(), symbol.name].find(each => this.isVisible(each, symbol));
    const wanted = visible ?? (symbol.name === 'default' || symbol.name.startsWith('"') ? 'data' : symbol.name);
    let name = wanted;
    for (let n = 2; this.globals.has(name); n++) name = `${wanted}$${String(n)}`;
    this.globalNames.set(symbol, name);
    const origin: Origin = { span: spanOf(symbol.valueDeclaration ?? node), role: 'primal', site: -1 };
    this.globals.set(name, { name, type, data, origin, ...(visible === undefined ? { isHidden: true } : {}) });
    return name;
  }

  finish(): Module { return { funcs: this.funcs, globals: this.globals }; }
}

/** What is said at a call about its callee names the function it is about. */
function inCallee(found: Diagnostic, node: ts.Node): Diagnostic {
  const owner = isFunctionNode(node) || isMemberFunction(node) ? node : enclosingFunction(node);
  const name = owner !== null && (isFunctionNode(owner) || isMemberFunction(owner)) ? functionName(owner) : null;
  return name === null ? found : { ...found, message: `in \`${name.text}\`: ${found.message}` };
}

export const isThisParameter = (parameter: ts.ParameterDeclaration): boolean => ts.isIdentifier(parameter.name) && parameter.name.text === 'this';

export const isGenerator = (node: FunctionNode): boolean => !ts.isAccessor(node) && !ts.isConstructorDeclaration(node) && node.asteriskToken !== undefined;

/** The identifier a function is called by: its own name or that of the `const` or member that holds it. */
export function functionName(node: FunctionNode): ts.Identifier | null {
  if (ts.isConstructorDeclaration(node)) return node.parent.name ?? null;
  if (!ts.isArrowFunction(node) && node.name !== undefined) return ts.isIdentifier(node.name) ? node.name : null;
  for (let at: ts.Node = node.parent; ; at = at.parent) {
    if (ts.isVariableDeclaration(at) || ts.isPropertyAssignment(at)) return ts.isIdentifier(at.name) ? at.name : null;
    if (!ts.isParenthesizedExpression(at) && !ts.isAsExpression(at) && !ts.isSatisfiesExpression(at)) return null;
  }
}

/** What a name means inside a function. */
export type Binding =
  | { readonly kind: 'slot'; readonly slot: Slot }
  | { readonly kind: 'param'; readonly value: Value; readonly name: string }
  | { readonly kind: 'function'; readonly value: FunctionValue }
  /** `this` while an object is constructed: a variable for each of its fields. */
  | { readonly kind: 'fields'; readonly slots: ReadonlyMap<string, Slot>; readonly type: StructType }
  /** A variable that may be missing. */
  | { readonly kind: 'maybe'; readonly slot: Slot; readonly isThere: Slot }
  /** A text known from the call. */
  | { readonly kind: 'text'; readonly value: string }
  /** A variable that holds one of several known functions. */
  | { readonly kind: 'chosen'; readonly chosen: Chosen }
  | { readonly kind: 'absent' };
