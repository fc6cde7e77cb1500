/**
 * The catalogue, provoked: each code has an example that gives it through the front end, an evaluation, a generation or the command
 * line, and the example's corrected form no longer does. What only a defect of Nabla or of the machine gives is provoked here.
 */
import assert from 'node:assert/strict';
import fs, { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { run } from '../../../cli/main';
import { defaultLimits, describeFault, evaluatePoint, finish, targetOf } from '../../../core/evaluate';
import { createWorkspace, markedFunctions, type Project } from '../../../core/frontend';
import { generate } from '../../../core/generate/generate';
import { parseModule } from '../../../core/ir/parser';
import { catalogue } from '../../../core/messages';
import { commandLineMessages } from '../../../core/messages/commandLine';
import { effectMessages } from '../../../core/messages/effects';
import { evaluationMessages } from '../../../core/messages/evaluation';
import { generationMessages } from '../../../core/messages/generation';
import { languageMessages } from '../../../core/messages/language';
import { markMessages } from '../../../core/messages/marks';
import { memoryHost } from '../frontend/memoryHost';
import { withRule } from '../gate/otherRule';
import { reportedIn } from './reported';

const parts: readonly object[] = [languageMessages, effectMessages, markMessages, evaluationMessages, generationMessages, commandLineMessages];
const entries: readonly { readonly code: string; readonly example: string; readonly fixed?: string }[] = Object.values(catalogue);

/** A host with every example, so that one workspace reads them all. */
const fileOf = (code: string, form: 'example' | 'fixed'): string => `/${form}/${code}.ts`;
const isCommand = (example: string): boolean => example.startsWith('// nabla ');
const texts = Object.fromEntries(entries.flatMap(({ code, example, fixed = '' }) => [[fileOf(code, 'example'), example], [fileOf(code, 'fixed'), fixed]]));
const workspace = createWorkspace(memoryHost(texts));
const codesIn = (file: string): readonly string[] => reportedIn(workspace.projectFor(file), file).map(({ code }) => code);

/** The codes a command prints; its files are in a folder of its own. */
async function codesOfCommand(example: string, prepare: () => () => void = () => () => undefined): Promise<readonly string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nabla-example-'));
  try {
    fs.writeFileSync(path.join(folder, 'model.ts'), example);
    const [line = ''] = example.split('\n');
    const argv = line.slice('// nabla '.length).split(' ').map(word => word.replace(/^(model|nowhere)\.ts/, `${folder}/$&`));
    const printed: string[] = [];
    const restore = prepare();
    await run(argv, text => printed.push(text), text => printed.push(text)).finally(restore);
    return [...printed.join('').matchAll(/\b(?:error|warning) (N\d{4}):/g)].map(([, code = '']) => code);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const codesOf = async (code: string, form: 'example' | 'fixed'): Promise<readonly string[]> => {
  const text = texts[fileOf(code, form)] ?? '';
  return isCommand(text) ? codesOfCommand(text) : codesIn(fileOf(code, form));
};

/** What is reported when the derivative of a function is not what was written. */
function codesOfTampering(change: (text: string) => string): readonly string[] {
  const file = '/f.ts';
  const project = createWorkspace(memoryHost({ [file]: '/**\n * @differentiable\n * @at x=0.5\n */\nexport function f(x: number): number {\n  return Math.sin(x);\n}\n' })).projectFor(file);
  const [fn] = markedFunctions(project, file);
  assert.ok(fn !== undefined);
  const rereading: Project = Object.assign(Object.create(project) as Project, { withText: <T>(at: string, text: string, use: () => T): T => project.withText(at, change(text), use) });
  const made = finish(generate({ project, rereading, fn, kind: 'gradient', wrt: null, limits: defaultLimits, useAlternative: false }));
  return made.ok ? [] : made.diagnostics.map(({ code }) => code);
}

/** What no source of a few lines provokes, as long as Nabla is right and the disk is writable. */
const provoked: Readonly<Record<string, () => Promise<readonly string[]> | readonly string[]>> = {
  // Too long to be read as an example.
  [catalogue.nestedTooDeeply.code]: () => {
    const file = '/deep.ts';
    const text = `/** @differentiable */\nexport function f(x: number): number {\n  return ${'Math.abs('.repeat(2000)}x${')'.repeat(2000)};\n}\n`;
    return reportedIn(createWorkspace(memoryHost({ [file]: text })).projectFor(file), file).map(({ code }) => code);
  },
  [catalogue.checkDisagrees.code]: () => codesOfTampering(text => text.replace('Math.cos(', 'Math.sin(')),
  [catalogue.checkUnreadable.code]: () => codesOfTampering(text => text.replace('Math.cos(', 'Math.cosine(')),
  [catalogue.checkDiffers.code]: () => withRule('sin', 0.25, () => codesOfTampering(text => text)),
  [catalogue.unsetElement.code]: () => {
    const module = parseModule('func @f(%x: num) -> num {\n  %n = const 2\n  %rows = alloc num[][] %n\n  %k = const 0\n  %row = load %rows[%k]\n  %r = load %row[%k]\n  return %r\n}');
    const result = finish(evaluatePoint(targetOf(module, 'f', null), [1], { limits: defaultLimits }));
    return result.ok ? [] : [describeFault(result.fault).code];
  },
  [catalogue.notWritten.code]: async () => {
    const own = fs.writeFileSync;
    const example = '// nabla generate model.ts#f --write\nexport function f(x: number): number {\n  return x * x;\n}\n';
    return codesOfCommand(example, () => {
      fs.writeFileSync = () => { throw new Error('EROFS: read-only file system'); };
      return () => { fs.writeFileSync = own; };
    });
  },
  [catalogue.unexpected.code]: async () => {
    let printed = '';
    await run(['--version'], () => { throw new Error('no output'); }, text => { printed += text; });
    return [...printed.matchAll(/N\d{4}/g)].map(([code]) => code);
  },
};

describe('the catalogue', function () {
  this.timeout(30_000);

  it('gives each message one name and one code', () => {
    const names = parts.flatMap(part => Object.keys(part));
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(names.sort(), Object.keys(catalogue).sort());
    assert.equal(new Set(entries.map(({ code }) => code)).size, entries.length);
  });

  for (const { code, example, fixed } of entries) {
    it(`${code} is what its example gives`, async () => {
      const provoke = provoked[code];
      assert.equal(provoke === undefined, example !== '', 'either an example or a provocation');
      const found = await (provoke === undefined ? codesOf(code, 'example') : provoke());
      assert.ok(found.includes(code), `found: ${found.join(', ')}`);
      // What is reported of a run goes together; of a source the example shows one problem alone.
      if (!code.startsWith('N2')) assert.deepEqual([...new Set(found)], [code]);
    });

    if (fixed !== undefined) {
      it(`${code} is gone once the example is corrected`, async () => {
        assert.deepEqual(await codesOf(code, 'fixed'), []);
      });
    }
  }
});
