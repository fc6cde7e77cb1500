/** Constants of modules, read from their source: numbers, booleans, texts, arrays and objects of them. Nothing is run. */
import ts from 'typescript';
import { presenceFor, presenceOf } from '../ir/presence';
import type { Data } from '../ir/module';
import type { Literal } from '../ir/op';
import type { Type } from '../ir/type';
import { functionOfSymbol, isAccess, isConst, isLibrarySymbol, isModuleVariable, isStatic, stripped, type Oracle } from './oracle';
import { storageOfConstructor, type TypeReader } from './types';
import { isWritten } from './writes';

export type Constant =
  | { readonly kind: 'scalar'; readonly value: Literal }
  | { readonly kind: 'data'; readonly type: Type; readonly data: Data }
  /** A variable of a module whose value changes. */
  | { readonly kind: 'changing' }
  | { readonly kind: 'unreadable' };

/** Methods that write the array they are called on. */
export const mutatingMethods: ReadonlySet<string> = new Set(['fill', 'push', 'pop', 'shift', 'unshift', 'set', 'sort', 'reverse', 'splice', 'copyWithin']);
const mathFunctions: ReadonlyMap<string, (...args: number[]) => number> = new Map(
  Object.getOwnPropertyNames(Math).flatMap(name => {
    const member: unknown = Reflect.get(Math, name);
    return typeof member === 'function' && name !== 'random' ? [[name, (...args: number[]) => Number(Reflect.apply(member, Math, args))] as const] : [];
  }),
);

/** Numbers the library names: `Math.PI`, `Number.EPSILON`, `Infinity`, `NaN`. */
export function libraryNumber(owner: 'Math' | 'Number' | null, name: string): number | null {
  if (owner === null) return name === 'Infinity' ? Infinity : name === 'NaN' ? NaN : null;
  const value: unknown = Reflect.get(owner === 'Math' ? Math : Number, name);
  return typeof value === 'number' ? value : null;
}

export function arithmetic(operator: ts.SyntaxKind, a: number, b: number): number | boolean | null {
  switch (operator) {
    case ts.SyntaxKind.PlusToken: return a + b;
    case ts.SyntaxKind.MinusToken: return a - b;
    case ts.SyntaxKind.AsteriskToken: return a * b;
    case ts.SyntaxKind.SlashToken: return a / b;
    case ts.SyntaxKind.PercentToken: return a % b;
    case ts.SyntaxKind.AsteriskAsteriskToken: return a ** b;
    case ts.SyntaxKind.AmpersandToken: return a & b;
    case ts.SyntaxKind.BarToken: return a | b;
    case ts.SyntaxKind.CaretToken: return a ^ b;
    case ts.SyntaxKind.LessThanLessThanToken: return a << b;
    case ts.SyntaxKind.GreaterThanGreaterThanToken: return a >> b;
    case ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken: return a >>> b;
    case ts.SyntaxKind.LessThanToken: return a < b;
    case ts.SyntaxKind.LessThanEqualsToken: return a <= b;
    case ts.SyntaxKind.GreaterThanToken: return a > b;
    case ts.SyntaxKind.GreaterThanEqualsToken: return a >= b;
    case ts.SyntaxKind.EqualsEqualsEqualsToken: return a === b;
    case ts.SyntaxKind.ExclamationEqualsEqualsToken: return a !== b;
    default: return null;
  }
}

export class Constants {
  private readonly known = new Map<ts.Symbol, Constant>();
  private readonly open = new Set<ts.Symbol>();
  private readonly writes = new Map<ts.SourceFile, ReadonlySet<string>>();

  constructor(private readonly oracle: Oracle, private readonly types: TypeReader) {}

