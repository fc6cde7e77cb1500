/** Which variables a function uses of those around it, which it writes, and which functions it reaches. */
import ts from 'typescript';
import { enclosingFunction, functionOfSymbol, isScratch, isStatic, memberOfSymbol, thisOwner, type FunctionNode, type Oracle } from './oracle';
import { isWritten } from './writes';

export interface VariableUse {
  /** Own variables and parameters that are assigned after their declaration. */
  readonly assigned: ReadonlySet<ts.Symbol>;
  /** Own variables and parameters that functions inside refer to. */
  readonly captured: ReadonlySet<ts.Symbol>;
}

/** A name, or `this` or `super`. All have a symbol; that of the latter is their class. */
type Name = ts.Identifier | ts.ThisExpression | ts.SuperExpression;
const isThis = (node: ts.Node): node is ts.ThisExpression | ts.SuperExpression => node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword;

function visitIdentifiers(node: ts.Node, visit: (identifier: Name) => void): void {
  if (ts.isIdentifier(node) || isThis(node)) visit(node);
  else if (!ts.isTypeNode(node)) ts.forEachChild(node, child => { visitIdentifiers(child, visit); });
}

/** Names that refer to values; property names and declarations' own names are left out. */
const isReferenceName = (node: Name): boolean => {
  const { parent } = node;
  if (isThis(node)) return true;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  return !(ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) || parent.name !== node;
};

export class Captures {
  private readonly uses = new Map<FunctionNode, VariableUse>();
  private readonly found = new Map<FunctionNode, readonly ts.Symbol[]>();

  constructor(private readonly oracle: Oracle) {}

  use(fn: FunctionNode): VariableUse {
    const known = this.uses.get(fn);
    if (known !== undefined) return known;
    const assigned = new Set<ts.Symbol>();
    const captured = new Set<ts.Symbol>();
    visitIdentifiers(fn, identifier => {
      if (!isReferenceName(identifier)) return;
      const symbol = this.oracle.symbolOf(identifier);
      if (symbol === undefined) return;
      if (isThis(identifier)) {
        if (thisOwner(identifier) === fn && enclosingFunction(identifier) !== fn) captured.add(symbol);
        return;
      }
      if (isWritten(identifier)) assigned.add(symbol);
      if (enclosingFunction(identifier) !== fn) captured.add(symbol);
    });
    const use = { assigned, captured };
    this.uses.set(fn, use);
    return use;
  }

  /** Whether a variable is assigned somewhere in a statement. */
  assignedWithin(symbol: ts.Symbol, node: ts.Node): boolean {
    let found = false;
    visitIdentifiers(node, identifier => { found ||= isWritten(identifier) && this.oracle.symbolOf(identifier) === symbol; });
    return found;
  }

  /** The variables of enclosing functions, and scratch variables, that `fn` and what it calls refer to, in order of first use. */
  of(fn: FunctionNode): readonly ts.Symbol[] {
    const known = this.found.get(fn);
    if (known !== undefined) return known;
    const symbols = new Set<ts.Symbol>();
    const seen = new Set<ts.Node>();
    const visit = (at: ts.Node): void => {
      if (seen.has(at)) return;
      seen.add(at);
      visitIdentifiers(at, identifier => {
        // Names after a dot too: functions of a namespace import.
        const symbol = this.oracle.symbolOf(identifier);
        if (symbol === undefined) return;
        if (isThis(identifier)) {
          const owner = thisOwner(identifier);
          // A static method has no object.
          if (owner !== null && owner !== fn && isInside(fn, owner) && !isStatic(owner)) symbols.add(symbol);
          return;
        }
        const callee = functionOfSymbol(symbol) ?? memberOfSymbol(symbol) ?? classOfSymbol(symbol);
        if (callee !== null) visit(callee);
        if (callee !== null || !isReferenceName(identifier)) return;
        const owner = symbol.valueDeclaration === undefined ? null : ownerOf(symbol.valueDeclaration);
        if (owner === null ? isScratch(symbol) : owner !== fn && isInside(fn, owner)) symbols.add(symbol);
      });
    };
    visit(fn);
    // A constructor gives fields what is written at their declarations.
    if (ts.isConstructorDeclaration(fn)) visit(fn.parent);
    const result = [...symbols];
    this.found.set(fn, result);
    return result;
  }
}

const classOfSymbol = (symbol: ts.Symbol): ts.ClassLikeDeclaration | null => symbol.declarations?.find(ts.isClassLike) ?? null;

/** The function whose variable a declaration is; null at module level and for what is not a variable. */
const ownerOf = (declaration: ts.Node): ts.Node | null =>
  ts.isVariableDeclaration(declaration) || ts.isParameter(declaration) || ts.isBindingElement(declaration) ? enclosingFunction(declaration) : null;

function isInside(node: ts.Node, outer: ts.Node): boolean {
  for (let at = node.parent as ts.Node | undefined; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}
