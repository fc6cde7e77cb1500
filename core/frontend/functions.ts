/** The functions of a file: those marked `@differentiable`, and any by name. */
import ts from 'typescript';
import { holdsReals, type Type } from '../ir/type';
import type { Diagnostic } from '../messages';
import { problem } from '../messages';
import { unlessTooDeep } from '../messages/stack';
import type { FunctionName, Lowered, MarkedFunction, MarkedParam } from './api';
import { className } from './classes';
import { constantWrites } from './lower/constantWrites';
import { lowerPending } from './lower/functionBody';
import { visibleRecasts } from './lower/recast';
import { createLexicon, functionName, unknown, Unit, type Lexicon } from './lower/unit';
import { createOracle, enclosingFunction, functionOfDeclaration, isFunctionNode, isMemberFunction, isOptional, spanOf, type FunctionNode, type MemberFunction, type Oracle } from './oracle';
import { growByStore } from '../passes/growByStore';
import { parameterNames } from './parameterNames';
import { readPoints } from './points';
import { isMisspeltMark, mentionsMark, mentionsMisspeltMark } from './prefilter';
import { readWrt } from './marks';
import type { Project } from './project';
import { hasObject, nameOf, placeOf, selfName, tagName, type Candidate } from './place';
import { isInOpenClass, isOpenBlock, syntaxProblems } from './syntax';
import { describedType } from '../ir/typeText';
import { mayBeMissing, noTypeArguments } from './types';

const lexicons = new WeakMap<ts.Program, Map<ts.SourceFile, Lexicon>>();
/** What is known of a file of a program is kept as long as the program. */
export function lexiconOf(project: Project, program: ts.Program, file: ts.SourceFile): Lexicon {
  const ofProgram = lexicons.get(program) ?? new Map<ts.SourceFile, Lexicon>();
  lexicons.set(program, ofProgram);
  const known = ofProgram.get(file);
  if (known !== undefined) return known;
  const made = createLexicon(createOracle(program, project.host), file);
  ofProgram.set(file, made);
  return made;
}

const markOf = (node: ts.Node): ts.JSDocTag | null => ts.getJSDocTags(node).find(tag => tag.tagName.text === 'differentiable') ?? null;

/** The statement a function is declared by: the declaration itself, or the variable statement around it. */
function statementOf(node: FunctionNode): ts.Node {
  let at: ts.Node = node;
  while (!ts.isStatement(at) && !ts.isSourceFile(at.parent)) at = at.parent;
  return at;
}

interface Candidates { readonly found: readonly Candidate[]; readonly misplaced: readonly { readonly tag: ts.JSDocTag; readonly what: string }[] }

const candidatesOf = new WeakMap<ts.SourceFile, Candidates>();

/** Functions with a name, in source order, and marks that stand above something else. */
function candidates(file: ts.SourceFile): Candidates {
  const known = candidatesOf.get(file);
  if (known !== undefined) return known;
  const made = readCandidates(file);
  candidatesOf.set(file, made);
  return made;
}

