/** `for`, `for…of`, `while`, `do`. `continue` goes to the update region. */
import ts from 'typescript';
import { newSlot } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { num } from '../../ir/type';
import { stripped } from '../oracle';
import { lowerPlace } from './assignments';
import { lowerCondition, lowerExpression } from './expressions';
import { bindPattern } from './patterns';
import { refuseSyntax } from './refusals';
import type { FunctionScope } from './scope';
import { elementValue, isParts, sequenceOf } from './sequences';
import { lowerDeclarations, lowerStatement } from './statements';
import { unknown } from './unit';

interface LoopParts { readonly node: ts.IterationStatement; readonly labels: readonly string[]; readonly first: boolean }

/** The loop around three pieces. `test` answers null for a condition that is always true. */
function appendLoop(fn: FunctionScope, { node, labels, first }: LoopParts, test: () => Value | null, body: () => void, update: () => void): void {
  const label = fn.freshLabel('L');
  const testRegion = fn.region(node, () => [test() ?? fn.constant(true, node)]);
  const jumps = { label, names: labels, continues: true, unnamed: true };
  fn.jumps.push(jumps);
  const bodyRegion = fn.region(node.statement, () => {
    body();
    return [];
  });
  fn.jumps.pop();
  const updateRegion = fn.region(node, () => {
    update();
    return [];
  });
  fn.b.append({ kind: 'while', label, first, test: testRegion, body: bodyRegion, update: updateRegion, origin: fn.at(node) });
}

const isTrue = (expression: ts.Expression): boolean => stripped(expression).kind === ts.SyntaxKind.TrueKeyword;

export function lowerWhile(fn: FunctionScope, node: ts.WhileStatement, labels: readonly string[]): void {
  appendLoop(fn, { node, labels, first: true }, () => (isTrue(node.expression) ? null : lowerCondition(fn, node.expression)),
    () => { lowerStatement(fn, node.statement, []); }, () => undefined);
}

export function lowerDo(fn: FunctionScope, node: ts.DoStatement, labels: readonly string[]): void {
  appendLoop(fn, { node, labels, first: false }, () => (isTrue(node.expression) ? null : lowerCondition(fn, node.expression)),
    () => { lowerStatement(fn, node.statement, []); }, () => undefined);
}

export function lowerFor(fn: FunctionScope, node: ts.ForStatement, labels: readonly string[]): void {
  fn.block(() => {
    const { initializer, condition, incrementor } = node;
    if (initializer !== undefined) {
      if (ts.isVariableDeclarationList(initializer)) lowerDeclarations(fn, initializer);
      else lowerExpression(fn, initializer);
    }
    appendLoop(fn, { node, labels, first: true },
      () => (condition === undefined || isTrue(condition) ? null : lowerCondition(fn, condition)),
      () => {
        if (initializer !== undefined && ts.isVariableDeclarationList(initializer)) copyCaptured(fn, initializer, node);
        lowerStatement(fn, node.statement, []);
      },
      () => { if (incrementor !== undefined) lowerExpression(fn, incrementor); });
  });
}

/** Each iteration has its own copy of a `let` in the head; only functions that capture it can tell. */
function copyCaptured(fn: FunctionScope, list: ts.VariableDeclarationList, loop: ts.ForStatement): void {
  if ((list.flags & ts.NodeFlags.BlockScoped) === 0) return;
  for (const declaration of list.declarations) {
    if (!ts.isIdentifier(declaration.name)) continue;
    const symbol = fn.lexicon.oracle.symbolOf(declaration.name);
    const binding = symbol === undefined ? null : fn.lookUp(symbol);
    if (symbol === undefined || binding?.kind !== 'slot' || !fn.lexicon.captures.use(fn.source).captured.has(symbol)) continue;
    if (fn.lexicon.captures.assignedWithin(symbol, loop.statement)) fn.report('capturedLoopVariable', { name: declaration.name.text }, declaration.name);
    fn.declare(symbol, declaration.name.text, fn.b.get(binding.slot, fn.at(declaration)), fn.at(declaration));
  }
}

/** So that what is wrong in the body of a refused loop is reported too. */
function lowerBodyOnce(fn: FunctionScope, node: ts.ForOfStatement): void {
  const [declaration] = ts.isVariableDeclarationList(node.initializer) ? node.initializer.declarations : [];
  appendLoop(fn, { node, labels: [], first: true }, () => null, () => {
    if (declaration !== undefined) bindPattern(fn, declaration.name, fn.placeholder(unknown, declaration), declaration);
    lowerStatement(fn, node.statement, []);
  }, () => undefined);
}

/** `for (const x of xs)`: the length is looked at before each iteration, as the array may grow. */
export function lowerForOf(fn: FunctionScope, node: ts.ForOfStatement, labels: readonly string[]): void {
  if (node.awaitModifier !== undefined) {
    refuseSyntax(fn, node, num);
    return;
  }
  const sequence = sequenceOf(fn, node.expression);
  if (sequence === null) {
    lowerBodyOnce(fn, node);
    return;
  }
  const counter = newSlot(num, 'i');
  fn.b.declare(counter, fn.constant(0, node), fn.at(node));
  appendLoop(fn, { node, labels, first: true },
    () => fn.b.prim('lt', [fn.b.get(counter, fn.at(node)), sequence.length()], fn.at(node)),
    () => {
      bindElement(fn, node, sequence.element(fn.b.get(counter, fn.at(node))));
      lowerStatement(fn, node.statement, []);
    },
    () => {
      const next = fn.b.prim('add', [fn.b.get(counter, fn.at(node)), fn.constant(1, node)], fn.at(node));
      fn.b.set(counter, next, fn.at(node));
    });
}

/** Gives the loop's variable, or the names of its pattern, an element. */
function bindElement(fn: FunctionScope, node: ts.ForOfStatement, element: Value | readonly Value[]): void {
  const { initializer } = node;
  if (!ts.isVariableDeclarationList(initializer)) {
    const place = lowerPlace(fn, initializer);
    place.write(fn.fit(elementValue(fn, element, initializer), place.type, initializer), fn.at(initializer));
    return;
  }
  const [declaration] = initializer.declarations;
  if (declaration === undefined) return;
  const { name } = declaration;
  if (isParts(element) && ts.isArrayBindingPattern(name)) {
    name.elements.forEach((part, i) => {
      const value = element[i];
      if (!ts.isOmittedExpression(part) && value !== undefined) bindPattern(fn, part.name, value, part);
    });
  } else bindPattern(fn, name, elementValue(fn, element, declaration), declaration);
}
