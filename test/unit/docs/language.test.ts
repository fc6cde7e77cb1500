/** Every line that docs/language.md calls refused is refused with the diagnostic it names; `UPDATE=1` writes the diagnostics. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { createWorkspace, markedFunctions } from '../../../core/frontend';
import { repositoryRoot } from '../../repository';
import { memoryHost } from '../frontend/memoryHost';

const page = path.join(repositoryRoot, 'docs', 'language.md');
const rowPattern = /^\| `(.+;|.+\})` \|.*\|$/gm;

describe('docs/language.md', function () {
  this.timeout(30_000);

  it('names the diagnostic of each refused line: npm run docs', () => {
    const text = readFileSync(page, 'utf8');
    const lines = [...text.matchAll(rowPattern)].map(([, line]) => line ?? '');
    assert.ok(lines.length > 12);
    const source = lines.map((line, i) => `/** @differentiable */\nexport function row${i}(x: number, xs: number[]): number {\n  ${line}\n  return x;\n}\n`).join('\n');
    const functions = markedFunctions(createWorkspace(memoryHost({ '/rows.ts': source })).projectFor('/rows.ts'), '/rows.ts');
    let next = 0;
    const current = text.replace(rowPattern, (_, line: string) => {
      const errors = functions[next++]?.diagnostics.filter(({ severity }) => severity === 'error') ?? [];
      const [first] = errors;
      assert.ok(first, `${line} is accepted`);
      return `| \`${line}\` | [${first.code}](diagnostics/${first.code}.md): ${first.message.replaceAll('|', '\\|')} |`;
    });
    if (process.env['UPDATE'] === '1') writeFileSync(page, current);
    assert.equal(readFileSync(page, 'utf8'), current);
  });
});