function readCandidates(file: ts.SourceFile): Candidates {
  const found: Candidate[] = [];
  const misplaced: Candidates['misplaced'][number][] = [];
  const visit = (node: ts.Node): void => {
    const member = isMarkableMember(node) ? node : null;
    if (member !== null) found.push({ node: member, statement: member, mark: markOf(member) });
    const fn = ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isExportAssignment(node) ? functionOfDeclaration(node) : null;
    if (fn !== null) {
      found.push({ node: fn, statement: statementOf(fn), mark: markOf(ts.isVariableDeclaration(node) ? node : statementOf(fn)) });
    } else if (member === null) {
      const tag = ownMark(node);
      if (tag !== null) misplaced.push({ tag, what: describe(node) });
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return { found, misplaced };
}

/** A mark in a comment right above a node that is no function with a name. */
function ownMark(node: ts.Node): ts.JSDocTag | null {
  if (ts.isVariableStatement(node) && node.declarationList.declarations.some(d => functionOfDeclaration(d) !== null)) return null;
  if (isFunctionNode(node) && !ts.isFunctionDeclaration(node)) return null;
  const own = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).filter(doc => doc.parent === node);
  return own.flatMap(doc => doc.tags ?? []).find(tag => tag.tagName.text === 'differentiable') ?? null;
}

/** A method or a getter of a class that has a name. */
const isMarkableMember = (node: ts.Node): node is MemberFunction =>
  isMemberFunction(node) && (ts.isMethodDeclaration(node) || ts.isGetAccessor(node)) && ts.isIdentifier(node.name) && ts.isClassLike(node.parent);

function describe(node: ts.Node): string {
  if (ts.isConstructorDeclaration(node)) return 'a constructor';
  if (ts.isSetAccessor(node)) return 'a setter';
  if (ts.isMethodDeclaration(node) || ts.isGetAccessor(node)) return ts.isClassLike(node.parent) ? 'a method without a body or a plain name' : 'a method of an object';
  if (ts.isClassLike(node)) return 'a class';
  if (ts.isFunctionDeclaration(node)) return 'an overload';
  if (ts.isVariableStatement(node)) return 'a variable that holds no function';
  return 'this';
}

export function functionNames(project: Project, path: string): FunctionName[] {
  const file = project.program(path).getSourceFile(path);
  if (file === undefined) return [];
  return candidates(file).found.flatMap(({ node, statement, mark }) => {
    const name = nameOf(node);
    return (enclosingFunction(node) !== null || isMemberFunction(node)) && mark === null ? [] : [{
      name, nameSpan: spanOf(functionName(node) ?? node), declarationSpan: spanOf(statement), marked: mark !== null,
    }];
  });
}

/** Every marked function of a file, lowered or with what stands against it. Empty, and without any cost, for a file without a mark. */
export function markedFunctions(project: Project, path: string): MarkedFunction[] {
  const text = project.host.readFile(path);
  if (text === undefined || !mentionsMark(text)) return [];
  return followed(project, path, (lexicon, program, file) => candidates(file).found.flatMap(candidate => (candidate.mark === null ? [] : [describeFunction(lexicon, program, file, candidate)]))) ?? [];
}

/** Marks that stand above something that is no function; they belong to no marked function. */
export function misplacedMarks(project: Project, path: string): Diagnostic[] {
  const text = project.host.readFile(path);
  if (text === undefined || !mentionsMark(text)) return [];
  const file = project.program(path).getSourceFile(path);
  if (project.isUnread(path)) return unreadMarks(path, text);
  if (file === undefined) return [];
  return candidates(file).misplaced.map(({ tag, what }) => problem('misplacedMark', { what }, tagName(tag)));
}

/** Tags above functions that are nearly the mark. */
export function misspeltMarks(project: Project, path: string): Diagnostic[] {
  const text = project.host.readFile(path);
  const file = text === undefined || !mentionsMisspeltMark(text) ? undefined : project.program(path).getSourceFile(path);
  if (file === undefined) return [];
  const tags = new Set(candidates(file).found.flatMap(({ statement, mark }) => (mark === null ? ts.getJSDocTags(statement) : [])));
  return [...tags].filter(tag => isMisspeltMark(tag.tagName.text)).map(tag => problem('misspeltTag', { tag: tag.tagName.text }, tagName(tag)));
}

const unreadMarks = (path: string, text: string): Diagnostic[] =>
  [...text.matchAll(/@differentiable\b/g)].map(({ index, 0: mark }) => problem('nestedTooDeeply', { what: 'something in this file' }, { file: path, start: index, end: index + mark.length }));

/** The function of this name at the top level, or a marked one, with its diagnostics; null when there is none. A method is `Class.method`, or `method` where no function has that name. */
export function functionNamed(project: Project, path: string, name: string): MarkedFunction | null {
  return followed(project, path, (lexicon, program, file) => {
    const all = candidates(file).found;
    const exact = all.filter(({ node }) => nameOf(node) === name);
    const named = exact.length > 0 ? exact : all.filter(({ node }) => isMemberFunction(node) && functionName(node)?.text === name);
    const found = named.find(({ mark }) => mark !== null) ?? named.find(({ node }) => enclosingFunction(node) === null);
    return found === undefined ? null : describeFunction(lexicon, program, file, found);
  });
}

/** Programs that are made because the one before did not hold what its functions call, at most: callees of callees. */
const mostPrograms = 20;

/** Asks, and asks again with the scripts of packages, and types for what is in them, that the answer needs. */
function followed<T>(project: Project, path: string, ask: (lexicon: Lexicon, program: ts.Program, file: ts.SourceFile) => T): T | null {
  const replaced = new Set<string>();
  const mayReplace = (place: string): boolean => !replaced.has(place) && replaced.add(place).size > 0;
  for (let round = 1; ; round++) {
    const program = project.program(path);
    const file = program.getSourceFile(path);
    if (file === undefined) return null;
    const lexicon = lexiconOf(project, program, file);
    const answer = ask(lexicon, program, file);
    if (!project.learn(lexicon.oracle.packages.needs, mayReplace) || round === mostPrograms) return answer;
  }
}

/** The node of a function described by `markedFunctions`, in the program's current text. */
export function nodeOf(program: ts.Program, fn: MarkedFunction): FunctionNode | null {
  const file = program.getSourceFile(fn.file);
  return file === undefined ? null : candidates(file).found.find(({ statement, node }) =>
    statement.getStart(file) === fn.declarationSpan.start && nameOf(node) === fn.name)?.node ?? null;
}

const describeFunction = (lexicon: Lexicon, program: ts.Program, file: ts.SourceFile, candidate: Candidate): MarkedFunction =>
  unlessTooDeep(() => readFunction(lexicon, program, file, candidate), () => {
    const place = placeOf(file, candidate);
    return {
      ...place, params: [], resultType: null, resultTypeText: null, wrt: null, points: [], lowered: null, hasSyntaxErrors: false,
      diagnostics: [problem('nestedTooDeeply', { what: `\`${place.name}\`, or something it uses,` }, place.nameSpan)],
    };
  });

/** The type that is written for a parameter. JSDoc's `...number` is that of one of many arguments, not of the parameter. */
function writtenParameterType(parameter: ts.ParameterDeclaration): ts.TypeNode | undefined {
  const type = parameter.type ?? ts.getJSDocType(parameter);
  return type === undefined || ts.isJSDocVariadicType(type) ? undefined : type;
}

function readFunction(lexicon: Lexicon, program: ts.Program, file: ts.SourceFile, candidate: Candidate): MarkedFunction {
  const { node, statement, mark } = candidate;
  const { oracle } = lexicon;
  const place = placeOf(file, candidate);
  const { name, nameSpan } = place;
  const unit = new Unit(lexicon, file.fileName);
  const syntax = syntaxProblems(program, file, statement, isOpenBlock(node.body) || isInOpenClass(node));
  const self = selfParam(unit, node);
  const names = parameterNames(oracle, node);
  const own = node.parameters.map((parameter, i): MarkedParam => {
    const parameterName = names[i] ?? '';
    const optional = isLeftOut(lexicon, parameter);
    const declared = oracle.typeOf(parameter);
    // JSDoc's `[p]` allows `undefined`, also where there is a default.
    const withoutDefault = optional || parameter.initializer !== undefined || mayBeMissing(declared) ? oracle.checker.getNonNullableType(declared) : declared;
    const type = lexicon.parameterTypes.read(withoutDefault, parameter);
    const hasOwnType = type.kind !== 'problem' && (lexicon.parameterTypes.holdsUnion(type) || parameter.initializer === undefined && mayBeMissing(declared));
    return {
      name: parameterName, type: type.kind === 'problem' ? null : type,
      typeText: declaredTypeText(oracle, node, writtenParameterType(parameter), file) ?? inferredText(oracle.typeText(declared, node)), span: spanOf(parameter),
      optional, hasDefault: parameter.initializer !== undefined, withDefault: hasOwnType ? null : writtenDefault(oracle, node, parameter, parameterName, file), rest: parameter.dotDotDotToken !== undefined,
      isInstance: lexicon.classes.classOf(declared) !== null, hasOwnType,
    };
  });
  const params = self === null ? own : [self, ...own];
  const lowered = lowerRoot(unit, node);
  const marks: Diagnostic[] = [];
  const resultType = lexicon.types.read(oracle.resultTypeOf(node), node);
  if (resultType.kind === 'void') marks.push(problem('resultless', { name }, nameSpan));
  const wrt = mark === null ? null : readWrt(mark, params, marks);
  if (!params.some(param => param.type !== null && !param.optional && holdsReals(param.type)) && params.every(param => param.type !== null)) {
    marks.push(problem('nothingReal', { name }, nameSpan));
  }
  const comment: ts.Node | undefined = mark?.parent;
  const points = comment === undefined ? [] : readPoints(lexicon, node, params, comment);
  // What is half written is not worth reporting.
  const diagnostics = [...syntax, ...(syntax.length > 0 ? [] : unit.diagnostics), ...marks, ...points.flatMap(point => point.diagnostics)]
    .sort((a, b) => a.span.start - b.span.start);
  return {
    ...place, params, resultType: resultType.kind === 'problem' ? null : resultType,
    resultTypeText: resultType.kind !== 'problem' && lexicon.types.holdsUnion(resultType) ? null : declaredTypeText(oracle, node, node.type ?? ts.getJSDocReturnType(node), file) ?? inferredText(oracle.typeText(oracle.resultTypeOf(node), node)),
    wrt, points,
    lowered: syntax.length === 0 && unit.diagnostics.length === 0 ? lowered : null,
    diagnostics, hasSyntaxErrors: syntax.length > 0,
  };
}

/** The object that a method is called on, as a parameter of its own. */
function selfParam(unit: Unit, node: FunctionNode): MarkedParam | null {
  if (!hasObject(node) || !ts.isClassLike(node.parent)) return null;
  const { oracle, parameterTypes } = unit.lexicon;
  const type = parameterTypes.read(oracle.objectType(node.parent), node);
  return {
    name: selfName(node), type: type.kind === 'problem' ? null : type, typeText: objectTypeText(node.parent), span: spanOf(functionName(node) ?? node),
    optional: false, hasDefault: false, withDefault: null, rest: false, isInstance: true, hasOwnType: type.kind !== 'problem' && parameterTypes.holdsUnion(type),
  };
}

/** The type of objects of a class, with the bounds of its type parameters. */
function objectTypeText(node: ts.ClassLikeDeclaration): string {
  if (ts.isClassExpression(node)) return `InstanceType<typeof ${className(node)}>`;
  const bounds = (node.typeParameters ?? []).map(({ constraint }) => constraint?.getText() ?? 'unknown');
  return `${className(node)}${bounds.length === 0 ? '' : `<${bounds.join(', ')}>`}`;
}

/** A type that needs no parentheses before `[]`. */
const standsAlone = (type: ts.TypeNode): boolean =>
  ts.isTypeLiteralNode(type) || ts.isTypeReferenceNode(type) || ts.isArrayTypeNode(type) || ts.isTupleTypeNode(type) || ts.isToken(type);

const declaredTypeText = (oracle: Oracle, fn: FunctionNode, type: ts.TypeNode | undefined, file: ts.SourceFile): string | null =>
  (type === undefined ? null : writtenType(oracle, fn, type, file));

/** As Prettier writes it, and without the buffers of typed arrays: any will do. */
const inferredText = (text: string): string => text.replace(/<ArrayBuffer(Like)?>/g, '').replace(/; }/g, ' }');