  /** The constant a symbol stands for; null when it is no variable of a module. */
  of(symbol: ts.Symbol): Constant | null {
    const known = this.known.get(symbol);
    if (known !== undefined) return known;
    const declaration = symbol.valueDeclaration ?? symbol.declarations?.find(ts.isExportAssignment);
    if (declaration === undefined) return null;
    if (ts.isEnumMember(declaration)) {
      const value = this.oracle.enumValue(declaration);
      return value === undefined ? { kind: 'unreadable' } : { kind: 'scalar', value };
    }
    const json = fixedContent(declaration);
    if (json === undefined && !isModuleVariable(declaration)) return null;
    if (this.open.has(symbol)) return { kind: 'unreadable' };
    this.open.add(symbol);
    const initializer = json ?? (ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined);
    const found = this.read(symbol, declaration, initializer);
    this.open.delete(symbol);
    this.known.set(symbol, found);
    return found;
  }

  private read(symbol: ts.Symbol, declaration: ts.Node, initializer: ts.Expression | undefined): Constant {
    if (functionOfSymbol(symbol) !== null) return { kind: 'unreadable' };
    if (ts.isVariableDeclaration(declaration)) {
      const changes = this.writtenNames(declaration.getSourceFile());
      if (changes.has(symbol.name) || (!isConst(declaration) && initializer === undefined)) return { kind: 'changing' };
    }
    if (initializer === undefined) return { kind: 'unreadable' };
    const scalar = this.scalar(initializer);
    if (scalar !== null) return { kind: 'scalar', value: scalar };
    const said = stripped(initializer);
    if (ts.isStringLiteralLike(said)) return { kind: 'scalar', value: said.text };
    const type = this.types.read(this.oracle.typeOfSymbol(symbol, initializer), initializer);
    if (type.kind === 'problem' || (type.kind !== 'array' && type.kind !== 'struct')) return { kind: 'unreadable' };
    const data = this.data(initializer, type);
    return data === null ? { kind: 'unreadable' } : { kind: 'data', type, data };
  }

  /** Whether a variable of a module is assigned, or its contents are written, in its file. */
  isWritten(symbol: ts.Symbol): boolean {
    const declaration = symbol.valueDeclaration;
    return declaration !== undefined && this.writtenNames(declaration.getSourceFile()).has(symbol.name);
  }

