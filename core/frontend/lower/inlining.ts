/**
 * Calls whose result is a function. The callee's statements are lowered where the call stands, so that its variables are
 * there for the function it returns to capture.
 */
import ts from 'typescript';
import { enclosingFunction, isOptional, type FunctionNode } from '../oracle';
import { knownFunction } from './closures';
import { captured, type FunctionValue } from './functionShape';
import { lowerValue } from './expressions';
import { bindPattern } from './patterns';
import type { FunctionScope } from './scope';
import { lowerStatements } from './statements';
import type { Binding } from './unit';

/** The function that a call returns; null when its result is no function or its body has other exits than a last `return`. */
export function inlineCall(fn: FunctionScope, node: ts.CallExpression): FunctionValue | null {
  const { oracle } = fn.lexicon;
  if (oracle.typeOf(node).getCallSignatures().length !== 1) return null;
  const target = knownFunction(fn, node.expression);
  if (target === null || target.shape.kind === 'math') return null;
  const { node: callee } = target.shape;
  const result = returned(callee);
  if (result === null || fn.isInlining(callee) || node.arguments.some(ts.isSpreadElement) || callee.parameters.some(p => p.dotDotDotToken !== undefined)) return null;
  const bindings = callee.parameters.map((parameter, i) => argumentBinding(fn, parameter, node.arguments[i]));
  let found: FunctionValue | null = null;
  fn.block(() => {
    bindSurrounding(fn, target);
    callee.parameters.forEach((parameter, i) => { bindings[i]?.(parameter); });
    fn.inlined(callee, () => {
      if (ts.isBlock(callee.body)) lowerStatements(fn, callee.body.statements.slice(0, -1));
      found = knownFunction(fn, result);
    });
  });
  return found;
}

/** The expression of the only `return`, the last statement; the body itself for `x => …`. */
function returned(node: FunctionNode): ts.Expression | null {
  if (!ts.isBlock(node.body)) return node.body;
  const last = node.body.statements[node.body.statements.length - 1];
  if (last === undefined || !ts.isReturnStatement(last) || last.expression === undefined) return null;
  let returns = 0;
  const visit = (at: ts.Node): void => {
    if (ts.isReturnStatement(at) && enclosingFunction(at) === node) returns++;
    ts.forEachChild(at, visit);
  };
  visit(node.body);
  return returns === 1 ? last.expression : null;
}

/** Evaluates an argument in the caller; the result declares the parameter. */
function argumentBinding(fn: FunctionScope, parameter: ts.ParameterDeclaration, argument: ts.Expression | undefined): (parameter: ts.ParameterDeclaration) => void {
  const symbol = ts.isIdentifier(parameter.name) ? fn.lexicon.oracle.symbolOf(parameter.name) : undefined;
  const content = argument ?? parameter.initializer;
  if (content === undefined) {
    return at => {
      if (symbol !== undefined && isOptional(at)) fn.bind(symbol, { kind: 'absent' });
      else fn.report('argumentCount', { name: 'the function', expected: 'more arguments', found: 0 }, at);
    };
  }
  const value = fn.isFunction(content) ? knownFunction(fn, content) : null;
  if (value !== null && symbol !== undefined) return () => { fn.bind(symbol, { kind: 'function', value }); };
  const lowered = lowerValue(fn, content, fn.typeOrNull(parameter.name));
  return at => { bindPattern(fn, at.name, lowered, at); };
}

/** Makes what a function value captures visible under its names again. */
function bindSurrounding(fn: FunctionScope, { shape, slots }: FunctionValue): void {
  if (shape.kind === 'math') return;
  for (const [symbol, binding] of surroundingBindings({ shape, slots })) fn.bind(symbol, binding);
}

export function surroundingBindings({ shape, slots }: FunctionValue): readonly (readonly [ts.Symbol, Binding])[] {
  if (shape.kind === 'math') return [];
  const { around } = shape;
  const found: [ts.Symbol, Binding][] = [...around.absent].map(symbol => [symbol, { kind: 'absent' }]);
  for (const [symbol, value] of around.texts) found.push([symbol, { kind: 'text', value }]);
  let next = 0;
  for (const { symbol } of around.captures) {
    const slot = slots[next++];
    if (slot !== undefined) found.push([symbol, { kind: 'slot', slot }]);
  }
  for (const [symbol, inner] of around.functions) {
    const count = inner.kind === 'math' ? 0 : captured(inner.around).length;
    found.push([symbol, { kind: 'function', value: { shape: inner, slots: slots.slice(next, next + count) } }]);
    next += count;
  }
  return found;
}

