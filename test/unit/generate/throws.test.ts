/** The derivative, the trace and the function throw the same error: its class and its text. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { finish, interpret } from '../../../core/evaluate';
import { createWorkspace } from '../../../core/frontend';
import { memoryHost } from '../frontend/memoryHost';
import { corpusFolder, deriveAll, derivativeKinds, withDerivatives, type CorpusFile } from './corpusFile';
import { execute, type Exports } from './execution';

const file = '/generate/throws.ts';
const cases: readonly { name: string; args: readonly (number | readonly number[])[]; error: string }[] = [
  { name: 'classes', args: [-1.5, 2], error: 'RangeError: x must be positive, was -1.5' },
  { name: 'classes', args: [12.25, 2], error: 'CodedError: x is 12.3, above 5' },
  { name: 'classes', args: [101, 2], error: 'DomainError: x is out of the domain' },
  { name: 'classes', args: [1001, 2], error: 'RangeError: too large' },
  { name: 'lengths', args: [[1, 2], [3]], error: 'Error: 2 and 1 differ' },
  { name: 'asserted', args: [-2], error: 'Error: x is -2' },
  { name: 'asserted', args: [100], error: 'Error: assertion failed' },
  { name: 'asserted', args: [60], error: 'Error: x is 60, too large' },
  { name: 'asserted', args: [45], error: 'Error: x is too large' },
  { name: 'never', args: [11], error: 'TypeError: 11 > 10' },
  { name: 'never', args: [-1], error: 'TypeError: x must be positive' },
];

/** What a call throws, by the class it was made with. */
function thrown(exports: Exports, name: string, args: readonly unknown[]): string {
  const fn = exports[name];
  assert.ok(typeof fn === 'function', name);
  try { Reflect.apply(fn, undefined, args); } catch (error) { return error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error); }
  return 'nothing';
}

describe('errors', function () {
  this.timeout(60_000);
  let made: CorpusFile;
  let exports: Exports;
  before(() => {
    const text = readFileSync(path.join(corpusFolder, 'throws.ts'), 'utf8');
    made = deriveAll(createWorkspace(memoryHost({ [file]: text })), file, derivativeKinds);
    exports = execute(withDerivatives(made), () => ({}));
  });
  for (const { name, args, error } of cases) {
    it(`${name} at ${JSON.stringify(args)}`, () => {
      assert.equal(thrown(exports, name, args), error);
      const generated = made.generated.filter(each => each.fn.name === name);
      assert.equal(generated.length, derivativeKinds.length);
      for (const each of generated) assert.equal(thrown(exports, each.name, each.kind === 'gradient' ? args : [...args, ...args]), error, each.name);
      const lowered = made.functions.find(fn => fn.name === name)?.lowered;
      assert.ok(lowered);
      const run = finish(interpret(lowered.module, lowered.root, args));
      assert.ok(!run.ok);
      if (name !== 'classes' || args[0] !== 1001) assert.equal(run.fault.message, error.replace(/^Error: /, ''));
    });
  }
});
