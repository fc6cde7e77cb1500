/** Tokens of the IR's text form. Line breaks separate, and end the list of arguments; `//` starts a comment. */

export type TokenKind = 'value' | 'slot' | 'at' | 'number' | 'word' | 'string' | 'punctuation' | 'end';
/** `text` of values, slots and names has no sigil; that of strings is decoded. Lines and columns count from 1. */
export interface Token { readonly kind: TokenKind; readonly text: string; readonly line: number; readonly column: number }

/** Text that is not IR. */
export class IrSyntaxError extends Error {
  constructor(message: string, readonly line: number, readonly column: number) {
    super(`${line}:${column}: ${message}`);
    this.name = 'IrSyntaxError';
  }
}

const pattern = new RegExp([
  String.raw`(?<space>(?:\s|//[^\n]*)+)`,
  String.raw`%(?<value>[\p{ID_Continue}$?]+(?:#\d+)?)`,
  String.raw`\$(?<slot>[\p{ID_Continue}$?]+(?:#\d+)?)`,
  String.raw`@(?<at>[\p{ID_Continue}$.]+)`,
  String.raw`(?<number>-?(?:Infinity|NaN)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)`,
  String.raw`(?<word>[\p{ID_Start}_][\p{ID_Continue}$]*)`,
  String.raw`(?<string>"(?:[^"\\\n]|\\.)*")`,
  String.raw`(?<punctuation>->|[{}()[\]:,.=#?-])`,
].join('|'), 'uy');

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let lineStart = 0;
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const column = start - lineStart + 1;
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) throw new IrSyntaxError(`unexpected '${text[start] ?? ''}'`, line, column);
    const token = tokenOf(groups);
    if (token !== null) {
      tokens.push({ ...token, line, column });
      continue;
    }
    const space = groups['space'] ?? '';
    const breaks = space.split('\n');
    if (breaks.length > 1) {
      line += breaks.length - 1;
      lineStart = start + space.lastIndexOf('\n') + 1;
    }
  }
  return [...tokens, { kind: 'end', text: 'end of text', line, column: text.length - lineStart + 1 }];
}

function tokenOf(groups: Record<string, string | undefined>): { kind: TokenKind; text: string } | null {
  const kinds = ['value', 'slot', 'at', 'number', 'word', 'punctuation'] as const;
  for (const kind of kinds) {
    const text = groups[kind];
    if (text !== undefined) return { kind, text };
  }
  const quoted = groups['string'];
  return quoted === undefined ? null : { kind: 'string', text: String(JSON.parse(quoted)) };
}
