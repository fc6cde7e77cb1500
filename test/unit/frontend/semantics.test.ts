/** Slot form means what JavaScript means: the fixtures that lower, interpreted and run by Node on the same arguments, agree bit for bit. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { finish, interpret, type Datum, type Run } from '../../../core/evaluate';
import { createWorkspace, markedFunctions } from '../../../core/frontend';
import { repositoryRoot } from '../../repository';
import { exact, exportsOf } from './execution';
import { memoryHost } from './memoryHost';

const folder = path.join(repositoryRoot, 'test', 'fixtures', 'lower');
const texts = Object.fromEntries(readdirSync(folder).filter(name => name.endsWith('.ts')).map(name => [`/lower/${name}`, readFileSync(path.join(folder, name), 'utf8')]));

const cases: readonly { file: string; name: string; args: readonly (() => Datum)[][] }[] = [
  { file: 'arithmetic', name: 'seed', args: [[() => 2, () => 5], [() => -1, () => 0]] },
  { file: 'arithmetic', name: 'operators', args: [[() => 7.9, () => -3.5], [() => -2, () => 0], [() => NaN, () => 2 ** 33 + 5]] },
  { file: 'arithmetic', name: 'logic', args: [0, 1, 2, 3, 11, NaN, Infinity].flatMap(x => [true, false].map(flag => [() => x, () => flag])) },
  { file: 'assignments', name: 'compound', args: [0, 2, -1.5].map(x => [() => x, () => [1, 2, 3]]) },
  { file: 'assignments', name: 'inferred', args: [[() => 1.5], [() => NaN]] },
  { file: 'assignments', name: 'swap', args: [[() => 2, () => 5]] },
  { file: 'control', name: 'loops', args: [[() => 1.5, () => 7], [() => 1.1, () => 20]] },
  { file: 'control', name: 'over', args: [[() => new Float64Array([1, -2, 3]), () => [[1, 2], [], [-3, 4]]]] },
  { file: 'control', name: 'early', args: [4, 2.5, 1.5, 0.5, -7].map(x => [() => x]) },
  { file: 'control', name: 'choose', args: [0, 1, 2, 3, 4, 5, 6, NaN].flatMap(k => [-2, 0.5, 3].map(x => [() => x, () => k])) },
  { file: 'control', name: 'allPaths', args: [[() => 2], [() => -2], [() => -0]] },
  { file: 'control', name: 'oddities', args: [0, 1, 2, 3, 4].map(n => [() => 1.25, () => n]) },
  { file: 'arrays', name: 'make', args: [[() => 2, () => 4, () => [1, 2], () => new Float32Array([0.1, 0.2])]] },
  { file: 'arrays', name: 'constants', args: [[() => 2]] },
  { file: 'arrays', name: 'distinctRows', args: [true, false].map(same => [() => 1.5, () => [[1, 2], [1, 2]], () => same]) },
  { file: 'calls', name: 'caller', args: [[() => 2, () => [1, 2, 3]]] },
  { file: 'calls', name: 'withInto', args: [[() => new Float64Array([4, 5])]] },
  { file: 'calls', name: 'closures', args: [[() => 0.5]] },
  { file: 'calls', name: 'replaced', args: [[() => 2], [() => 0.5]] },
  { file: 'resizing', name: 'ends', args: [0, 1, 2, 4].map(n => [() => 1.5, () => n]) },
  { file: 'resizing', name: 'cuts', args: [-9, -2, 0, 1, 4, 9].flatMap(at => [-1, 0, 2, 9].map(count => [() => 1.5, () => at, () => count])) },
  { file: 'resizing', name: 'lengths', args: [0, 2, 4].map(n => [() => 1.5, () => n]) },
  { file: 'resizing', name: 'unwritten', args: [3, 4, 5].map(n => [() => 1.5, () => n]) },
  { file: 'resizing', name: 'beyond', args: [0, 1, 4].map(n => [() => 1.5, () => n]) },
  { file: 'resizing', name: 'parts', args: [-9, -2, 0, 1, 4, 9].flatMap(from => [-9, -1, 0, 2, 9].map(to => [() => new Float64Array([1, 2, 3, 4]), () => from, () => to])) },
  { file: 'unset', name: 'greatest', args: [[], [0], [2, -1], [-3, 4, 0.5]].map(xs => [() => [...xs]]) },
  { file: 'functions', name: 'defaulted', args: [[() => 1.5], [() => 0]] },
  { file: 'functions', name: 'typed', args: [[], [1], [1, 2, 3, 4]].map(xs => [() => [...xs]]) },
  { file: 'scratch', name: 'taped', args: [[() => 0.5, () => 3], [() => 0.5, () => 5]] },
];

describe('lowered fixtures against Node', () => {
  const workspace = createWorkspace(memoryHost(texts));
  for (const { file, name, args } of cases) {
    it(`${file}.${name}`, () => {
      const source = `/lower/${file}.ts`;
      const fn = markedFunctions(workspace.projectFor(source), source).find(found => found.name === name);
      const lowered = fn?.lowered;
      assert.ok(lowered, `${name} is not lowered: ${(fn?.diagnostics ?? []).map(d => d.message).join('\n')}`);
      for (const make of args) {
        const exports = exportsOf(texts, source);
        const native = exports[name] ?? exports['default'];
        assert.ok(typeof native === 'function');
        const expected: unknown = Reflect.apply(native, undefined, make.map(value => value()));
        const run: Run = finish(interpret(lowered.module, lowered.root, make.map(value => value())));
        assert.ok(run.ok, run.ok ? '' : JSON.stringify(run.fault));
        assert.deepStrictEqual(exact(run.value), exact(expected), `at ${JSON.stringify(make.map(value => value()))}`);
      }
    });
  }
});
