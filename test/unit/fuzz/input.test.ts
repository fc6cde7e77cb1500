/** A short run over source as it is found, and as it is while someone types; `npm run fuzz:input` does longer ones. */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { createProject, type Project } from '../../../core/frontend/project';
import { examineBatch, filesOf } from '../../fuzz/input/batch';
import { examineFile, type Finding } from '../../fuzz/input/examine';
import { acceptanceTable } from '../../fuzz/input/figures';
import { marked } from '../../fuzz/input/marking';
import { batchesOf } from '../../fuzz/input/run';
import { shrunk } from '../../fuzz/input/shrink';
import { emptyTally, together, total, type Tally } from '../../fuzz/input/tally';
import { originals, variants, variantText } from '../../fuzz/input/variants';
import { repositoryRoot } from '../../repository';
import { memoryHost } from '../frontend/memoryHost';

const nothing = { files: 0, largest: 200_000, prefixes: 0, mutations: 0, seed: 5 };
const run = (options: Partial<typeof nothing> & { readonly folder: string }): Tally =>
  batchesOf({ ...nothing, ...options }).map(batch => examineBatch(batch)).reduce(together, emptyTally);

describe('source as it is found', function () {
  this.timeout(300_000);

  it('every function of a package ends in a checked derivative or in diagnostics', () => {
    const tally = run({ folder: path.join(repositoryRoot, 'node_modules', 'color-convert'), files: 10 });
    assert.deepEqual(tally.findings, []);
    assert.ok(total(tally.endings) > 50 && tally.endings.checked > 25, JSON.stringify(tally.endings));
  });

  it('so does every function of prefixes and mutations', () => {
    const tally = run({ folder: '', prefixes: 20, mutations: 20 });
    assert.deepEqual(tally.findings, []);
    assert.ok(tally.files >= 30 && total(tally.endings) > 40 && tally.endings.checked > 5, JSON.stringify(tally.endings));
  });

  it('marks functions where they stand, copies the others, and gives types to parameters of JavaScript', () => {
    const { text, functions, typed } = marked('/a.js', 'exports.f = function (x, i) { return x[i] + x.length; };\nconst g = p => p.a * 2;\n/** Says. */\nfunction h(k) { return k(1); }\n', true);
    assert.equal(text, `exports.f = function (x, i) { return x[i] + x.length; };;
/**
 * @differentiable
 * @param {number[]} x
 * @param {number} i
 */
const nablaCopy1 = function (x, i) { return x[i] + x.length; };

/**
 * @differentiable
 * @param {{ a: number }} p
 */ const g = p => p.a * 2;
/** Says. 
 * @differentiable
 */
function h(k) { return k(1); }
`);
    assert.equal(functions, 3);
    assert.deepEqual([...typed], ['nablaCopy1', 'g']);
  });

  it('takes every prefix when asked for as many, and the same variants for the same seed', () => {
    const all = [...originals].filter(([file]) => !file.endsWith('.json')).reduce((sum, [, text]) => sum + text.length, 0);
    assert.equal(variants(all, 0, 1).length, all);
    assert.deepEqual(variants(50, 50, 3), variants(50, 50, 3));
    for (const id of variants(0, 50, 3)) assert.equal(variantText(id), variantText(id));
  });

  it('notices an exception and a span outside its file', () => {
    const source = '/** @differentiable */\nexport function f(x: Map<string, number>): number { return 1; }\n';
    const project = createProject(memoryHost({ '/a.ts': source }), null);
    const found = (other: Project): string[] => {
      const findings: Finding[] = [];
      examineFile({ project: other, draft: project, file: '/a.ts', isNew: () => true }, finding => findings.push(finding));
      return findings.map(({ what }) => what.replace(/ of a .*/, ''));
    };
    assert.deepEqual(found(project), []);
    assert.deepEqual(found({ ...project, program: () => { throw new TypeError('no program'); } }), ['exception: TypeError: no program']);
    let asked = 0;
    const host = { ...project.host, readFile: () => (asked++ < 2 ? source : '') };
    assert.deepEqual(found({ ...project, host }), ['N1002: a span outside its file']);
  });

  it('shrinks to the function, then to its smallest text', () => {
    const [batch] = batchesOf({ ...nothing, folder: path.join(repositoryRoot, 'node_modules', 'color-convert'), files: 10 });
    assert.ok(batch);
    const [file] = filesOf(batch);
    assert.ok(file);
    const text = 'export const a = 1;\n/** @differentiable */\nexport function f(x: number): number { let y = x; return y; }\n';
    const start = text.indexOf('/**');
    const finding = { what: 'never', detail: '', file: '', name: 'f', start, end: text.length - 1 };
    assert.equal(shrunk(batch, { ...file, text }, finding, 5000), `only together with other files:\n${text.slice(start, -1)}`);
  });

  it('writes a table of what is refused', () => {
    const tally: Tally = { ...emptyTally, reasons: { 'N1001: `in` cannot be differentiated (in keyword)': { functions: 3, alone: 1, example: 'a.js#f' } } };
    assert.match(acceptanceTable(tally, ['some 1.0']), /\| 3 \| 1 \| \[N1001\]\(diagnostics\/N1001.md\) \| `in` cannot be differentiated \(in keyword\) \| `a.js#f` \|/);
  });
});