/** A parameter and its default, whose names must mean the same outside the function: other parameters, the library, the module. */
function writtenDefault(oracle: Oracle, fn: FunctionNode, parameter: ts.ParameterDeclaration, name: string, file: ts.SourceFile): string | null {
  const { initializer } = parameter;
  if (initializer === undefined) return null;
  const isKnownOutside = (at: ts.Node): boolean => {
    const declaration = ts.isIdentifier(at) ? oracle.symbolOf(at)?.valueDeclaration : undefined;
    const owner = declaration === undefined ? null : enclosingFunction(declaration);
    const isOwn = owner === null || declaration !== undefined && (ts.isParameter(declaration) && owner === fn || contains(initializer, declaration));
    return isOwn && !(ts.forEachChild(at, child => !isKnownOutside(child) || undefined) ?? false);
  };
  if (!isKnownOutside(initializer)) return null;
  const text = initializer.getText(file);
  const isLiteral = /^(-?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?|true|false)$/i.test(text);
  const declared = parameter.type === undefined ? null : writtenType(oracle, fn, parameter.type, file);
  // A pattern says what the fields are, which a name does not.
  const known = declared ?? (ts.isIdentifier(parameter.name) ? null : inferredText(oracle.typeText(oracle.typeOf(parameter), fn)));
  const type = isLiteral || known === null ? '' : `: ${known}`;
  return `${name}${type} = ${text}`;
}

