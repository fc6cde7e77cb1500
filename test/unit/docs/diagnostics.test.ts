/** The pages of `docs/diagnostics` are those that the catalogue gives; `UPDATE=1` writes them. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { catalogue } from '../../../core/messages';
import { repositoryRoot } from '../../repository';
import { diagnosticPages, ungrouped } from './pages';

const folder = path.join(repositoryRoot, 'docs', 'diagnostics');

describe('docs/diagnostics', () => {
  const pages = diagnosticPages();

  it('is current: npm run docs', () => {
    if (process.env['UPDATE'] === '1') {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      for (const { file, text } of pages) writeFileSync(path.join(folder, file), text);
    }
    for (const { file, text } of pages) assert.equal(readFileSync(path.join(folder, file), 'utf8'), text, file);
  });

  it('has no page of a code that is gone', () => {
    assert.deepEqual(readdirSync(folder).sort(), pages.map(({ file }) => file).sort());
  });

  it('has a page and a row for every code, each given once', () => {
    const codes = Object.values(catalogue).map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
    assert.equal(pages.length, codes.length + 1);
    assert.deepEqual(ungrouped(), []);
    for (const code of codes) assert.ok(pages[0]?.text.includes(`[${code}](${code}.md)`), code);
  });

  it('every page explains and says what to do', () => {
    for (const { file, text } of pages.slice(1)) {
      assert.doesNotMatch(text, /undefined›|\[object|NaN›/, file);
      const [, message, explanation, ...rest] = text.split('\n\n');
      assert.ok(message !== undefined && message.length > 15, file);
      assert.ok(explanation !== undefined && explanation.length > 15 && !explanation.startsWith('#'), file);
      assert.match(rest.join('\n\n'), /## What to do\n\n.{3}/, file);
    }
  });
});
