/**
 * Generated code as text: golden pages, each text also compiled under strict settings without unused names, formatted by Prettier and
 * linted without a complaint, run in Node against central differences, and differentiated once more through its own text.
 * `UPDATE=1` rewrites the pages.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import js from '@eslint/js';
import { Linter } from 'eslint';
import * as prettier from 'prettier';
import tseslint from 'typescript-eslint';
import { createWorkspace } from '../../../core/frontend';
import { complaints } from '../backend/execute';
import { memoryHost } from '../frontend/memoryHost';
import { corpus, corpusFolder, corpusNames, corpusTexts, deriveAll, page, withDerivatives, type CorpusFile, type GeneratedText } from './corpusFile';
import { checkInNode, execute, seedText, type Exports } from './execution';

/** Refusals that are right: a vector has no gradient. */
const expected: ReadonlySet<string> = new Set(['gradient N3002']);

/** One line for each failure. */
const none = (failures: readonly string[]): void => { assert.ok(failures.length === 0, `\n${failures.join('\n')}`); };

describe('generated code', function () {
  this.timeout(120_000);
  let files: readonly CorpusFile[] = [];
  before(() => { files = corpus(); });
  const each = (check: (generated: GeneratedText, file: CorpusFile) => void): void => {
    const failures: string[] = [];
    for (const file of files) for (const generated of file.generated) {
      try { check(generated, file); } catch (error) { failures.push(`${file.name} ${generated.name}: ${error instanceof Error ? error.message : String(error)}`); }
    }
    none(failures);
  };
  const modules = new Map<string, Exports>();
  const moduleOf = (file: CorpusFile): Exports => {
    const known = modules.get(file.name);
    if (known !== undefined) return known;
    const made = execute(withDerivatives(file), name => execute(readFileSync(path.join(corpusFolder, `${name}.ts`), 'utf8'), () => ({})));
    modules.set(file.name, made);
    return made;
  };

  it('exists for every function of the corpus', () => {
    assert.ok(files.flatMap(file => file.functions).length >= 40);
    none(files.flatMap(file => file.functions.flatMap(fn => fn.diagnostics.filter(d => d.severity === 'error').map(d => `${fn.name}: ${d.code} ${d.message}`))));
    none(files.flatMap(file => file.refused.filter(({ kind, codes }) => !codes.every(code => expected.has(`${kind} ${code}`))).map(({ fn, kind, messages }) => `${fn.name} ${kind}: ${messages.join('; ')}`)));
  });
  for (const name of corpusNames) {
    it(`reads as expected: ${name}`, () => {
      const file = files.find(f => f.name === name);
      assert.ok(file !== undefined);
      const golden = path.join(corpusFolder, `${name.replace(/\.[jt]s$/, '')}.expect.md`);
      if (process.env['UPDATE'] === '1' || !existsSync(golden)) writeFileSync(golden, page(file));
      assert.equal(page(file), readFileSync(golden, 'utf8'));
    });
  }
  it('has no unused names and compiles under strict settings', () => {
    const texts = new Map(files.map(file => [`/corpus/${file.name}`, withDerivatives(file)]));
    texts.set('/corpus/shapes.ts', corpusTexts()['/generate/shapes.ts'] ?? '');
    none(complaints(texts));
  });
  it('is as Prettier writes it', async () => {
    for (const file of files) for (const { text } of file.generated) {
      assert.equal(text, await prettier.format(text, { parser: 'typescript', printWidth: 120, singleQuote: true }));
    }
  });
  it('is clean to ESLint', () => {
    const linter = new Linter();
    const config = [js.configs.recommended, ...tseslint.configs.strict, { rules: { 'prefer-const': 'error', eqeqeq: 'error', 'no-useless-assignment': 'error', 'no-else-return': 'off' } }] as Linter.Config[];
    each(({ text }, file) => {
      const messages = linter.verify(text, config.map(part => ({ ...part, files: ['**/*.ts', '**/*.js'] })), { filename: file.name });
      // A part of a file does not see what the rest of it declares.
      none(messages.filter(message => message.ruleId !== 'no-undef').map(({ line, ruleId, message }) => `${String(line)} ${ruleId ?? ''} ${message}`));
    });
  });
  it('agrees with Node and with central differences', () => {
    each((generated, file) => {
      assert.ok(generated.points.length > 0);
      for (const args of generated.points) checkInNode(moduleOf(file), generated, args);
    });
  });
  it('can be marked and differentiated again', () => {
    // A file for each, so that reading it again is quick.
    const again = new Map(files.flatMap(file => file.generated
      .filter(({ kind, fn }) => kind === (fn.resultType?.kind === 'num' ? 'gradient' : 'vjp'))
      .map(({ name, text, fn, kind, points }): [string, string] => {
        const tags = [' * @differentiable', ...fn.points.slice(0, 1).map((point, i) => ` * @at ${point.text}${kind === 'vjp' ? `, seed=${seedText(moduleOf(file), fn, points[i] ?? [])}` : ''}`)];
        return [`/again/${name}${path.extname(file.name)}`, `${file.source.trimEnd()}\n\n${text.replace(/\n \*\//, `\n${tags.join('\n')}\n */`)}`];
      })));
    const workspace = createWorkspace(memoryHost({ ...Object.fromEntries(again), '/again/shapes.ts': corpusTexts()['/generate/shapes.ts'] ?? '' }));
    const failures: string[] = [];
    for (const file of again.keys()) {
      const derived = deriveAll(workspace, file, ['jvp', 'vjp'], fn => file === `/again/${fn.name}${path.extname(file)}`);
      failures.push(...derived.refused.map(({ fn, kind, messages }) => `${fn.name} ${kind}: ${messages.join('; ')}`));
    }
    none(failures);
  });
});
