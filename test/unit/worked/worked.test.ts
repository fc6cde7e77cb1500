/**
 * Fixtures whose values and derivatives were worked out by hand: where conventions decide, the traps of the field, and the failures
 * reported of other systems.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { GrowingFile } from '../ad/differentiatedAgain';
import { repositoryRoot } from '../../repository';
import { checkFunction } from './check';
import { expectationsOf } from './expectation';

const fixtures = path.join(repositoryRoot, 'test', 'fixtures');

for (const folder of ['zeros', 'traps', 'reports']) {
  describe(`worked by hand: ${folder}`, function () {
    this.timeout(60_000);
    for (const name of readdirSync(path.join(fixtures, folder)).sort()) {
      const source = readFileSync(path.join(fixtures, folder, name), 'utf8');
      const expectations = expectationsOf(source);
      const file = new GrowingFile(source);
      const functions = file.marked().map(fn => fn.name);
      it(`${name}: all functions have expectations`, () => { assert.deepEqual(functions, [...expectations.keys()]); });
      for (const each of functions) {
        it(`${name}: ${each}`, () => {
          file.reset(source);
          const fn = file.named(each);
          const expected = expectations.get(each);
          assert.ok(fn !== null && expected !== undefined);
          checkFunction(file, fn, expected);
        });
      }
    }
  });
}
