/** The hand-written IR texts: well formed, and interpreted and traced to the values that stand in them. */
import assert from 'node:assert/strict';
import { finish, gradient, interpret, trace } from '../../../core/evaluate';
import { verifyModule } from '../../../core/ir/verifier';
import { irFixtures } from './fixtures';

describe('IR fixtures', () => {
  const fixtures = irFixtures();
  it('are at least six', () => { assert.ok(fixtures.length >= 6); });

  for (const { name, module, points } of fixtures) {
    describe(name, () => {
      it('is well formed and has a point', () => {
        assert.deepEqual(verifyModule(module), []);
        assert.ok(points.length > 0);
      });

      points.forEach((point, i) => {
        const params = module.funcs.get('f')?.params.map(param => param.name) ?? [];
        const args = params.map(param => point.args[param] ?? null);

        it(`computes its value at point ${i + 1}`, () => {
          const run = finish(interpret(module, 'f', args));
          assert.ok(run.ok, run.ok ? '' : run.fault.message);
          assert.deepEqual(run.value, point.value);
        });

        it(`traces its gradient at point ${i + 1}`, () => {
          const traced = finish(trace(module, 'f', args, { wrt: params }));
          assert.ok(traced.ok, traced.ok ? '' : traced.fault.message);
          assert.deepEqual(gradient(traced.trace), point.gradient);
        });
      });
    });
  }
});
