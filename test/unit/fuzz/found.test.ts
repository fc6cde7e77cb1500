/** Programs by which the fuzzer found mistakes, before all its oracles at their `@at` points. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { targetOf } from '../../../core/evaluate';
import { pointArguments } from '../../../core/generate/generate';
import type { FuzzCase } from '../../fuzz/program';
import { examine } from '../../fuzz/run';
import { Sheet } from '../../fuzz/sheet';
import { repositoryRoot } from '../../repository';

const folder = path.join(repositoryRoot, 'test/fixtures/fuzz-found');

/** The function `f` of a fixture with its marks' points. */
function caseOf(source: string): FuzzCase {
  const sheet = new Sheet();
  sheet.append(source);
  const fn = sheet.read('f');
  if (fn === null || fn.lowered === null) throw new Error(fn?.diagnostics.map(found => found.message).join('\n') ?? 'there is no f');
  const { wrt } = targetOf(fn.lowered.module, fn.lowered.root, fn.wrt);
  return { source, root: 'f', params: fn.params.map(param => param.name), real: wrt, points: pointArguments(fn) };
}

describe('programs the fuzzer found', () => {
  for (const file of readdirSync(folder)) {
    it(path.basename(file, '.ts'), () => {
      const program = caseOf(readFileSync(path.join(folder, file), 'utf8'));
      assert.notEqual(program.points.length, 0, 'a fixture has points');
      const finding = examine(program);
      assert.equal(finding, null, `${finding?.oracle ?? ''}\n${finding?.detail ?? ''}`);
    }).timeout(30_000);
  }
});