const contains = (outer: ts.Node, inner: ts.Node): boolean => outer.pos <= inner.pos && inner.end <= outer.end && outer.getSourceFile() === inner.getSourceFile();

/** A type as it is written, with what the function's own type parameters are bounded by in their place. */
function writtenType(oracle: Oracle, fn: FunctionNode, type: ts.TypeNode, file: ts.SourceFile): string {
  const start = type.getStart(file);
  let text = type.getText(file);
  const replaced: { from: number; to: number; by: string }[] = [];
  const visit = (at: ts.Node): void => {
    const declaration = ts.isTypeReferenceNode(at) ? fn.typeParameters?.find(parameter => oracle.symbolOf(at.typeName)?.declarations?.includes(parameter) === true) : undefined;
    if (declaration?.constraint === undefined) {
      ts.forEachChild(at, visit);
      return;
    }
    const bound = writtenType(oracle, fn, declaration.constraint, file);
    replaced.push({ from: at.getStart(file) - start, to: at.end - start, by: at === type || standsAlone(declaration.constraint) ? bound : `(${bound})` });
  };
  visit(type);
  for (const { from, to, by } of replaced.reverse()) text = text.slice(0, from) + by + text.slice(to);
  return text;
}

/** Whether the marked function is differentiated without a parameter: one declared with `?`, or whose default is a function or options that have no counterpart. */
function isLeftOut({ oracle, parameterTypes }: Lexicon, parameter: ts.ParameterDeclaration): boolean {
  if (isOptional(parameter)) return true;
  if (parameter.initializer === undefined) return false;
  const type = parameterTypes.read(oracle.checker.getNonNullableType(oracle.typeOf(parameter)), parameter);
  return type.kind === 'problem' ? type.why !== 'any' && type.why !== 'promise' && type.why !== 'bigint' : type.kind === 'func';
}

