/** Loops over names that the text gives: `for…in` over an object, `for…of` over `Object.keys`, `Object.entries` and lists of texts. */
import ts from 'typescript';
import type { Region, Value } from '../../ir/op';
import { hasPresence, ownFields } from '../../ir/presence';
import { visitOps } from '../../ir/walk';
import { isLibrarySymbol, stripped } from '../oracle';
import { lowerValue } from './expressions';
import { isRecord } from './functionShape';
import { bindKnown, elementsOf, knownRecord } from './known';
import { bindPattern } from './patterns';
import type { FunctionScope } from './scope';
import { lowerStatement } from './statements';
import { staticValue } from './statics';
import { hidesFields } from '../classes';

type Round = (declaration: ts.VariableDeclaration) => void;

/** Lowers the body once for each name; false when the names are not known from the text. */
export function lowerUnrolled(fn: FunctionScope, node: ts.ForInStatement | ts.ForOfStatement, labels: readonly string[]): boolean {
  const [declaration] = ts.isVariableDeclarationList(node.initializer) ? node.initializer.declarations : [];
  const rounds = declaration === undefined ? null : ts.isForInStatement(node) ? keyRounds(fn, node.expression) : listRounds(fn, node.expression);
  if (declaration === undefined || rounds === null) return false;
  const end = fn.freshLabel('B');
  const loop = fn.region(node, () => {
    for (const round of rounds) {
      if (fn.ended) break;
      const next = fn.freshLabel('B');
      // `continue` leaves the round, `break` the whole.
      fn.jumps.push({ label: end, names: labels, continues: false, unnamed: true }, { label: next, names: labels, continues: true, unnamed: false, isRound: true });
      const body = fn.region(node.statement, () => {
        round(declaration);
        lowerStatement(fn, node.statement, []);
        return [];
      });
      fn.jumps.splice(-2);
      appendBlock(fn, next, body, node.statement);
    }
    return [];
  });
  appendBlock(fn, end, loop, node);
  return true;
}

function appendBlock(fn: FunctionScope, label: string, body: Region, at: ts.Node): void {
  let isLeft = false;
  visitOps(body, op => { isLeft ||= op.kind === 'break' && op.label === label; });
  if (isLeft) fn.b.append({ kind: 'block', label, body, origin: fn.at(at) });
  else fn.inline(body);
}

/** The fields of an object, by name. */
function keyRounds(fn: FunctionScope, object: ts.Expression): readonly Round[] | null {
  const value = recordOf(fn, object);
  return value === null ? null : value.fields.map((name): Round => declaration => { bindText(fn, declaration.name, name); });
}

function recordOf(fn: FunctionScope, object: ts.Expression): { readonly value: Value; readonly fields: readonly string[] } | null {
  if (fn.typeOrNull(object)?.kind !== 'struct') return null;
  const value = lowerValue(fn, object);
  if (value.type.kind !== 'struct' || hidesFields(value.type)) return null;
  // Which fields there are must be known.
  if (hasPresence(value.type)) fn.report('unsupportedSyntax', { what: 'a loop over fields that may be missing', instead: 'name the fields' }, object);
  return { value, fields: ownFields(value.type).map(field => field.name) };
}

function listRounds(fn: FunctionScope, expression: ts.Expression): readonly Round[] | null {
  const node = stripped(expression);
  const list = knownRecord(fn, node);
  if (list !== null && isRecord(list) && list.shape.isList) return elementsOf(list).map((element): Round => declaration => { bindKnown(fn, declaration.name, element); });
  if (ts.isArrayLiteralExpression(node)) {
    const texts = node.elements.map(element => staticValue(fn, element));
    if (texts.length === 0 || !texts.every(text => text?.kind === 'text')) return null;
    return texts.map((text): Round => declaration => { if (text.kind === 'text') bindText(fn, declaration.name, text.value); });
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression) || node.expression.expression.getText() !== 'Object') return null;
  const method = node.expression.name.text;
  const symbol = fn.lexicon.oracle.symbolOf(node.expression.name);
  const [object] = node.arguments;
  if (symbol === undefined || !isLibrarySymbol(symbol) || object === undefined || (method !== 'keys' && method !== 'values' && method !== 'entries')) return null;
  const record = recordOf(fn, object);
  if (record === null) return null;
  return record.fields.map((field): Round => ({ name }) => {
    if (method === 'keys') {
      bindText(fn, name, field);
      return;
    }
    const value = fn.b.getField(record.value, field, fn.at(node));
    if (method === 'values') bindPattern(fn, name, value, name);
    else if (ts.isArrayBindingPattern(name)) {
      const [key, content] = name.elements;
      if (key !== undefined && !ts.isOmittedExpression(key)) bindText(fn, key.name, field);
      if (content !== undefined && !ts.isOmittedExpression(content)) bindPattern(fn, content.name, value, content);
    } else fn.report('unsupportedPattern', {}, name);
  });
}

function bindText(fn: FunctionScope, name: ts.BindingName, value: string): void {
  const symbol = ts.isIdentifier(name) ? fn.lexicon.oracle.symbolOf(name) : undefined;
  if (symbol !== undefined) fn.bind(symbol, { kind: 'text', value });
  else fn.report('unsupportedPattern', {}, name);
}
