/** Programs by which the fuzzer found mistakes, and programs with two names for one thing in memory, before all its oracles at their `@at` points. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { targetOf } from '../../../core/evaluate';
import { pointArguments } from '../../../core/generate/generate';
import type { FuzzCase } from '../../fuzz/program';
import { examine } from '../../fuzz/run';
import { Sheet } from '../../fuzz/sheet';
import { repositoryRoot } from '../../repository';

/** A marked function of a fixture with its points. */
function caseOf(source: string, root: string): FuzzCase {
  const sheet = new Sheet();
  sheet.append(source);
  const fn = sheet.read(root);
  if (fn === null || fn.lowered === null) throw new Error(fn?.diagnostics.map(found => found.message).join('\n') ?? `there is no ${root}`);
  const { wrt } = targetOf(fn.lowered.module, fn.lowered.root, fn.wrt);
  return { source, root, params: fn.params.map(param => param.name), real: wrt, points: pointArguments(fn) };
}

const marked = (source: string): readonly string[] => [...source.matchAll(/@differentiable[^/]*\/\s*export function (\w+)/g)].map(([, name]) => name ?? '');

for (const [title, folder] of [['programs the fuzzer found', 'fuzz-found'], ['aliases', 'aliases'], ['structural zeros in memory', 'structural-zeros']] as const) {
  describe(title, () => {
    const files = path.join(repositoryRoot, 'test/fixtures', folder);
    for (const file of readdirSync(files)) {
      const source = readFileSync(path.join(files, file), 'utf8'), names = marked(source);
      assert.notEqual(names.length, 0, `${file} has a marked function`);
      for (const name of names) {
        it(`${path.basename(file, '.ts')}${names.length > 1 ? `: ${name}` : ''}`, () => {
          const program = caseOf(source, name);
          assert.notEqual(program.points.length, 0, 'a fixture has points');
          const finding = examine(program);
          assert.equal(finding, null, `${finding?.oracle ?? ''}\n${finding?.detail ?? ''}`);
        }).timeout(30_000);
      }
    }
  });
}