  /** Names whose variable is assigned or whose contents are written somewhere in a file. */
  private writtenNames(file: ts.SourceFile): ReadonlySet<string> {
    const known = this.writes.get(file);
    if (known !== undefined) return known;
    const names = new Set<string>();
    const visit = (node: ts.Node): void => {
      if (ts.isExpression(node) && (ts.isIdentifier(node) || isAccess(node)) && isWritten(node)) addRoot(node);
      if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && mutatingMethods.has(node.expression.name.text)) {
        addRoot(node.expression.expression);
      }
      ts.forEachChild(node, visit);
    };
    const addRoot = (node: ts.Expression): void => {
      let root = stripped(node);
      while (isAccess(root)) root = stripped(root.expression);
      // A name that means a local variable of some function is another variable.
      if (!ts.isIdentifier(root)) return;
      const declaration = this.oracle.symbolOf(root)?.valueDeclaration;
      if (declaration === undefined || isModuleVariable(declaration)) names.add(root.text);
    };
    visit(file);
    this.writes.set(file, names);
    return names;
  }

  /** The number or boolean an expression is, computed as JavaScript does; null if it is not made of constants. */
  scalar(expression: ts.Expression): number | boolean | null {
    const node = stripped(expression);
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
    if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
    if (ts.isPrefixUnaryExpression(node)) {
      const operand = this.scalar(node.operand);
      if (operand === null) return null;
      if (node.operator === ts.SyntaxKind.ExclamationToken) return !operand;
      if (typeof operand !== 'number') return null;
      switch (node.operator) {
        case ts.SyntaxKind.MinusToken: return -operand;
        case ts.SyntaxKind.PlusToken: return operand;
        case ts.SyntaxKind.TildeToken: return ~operand;
        default: return null;
      }
    }
    if (ts.isBinaryExpression(node)) {
      const left = this.scalar(node.left);
      const right = this.scalar(node.right);
      return typeof left === 'number' && typeof right === 'number' ? arithmetic(node.operatorToken.kind, left, right) : null;
    }
    if (ts.isCallExpression(node)) return this.mathCall(node);
    if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return null;
    return this.named(node);
  }

  /** The text that a constant of a module or a member of an enum is; null for what is none. */
  text(node: ts.Identifier | ts.PropertyAccessExpression): string | null {
    const declaration = this.oracle.symbolOf(ts.isIdentifier(node) ? node : node.name)?.valueDeclaration;
    if (declaration === undefined) return null;
    if (ts.isEnumMember(declaration)) {
      const value = this.oracle.enumValue(declaration);
      return typeof value === 'string' ? value : null;
    }
    const isConstant = ts.isVariableDeclaration(declaration) && isConst(declaration);
    const initializer = isConstant && declaration.initializer !== undefined ? stripped(declaration.initializer)
      : ts.isPropertyAssignment(declaration) && isFixed(declaration.parent) ? stripped(declaration.initializer) : undefined;
    return initializer !== undefined && ts.isStringLiteralLike(initializer) ? initializer.text : null;
  }

  private mathCall(node: ts.CallExpression): number | null {
    if (!ts.isPropertyAccessExpression(node.expression) || this.libraryOwner(node.expression.expression) !== 'Math') return null;
    const args = node.arguments.map(argument => this.scalar(argument));
    const apply = mathFunctions.get(node.expression.name.text);
    return apply === undefined || !args.every(argument => typeof argument === 'number') ? null : apply(...args);
  }

  private named(node: ts.Identifier | ts.PropertyAccessExpression): number | boolean | null {
    if (ts.isPropertyAccessExpression(node)) {
      const owner = this.libraryOwner(node.expression);
      if (owner !== null) return libraryNumber(owner, node.name.text);
    }
    const symbol = this.oracle.symbolOf(ts.isIdentifier(node) ? node : node.name);
    if (symbol === undefined) return null;
    if (ts.isIdentifier(node) && isLibrarySymbol(symbol)) return libraryNumber(null, node.text);
    const constant = this.of(symbol);
    return constant?.kind === 'scalar' && typeof constant.value !== 'string' ? constant.value : null;
  }

  /** `Math` or `Number` of the library, not a variable of that name. */
  libraryOwner(node: ts.Expression): 'Math' | 'Number' | null {
    if (!ts.isIdentifier(node) || (node.text !== 'Math' && node.text !== 'Number')) return null;
    const symbol = this.oracle.symbolOf(node);
    return symbol !== undefined && isLibrarySymbol(symbol) ? node.text : null;
  }

  /** Arrays and objects of constants, shaped by `type`. */
  data(expression: ts.Expression, type: Type): Data | null {
    const node = stripped(expression);
    if (type.kind === 'num' || type.kind === 'bool') {
      const scalar = this.scalar(node);
      return typeof scalar === (type.kind === 'num' ? 'number' : 'boolean') ? scalar : null;
    }
    if (type.kind === 'text') {
      if (ts.isStringLiteralLike(node)) return node.text;
      return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ? this.text(node) : null;
    }
    if (ts.isIdentifier(node)) {
      const symbol = this.oracle.symbolOf(node);
      const constant = symbol === undefined ? null : this.of(symbol);
      return constant?.kind === 'data' ? constant.data : null;
    }
    if (type.kind === 'array') {
      const elements = arrayElements(node);
      if (elements !== null) {
        const data = elements.map(element => (type.absence !== undefined && isAbsent(element) ? missing : this.data(element, type.element)));
        return data.every(element => element !== null) ? data.map(element => (element === missing ? null : element)) : null;
      }
      return this.filled(node);
    }
    if (type.kind !== 'struct' || !ts.isObjectLiteralExpression(node)) return null;
    const fields: Record<string, Data> = {};
    for (const field of type.fields) {
      if (presenceFor(field.name) !== null) continue;
      const property = node.properties.find(p => p.name !== undefined && ts.isPropertyName(p.name) && propertyName(p.name) === field.name);
      const value = property === undefined ? undefined
        : ts.isPropertyAssignment(property) ? property.initializer : ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
      if (presenceOf(type, field.name) !== null && (value === undefined || isAbsent(value))) continue;
      const data = value === undefined ? null : this.data(value, field.type);
      if (data === null) return null;
      fields[field.name] = data;
    }
    return fields;
  }

  /** `new Float64Array(4)`, `new Array(4).fill(0)`. */
  private filled(node: ts.Expression): Data | null {
    const filled = ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'fill';
    const created = filled && ts.isPropertyAccessExpression(node.expression) ? stripped(node.expression.expression) : node;
    const value = filled ? (node.arguments[0] === undefined ? null : this.scalar(node.arguments[0])) : 0;
    if (!ts.isNewExpression(created) || !ts.isIdentifier(created.expression) || value === null) return null;
    const storage = storageOfConstructor(created.expression.text);
    const length = created.arguments?.[0] === undefined ? null : this.scalar(created.arguments[0]);
    if (storage === null || typeof length !== 'number' || (storage === 'array' && !filled)) return null;
    return new Array<number | boolean>(length).fill(value);
  }
}

