/** The example in docs/architecture.md is what the program prints; `UPDATE=1` writes it. Links in the documentation lead somewhere. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { createDisk, absolute } from '../../../cli/disk';
import { run } from '../../../cli/main';
import { toValueForm } from '../../../core/ad/valueForm';
import { createWorkspace } from '../../../core/frontend';
import { functionNamed } from '../../../core/frontend/functions';
import { printModule } from '../../../core/ir/printer';
import { discreteParameters } from '../../../core/passes/discrete';
import { repositoryRoot } from '../../repository';

const page = path.join(repositoryRoot, 'docs', 'architecture.md');
const block = (name: string): RegExp => new RegExp(`(<!-- ${name} -->\\n\`\`\`[a-z]*\\n)([^]*?)(\`\`\`\\n)`);

describe('docs', function () {
  this.timeout(20_000);

  it('architecture.md shows the two forms and the gradient that the program makes', async () => {
    let text = readFileSync(page, 'utf8');
    const source = block('source').exec(text)?.[2] ?? '';
    const folder = mkdtempSync(path.join(tmpdir(), 'nabla-docs-'));
    try {
      const file = absolute(path.join(folder, 'example.ts'));
      writeFileSync(file, source);
      const fn = functionNamed(createWorkspace(createDisk()).projectFor(file), file, 'firstBig');
      const module = fn?.lowered?.module;
      assert.ok(module);
      let gradient = '';
      assert.equal(await run(['generate', `${file}#firstBig`], (out) => { gradient += out; }, assert.fail), 0);
      const shown = {
        slot: printModule(module),
        value: printModule(toValueForm(module, 'firstBig', (name) => discreteParameters(module, name))),
        gradient,
      };
      for (const [name, printed] of Object.entries(shown)) {
        const expected = `${printed.trim()}\n`;
        if (process.env['UPDATE'] === '1') text = text.replace(block(name), (_, before: string, __, after: string) => before + expected + after);
        assert.equal(block(name).exec(text)?.[2], expected, `${name}: npm run docs`);
      }
      if (process.env['UPDATE'] === '1') writeFileSync(page, text);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('architecture.md names every pass', () => {
    const text = readFileSync(page, 'utf8');
    const unnamed = ['core/passes', 'core/ad'].flatMap((folder) => readdirSync(path.join(repositoryRoot, folder)).map((name) => `${folder}/${name}`))
      .filter((file) => /^\/\*\*\s+\*? ?Pass: /.test(readFileSync(path.join(repositoryRoot, file), 'utf8')) && !text.includes(`](../${file})`));
    assert.deepEqual(unnamed, []);
  });

  it('links to files of the repository lead to files', () => {
    const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'examples/README.md', 'examples/real/README.md', ...readdirSync(path.join(repositoryRoot, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
    const broken = pages.flatMap((name) => {
      const links = [...readFileSync(path.join(repositoryRoot, name), 'utf8').replace(/`[^`\n]*`/g, '').matchAll(/\]\((?!https?:|#)([^)#]+)/g)];
      return links.flatMap(([, target = '']) => (existsSync(path.resolve(repositoryRoot, path.dirname(name), target)) ? [] : [`${name}: ${target}`]));
    });
    assert.deepEqual(broken, []);
  });
});
