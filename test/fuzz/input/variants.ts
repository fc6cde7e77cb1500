/** Texts as they are while someone types, or after an accident: prefixes and mutations of the repository's fixtures and examples. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import ts from 'typescript';
import { repositoryRoot } from '../../repository';
import { Choices } from '../choices';

/** A variant of a file. `number` below the length of its text: the prefix of that length; above: a mutation. */
export interface VariantId { readonly file: string; readonly number: number }

const folders = ['test/fixtures/lower', 'test/fixtures/generate', 'test/fixtures/zeros', 'test/fixtures/fuzz-found', 'examples/real', 'examples/seeds'];

/** The originals, by path from the repository's root. */
export const originals: ReadonlyMap<string, string> = new Map(folders.flatMap(folder => readdirSync(path.join(repositoryRoot, folder))
  .filter(name => /\.(ts|js|json)$/.test(name)).sort()
  .map(name => [`/${folder}/${name}`, readFileSync(path.join(repositoryRoot, folder, name), 'utf8')] as const)));

const sources = [...originals].filter(([file]) => !file.endsWith('.json'));

/** `prefixes`, spread evenly over all there are (with step 1: every one), and `mutations`. */
export function variants(prefixes: number, mutations: number, seed: number): readonly VariantId[] {
  const all = sources.reduce((sum, [, text]) => sum + text.length, 0);
  const step = Math.max(1, Math.floor(all / Math.max(prefixes, 1)));
  const cut = prefixes === 0 ? [] : sources.flatMap(([file, text]) => numbers(text.length, step, seed % step).map(number => ({ file, number })));
  const random = new Choices(stream(seed, mutations));
  const mutated = Array.from({ length: mutations }, (_, i): VariantId => {
    const [file, text] = sources[random.below(sources.length)] ?? ['', ''];
    return { file, number: text.length + 1 + ((seed * 31 + i) % 1_000_000) };
  });
  return [...cut, ...mutated];
}

const numbers = (below: number, step: number, first: number): number[] => Array.from({ length: Math.max(0, Math.ceil((below - first) / step)) }, (_, i) => first + i * step);

/** Numbers of no pattern. */
function stream(seed: number, length: number): number[] {
  let state = (seed ^ 0x5bd1e995) >>> 0;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  });
}

export function variantText({ file, number }: VariantId): string {
  const text = originals.get(file) ?? '';
  if (number <= text.length) return text.slice(0, number);
  const choices = new Choices(stream(number, 40));
  let changed = text;
  for (let times = 1 + choices.below(3); times > 0; times--) changed = mutated(changed, choices);
  return changed;
}

/** Pieces that are unlucky somewhere. */
const pieces: readonly [string, ...string[]] = [
  '(', ')', '{', '}', '[', ']', '/**', '*/', '//', '`', "'", '${', '\\', '\u2028', '\ufeff', '\0', '\ud800', '…', '@at x=', '@at', '@differentiable wrt', '@differentiable', '\n * @at a=1,\n', '?.', '??',
  '...', '=>', 'async ', 'await ', 'yield ', 'this', 'super', 'new ', 'import(', 'export default ', 'export ', 'function ', 'return ', 'throw ', 'break;', 'continue;', 'label: ', 'debugger;', 'delete ', 'typeof ',
  'void ', 'in ', 'of ', 'as any', 'as never', '!', '<T>', ': number', ': never', ': string', '[0]', '[-1]', '.length', '.length = 0', '.x', '()', '(...args)', '1e309', '0x', '1n', '-0', 'NaN', 'undefined', 'null',
  '++', '--', '**', '>>>=', '&&=', '#a', '@dec ', 'enum E { A }', 'class A { x = 1 }', 'try {', 'while (true) {}', 'for (;;) {}', 'for (const k in ', 'switch (1) {', 'var x;', 'let x = x;',
];

function mutated(text: string, choices: Choices): string {
  const starts = tokenStarts(text);
  const pick = (): { from: number; to: number } => {
    const i = choices.below(starts.length);
    return { from: starts[i] ?? 0, to: starts[i + 1] ?? text.length };
  };
  const { from, to } = pick();
  switch (choices.below(11)) {
    case 0: return text.slice(0, from) + text.slice(to);
    case 1: return text.slice(0, to) + text.slice(from);
    case 2: case 3: return text.slice(0, from) + choices.pick(pieces) + text.slice(to);
    case 4: case 5: return text.slice(0, from) + choices.pick(pieces) + text.slice(from);
    case 6: { const at = choices.below(text.length + 1); return text.slice(0, at) + text.slice(at + 1 + choices.below(4)); }
    case 7: return text.replace(/\r?\n/g, choices.pick(['\r\n', '\r', ' ']));
    case 8: { const other = pick(); return text.slice(0, from) + text.slice(other.from, other.to) + text.slice(to); }
    case 9: { const lines = text.split('\n'); lines.splice(choices.below(lines.length), 1); return lines.join('\n'); }
    default: {
      const lines = text.split('\n'), at = choices.below(lines.length);
      lines.splice(choices.below(lines.length), 0, lines[at] ?? '');
      return lines.join('\n');
    }
  }
}

function tokenStarts(text: string): number[] {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, text);
  const starts: number[] = [0];
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) starts.push(scanner.getTokenStart());
  return starts;
}