/** Stands for an element that is missing: `null` says that an expression is no constant. */
const missing = Symbol('missing');

/** `{ … } as const`. */
const isFixed = (node: ts.Node): boolean =>
  ts.isAsExpression(node.parent) && ts.isTypeReferenceNode(node.parent.type) && node.parent.type.getText() === 'const';

/** What a declaration that cannot be assigned holds: a JSON file or an entry of one, a field of `{ … } as const`, `export default 4`, `static readonly K = 4`. */
function fixedContent(declaration: ts.Node): ts.Expression | undefined {
  if (ts.isExportAssignment(declaration)) return declaration.expression;
  if (ts.isPropertyAssignment(declaration)) {
    return declaration.getSourceFile().fileName.endsWith('.json') || isFixed(declaration.parent) ? declaration.initializer : undefined;
  }
  if (ts.isPropertyDeclaration(declaration)) {
    const isFinal = (ts.getModifiers(declaration) ?? []).some(modifier => modifier.kind === ts.SyntaxKind.ReadonlyKeyword);
    return isFinal && isStatic(declaration) ? declaration.initializer : undefined;
  }
  if (!ts.isSourceFile(declaration) || !declaration.fileName.endsWith('.json')) return undefined;
  const [statement] = declaration.statements;
  return statement !== undefined && ts.isExpressionStatement(statement) ? statement.expression : undefined;
}

/** The elements written in `[a, b]`, `new Float64Array([a, b])`, `Float64Array.of(a, b)`, `Float64Array.from([a, b])`. */
function arrayElements(node: ts.Expression): readonly ts.Expression[] | null {
  if (ts.isArrayLiteralExpression(node)) return node.elements;
  const callee = ts.isNewExpression(node) ? node.expression
    : ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : null;
  if (callee === null || !ts.isIdentifier(callee) || storageOfConstructor(callee.text) === null) return null;
  const args = (ts.isNewExpression(node) || ts.isCallExpression(node) ? node.arguments : undefined) ?? [];
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'of') return args;
  const first = args[0] === undefined ? undefined : stripped(args[0]);
  return args.length === 1 && first !== undefined && ts.isArrayLiteralExpression(first) ? first.elements : null;
}

/** `null`, `undefined`. */
export const isAbsent = (node: ts.Expression): boolean => node.kind === ts.SyntaxKind.NullKeyword || ts.isIdentifier(node) && node.text === 'undefined';

/** The text of a name that is no computed expression. */
export const propertyName = (name: ts.PropertyName): string | null =>
  ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name) ? name.text : null;
