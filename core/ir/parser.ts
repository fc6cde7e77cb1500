/** Reads the text form of the IR that `printModule` writes and that fixtures are written in. */
import { newSlot, unnamed } from './builder';
import type { Data, Func, Global, Module, Param } from './module';
import type { Region, Slot } from './op';
import { nowhere, type Origin, type Role } from './origin';
import { IrSyntaxError } from './lexer';
import { OpParser } from './op-parser';
import { parseTypedValue, Scope, sourceName, TokenReader } from './token-reader';

/** The module a text describes. Throws `IrSyntaxError` with line and column; well-formedness is the verifier's to judge. */
export function parseModule(text: string): Module {
  const reader = new TokenReader(text);
  const files = new Map<number, string>();
  const funcs = new Map<string, Func>();
  const globals = new Map<string, Global>();
  while (reader.peek().kind !== 'end') {
    if (reader.accept('file')) files.set(reader.number(), reader.string());
    else if (reader.accept('global')) {
      const global = parseGlobal(reader, files);
      globals.set(global.name, global);
    } else {
      const func = parseFunc(reader, files);
      if (funcs.has(func.name)) reader.fail(`function @${func.name} is defined twice`);
      funcs.set(func.name, func);
    }
  }
  return { funcs, globals };
}

function parseGlobal(reader: TokenReader, files: ReadonlyMap<number, string>): Global {
  const name = reader.take('at').text;
  reader.expect(':');
  const type = reader.type();
  const isHidden = reader.accept('hidden');
  reader.expect('=');
  return { name, type, data: parseData(reader), origin: parseOrigin(reader, files), ...(isHidden ? { isHidden: true } : {}) };
}

function parseData(reader: TokenReader): Data {
  const token = reader.peek();
  if (token.kind === 'number') return reader.number();
  if (reader.accept('true')) return true;
  if (reader.accept('false')) return false;
  if (reader.accept('null')) return null;
  if (token.text === '[') return reader.list('[', ']', () => parseData(reader));
  return Object.fromEntries(reader.list('{', '}', (): [string, Data] => {
    const field = reader.field();
    reader.expect(':');
    return [field, parseData(reader)];
  }));
}

function parseFunc(reader: TokenReader, files: ReadonlyMap<number, string>): Func {
  const form = reader.accept('value') ? 'value' : 'slot';
  if (form === 'slot') reader.accept('slot');
  reader.expect('func');
  const name = reader.take('at').text;
  const scope = new Scope(null);
  const captures: Slot[] = reader.peek().text !== '[' ? [] : reader.list('[', ']', () => {
    const slot = reader.take('slot').text;
    reader.expect(':');
    const declared = newSlot(reader.type(), sourceName(slot) ?? unnamed);
    scope.defineSlot(slot, declared);
    return declared;
  });
  const origin = (): Origin => parseOrigin(reader, files);
  const params = reader.list('(', ')', (): Param => {
    const declared = reader.peek().kind === 'value' ? null : reader.field();
    if (declared !== null) reader.expect('as');
    const value = parseTypedValue(reader);
    scope.define(value.text, value.value);
    return { name: declared ?? value.value.name ?? value.text, value: value.value, origin: origin() };
  });
  reader.expect('->');
  const result = reader.type();
  const at = origin();
  const body: Region = new OpParser(reader, origin).region(scope, []);
  return { name, params, captures, result, body, form, origin: at };
}

const roles: readonly Role[] = ['primal', 'tangent', 'adjoint', 'tape'];

/** ` at file:start-end #site role`, each part optional; `nowhere` when absent. */
function parseOrigin(reader: TokenReader, files: ReadonlyMap<number, string>): Origin {
  if (!reader.accept('at')) return nowhere;
  let { span, site, role } = nowhere;
  if (reader.peek().kind === 'number') {
    const number = reader.number();
    reader.expect(':');
    const start = reader.number();
    // The lexer reads `12-17` as 12 and -17.
    const end = -reader.number();
    const file = files.get(number);
    if (file === undefined) throw new IrSyntaxError(`file ${number} is not in the table`, reader.peek().line, reader.peek().column);
    span = { file, start, end };
  }
  if (reader.accept('#')) site = reader.number();
  const named = roles.find(candidate => candidate === reader.peek().text);
  if (named !== undefined) {
    reader.expect(named);
    role = named;
  }
  return { span, site, role };
}
