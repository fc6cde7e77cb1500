/** Values of points: literals, arithmetic, Math and constants of modules, as a small slot-form function without parameters. */
import ts from 'typescript';
import { literalType, RegionBuilder } from '../ir/builder';
import { missingValue } from '../ir/missing';
import type { Data, Global } from '../ir/module';
import type { Value } from '../ir/op';
import { nowhere, type Span } from '../ir/origin';
import { isRealPrimitive, primitiveArity } from '../ir/primitive';
import { isOfOneMember, presenceFor, presenceOf } from '../ir/presence';
import { isTuple, num, printType, sameType, text, type Type } from '../ir/type';
import { problem, type Diagnostic, type MessageName, type MessageParameters } from '../messages';
import { isAbsent, libraryNumber, propertyName, type Constant } from './constants';
import { arithmeticPrimitive } from './lower/operators';
import { describedType } from '../ir/typeText';
import { storageOfConstructor } from './types';
import { stripped } from './oracle';

export class PointValues {
  readonly b = new RegionBuilder();
  readonly globals = new Map<string, Global>();

  constructor(
    private readonly source: ts.SourceFile,
    private readonly spanAt: (start: number, end: number) => Span,
    /** A constant of the module, or a member of an enum or namespace there. */
    private readonly constant: (name: string, member?: string) => Constant | null,
    private readonly diagnostics: Diagnostic[],
  ) {}

  span(node: ts.Node): Span { return this.spanAt(node.getStart(this.source), node.end); }

  private refuse<N extends MessageName>(name: N, parameters: MessageParameters<N>, node: ts.Node): null {
    this.diagnostics.push(problem(name, parameters, this.span(node)));
    return null;
  }

