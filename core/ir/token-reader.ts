/** Reading tokens with expectations, and the scopes that names of the text are resolved in. */
import { newValue } from './builder';
import type { Slot, Value } from './op';
import { IrSyntaxError, tokenize, type Token, type TokenKind } from './lexer';
import { arrayOf, bool, funcOf, num, structOf, text, voidType, type Type } from './type';

export class TokenReader {
  private readonly tokens: readonly Token[];
  private readonly end: Token;
  private position = 0;

  constructor(text: string) {
    const tokens = tokenize(text);
    this.tokens = tokens;
    this.end = tokens[tokens.length - 1] ?? { kind: 'end', text: 'end of text', line: 1, column: 1 };
  }

  peek(ahead = 0): Token { return this.tokens[this.position + ahead] ?? this.end; }

  private next(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }

  fail(message: string): never {
    const { line, column } = this.peek();
    throw new IrSyntaxError(message, line, column);
  }

  /** Whether the next token is this word or punctuation; takes it if so. */
  accept(text: string): boolean {
    const token = this.peek();
    const found = (token.kind === 'word' || token.kind === 'punctuation') && token.text === text;
    if (found) this.position++;
    return found;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`expected '${text}', found '${this.peek().text}'`);
  }

  take(kind: TokenKind): Token {
    if (this.peek().kind !== kind) this.fail(`expected a ${kind}, found '${this.peek().text}'`);
    return this.next();
  }

  number(): number { return Number(this.take('number').text); }
  string(): string { return this.take('string').text; }

  /** A field's name: an identifier or a quoted string. */
  field(): string {
    const token = this.peek();
    if (token.kind === 'slot') return `$${this.next().text}`;
    return token.kind === 'string' ? this.string() : this.take('word').text;
  }

  list<T>(open: string, close: string, item: () => T): T[] {
    this.expect(open);
    const items: T[] = [];
    while (!this.accept(close)) {
      if (items.length > 0) this.expect(',');
      items.push(item());
    }
    return items;
  }

  type(): Type {
    let type = this.elementType();
    for (;;) {
      const absence = this.accept('?') ? (this.accept('undefined') ? 'undefined' : 'null') : null;
      if (absence === 'null') this.expect('null');
      if (absence === null && !(this.peek().text === '[' && this.peek(1).text === ']')) return type;
      this.expect('[');
      this.expect(']');
      type = absence === null ? arrayOf('array', type) : { ...arrayOf('array', type), absence };
    }
  }

  private elementType(): Type {
    const token = this.peek();
    switch (token.text) {
      case '(': {
        const params = this.list('(', ')', () => this.type());
        if (this.accept('->')) return funcOf(params, this.type());
        const [only] = params;
        if (only === undefined || params.length > 1) this.fail(`expected '->', found '${this.peek().text}'`);
        return only;
      }
      case '{':
        return structOf(this.list('{', '}', () => {
          const name = this.field();
          this.expect(':');
          return { name, type: this.type() };
        }));
      case 'num': this.position++; return num;
      case 'bool': this.position++; return bool;
      case 'text': this.position++; return text;
      case 'void': this.position++; return voidType;
      case 'f64': case 'f32': case 'i32': case 'u8':
        this.position++;
        this.expect('[');
        this.expect(']');
        return arrayOf(token.text);
      default: return this.fail(`expected a type, found '${token.text}'`);
    }
  }
}

/** Names defined in a region and in those around it. */
export class Scope {
  private readonly values = new Map<string, Value>();
  private readonly slots = new Map<string, Slot>();
  constructor(private readonly outer: Scope | null) {}
  define(name: string, value: Value): void { this.values.set(name, value); }
  defineSlot(name: string, slot: Slot): void { this.slots.set(name, slot); }
  value(name: string): Value | null { return this.values.get(name) ?? this.outer?.value(name) ?? null; }
  slot(name: string): Slot | null { return this.slots.get(name) ?? this.outer?.slot(name) ?? null; }
}

export interface NamedValue { readonly text: string; readonly value: Value }

/** `%name: type`, the definition of a value. */
export function parseTypedValue(reader: TokenReader): NamedValue {
  const text = reader.take('value').text;
  reader.expect(':');
  return { text, value: newValue(reader.type(), sourceName(text)) };
}

/** The source's name behind a name of the text: `x` of `%x#2`; null of the number `%12`. */
export function sourceName(text: string): string | null {
  const name = text.replace(/#\d+$/, '');
  return /^\d+$/.test(name) ? null : name;
}
