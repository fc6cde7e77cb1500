/** Evaluations that are kept: those of written points, and of the last others. */
import assert from 'node:assert/strict';
import { createWorkspace, functionNamed, parsePoint } from '../../../core/frontend';
import { Evaluations, type Evaluation } from '../../../server/evaluation';
import { memoryHost } from '../frontend/memoryHost';

describe('kept evaluations', () => {
  it('are not those of every point that was passed', async () => {
    const project = createWorkspace(memoryHost({ '/f.ts': '/**\n * @differentiable\n * @at x=2\n */\nexport function f(x: number): number { return x * x; }\n' })).projectFor('/f.ts');
    const fn = functionNamed(project, '/f.ts', 'f'), written = fn?.points[0];
    assert.ok(fn !== null && written !== undefined);
    const evaluations = new Evaluations();
    const at = (text: string): Promise<Evaluation> => {
      const point = parsePoint(project, fn, text);
      assert.ok(point !== null);
      return evaluations.at(fn, point, { budget: 1000, wanted: () => true });
    };
    const first = at(written.text), passed = at('x=0');
    await Promise.all([first, passed]);
    for (let i = 1; i <= 20; i++) await at(`x=${String(i / 10)}`);
    assert.equal(at(written.text), first);
    const last = at('x=2.0');
    assert.equal(last, at('x=2.0'));
    assert.notEqual(at('x=0'), passed);
  });
});