  /** The value of `expression` for the entry `name`, shaped by `type`; null after a report. */
  value(name: string, expression: ts.Expression, type: Type): Value | null {
    const node = stripped(expression);
    if (ts.isIdentifier(node) && libraryNumber(null, node.text) === null) return this.named(name, node, type);
    switch (type.kind) {
      case 'num': return this.number(name, node);
      case 'bool':
        if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) {
          return this.b.constant(node.kind === ts.SyntaxKind.TrueKeyword, nowhere);
        }
        return this.illShaped(name, node, type);
      case 'text': return this.said(name, node);
      case 'array': return this.array(name, node, type);
      case 'struct': return this.record(name, node, type);
      case 'func': case 'void': return this.refuse('notPointExpression', { what: `a value of type ${describedType(type)}` }, node);
    }
  }

  private illShaped(name: string, node: ts.Node, type: Type): null {
    const expected = type.kind === 'num' ? 'a number' : type.kind === 'bool' ? 'true or false' : type.kind === 'text' ? 'a text in quotes' : `\`${describedType(type)}\``;
    return this.refuse('illShaped', { name, type: expected, found: node.getText(this.source) }, node);
  }

  private named(name: string, node: ts.Identifier, type: Type): Value | null {
    const constant = this.constant(node.text);
    switch (constant?.kind) {
      case 'scalar':
        return sameType(literalType(constant.value), type)
          ? this.b.namedConstant(constant.value, node.text, nowhere) : this.illShaped(name, node, type);
      case 'data': {
        if (!fits(constant.type, type)) return this.illShaped(name, node, type);
        const key = sameType(constant.type, type) ? node.text : `${node.text}$${printType(type).replace(/\W/g, '')}`;
        this.globals.set(key, { name: key, type, data: constant.data, origin: nowhere });
        return this.b.global(key, type, nowhere, node.text);
      }
      case 'changing': case 'unreadable': case undefined: return this.refuse('unknownConstant', { name: node.text }, node);
    }
  }

  private said(name: string, node: ts.Expression): Value | null {
    if (ts.isStringLiteralLike(node)) return this.b.constant(node.text, nowhere);
    return (ts.isPropertyAccessExpression(node) ? this.memberConstant(node, text) : null) ?? this.illShaped(name, node, text);
  }

  /** `Mode.Fast` of an enum. */
  private memberConstant(node: ts.PropertyAccessExpression, type: Type): Value | null {
    const found = ts.isIdentifier(node.expression) ? this.constant(node.expression.text, node.name.text) : null;
    return found?.kind === 'scalar' && sameType(literalType(found.value), type) ? this.b.namedConstant(found.value, node.getText(this.source), nowhere) : null;
  }

  private number(name: string, node: ts.Expression): Value | null {
    if (ts.isNumericLiteral(node)) return this.b.constant(Number(node.text), nowhere);
    if (ts.isStringLiteral(node)) {
      return /^(NaN|-?Infinity)$/.test(node.text) ? this.b.constant(Number(node.text), nowhere) : this.illShaped(name, node, num);
    }
    if (ts.isIdentifier(node)) return this.b.constant(libraryNumber(null, node.text) ?? NaN, nowhere);
    if (ts.isPrefixUnaryExpression(node)) {
      const operand = this.value(name, node.operand, num);
      if (operand === null) return null;
      if (node.operator === ts.SyntaxKind.PlusToken) return operand;
      if (node.operator === ts.SyntaxKind.MinusToken) return this.b.prim('neg', [operand], nowhere);
      if (node.operator === ts.SyntaxKind.TildeToken) return this.b.prim('bitnot', [operand], nowhere);
    }
    if (ts.isBinaryExpression(node)) {
      const primitive = arithmeticPrimitive(node.operatorToken.kind);
      if (primitive === null) return this.refuse('notPointExpression', { what: `\`${node.operatorToken.getText(this.source)}\`` }, node.operatorToken);
      const left = this.value(name, node.left, num);
      const right = this.value(name, node.right, num);
      return left === null || right === null ? null : this.b.prim(primitive, [left, right], nowhere);
    }
    if (ts.isPropertyAccessExpression(node)) return this.member(name, node);
    if (ts.isElementAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const base = this.data(node.expression);
      if (base === null) return null;
      const index = this.value(name, node.argumentExpression, num);
      if (index === null) return null;
      return base.type.kind === 'array' && base.type.element.kind === 'num' ? this.b.load(base, index, nowhere) : this.illShaped(name, node, num);
    }
    if (ts.isCallExpression(node)) return this.mathCall(name, node);
    return this.illShaped(name, node, num);
  }

  /** A constant's data as a reference. */
  private data(node: ts.Identifier): Value | null {
    const constant = this.constant(node.text);
    return constant?.kind === 'data' ? this.named(node.text, node, constant.type) : this.refuse('unknownConstant', { name: node.text }, node);
  }

  /** `Math.PI`, `Number.EPSILON`, `DATA.length`, `CONFIG.rate`. */
  private member(name: string, node: ts.PropertyAccessExpression): Value | null {
    const member = node.name.text;
    if (!ts.isIdentifier(node.expression)) return this.refuse('notPointExpression', { what: `\`${node.getText(this.source)}\`` }, node);
    const owner = node.expression.text;
    if (owner === 'Math' || owner === 'Number') {
      const value = libraryNumber(owner, member);
      return value === null ? this.refuse('unknownConstant', { name: node.getText(this.source) }, node) : this.b.namedConstant(value, node.getText(this.source), nowhere);
    }
    const chosen = this.memberConstant(node, num);
    if (chosen !== null) return chosen;
    const base = this.data(node.expression);
    if (base === null) return null;
    if (base.type.kind === 'array' && member === 'length') return this.b.len(base, nowhere);
    const field = base.type.kind === 'struct' ? base.type.fields.find(f => f.name === member) : undefined;
    return field?.type.kind === 'num' ? this.b.getField(base, member, nowhere) : this.illShaped(name, node, num);
  }

  private mathCall(name: string, node: ts.CallExpression): Value | null {
    const callee = node.expression;
    const isMath = ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression) && callee.expression.text === 'Math';
    const called = isMath ? callee.name.text : '';
    if (!isRealPrimitive(called) || !(called in Math)) return this.refuse('notPointExpression', { what: `a call of \`${callee.getText(this.source)}\`` }, callee);
    const arity = primitiveArity(called);
    if ((arity !== null && node.arguments.length !== arity) || node.arguments.length === 0) {
      return this.refuse('argumentCount', { name: `Math.${called}`, expected: `${String(arity ?? 1)} argument${arity === 1 ? '' : 's'}`, found: node.arguments.length }, node);
    }
    const args = node.arguments.map(argument => this.value(name, argument, num));
    return args.every(argument => argument !== null) ? this.b.prim(called, args, nowhere) : null;
  }

  private array(name: string, node: ts.Expression, type: Type & { readonly kind: 'array' }): Value | null {
    const made = constructed(node);
    if (made !== null && typeof made !== 'string') return this.filled(name, made.length, made.fill, type);
    const literal = made === null ? node : stripped(made === 'literal' ? contentOf(node) ?? node : node);
    if (!ts.isArrayLiteralExpression(literal)) return this.illShaped(name, node, type);
    const elements: Value[] = [];
    let failed = false;
    literal.elements.forEach((element, i) => {
      const value = type.absence !== undefined && isAbsent(element) ? this.b.constant(null, nowhere) : this.value(`${name}[${String(i)}]`, element, type.element);
      if (value === null) failed = true;
      else elements.push(value);
    });
    return failed ? null : this.b.array(type, elements, nowhere);
  }

  private filled(name: string, length: ts.Expression, fill: ts.Expression | null, type: Type & { readonly kind: 'array' }): Value | null {
    const count = this.value(name, length, num);
    if (count === null || type.element.kind !== 'num') return count === null ? null : this.illShaped(name, length, type);
    const array = this.b.alloc(type, count, nowhere);
    if (fill === null) return array;
    const value = this.value(name, fill, num);
    if (value === null) return null;
    this.b.fill(array, value, nowhere);
    return array;
  }

  private tuple(name: string, node: ts.ArrayLiteralExpression, type: Type & { readonly kind: 'struct' }): Value | null {
    const values = type.fields.map((field, i) => { const element = node.elements[i]; return element === undefined ? null : this.value(`${name}[${field.name}]`, element, field.type); });
    return values.every(value => value !== null) ? this.b.struct(type, values, nowhere) : null;
  }

  private record(name: string, node: ts.Expression, type: Type & { readonly kind: 'struct' }): Value | null {
    if (ts.isArrayLiteralExpression(node) && isTuple(type) && node.elements.length === type.fields.length) return this.tuple(name, node, type);
    if (!ts.isObjectLiteralExpression(node)) return this.illShaped(name, node, type);
    const values = new Map<string, Value>();
    let failed = false;
    for (const property of node.properties) {
      const key = property.name === undefined ? null : propertyName(property.name);
      const field = type.fields.find(f => f.name === key);
      if (field === undefined || !(ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property))) {
        failed = true;
        this.illShaped(name, property, type);
        continue;
      }
      if (presenceOf(type, field.name) !== null && ts.isPropertyAssignment(property) && isAbsent(property.initializer)) continue;
      const value = this.value(`${name}.${field.name}`, ts.isPropertyAssignment(property) ? property.initializer : property.name, field.type);
      if (value === null) failed = true;
      else values.set(field.name, value);
    }
    if (failed) return null;
    if (!isOfOneMember(type, field => values.has(field), field => textIn(node, field))) return this.illShaped(name, node, type);
    for (const { name: boolean } of type.fields) {
      const presence = presenceFor(boolean);
      if (presence === null) continue;
      values.set(boolean, this.b.constant(values.has(presence.field), nowhere));
      const own = type.fields.find(field => field.name === presence.field);
      if (!values.has(presence.field) && own !== undefined) values.set(presence.field, missingValue(own.type, this.b, nowhere));
    }
    const missing = type.fields.find(field => !values.has(field.name));
    return missing === undefined ? this.b.struct(type, type.fields.flatMap(f => values.get(f.name) ?? []), nowhere) : this.illShaped(name, node, type);
  }

  /** A constant's data, as the value of a parameter that was left out. */
  defaultValue(name: string, value: Data, type: Type): Value {
    if (typeof value !== 'object') return this.b.constant(value, nowhere);
    const key = `${name}$default`;
    this.globals.set(key, { name: key, type, data: value, origin: nowhere });
    return this.b.global(key, type, nowhere, name);
  }
}

