/** Reads operations and regions of the IR's text form. */
import { literalType, newSlot, newValue, unnamed } from './builder';
import type { DerivativeMode, ErrorArgument, Op, Region, Slot, TextPart, Value } from './op';
import type { Origin } from './origin';
import { isBooleanPrimitive, isPrimitive, noConventions, type Conventions, type Primitive } from './primitive';
import { numberFormats, plainError } from './thrown';
import { parseTypedValue, Scope, sourceName, type NamedValue, type TokenReader } from './token-reader';
import { bool, num, voidType, type ArrayType, type StructType, type Type } from './type';

const derivativeModes: readonly DerivativeMode[] = ['gradient', 'jvp', 'vjp'];
const bounds = ['lt', 'le', 'gt', 'ge'] as const;

export class OpParser {
  constructor(private readonly reader: TokenReader, private readonly origin: () => Origin) {}

  /** `{ operations }`, whose parameters are visible inside. */
  region(outer: Scope, params: readonly NamedValue[]): Region {
    const scope = new Scope(outer);
    for (const param of params) scope.define(param.text, param.value);
    this.reader.expect('{');
    const ops: Op[] = [];
    while (!this.reader.accept('}')) ops.push(this.op(scope));
    return { params: params.map(param => param.value), ops };
  }

  /** `{word}`, where it is written. */
  private option(word: string): boolean {
    const found = this.reader.accept('{');
    if (found) {
      this.reader.expect(word);
      this.reader.expect('}');
    }
    return found;
  }

  private value(scope: Scope): Value {
    const { text } = this.reader.peek();
    if (this.reader.peek().kind === 'value') {
      const found = scope.value(text);
      if (found === null) this.reader.fail(`%${text} is not defined here`);
      this.reader.take('value');
      return found;
    }
    return this.reader.fail(`expected a value, found '${text}'`);
  }

  private slot(scope: Scope): Slot {
    const { text } = this.reader.peek();
    const found = this.reader.peek().kind === 'slot' ? scope.slot(text) : null;
    if (found === null) this.reader.fail(`slot $${text} is not defined here`);
    this.reader.take('slot');
    return found;
  }

  /** `%a, %b` up to the first value that no comma follows; empty when none stands on this line. */
  private values(scope: Scope): Value[] {
    const next = this.reader.peek();
    if (next.kind !== 'value' || next.line !== this.reader.peek(-1).line) return [];
    const found = [this.value(scope)];
    while (this.reader.accept(',')) found.push(this.value(scope));
    return found;
  }

  private args(scope: Scope): Value[] { return this.reader.list('(', ')', () => this.value(scope)); }
  private after(punctuation: string, scope: Scope): Value {
    this.reader.expect(punctuation);
    return this.value(scope);
  }

  private op(scope: Scope): Op {
    const first = this.reader.peek();
    if (first.kind === 'value') return this.definition(scope);
    const word = this.reader.take('word').text;
    switch (word) {
      case 'if': return this.ifOp(scope, []);
      case 'loop': return this.loop(scope, []);
      case 'while': case 'do': return this.whileOp(scope, word === 'while');
      case 'block': {
        const label = this.reader.take('word').text, origin = this.origin();
        return { kind: 'block', label, body: this.region(scope, []), origin };
      }
      case 'store': case 'insert': {
        const ref = this.value(scope), index = this.after('[', scope);
        this.reader.expect(']');
        return { kind: word, ref, index, value: this.after(',', scope), origin: this.origin() };
      }
      case 'setfield': {
        const ref = this.value(scope);
        this.reader.expect('.');
        return { kind: 'setfield', ref, field: this.reader.field(), value: this.after(',', scope), origin: this.origin() };
      }
      case 'push': case 'fill': return { kind: word, ref: this.value(scope), value: this.after(',', scope), origin: this.origin() };
      case 'slot': {
        const text = this.reader.take('slot').text;
        this.reader.expect(':');
        const slot = newSlot(this.reader.type(), sourceName(text) ?? unnamed);
        const init = this.after('=', scope);
        scope.defineSlot(text, slot);
        return { kind: 'slot', slot, init, origin: this.origin() };
      }
      case 'set': return { kind: 'set', slot: this.slot(scope), value: this.after(',', scope), origin: this.origin() };
      case 'record': return { kind: 'record', value: this.value(scope), origin: this.origin() };
      case 'call': case 'callvalue': return this.computed(word, null, scope);
      case 'yield': return { kind: 'yield', values: this.values(scope), origin: this.origin() };
      case 'break': case 'continue': return { kind: word, label: this.reader.take('word').text, origin: this.origin() };
      case 'return': return { kind: 'return', value: this.values(scope)[0] ?? null, origin: this.origin() };
      case 'throw': return this.thrown(scope);
      default: return this.reader.fail(`'${word}' is no operation`);
    }
  }