/** The function with its optional parameters left out; parameters with defaults are given. */
function lowerRoot(unit: Unit, node: FunctionNode): Lowered {
  const omitted = new Set<number>();
  node.parameters.forEach((parameter, i) => { if (isLeftOut(unit.lexicon, parameter)) omitted.add(i); });
  for (const symbol of unit.lexicon.captures.of(node)) {
    const declaration = symbol.valueDeclaration;
    if (declaration !== undefined && enclosingFunction(declaration) !== null) {
      const use = firstUse(unit, node, symbol);
      unit.report('capturingMark', { name: symbol.name }, use ?? node, null);
    }
  }
  const object = hasObject(node) && ts.isClassLike(node.parent) ? node.parent : null;
  const thisType = object === null ? null : unit.typeOrReport(unit.lexicon.parameterTypes.read(unit.lexicon.oracle.objectType(object), node), functionName(node) ?? node, '`this`', null);
  if (object !== null && enclosingFunction(object) !== null) unit.report('capturingMark', { name: className(object) }, functionName(node) ?? node, null);
  const root = unit.specialise({
    node, omitted, given: new Map(), maybe: new Set(), thisType, calledFrom: null, isRoot: true,
    around: { absent: new Set(), captures: unit.lexicon.captures.of(node).map(symbol => ({ symbol, type: scratchType(unit, symbol, node) })), functions: new Map(), texts: new Map(), typeArguments: noTypeArguments, thisClass: thisType === unknown ? null : object },
  });
  lowerPending(unit);
  if (unit.diagnostics.length === 0) {
    for (const { global, span } of constantWrites(unit.finish())) unit.diagnostics.push(problem('constantWritten', { name: global }, span));
    for (const { recast, why } of visibleRecasts(unit.recasts, unit.finish())) {
      unit.report('copiedObject', { found: describedType(recast.from), expected: describedType(recast.to), why }, recast.node, recast.calledFrom);
    }
  }
  const module = unit.finish();
  return { module: unit.diagnostics.length === 0 ? growByStore(module, root.name, unit) : module, root: root.name, tokens: unit.tokens };
}

function scratchType(unit: Unit, symbol: ts.Symbol, at: ts.Node): Type {
  const place = symbol.valueDeclaration ?? at;
  return unit.typeOrReport(unit.lexicon.types.read(unit.lexicon.oracle.typeOfSymbol(symbol, place), place), place, `\`${symbol.name}\``, null);
}

function firstUse(unit: Unit, node: ts.Node, symbol: ts.Symbol): ts.Node | undefined {
  if (ts.isIdentifier(node) && unit.lexicon.oracle.symbolOf(node) === symbol) return node;
  return ts.forEachChild(node, child => firstUse(unit, child, symbol));
}