/** The text that a field of a literal has. */
function textIn(node: ts.ObjectLiteralExpression, field: string): string | null {
  for (const property of node.properties) {
    if (ts.isPropertyAssignment(property) && propertyName(property.name) === field) return ts.isStringLiteralLike(property.initializer) ? property.initializer.text : null;
  }
  return null;
}

/** Whether data of one type can stand for another: the same but for the storage of arrays, and none that is missing where none may be. */
const fits = (found: Type, wanted: Type): boolean =>
  sameType(found, wanted) || (found.kind === 'array' && wanted.kind === 'array' && found.element.kind === 'num' && wanted.element.kind === 'num' && (found.absence === undefined || wanted.absence !== undefined));

/** `new Float64Array([…])` and `Float64Array.of` hold a literal; `new Float64Array(n)` and `new Array(n).fill(v)` a length. */
function constructed(node: ts.Expression): 'literal' | { length: ts.Expression; fill: ts.Expression | null } | null {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'fill') {
    const inner = constructed(stripped(node.expression.expression));
    const [fill] = node.arguments;
    return inner !== null && inner !== 'literal' && fill !== undefined ? { length: inner.length, fill } : null;
  }
  const content = contentOf(node);
  if (content === undefined) return null;
  return ts.isArrayLiteralExpression(stripped(content)) ? 'literal' : ts.isNewExpression(node) ? { length: content, fill: null } : null;
}

/** The only argument of `new X(…)` or `X.from(…)` for an array constructor X. */
function contentOf(node: ts.Expression): ts.Expression | undefined {
  const callee = ts.isNewExpression(node) ? node.expression
    : ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'from' ? node.expression.expression : null;
  if (callee === null || !ts.isIdentifier(callee) || storageOfConstructor(callee.text) === null) return undefined;
  const args = ts.isNewExpression(node) || ts.isCallExpression(node) ? node.arguments ?? [] : [];
  return args.length === 1 ? args[0] : undefined;
}
