/** Every row of the table in docs/conventions.md is what `nabla eval` gives; `UPDATE=1` writes the last two columns. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { run } from '../../../cli/main';
import { repositoryRoot } from '../../repository';

const page = path.join(repositoryRoot, 'docs', 'conventions.md');
const rowPattern = /^\| `(.+?)` \| `(.+?)` \|.*\|$/gm;

interface Point { readonly gradient: { readonly [name: string]: number | string }; readonly warnings: readonly { readonly code: string }[] }

describe('docs/conventions.md', function () {
  this.timeout(60_000);

  it('has a table that is true: npm run docs', async () => {
    const text = readFileSync(page, 'utf8');
    const rows = [...text.matchAll(rowPattern)].map(([, expression = '', point = '']) => ({ expression, point }));
    assert.ok(rows.length > 25);
    const folder = mkdtempSync(path.join(tmpdir(), 'nabla-docs-'));
    const results: Point[] = [];
    try {
      const file = path.join(folder, 'rows.ts');
      writeFileSync(file, rows.map(({ expression, point }, i) => functionText(`row${i}`, expression, point)).join('\n'));
      for (const i of rows.keys()) results.push(await evaluated(`${file}#row${i}`));
    } finally {
      rmSync(folder, { recursive: true });
    }
    let next = 0;
    const current = text.replace(rowPattern, (_, expression: string, point: string) => `| \`${expression}\` | \`${point}\` | ${cells(results[next++])} |`);
    if (process.env['UPDATE'] === '1') writeFileSync(page, current);
    assert.equal(readFileSync(page, 'utf8'), current);
  });
});

function functionText(name: string, expression: string, point: string): string {
  const params = [...point.matchAll(/(\w+)=/g)].map(([, param]) => `${param ?? ''}: number`);
  return `/**\n * @differentiable\n * @at ${point}\n */\nexport function ${name}(${params.join(', ')}): number {\n  return ${expression};\n}\n`;
}

async function evaluated(address: string): Promise<Point> {
  let out = '', err = '';
  const code = await run(['eval', address, '--json'], (text) => { out += text; }, (text) => { err += text; });
  assert.equal(code, 0, err);
  const [point] = (JSON.parse(out) as { points: Point[] }).points;
  return point ?? assert.fail(address);
}

function cells(point: Point | undefined): string {
  assert.ok(point);
  const derivatives = Object.entries(point.gradient).map(([name, value]) => `∂${name} ${String(value).replace('Infinity', '∞')}`);
  const codes = [...new Set(point.warnings.map(({ code }) => code))].map((code) => `[${code}](diagnostics/${code}.md)`);
  return `${derivatives.join(', ')} | ${codes.join(', ')}`;
}
