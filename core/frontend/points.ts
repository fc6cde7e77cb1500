/** Points: the text after `@at`, and text typed by a user, to a function that makes the arguments. */
import ts from 'typescript';
import type { Value } from '../ir/op';
import { nowhere, type Span } from '../ir/origin';
import { structOf, type Type } from '../ir/type';
import { problem, type Diagnostic } from '../messages';
import { unlessTooDeep } from '../messages/stack';
import type { MarkedParam, Point, PointEntry } from './api';
import { propertyName } from './constants';
import type { Lexicon } from './lower/unit';
import { tagEnd, withoutStars } from './marks';
import type { FunctionNode } from './oracle';
import { parameterNames } from './parameterNames';
import { PointValues } from './pointValues';

/** One `parameter=value`. */
interface Entry { readonly name: string; readonly nameNode: ts.Node; readonly value: ts.Expression }

export interface PointText {
  readonly text: string;
  readonly file: string;
  /** Offset of the text in the file. */
  readonly offset: number;
  /** JSON objects and bare values in order are accepted too. */
  readonly typed: boolean;
  readonly tagSpan: Span;
}

/** The points written in a comment, in order. */
export function readPoints(lexicon: Lexicon, node: FunctionNode, params: readonly MarkedParam[], comment: ts.Node): Point[] {
  const source = node.getSourceFile();
  const tags = ts.isJSDoc(comment) ? comment.tags ?? [] : [];
  const names = new Set<string>();
  return tags.filter(tag => tag.tagName.text === 'at').map(tag => {
    const start = tag.tagName.end;
    const text = withoutStars(source.text.slice(start, tagEnd(tag, source.text))).trimEnd();
    const tagSpan = { file: source.fileName, start: tag.tagName.getStart(source) - 1, end: start + text.length };
    const point = readPoint(lexicon, node, params, { text, file: source.fileName, offset: start, typed: false, tagSpan });
    if (point.name === null || !names.has(point.name)) {
      if (point.name !== null) names.add(point.name);
      return point;
    }
    return { ...point, diagnostics: [...point.diagnostics, problem('duplicatePoint', { name: point.name }, tagSpan)] };
  });
}

export const readPoint = (lexicon: Lexicon, node: FunctionNode, params: readonly MarkedParam[], at: PointText): Point =>
  unlessTooDeep(() => readWhole(lexicon, node, params, at), () => {
    const { file, offset, text, tagSpan } = at;
    return {
      name: null, span: { file, start: offset, end: offset + text.length }, tagSpan, text: text.replace(/\s+/g, ' ').trim(), entries: [], lowered: null,
      diagnostics: [problem('nestedTooDeeply', { what: 'the point' }, tagSpan)],
    };
  });

function readWhole(lexicon: Lexicon, node: FunctionNode, params: readonly MarkedParam[], at: PointText): Point {
  const diagnostics: Diagnostic[] = [];
  const named = /^\s*([\p{L}_$][\p{L}\w$.-]*)\s*:/u.exec(at.text);
  const name = named?.[1] ?? null;
  const skipped = named?.[0].length ?? 0;
  const { source, spanAt } = parsed(at, skipped);
  const values = new PointValues(source, spanAt, (constantName, member) => {
    const owner = lexicon.oracle.visibleSymbol(constantName, node.parent);
    const symbol = member === undefined ? owner : owner?.exports?.get(ts.escapeLeadingUnderscores(member));
    return symbol === undefined ? null : lexicon.constants.of(symbol);
  }, diagnostics);
  const entries = readEntries(source, params, at, spanAt, diagnostics);
  const lowered = entries === null ? null : lowerEntries(lexicon, node, params, values, entries, at, diagnostics);
  const content = at.text.slice(skipped);
  return {
    name, span: { file: at.file, start: at.offset, end: at.offset + at.text.length }, tagSpan: at.tagSpan,
    text: content.replace(/\s+/g, ' ').trim(), entries: (entries ?? []).map(entry => describeEntry(entry, source, spanAt)), lowered: diagnostics.length === 0 ? lowered : null, diagnostics,
  };
}

/** The entries of a text that may be JSON or bare values in order; null where it is neither. */
export const typedEntries = (params: readonly MarkedParam[], text: string): PointEntry[] | null => unlessTooDeep(() => readTyped(params, text), () => null);

function readTyped(params: readonly MarkedParam[], text: string): PointEntry[] | null {
  const { source, spanAt } = parsed({ text, file: '', offset: 0 }, 0);
  const diagnostics: Diagnostic[] = [];
  const tagSpan = { file: '', start: 0, end: text.length };
  const entries = readEntries(source, params, { text, file: '', offset: 0, typed: true, tagSpan }, spanAt, diagnostics);
  return entries === null || diagnostics.length > 0 ? null : entries.map(entry => describeEntry(entry, source, spanAt));
}

function describeEntry({ name, nameNode, value }: Entry, source: ts.SourceFile, spanAt: SpanAt): PointEntry {
  const start = nameNode.getStart(source);
  return { name, nameSpan: spanAt(start, nameNode.end), span: spanAt(start, value.end), value: value.getText(source) };
}

type SpanAt = (start: number, end: number) => Span;