  private thrown(scope: Scope): Op {
    if (this.reader.peek().kind === 'string') return plainError(this.reader.string(), this.origin());
    const isVisible = !this.reader.accept('unseen');
    const error = this.reader.take('word').text;
    const hasArguments = this.reader.peek().text === '(';
    const args = hasArguments ? this.reader.list('(', ')', () => this.errorArgument(scope)) : null;
    return { kind: 'throw', error, args, isVisible, origin: this.origin() };
  }

  private errorArgument(scope: Scope): ErrorArgument {
    if (this.reader.peek().text !== '[') return { kind: 'value', value: this.value(scope) };
    return { kind: 'text', parts: this.reader.list('[', ']', (): TextPart => {
      if (this.reader.peek().kind === 'string') return this.reader.string();
      const value = this.value(scope);
      const method = numberFormats.find(name => this.reader.accept(name));
      return { value, format: method === undefined ? null : { method, digits: this.reader.number() } };
    }) };
  }

  /** `%x = …` or, with results of regions, `%x: num, %y: num = …`. */
  private definition(scope: Scope): Op {
    if (this.reader.peek(1).text !== ':') {
      const text = this.reader.take('value').text;
      this.reader.expect('=');
      const op = this.computed(this.reader.take('word').text, text, scope);
      scope.define(text, op.result);
      return op;
    }
    const results = [parseTypedValue(this.reader)];
    while (this.reader.accept(',')) results.push(parseTypedValue(this.reader));
    this.reader.expect('=');
    const values = results.map(result => result.value);
    const op = this.reader.accept('if') ? this.ifOp(scope, values) : (this.reader.expect('loop'), this.loop(scope, values));
    for (const result of results) scope.define(result.text, result.value);
    return op;
  }

  private ifOp(scope: Scope, results: readonly Value[]): Op {
    const cond = this.value(scope), origin = this.origin();
    const then = this.region(scope, []);
    const otherwise: Region = this.reader.accept('else') ? this.region(scope, []) : { params: [], ops: [{ kind: 'yield', values: [], origin }] };
    return { kind: 'if', cond, then, else: otherwise, results, origin };
  }

  private whileOp(scope: Scope, first: boolean): Op {
    const label = this.reader.take('word').text, origin = this.origin();
    const test = this.region(scope, []);
    this.reader.expect('body');
    const body = this.region(scope, []);
    this.reader.expect('update');
    return { kind: 'while', label, first, test, body, update: this.region(scope, []), origin };
  }

  private loop(scope: Scope, results: readonly Value[]): Op {
    if (this.reader.accept('for')) {
      const text = this.reader.take('value').text;
      const induction = { text, value: newValue(num, sourceName(text)) };
      const from = this.after('=', scope);
      this.reader.expect('to');
      const to = this.value(scope);
      this.reader.expect('by');
      const step = this.reader.number();
      const compare = bounds.find(bound => this.reader.accept(bound));
      if (compare === undefined) return this.reader.fail(`expected one of ${bounds.join(', ')}`);
      this.reader.expect('carry');
      const { params, inits } = this.initialised(scope), origin = this.origin();
      const body = this.region(scope, [induction, ...params]);
      return { kind: 'loop', counter: { from, to, step, compare }, test: null, inits, body, results, origin };
    }
    if (this.reader.accept('test')) {
      const { params, inits } = this.initialised(scope), origin = this.origin();
      const test = this.region(scope, params);
      this.reader.expect('carry');
      const body = this.region(scope, this.reader.list('(', ')', () => parseTypedValue(this.reader)));
      return { kind: 'loop', counter: null, test, inits, body, results, origin };
    }
    this.reader.expect('carry');
    const { params, inits } = this.initialised(scope), origin = this.origin();
    return { kind: 'loop', counter: null, test: null, inits, body: this.region(scope, params), results, origin };
  }

  /** `(%a: num = %b, …)`: carried values with what they start from. */
  private initialised(scope: Scope): { readonly params: readonly NamedValue[]; readonly inits: readonly Value[] } {
    const carried = this.reader.list('(', ')', () => ({ param: parseTypedValue(this.reader), init: this.after('=', scope) }));
    return { params: carried.map(({ param }) => param), inits: carried.map(({ init }) => init) };
  }

