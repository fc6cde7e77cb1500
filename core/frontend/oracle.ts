/**
 * What lowering asks about a program: the symbols and types of nodes, and the source behind a name. The one place that
 * touches the type checker, so that another compiler API is one adapter.
 */
import ts from 'typescript';
import type { Span } from '../ir/origin';
import { offsetInFile } from './annotations';
import type { SourceHost } from './api';
import { assignedContent, Implementations } from './packages';
import { isLibraryFile } from './project';
import { isReassigned } from './writes';

/** A method, an accessor or a constructor: a function with a `this`. */
export type MemberFunction = (ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration) & { readonly body: ts.ConciseBody };
/** A function whose body can be lowered. */
export type FunctionNode = ((ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction) & { readonly body: ts.ConciseBody }) | MemberFunction;

export interface Oracle {
  /** The symbol a name refers to, through imports, re-exports and declarations of packages whose script is known. */
  symbolOf(node: ts.Node): ts.Symbol | undefined;
  typeOf(node: ts.Node): ts.Type;
  typeOfSymbol(symbol: ts.Symbol, at: ts.Node): ts.Type;
  resultTypeOf(fn: ts.SignatureDeclaration): ts.Type;
  typeText(type: ts.Type, at?: ts.Node): string;
  /** The symbol of a class, by which `this` is known in its members. */
  classSymbol(node: ts.ClassLikeDeclaration): ts.Symbol | undefined;
  /** The type of objects of a class. */
  objectType(node: ts.ClassLikeDeclaration): ts.Type;
  /** The class a member is declared in. */
  classOf(member: ts.Node): ts.Symbol | undefined;
  enumValue(member: ts.EnumMember): number | string | undefined;
  /** Names visible at a node. */
  visibleSymbol(name: string, at: ts.Node): ts.Symbol | undefined;
  readonly packages: Implementations;
  /** Whether fields without a value are `undefined` from the start, and take theirs before parameters that are fields (ES2022). */
  readonly definesFields: boolean;
  /** Whether no value can be there, as all of them have been dealt with. */
  isNever(node: ts.Node): boolean;
  readonly checker: ts.TypeChecker;
}

export function createOracle(program: ts.Program, host: SourceHost): Oracle {
  const checker = program.getTypeChecker();
  const packages = new Implementations(program, checker, host);
  // An element that is not there is a fault where it is read, and asked for by `??` and its like, whatever its type says.
  const isUnchecked = program.getCompilerOptions().noUncheckedIndexedAccess === true;
  const resolved = (symbol: ts.Symbol | undefined): ts.Symbol | undefined =>
    symbol === undefined ? undefined : packages.of((symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol);
  const classSymbol = (node: ts.ClassLikeDeclaration | undefined): ts.Symbol | undefined => (node === undefined ? undefined : checker.getTypeAtLocation(node).getSymbol());
  const options = program.getCompilerOptions();
  return {
    checker,
    packages,
    definesFields: options.useDefineForClassFields ?? (options.target ?? ts.ScriptTarget.ES2022) >= ts.ScriptTarget.ES2022,
    symbolOf(node) {
      if (ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node) {
        return resolved(checker.getShorthandAssignmentValueSymbol(node.parent));
      }
      // `constructor(readonly n: number)` declares a parameter and a field; the name is that of the parameter.
      if (ts.isParameter(node.parent) && node.parent.name === node && ts.isIdentifier(node) && ts.isParameterPropertyDeclaration(node.parent, node.parent.parent)) {
        return checker.getSymbolsOfParameterPropertyDeclaration(node.parent, node.text)[0];
      }
      // `super` is the object that `this` is.
      if (node.kind === ts.SyntaxKind.SuperKeyword) return classSymbol(ts.findAncestor(node, ts.isClassLike));
      return resolved(checker.getSymbolAtLocation(node));
    },
    isNever: node => (checker.getTypeAtLocation(node).flags & ts.TypeFlags.Never) !== 0,
    typeOf(node) {
      const type = checker.getTypeAtLocation(node);
      if (!isUnchecked || !isElement(node) || (node.flags & ts.NodeFlags.OptionalChain) !== 0) return type;
      const declared = checker.getIndexTypeOfType(checker.getTypeAtLocation(node.expression), ts.IndexKind.Number);
      const isDeclared = declared !== undefined && (flagsOf(declared) & flagsOf(type) & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0;
      return isDeclared ? declared : checker.getNonNullableType(type);
    },
    typeOfSymbol: (symbol, at) => checker.getTypeOfSymbolAtLocation(symbol, at),
    resultTypeOf(fn) {
      const signature = checker.getSignatureFromDeclaration(fn);
      if (signature === undefined) return checker.getAnyType();
      const type = checker.getReturnTypeOfSignature(signature), body = ts.isArrowFunction(fn) && !ts.isBlock(fn.body) ? stripped(fn.body) : null;
      // Where conditions around leave a variable no value, a function that gives it is never called; it is one of the variable's type.
      const given = (type.flags & ts.TypeFlags.Never) !== 0 && body !== null && ts.isIdentifier(body) ? checker.getSymbolAtLocation(body) : undefined;
      return given === undefined ? type : checker.getTypeOfSymbol(given);
    },
    typeText: (type, at) => checker.typeToString(type, at, ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope),
    classSymbol,
    objectType(node) {
      const symbol = classSymbol(node);
      return symbol === undefined ? checker.getTypeAtLocation(node) : checker.getDeclaredTypeOfSymbol(symbol);
    },
    classOf: member => (ts.isClassLike(member.parent) ? classSymbol(member.parent) : undefined),
    enumValue: member => checker.getConstantValue(member),
    visibleSymbol(name, at) {
      const found = resolved(checker.getSymbolsInScope(at, ts.SymbolFlags.Value | ts.SymbolFlags.Alias).find(s => s.name === name));
      return found === undefined ? undefined : checker.getExportSymbolOfSymbol(found);
    },
  };
}

const flagsOf = (type: ts.Type): number => (type.isUnion() ? type.types.reduce((all, member) => all | member.flags, 0) : type.flags);

export const spanOf = (node: ts.Node): Span => {
  const source = node.getSourceFile();
  return { file: source.fileName, start: offsetInFile(source, node.getStart(source)), end: offsetInFile(source, node.end) };
};

/** Whether a symbol comes from TypeScript's own library declarations. */
export const isLibrarySymbol = (symbol: ts.Symbol): boolean =>
  symbol.declarations?.some(declaration => isLibraryFile(declaration.getSourceFile().fileName)) ?? false;

/** A name of the language itself: of the library, or one like `undefined` that is declared nowhere. */
export const isBuiltIn = (symbol: ts.Symbol): boolean => (symbol.declarations ?? []).length === 0 || isLibrarySymbol(symbol);

/** The expression without what changes only its type or nothing: parentheses, `as`, `satisfies`, `!`, `<T>`. */
export function stripped(node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) || ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner)
    || ts.isNonNullExpression(inner) || ts.isTypeAssertionExpression(inner)
  ) inner = inner.expression;
  return inner;
}

