/** Texts as errors need them: literals, templates, and names for them, in pieces. */
import ts from 'typescript';
import { newSlot } from '../../ir/builder';
import type { TextPart, Value } from '../../ir/op';
import { numberFormats } from '../../ir/thrown';
import { isPlain, isTuple } from '../../ir/type';
import { isAccess, isConst, isFunctionNode, isLibrarySymbol, stripped } from '../oracle';
import { isText } from '../types';
import { lowerValue } from './expressions';
import type { FunctionValue } from './functionShape';
import { bindSurrounding } from './inlining';
import { knownFunction } from './known';
import type { FunctionScope } from './scope';
import { isTrue, staticValue } from './statics';

/** Whether a text is a value as it stands: one that is known, a variable, a field or an element, what a function returns, or one of these. */
export function isWholeText(fn: FunctionScope, expression: ts.Expression): boolean {
  const node = stripped(expression);
  if (staticValue(fn, node)?.kind === 'text') return true;
  if (ts.isConditionalExpression(node)) return isWholeText(fn, node.whenTrue) && isWholeText(fn, node.whenFalse);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) return isWholeText(fn, node.left) && isWholeText(fn, node.right);
  if (ts.isIdentifier(node)) {
    const symbol = fn.lexicon.oracle.symbolOf(node);
    const binding = symbol === undefined ? null : fn.lookUp(symbol);
    return binding?.kind === 'param' || binding?.kind === 'slot' || binding?.kind === 'maybe';
  }
  if (isAccess(node)) return !ts.isPropertyAccessExpression(node) || !isErrorText(fn, node);
  return ts.isCallExpression(node) && callParts(fn, node) === null && knownFunction(fn, node.expression)?.shape.kind === 'source';
}

/** `error.message` and its like. */
function isErrorText(fn: FunctionScope, node: ts.PropertyAccessExpression): boolean {
  const symbol = fn.lexicon.oracle.symbolOf(node.name);
  return symbol !== undefined && isLibrarySymbol(symbol);
}

/** The pieces of a text; null for what is no text, or one that is not known in pieces. */
export function textParts(fn: FunctionScope, expression: ts.Expression): readonly TextPart[] | null {
  const node = stripped(expression);
  const known = staticValue(fn, node);
  if (known?.kind === 'text') return [known.value];
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map(span => {
      const parts = written(fn, span.expression);
      return parts === null ? null : [...parts, span.literal.text];
    });
    return spans.every(span => span !== null) ? [node.head.text, ...spans.flat()] : null;
  }
  if (isWholeText(fn, node)) return [{ value: lowerValue(fn, node), format: null }];
  if (ts.isIdentifier(node)) return named(fn, node);
  if (ts.isConditionalExpression(node)) {
    const taken = staticValue(fn, node.condition);
    return taken === null ? null : textParts(fn, isTrue(taken) ? node.whenTrue : node.whenFalse);
  }
  if (ts.isBinaryExpression(node)) return binaryParts(fn, node);
  return ts.isCallExpression(node) ? callParts(fn, node) : null;
}

/** A value as it stands in a template. */
function written(fn: FunctionScope, node: ts.Expression): readonly TextPart[] | null {
  if (isText(fn.lexicon.oracle.typeOf(node))) return textParts(fn, node);
  const constant = fn.lexicon.constants.scalar(node);
  if (constant !== null) return [String(constant)];
  if (isExhausted(fn, node)) {
    const value = lowerValue(fn, node);
    return isPlain(value.type) ? [{ value, format: null }] : value.type.kind === 'struct' && !isTuple(value.type) ? ['[object Object]'] : null;
  }
  const type = fn.typeOrNull(node);
  return type?.kind === 'num' || type?.kind === 'bool' ? [{ value: lowerValue(fn, node), format: null }] : null;
}

/** A name or a field of which all values have been dealt with: its type is `never`, its value one that the types did not foresee. */
const isExhausted = (fn: FunctionScope, node: ts.Expression): boolean =>
  fn.lexicon.oracle.isNever(node) && (ts.isIdentifier(stripped(node)) || isAccess(stripped(node)));

