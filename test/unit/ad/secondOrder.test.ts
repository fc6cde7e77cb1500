/**
 * Each gradient differentiated once more: its text is put into its file and marked, its tangent and adjoint are generated, and their rows
 * and columns, run in Node, are the Hessian that the trace has of the primal.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { evaluatePoint, finish, hessianOf, inShapes, targetOf } from '../../../core/evaluate';
import { pointArguments } from '../../../core/generate/generate';
import { repositoryRoot } from '../../repository';
import { GrowingFile } from './differentiatedAgain';

const sources = [['examples', 'seeds', 'book.ts'], ['test', 'fixtures', 'generate', 'scalars.ts']].map(parts => path.join(repositoryRoot, ...parts));

function assertRow(found: readonly number[], expected: readonly number[], scale: number, what: string): void {
  assert.equal(found.length, expected.length, what);
  found.forEach((x, i) => {
    const y = expected[i] ?? 0;
    assert.ok(Object.is(x, y) || Math.abs(x - y) <= 1e-9 * Math.max(scale, Math.abs(y)), `${what}: found ${found.join(', ')}, the trace has ${expected.join(', ')}`);
  });
}

describe('gradients differentiated once more', function () {
  this.timeout(60_000);
  let checked = 0;
  for (const source of sources) {
    const text = readFileSync(source, 'utf8');
    const file = new GrowingFile(text);
    for (const { name } of file.marked()) {
      it(`${path.basename(source)}: ${name}`, function () {
        file.reset(text);
        const fn = file.named(name);
        if (fn === null || fn.lowered === null || fn.lowered.module.funcs.get(fn.lowered.root)?.result.kind !== 'num') this.skip();
        const target = targetOf(fn.lowered.module, fn.lowered.root, fn.wrt);
        const points = pointArguments(fn).map(args => ({ args, point: finish(evaluatePoint(target, args)) }));
        const second = file.again(file.put(fn, 'gradient').name, target.wrt);
        for (const { args, point } of points) {
          if (!point.ok || point.warnings.length > 0) continue;
          const { trace } = point;
          const hessian = hessianOf(trace);
          const scale = Math.max(...hessian.flat().map(Math.abs), 1e-300);
          for (const [k, row] of hessian.entries()) {
            const shapes = inShapes(trace, row.map((_, i) => (i === k ? 1 : 0)));
            const direction = target.wrt.map(param => shapes[param] ?? 0);
            assertRow(second.column(args, direction), row, scale, `column ${String(k)} at ${JSON.stringify(args)}`);
            assertRow(second.row(args, direction), row, scale, `row ${String(k)} at ${JSON.stringify(args)}`);
          }
          checked++;
        }
      });
    }
  }
  after(() => { assert.ok(checked >= 12, `${String(checked)} points`); });
});
