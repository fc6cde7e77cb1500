/** Each `test/fixtures/lower/*.ts` lowered: slot form and diagnostics, compared with the page beside it. `UPDATE=1` rewrites the pages. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import * as path from 'node:path';
import { createWorkspace, markedFunctions, misplacedMarks, type MarkedFunction, type Workspace } from '../../../core/frontend';
import { printModule } from '../../../core/ir/printer';
import { verifyModule } from '../../../core/ir/verifier';
import type { Diagnostic } from '../../../core/messages';
import { repositoryRoot } from '../../repository';
import { memoryHost } from './memoryHost';

const folder = path.join(repositoryRoot, 'test', 'fixtures', 'lower');
const isSource = (name: string): boolean => /\.(ts|js|json)$/.test(name);
const texts = Object.fromEntries(readdirSync(folder).filter(isSource).map(name => [`/lower/${name}`, readFileSync(path.join(folder, name), 'utf8')]));

const place = (file: string, offset: number): string => {
  const before = (texts[file] ?? '').slice(0, offset).split('\n');
  return `${path.basename(file)}:${String(before.length)}:${String((before[before.length - 1] ?? '').length + 1)}`;
};

function describeDiagnostic(found: Diagnostic): string {
  const source = (texts[found.span.file] ?? '').slice(found.span.start, found.span.end).split('\n')[0] ?? '';
  const related = (found.related ?? []).map(({ span, message }) => `\n  - ${place(span.file, span.start)} ${message}`);
  return `- ${found.severity} ${found.code} ${place(found.span.file, found.span.start)} \`${source}\`: ${found.message}${related.join('')}`;
}

function page(file: string, functions: readonly MarkedFunction[], misplaced: readonly Diagnostic[]): string {
  const parts = [`# ${path.basename(file)}\n`, `\`\`\`ts\n${(texts[file] ?? '').trimEnd()}\n\`\`\`\n`];
  for (const fn of functions) {
    parts.push(`## ${fn.name}\n`);
    if (fn.diagnostics.length > 0) parts.push(`${fn.diagnostics.map(describeDiagnostic).join('\n')}\n`);
    for (const point of fn.points) {
      if (point.lowered !== null) parts.push(`Point ${point.name ?? ''} \`${point.text}\`\n\n\`\`\`\n${printModule(point.lowered.module).trimEnd()}\n\`\`\`\n`);
    }
    if (fn.lowered !== null) parts.push(`\`\`\`\n${printModule(fn.lowered.module).trimEnd()}\n\`\`\`\n`);
  }
  if (misplaced.length > 0) parts.push(`## Marks that belong to no function\n\n${misplaced.map(describeDiagnostic).join('\n')}\n`);
  return parts.join('\n');
}

describe('lowering to slot form', function () {
  this.timeout(20_000);
  let workspace: Workspace;
  before(() => { workspace = createWorkspace(memoryHost(texts)); });

  for (const file of Object.keys(texts).filter(name => (texts[name] ?? '').includes('@differentiable'))) {
    it(path.basename(file), () => {
      const project = workspace.projectFor(file);
      const functions = markedFunctions(project, file);
      const misplaced = misplacedMarks(project, file);
      for (const fn of functions) {
        const ofPoints = new Set(fn.points.flatMap(point => point.diagnostics));
        const refused = fn.diagnostics.some(d => d.severity === 'error' && (!d.code.startsWith('N11') || d.code === 'N1111') && !ofPoints.has(d));
        assert.equal(fn.lowered === null, refused, `${fn.name}: lowered or refused`);
        if (fn.lowered !== null) assert.deepEqual(verifyModule(fn.lowered.module).map(problem => `${problem.func}: ${problem.message}`), [], fn.name);
      }
      const expected = path.join(folder, `${path.basename(file).replace(/\.[jt]s$/, '')}.expect.md`);
      const actual = page(file, functions, misplaced);
      if (process.env['UPDATE'] === '1' || !existsSync(expected)) writeFileSync(expected, actual);
      assert.equal(actual, readFileSync(expected, 'utf8'));
    });
  }
});
