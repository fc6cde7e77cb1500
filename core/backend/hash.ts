/**
 * Short fingerprints for the header of generated code.
 *
 * 64-bit FNV-1a (Fowler, Noll, Vo; offset basis 0xcbf29ce484222325, prime 0x100000001b3) over the UTF-16 units of the tokens, each
 * token followed by a unit that no token contains, so that `a b` and `ab` differ. Its first 24 bits are written: they tell an edited
 * text from an untouched one, they do not protect against forgery.
 */
const offsetBasis = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;
const mask = 0xffffffffffffffffn;

/** 64-bit FNV-1a over bytes. */
export function fnv1a(bytes: Iterable<number>): bigint {
  let hash = offsetBasis;
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * prime) & mask;
  return hash;
}

function* bytesOf(tokens: Iterable<string>): Generator<number> {
  for (const token of tokens) {
    for (let i = 0; i < token.length; i++) {
      const unit = token.charCodeAt(i);
      yield unit & 0xff;
      yield unit >> 8;
    }
    yield 0xff;
    yield 0xff;
  }
}

/** Six hexadecimal digits that stand for the tokens. */
export const tokenHash = (tokens: Iterable<string>): string => (fnv1a(bytesOf(tokens)) >> 40n).toString(16).padStart(6, '0');