function binaryParts(fn: FunctionScope, node: ts.BinaryExpression): readonly TextPart[] | null {
  if (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) {
    return textParts(fn, staticValue(fn, node.left)?.kind === 'undefined' ? node.right : node.left);
  }
  if (node.operatorToken.kind !== ts.SyntaxKind.PlusToken || !isText(fn.lexicon.oracle.typeOf(node))) return null;
  const left = written(fn, node.left);
  const right = left === null ? null : written(fn, node.right);
  return left === null || right === null ? null : [...left, ...right];
}

/** `String(x)`, `x.toFixed(2)`, and calls of functions without parameters whose body is a text. */
function callParts(fn: FunctionScope, node: ts.CallExpression): readonly TextPart[] | null {
  const callee = stripped(node.expression);
  const [first] = node.arguments;
  if (ts.isIdentifier(callee) && callee.text === 'String' && first !== undefined) {
    const symbol = fn.lexicon.oracle.symbolOf(callee);
    return symbol !== undefined && isLibrarySymbol(symbol) ? written(fn, first) : null;
  }
  if (ts.isPropertyAccessExpression(callee) && fn.typeOrNull(callee.expression)?.kind === 'num') {
    const method = numberFormats.find(name => name === callee.name.text);
    if (callee.name.text === 'toString' && first === undefined) return written(fn, callee.expression);
    const digits = first === undefined ? 0 : fn.lexicon.constants.scalar(first);
    if (method === undefined || typeof digits !== 'number' || first === undefined && method !== 'toFixed') return null;
    return [{ value: lowerValue(fn, callee.expression), format: { method, digits } }];
  }
  const target = node.arguments.length === 0 && isText(fn.lexicon.oracle.typeOf(node)) ? knownFunction(fn, callee) : null;
  if (target?.shape.kind !== 'source' || !isFunctionNode(target.shape.node)) return null;
  const { body } = target.shape.node;
  if (ts.isBlock(body)) return null;
  let parts: readonly TextPart[] | null = null;
  fn.block(() => {
    bindSurrounding(fn, target);
    parts = textParts(fn, body);
  });
  return parts;
}

/** A parameter that was given a text in pieces, or a constant that is one. */
function named(fn: FunctionScope, node: ts.Identifier): readonly TextPart[] | null {
  const symbol = fn.lexicon.oracle.symbolOf(node);
  const binding = symbol === undefined ? null : fn.lookUp(symbol);
  if (binding?.kind === 'function' && binding.value.shape.kind === 'text') {
    const { shape, slots } = binding.value;
    let next = 0;
    return shape.parts.map((part): TextPart => {
      if (typeof part === 'string') return part;
      const slot = slots[next++];
      return slot === undefined ? '' : { value: fn.b.get(slot, fn.at(node)), format: part.format };
    });
  }
  const settled = binding === null ? settledInitial(fn, node) : null;
  return settled === null ? null : textParts(fn, settled);
}

/** What a local `const` was given, where the names in it mean the same still. */
export function settledInitial(fn: FunctionScope, node: ts.Identifier): ts.Expression | null {
  const declaration = fn.lexicon.oracle.symbolOf(node)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || !isConst(declaration) || declaration.initializer === undefined) return null;
  const { captures, oracle } = fn.lexicon;
  const { assigned } = captures.use(fn.source);
  const isSettled = (at: ts.Node): boolean => {
    if (ts.isElementAccessExpression(at) || ts.isCallExpression(at) && !ts.isPropertyAccessExpression(at.expression)) return false;
    const symbol = ts.isIdentifier(at) ? oracle.symbolOf(at) : undefined;
    return !(symbol !== undefined && assigned.has(symbol)) && !(ts.forEachChild(at, child => !isSettled(child) || undefined) ?? false);
  };
  return isSettled(declaration.initializer) ? declaration.initializer : null;
}

/** A text with values in it, to be passed on. */
export function textValue(fn: FunctionScope, expression: ts.Expression): FunctionValue | null {
  const parts = textParts(fn, expression);
  if (parts === null) return null;
  const values = parts.flatMap((part): readonly Value[] => (typeof part === 'string' ? [] : [part.value]));
  const slots = values.map(value => {
    const slot = newSlot(value.type, 'said');
    fn.b.declare(slot, value, fn.at(expression));
    return slot;
  });
  return { shape: { kind: 'text', parts: parts.map(part => (typeof part === 'string' ? part : { type: part.value.type, format: part.format })) }, slots };
}
