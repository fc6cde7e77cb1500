/** Inputs of a point: their ranges, and the text of a moved point, which leaves everything else as it was written. */
import assert from 'node:assert/strict';
import { createWorkspace, functionNamed } from '../../../core/frontend';
import { prepared, type Prepared } from '../../../server/evaluation';
import { inputsModel, movedText, rangeAround } from '../../../server/features/inputs';
import type { Point } from '../../../core/frontend/api';
import { memoryHost } from '../frontend/memoryHost';

const text = `const DATA = [1, 2, 3];
interface Body { readonly mass: number; readonly place: [number, number]; readonly fixed: boolean }
/**
 * @differentiable
 * @at start: body={ mass: 2, place: [1, 0.5], fixed: true }, data=DATA, w=[Math.PI, 1e21]
 * @at body={ mass: 1, place: [0, 0], fixed: false }, data=[1, 2], w=[1, 2], k=3
 */
export function f(body: Body, data: readonly number[], w: Float64Array, k = 1.5): number {
  let sum = k * body.mass + body.place[0];
  for (let i = 0; i < w.length; i++) sum += (w[i] ?? 0) * (data[i] ?? 0);
  return sum;
}
/**
 * @differentiable
 * @at w=MANY
 */
export function many(w: readonly number[]): number {
  let sum = 0;
  for (const x of w) sum += x * x;
  return sum;
}
const MANY = [${Array.from({ length: 30 }, (_, i) => String(i)).join(', ')}];
`;

describe('the inputs of a point', () => {
  const project = createWorkspace(memoryHost({ '/f.ts': text })).projectFor('/f.ts');

  function at(name: string, which = 0): { readonly fn: NonNullable<ReturnType<typeof functionNamed>>; readonly point: Point; readonly at: Prepared } {
    const fn = functionNamed(project, '/f.ts', name), point = fn?.points[which];
    assert.ok(fn !== null && point !== undefined);
    const ready = prepared(fn, point);
    assert.ok(ready.kind === 'prepared', JSON.stringify(ready));
    return { fn, point, at: ready };
  }

  it('are the real numbers, by their names', () => {
    const one = at('f');
    const { shown, left, isWritten } = inputsModel({ ...one, base: one.at, baseText: one.point.text, reach: 1 });
    assert.deepEqual(shown.map(({ label, text: full }) => `${label} ${full}`), ['body.mass 2', 'body.place[0] 1', 'body.place[1] 0.5', 'data[0] 1', 'data[1] 2', 'data[2] 3', 'w[0] 3.141592653589793', 'w[1] 1e+21', 'k 1.5']);
    assert.deepEqual([left, isWritten], [0, true]);
  });

  it('are shown as far as there is room', () => {
    const one = at('many');
    const { shown, left } = inputsModel({ ...one, base: one.at, baseText: one.point.text, reach: 1 });
    assert.deepEqual([shown.length, left], [24, 6]);
  });

  it('are moved in the text, where everything else stays as it is written', () => {
    const { point, at: ready } = at('f');
    assert.equal(movedText(point, ready, [{ input: 0, value: 2.5 }]), 'body={ mass: 2.5, place: [1, 0.5], fixed: true }, data=DATA, w=[Math.PI, 1e21]');
    assert.equal(movedText(point, ready, [{ input: 7, value: -1 }, { input: 8, value: 2 }]), 'body={ mass: 2, place: [1, 0.5], fixed: true }, data=DATA, w=[3.141592653589793, -1], k=2');
    assert.equal(movedText(point, ready, [{ input: 4, value: 0 }]), 'body={ mass: 2, place: [1, 0.5], fixed: true }, data=[1, 0, 3], w=[Math.PI, 1e21]');
    assert.equal(movedText(point, ready, [{ input: 99, value: 0 }]), point.text);
  });

  it('have ranges around the base point that hold the present value', () => {
    assert.deepEqual(rangeAround(2, 2, 1), { low: 0, high: 4, step: 0.01 });
    assert.deepEqual(rangeAround(-0.3, -0.3, 0.5), { low: -0.45, high: -0.15, step: 0.001 });
    assert.deepEqual(rangeAround(0, 0, 1), { low: -1, high: 1, step: 0.01 });
    assert.deepEqual(rangeAround(0, 7, 1), { low: -1, high: 7, step: 0.01 });
    assert.deepEqual(rangeAround(1e21, 1e21, 0.1), { low: 9e20, high: 1.1e21, step: 1e18 });
    for (const x of [5e-324, 1.7976931348623157e308, 1e-310]) {
      const { low, high, step } = rangeAround(x, x, 10);
      assert.ok([low, high, step].every(Number.isFinite) && low <= x && x <= high && low < high && step > 0, `${String(x)}: ${JSON.stringify([low, high, step])}`);
    }
  });

  it('of points of another shape have ranges around the point itself', () => {
    const one = at('f'), other = at('f', 1);
    const { shown, isMoved } = inputsModel({ ...one, base: other.at, baseText: other.point.text, reach: 1 });
    assert.deepEqual(shown[0]?.range, { value: 2, low: 0, high: 4, step: 0.01 });
    assert.equal(isMoved, true);
  });
});
