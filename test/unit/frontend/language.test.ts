/**
 * The language, executed: every function of `test/fixtures/lower` that has points. The interpreter and Node agree there bit for
 * bit, and its derivatives pass the gate.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { defaultLimits, finish, interpret, type Datum, type Run } from '../../../core/evaluate';
import { isDatumRecord } from '../../../core/evaluate/datum';
import { createWorkspace, markedFunctions, type Point } from '../../../core/frontend';
import { generate } from '../../../core/generate/generate';
import { repositoryRoot } from '../../repository';
import { exact, exportsOf } from './execution';
import { memoryHost } from './memoryHost';

const folder = path.join(repositoryRoot, 'test', 'fixtures', 'lower');
const texts = Object.fromEntries(readdirSync(folder).filter(name => /\.(ts|js|json)$/.test(name)).map(name => [`/lower/${name}`, readFileSync(path.join(folder, name), 'utf8')]));
const workspace = createWorkspace(memoryHost(texts));

/** The arguments that a point gives, made anew each time. */
function argumentsAt(point: Point): readonly Datum[] {
  assert.ok(point.lowered, point.diagnostics.map(d => d.message).join('\n'));
  const run: Run = finish(interpret(point.lowered.module, point.lowered.root, []));
  assert.ok(run.ok && isDatumRecord(run.value));
  return Object.values(run.value);
}

for (const file of Object.keys(texts).filter(name => (texts[name] ?? '').includes('@at'))) {
  describe(`language: ${path.basename(file)}`, () => {
    const project = workspace.projectFor(file);
    for (const fn of markedFunctions(project, file).filter(found => found.points.length > 0 && !found.hasSyntaxErrors && found.points.every(p => p.lowered !== null))) {
      it(`${fn.name} means what JavaScript means`, () => {
        assert.ok(fn.lowered, fn.diagnostics.map(d => d.message).join('\n'));
        for (const point of fn.points) {
          const native = exportsOf(texts, file)[fn.name];
          assert.ok(typeof native === 'function');
          const expected: unknown = Reflect.apply(native, undefined, argumentsAt(point));
          const run: Run = finish(interpret(fn.lowered.module, fn.lowered.root, argumentsAt(point)));
          assert.ok(run.ok, run.ok ? '' : JSON.stringify(run.fault));
          assert.deepStrictEqual(exact(run.value), exact(expected), point.text);
        }
      });

      it(`${fn.name} has derivatives that pass the gate`, function () {
        this.timeout(20_000);
        assert.ok(fn.lowered);
        const kinds = fn.resultType?.kind === 'num' ? ['gradient', 'jvp'] as const : ['jvp'] as const;
        for (const kind of kinds) {
          const made = finish(generate({ project, fn, kind, wrt: null, limits: defaultLimits, useAlternative: false }));
          assert.ok(made.ok, made.ok ? '' : made.diagnostics.map(d => `${kind}: ${d.code} ${d.message}`).join('\n'));
        }
      });
    }
  });
}