/** The text from `skipped` on as an expression: in parentheses `x=2, y=5` is one, and every offset is one more than in the text. */
function parsed(at: Pick<PointText, 'text' | 'file' | 'offset'>, skipped: number): { readonly source: ts.SourceFile; readonly spanAt: SpanAt } {
  const source = ts.createSourceFile('point.ts', `(${at.text.slice(skipped)}\n)`, ts.ScriptTarget.ESNext, true);
  const spanAt: SpanAt = (start, end) => {
    const last = at.text.length;
    const from = Math.min(start - 1 + skipped, last);
    return { file: at.file, start: at.offset + from, end: at.offset + Math.max(Math.min(end - 1 + skipped, last), from) };
  };
  return { source, spanAt };
}

function readEntries(
  source: ts.SourceFile, params: readonly MarkedParam[], at: PointText, spanAt: SpanAt, diagnostics: Diagnostic[],
): Entry[] | null {
  const unreadable = (reason: string, span: Span): null => {
    diagnostics.push(problem('unreadablePoint', { reason }, span));
    return null;
  };
  const [statement, more] = source.statements;
  const outer = statement !== undefined && ts.isExpressionStatement(statement) ? statement.expression : undefined;
  if (source.text.slice(1, -2).trim() === '') return params.some(p => !p.hasDefault && !p.optional) ? unreadable('it is empty', at.tagSpan) : [];
  const [error] = ts.transpileModule(source.text, { reportDiagnostics: true, fileName: 'point.ts' }).diagnostics ?? [];
  if (error !== undefined) {
    const start = error.start ?? 1;
    return unreadable(ts.flattenDiagnosticMessageText(error.messageText, ' '), spanAt(start, start + (error.length ?? 1)));
  }
  if (outer === undefined || !ts.isParenthesizedExpression(outer) || more !== undefined) return unreadable('it is no list of values', spanAt(1, source.text.length - 2));
  if (at.typed && ts.isObjectLiteralExpression(outer.expression)) {
    return outer.expression.properties.flatMap((property): Entry[] => {
      const name = property.name === undefined ? null : propertyName(property.name);
      if (name !== null && ts.isPropertyAssignment(property)) return [{ name, nameNode: property.name, value: property.initializer }];
      unreadable(`\`${property.getText(source)}\` is no entry`, spanAt(property.getStart(source), property.end));
      return [];
    });
  }
  const parts = flattened(outer.expression);
  const given = params.filter(param => !param.optional);
  if (at.typed && parts.length <= given.length && !parts.some(isEntry)) {
    return parts.flatMap((value, i) => (given[i] === undefined ? [] : [{ name: given[i].name, nameNode: value, value }]));
  }
  return parts.flatMap((part): Entry[] => {
    if (isEntry(part)) return [{ name: part.left.text, nameNode: part.left, value: part.right }];
    unreadable(`\`${part.getText(source)}\` is no entry`, spanAt(part.getStart(source), part.end));
    return [];
  });
}

const flattened = (node: ts.Expression): ts.Expression[] =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken ? [...flattened(node.left), ...flattened(node.right)] : [node];

const isEntry = (node: ts.Expression): node is ts.BinaryExpression & { readonly left: ts.Identifier } =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isIdentifier(node.left);

function lowerEntries(
  lexicon: Lexicon, node: FunctionNode, params: readonly MarkedParam[], values: PointValues, entries: readonly Entry[], at: PointText,
  diagnostics: Diagnostic[],
): Point['lowered'] {
  const given = params.filter(param => !param.optional);
  const parameters = given.map(param => `\`${param.name}\``).join(', ');
  const found = new Map<string, Value | null>();
  for (const { name, nameNode, value } of entries) {
    const param = given.find(p => p.name === name);
    if (param === undefined) diagnostics.push(problem('unknownParameter', { name, parameters }, values.span(nameNode)));
    else if (found.has(name)) diagnostics.push(problem('duplicateEntry', { name }, values.span(nameNode)));
    else found.set(name, param.type === null ? null : values.value(name, value, param.type));
  }
  const fields: { name: string; type: Type; value: Value }[] = [];
  for (const param of given) {
    let value = found.get(param.name);
    if (value === undefined && param.type !== null) {
      value = defaultOf(lexicon, node, param, values);
      if (value === null) {
        const type = param.typeText;
        const span = { ...at.tagSpan, start: at.offset + at.text.length - at.text.trimStart().length, end: at.offset + at.text.length };
        diagnostics.push(problem('missingParameter', { name: param.name, type }, span.start < span.end ? span : at.tagSpan));
      }
    }
    if (value !== null && value !== undefined && param.type !== null) fields.push({ name: param.name, type: param.type, value });
  }
  if (fields.length !== given.length) return null;
  const type = structOf(fields.map(({ name, type: fieldType }) => ({ name, type: fieldType })));
  values.b.return(values.b.struct(type, fields.map(field => field.value), nowhere), nowhere);
  const func = { name: 'point', params: [], captures: [], result: type, body: values.b.finish(), form: 'slot' as const, origin: nowhere };
  return { module: { funcs: new Map([['point', func]]), globals: values.globals }, root: 'point' };
}

/** The value of a parameter's default where that is a constant. */
function defaultOf(lexicon: Lexicon, node: FunctionNode, param: MarkedParam, values: PointValues): Value | null {
  const at = parameterNames(lexicon.oracle, node).indexOf(param.name);
  const declared = node.parameters[at]?.initializer;
  if (declared === undefined || param.type === null) return null;
  const data = lexicon.constants.data(declared, param.type);
  return data === null ? null : values.defaultValue(param.name, data, param.type);
}