  /** An operation with one result; `text` is null for a call whose (void) result has no name. */
  private computed(word: string, text: string | null, scope: Scope): Extract<Op, { result: Value }> {
    const { reader } = this;
    const define = (type: Type): Value => newValue(type, text === null ? null : sourceName(text));
    switch (word) {
      case 'const': {
        const value = reader.accept('true') ? true : reader.accept('false') ? false : reader.accept('null') ? null : reader.peek().kind === 'string' ? reader.take('string').text : reader.number();
        return { kind: 'const', value, result: define(literalType(value)), origin: this.origin() };
      }
      case 'alloc': {
        const holes = this.option('holes');
        const type = this.arrayType();
        return { kind: 'alloc', type, holes, length: this.value(scope), result: define(type), origin: this.origin() };
      }
      case 'array': {
        const type = this.arrayType();
        return { kind: 'array', type, elements: this.args(scope), result: define(type), origin: this.origin() };
      }
      case 'struct': {
        const type = this.structType();
        return { kind: 'struct', type, values: this.args(scope), result: define(type), origin: this.origin() };
      }
      case 'copy': {
        const ref = this.value(scope);
        return { kind: 'copy', ref, result: define(ref.type), origin: this.origin() };
      }
      case 'len': case 'norm': return { kind: word, ref: this.value(scope), result: define(num), origin: this.origin() };
      case 'distinct': return { kind: 'distinct', lists: this.args(scope), result: define(num), origin: this.origin() };
      case 'global': {
        const global = reader.take('at').text;
        return { kind: 'global', global, result: define(this.declared()), origin: this.origin() };
      }
      case 'load': case 'remove': {
        const ref = this.value(scope), index = this.after('[', scope);
        reader.expect(']');
        if (ref.type.kind !== 'array') return reader.fail(`${word} reads an array`);
        return { kind: word, ref, index, result: define(ref.type.element), origin: this.origin() };
      }
      case 'pop': {
        const ref = this.value(scope);
        if (ref.type.kind !== 'array') return reader.fail('pop reads an array');
        return { kind: 'pop', ref, result: define(ref.type.element), origin: this.origin() };
      }
      case 'has': {
        const within = this.option('within');
        const ref = this.value(scope), index = this.after('[', scope);
        reader.expect(']');
        return { kind: 'has', ref, index, within, result: define(bool), origin: this.origin() };
      }
      case 'view': {
        const ref = this.value(scope), from = this.after('[', scope), to = this.after(',', scope);
        reader.expect(']');
        return { kind: 'view', ref, from, to, result: define(ref.type), origin: this.origin() };
      }
      case 'field': {
        const ref = this.value(scope);
        reader.expect('.');
        const field = reader.field();
        const type = ref.type.kind === 'struct' ? ref.type.fields.find(({ name }) => name === field)?.type : undefined;
        if (type === undefined) return reader.fail(`there is no field '${field}'`);
        return { kind: 'getfield', ref, field, result: define(type), origin: this.origin() };
      }
      case 'call': {
        const callee = reader.take('at').text, args = this.args(scope);
        const type = reader.peek().text === ':' ? this.declared() : voidType;
        return { kind: 'call', callee, args, result: define(type), origin: this.origin() };
      }
      case 'deriv': {
        const mode = derivativeModes.find(candidate => reader.accept(candidate));
        if (mode === undefined) return reader.fail(`expected one of ${derivativeModes.join(', ')}`);
        const wrt: number[] = [];
        while (reader.peek().kind === 'number') {
          wrt.push(reader.number());
          reader.accept(',');
        }
        const callee = reader.take('at').text, args = this.args(scope);
        return { kind: 'deriv', mode, callee, wrt, args, result: define(this.declared()), origin: this.origin() };
      }
      case 'get': {
        const slot = this.slot(scope);
        return { kind: 'get', slot, result: define(slot.type), origin: this.origin() };
      }
      case 'closure': {
        const callee = reader.take('at').text;
        const captures = reader.list('[', ']', () => this.slot(scope));
        return { kind: 'closure', callee, captures, result: define(this.declared()), origin: this.origin() };
      }
      case 'callvalue': {
        const fn = this.value(scope), args = this.args(scope);
        if (fn.type.kind !== 'func') return reader.fail('callvalue calls a function value');
        return { kind: 'callvalue', fn, args, result: define(fn.type.result), origin: this.origin() };
      }
      case 'replay': return { kind: 'replay', result: define(this.declared()), origin: this.origin() };
      default: return isPrimitive(word) ? this.prim(word, define, scope) : reader.fail(`'${word}' is no operation with a result`);
    }
  }

  private prim(prim: Primitive, define: (type: Type) => Value, scope: Scope): Extract<Op, { result: Value }> {
    const conventions = this.conventions(), args = this.values(scope);
    return { kind: 'prim', prim, args, conventions, result: define(isBooleanPrimitive(prim) ? bool : num), origin: this.origin() };
  }

  private conventions(): Conventions {
    if (this.reader.peek().text !== '{') return noConventions;
    let conventions = noConventions;
    this.reader.list('{', '}', () => {
      if (this.reader.accept('zero')) {
        this.reader.expect('at');
        this.reader.number();
        conventions = { ...conventions, zeroAtZero: true };
      } else if (this.reader.accept('structural')) {
        conventions = { ...conventions, structuralZero: true };
      } else if (this.reader.accept('case')) {
        conventions = { ...conventions, switchCase: true };
      } else {
        this.reader.expect('tie');
        const tieOrder: number[] = [];
        while (this.reader.peek().kind === 'number') tieOrder.push(this.reader.number());
        conventions = { ...conventions, tieOrder };
      }
    });
    return conventions;
  }

  private declared(): Type {
    this.reader.expect(':');
    return this.reader.type();
  }

  private arrayType(): ArrayType {
    const type = this.reader.type();
    return type.kind === 'array' ? type : this.reader.fail('expected an array type');
  }

  private structType(): StructType {
    const type = this.reader.type();
    return type.kind === 'struct' ? type : this.reader.fail('expected a record type');
  }
}
