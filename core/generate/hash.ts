/** Short hashes of token lists, to notice change. Not a defence against anyone. */

/**
 * FNV-1a over the UTF-16 code units of the tokens, each followed by a separator, folded from 32 to 24 bits as its authors advise:
 * six hexadecimal digits. A change goes unnoticed once in 16 million.
 */
export function tokenHash(tokens: readonly string[]): string {
  let hash = 0x811c9dc5;
  const mix = (unit: number): void => { hash = Math.imul(hash ^ unit, 0x01000193) >>> 0; };
  for (const token of tokens) {
    for (let i = 0; i < token.length; i++) mix(token.charCodeAt(i));
    mix(0x1f);
  }
  return (((hash >>> 24) ^ hash) & 0xffffff).toString(16).padStart(6, '0');
}
