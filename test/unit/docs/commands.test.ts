/** What the README shows of the command line is true: its commands end well, and what it shows them print they print. `UPDATE=1` writes the latter. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { run } from '../../../cli/main';
import { repositoryRoot } from '../../repository';

const page = path.join(repositoryRoot, 'README.md');
const printedPattern = /(<!-- nabla (.+) -->\n```ts\n)[^]*?(```\n)/g;

/** Arguments as a shell splits them: at blanks, except inside single quotes. */
const argumentsOf = (line: string): string[] => [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

async function output(line: string): Promise<string> {
  let out = '', err = '';
  const code = await run(argumentsOf(line), (text) => { out += text; }, (text) => { err += text; });
  assert.equal(code, 0, `${line}: ${err}`);
  return out;
}

describe('README.md', function () {
  this.timeout(30_000);
  const started = process.cwd();
  before(() => process.chdir(repositoryRoot));
  after(() => process.chdir(started));

  it('has commands that end well', async () => {
    const lines = [...readFileSync(page, 'utf8').matchAll(/^node dist\/cli\.js (.+)$/gm)].map(([, line]) => line ?? '');
    assert.ok(lines.length >= 5);
    for (const line of lines) await output(line);
  });

  it('shows what its commands print: npm run docs', async () => {
    const text = readFileSync(page, 'utf8');
    const shown = [...text.matchAll(printedPattern)].map(([, , line]) => line ?? '');
    assert.ok(shown.length > 0);
    const printed = new Map<string, string>();
    for (const line of shown) printed.set(line, await output(line));
    const current = text.replace(printedPattern, (_, before: string, line: string, after: string) => `${before}${printed.get(line) ?? ''}${after}`);
    if (process.env['UPDATE'] === '1') writeFileSync(page, current);
    assert.equal(readFileSync(page, 'utf8'), current);
  });
});