const isElement = (node: ts.Node): node is ts.ElementAccessExpression => ts.isElementAccessExpression(node) && node.questionDotToken === undefined;

/** `a.b` or `a[b]`. */
export const isAccess = (node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);

export const isFunctionNode = (node: ts.Node): node is FunctionNode =>
  (ts.isFunctionDeclaration(node) && node.body !== undefined) || ts.isFunctionExpression(node) || ts.isArrowFunction(node);

export const isMemberFunction = (node: ts.Node): node is MemberFunction =>
  (ts.isMethodDeclaration(node) || ts.isAccessor(node) || ts.isConstructorDeclaration(node)) && node.body !== undefined;

/** The member of a class that a symbol names: a method or an accessor with a body. */
export function memberOfSymbol(symbol: ts.Symbol): MemberFunction | null {
  for (const declaration of symbol.declarations ?? []) {
    if (isMemberFunction(declaration) && ts.isClassLike(declaration.parent)) return declaration;
  }
  return null;
}

export const isStatic = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(modifier => modifier.kind === ts.SyntaxKind.StaticKeyword);

/** The function whose `this` is meant at a node: arrow functions have none. */
export function thisOwner(node: ts.Node): ts.Node | null {
  let at = enclosingFunction(node);
  while (at !== null && ts.isArrowFunction(at)) at = enclosingFunction(at);
  return at;
}

/** The function a declaration stands for: itself, or the function literal a `const` is bound to. */
export function functionOfDeclaration(declaration: ts.Node): FunctionNode | null {
  if (isFunctionNode(declaration)) return declaration;
  if (ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined && (isConst(declaration) || isModuleVariable(declaration) && !isReassigned(declaration))) {
    const initializer = stripped(declaration.initializer);
    if (isFunctionNode(initializer)) return initializer;
  }
  if (ts.isExportAssignment(declaration)) {
    const exported = stripped(declaration.expression);
    if (isFunctionNode(exported)) return exported;
  }
  // `exports.f = function …` of CommonJS.
  const assigned = isCommonJsExport(declaration) ? assignedContent(declaration) : undefined;
  const content = assigned === undefined ? undefined : stripped(assigned);
  return content !== undefined && isFunctionNode(content) ? content : null;
}

/** `exports.f` or `module.exports` where it is assigned at the top level of JavaScript, or an entry of `module.exports = { … }`. */
function isCommonJsExport(declaration: ts.Node): boolean {
  if (!ts.isPropertyAssignment(declaration) && !ts.isBinaryExpression(declaration) && !ts.isPropertyAccessExpression(declaration)) return false;
  if (!/\.[cm]?jsx?$/.test(declaration.getSourceFile().fileName)) return false;
  let at: ts.Node = declaration;
  while (!ts.isExpressionStatement(at)) {
    if (ts.isFunctionLike(at) || ts.isSourceFile(at)) return false;
    at = at.parent;
  }
  return ts.isSourceFile(at.parent) && /^(module\s*\.\s*)?exports\b/.test(at.getText());
}

export function functionOfSymbol(symbol: ts.Symbol): FunctionNode | null {
  for (const declaration of symbol.declarations ?? []) {
    const found = functionOfDeclaration(declaration);
    if (found !== null) return found;
  }
  return null;
}

export const isConst = (declaration: ts.VariableDeclaration): boolean =>
  ts.isVariableDeclarationList(declaration.parent) && (declaration.parent.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;

/** The function around a node, not the node itself. */
export function enclosingFunction(node: ts.Node): ts.Node | null {
  for (let at = node.parent as ts.Node | undefined; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isClassStaticBlockDeclaration(at)) return at;
  }
  return null;
}

/** A variable declared outside all functions. */
export const isModuleVariable = (declaration: ts.Node): declaration is ts.VariableDeclaration =>
  ts.isVariableDeclaration(declaration) && enclosingFunction(declaration) === null;

/** Declared with `?`, or in JavaScript with brackets in its tag. */
export const isOptional = (parameter: ts.ParameterDeclaration): boolean =>
  parameter.questionToken !== undefined || parameter.initializer === undefined && ts.getJSDocParameterTags(parameter).some(tag => tag.isBracketed);

/** Tagged `@scratch`: a `let` at module level that is memory private to one activation of a marked function. */
export function isScratch(symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !isModuleVariable(declaration) || isConst(declaration)) return false;
  return ts.getJSDocTags(declaration).some(tag => tag.tagName.text === 'scratch');
}
