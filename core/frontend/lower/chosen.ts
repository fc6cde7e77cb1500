/** Variables that hold one function, then another: which one is a number, and a call is a branch of calls. */
import ts from 'typescript';
import { newSlot } from '../../ir/builder';
import type { Slot } from '../../ir/op';
import { num } from '../../ir/type';
import { enclosingFunction, isFunctionNode, stripped } from '../oracle';
import type { FunctionValue } from './functionShape';
import { choiceAt, knownFunction, onlyNames } from './known';
import type { FunctionScope } from './scope';
import { isAssignment } from '../writes';

/** A variable and what it may hold, in the order of the assignments; `which` counts from 0. */
export interface Chosen { readonly which: Slot; readonly options: readonly { readonly from: ts.Expression; readonly value: FunctionValue }[] }

/** Declares such a variable; false when what it may hold is not known where it is declared. */
export function declareChosen(fn: FunctionScope, symbol: ts.Symbol, name: ts.BindingName, initializer: ts.Expression | undefined): boolean {
  const assigned = assignedTo(fn, symbol);
  // Without a first value it is the compiler that knows that one has been assigned, if it is not told so.
  if (assigned === null || initializer === undefined && (isAsserted(fn, symbol) || /\.[cm]?jsx?$/.test(name.getSourceFile().fileName))) return false;
  const contents = initializer === undefined ? assigned : [initializer, ...assigned];
  if (contents.length === 0 || !contents.every(content => isKnownHere(fn, content))) return false;
  const options = contents.flatMap(from => { const value = knownFunction(fn, from); return value === null ? [] : [{ from, value }]; });
  if (options.length < contents.length || options.some(({ value }) => value.shape.kind === 'record' || value.shape.kind === 'data')) return false;
  const which = newSlot(num, ts.isIdentifier(name) ? name.text : 'chosen');
  fn.b.declare(which, fn.constant(0, name), fn.at(name));
  fn.bind(symbol, { kind: 'chosen', chosen: { which, options } });
  return true;
}

/** Whether a variable is said to have a value, by `!`. */
function isAsserted(fn: FunctionScope, symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration;
  if (declaration !== undefined && ts.isVariableDeclaration(declaration) && declaration.exclamationToken !== undefined) return true;
  const visit = (node: ts.Node): boolean =>
    ts.isNonNullExpression(node) && fn.lexicon.oracle.symbolOf(stripped(node)) === symbol || (ts.forEachChild(node, child => visit(child) || undefined) ?? false);
  return visit(fn.source.body);
}

/** What is assigned to a variable as a whole, each by a plain `=` in its own function; null where it is written otherwise. */
function assignedTo(fn: FunctionScope, symbol: ts.Symbol): readonly ts.Expression[] | null {
  const found: ts.Expression[] = [];
  let isPlain = true;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && fn.lexicon.oracle.symbolOf(node) === symbol && !ts.isVariableDeclaration(node.parent)) {
      const { parent } = node;
      const isTarget = isAssignment(parent) && parent.left === node;
      if (isTarget && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isExpressionStatement(parent.parent)) found.push(parent.right);
      else if (isTarget || ts.isArrayLiteralExpression(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isForOfStatement(parent)) isPlain = false;
      if (enclosingFunction(node) !== fn.source) isPlain = false;
    }
    ts.forEachChild(node, visit);
  };
  visit(fn.source.body);
  return isPlain ? found : null;
}

/** Whether an expression means at the declaration what it means where it is assigned: a name, or a literal that uses what is declared. */
function isKnownHere(fn: FunctionScope, content: ts.Expression): boolean {
  const node = stripped(content);
  if (ts.isObjectLiteralExpression(node) || !onlyNames(node)) return false;
  const { captures, oracle } = fn.lexicon;
  if (isFunctionNode(node)) {
    return captures.of(node).every(symbol => {
      const binding = fn.lookUp(symbol);
      return binding !== null && (binding.kind === 'slot' || binding.kind === 'function' || binding.kind === 'text' || binding.kind === 'absent');
    });
  }
  if (!ts.isIdentifier(node)) return ts.isPropertyAccessExpression(node) && isKnownHere(fn, node.expression);
  const symbol = oracle.symbolOf(node);
  if (symbol === undefined) return false;
  const binding = fn.lookUp(symbol);
  const declaration = symbol.valueDeclaration;
  return binding !== null ? binding.kind === 'function' : declaration !== undefined && enclosingFunction(declaration) === null;
}

/** The function a variable holds now. */
export function chosenNow(fn: FunctionScope, { which, options }: Chosen, at: ts.Node): FunctionValue | null {
  return choiceAt(fn, options.map(({ value }) => value), () => fn.b.get(which, fn.at(at)), at);
}

/** `f = g`: false when the variable is no such one. */
export function assignChosen(fn: FunctionScope, target: ts.Expression, content: ts.Expression): boolean {
  const symbol = ts.isIdentifier(target) ? fn.lexicon.oracle.symbolOf(target) : undefined;
  const binding = symbol === undefined ? null : fn.lookUp(symbol);
  if (binding?.kind !== 'chosen') return false;
  const index = binding.chosen.options.findIndex(({ from }) => from === content);
  fn.b.set(binding.chosen.which, fn.constant(index, content), fn.at(content));
  return true;
}
