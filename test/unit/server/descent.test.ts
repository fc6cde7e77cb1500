/** Ways down: where they lead, by an optimiser that shares nothing with them, and why they end. */
import assert from 'node:assert/strict';
import * as numeric from 'numeric';
import { finish, type Sample, type Task } from '../../../core/evaluate';
import { descend, methods, viewPath, widened, type Descent, type Landscape, type Method } from '../../../server/features/descent';

type Two = readonly [number, number];
interface Shape { value(x: number, y: number): number; gradient(x: number, y: number): Two; hessian(x: number, y: number): readonly [Two, Two] }

const rosenbrock: Shape = {
  value: (x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: (x, y) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
  hessian: (x, y) => [[2 - 400 * (y - 3 * x * x), -400 * x], [-400 * x, 200]],
};
const saddle: Shape = {
  value: (x, y) => x ** 4 / 4 - x * x / 2 + x * y + y * y,
  gradient: (x, y) => [x ** 3 - x + y, x + 2 * y],
  hessian: (x) => [[3 * x * x - 1, 1], [1, 2]],
};
/** Falls for ever, and has no value beyond 3. */
const cliff: Shape = { value: (x, y) => (x > 3 ? NaN : -x + y * y), gradient: (_, y) => [-1, 2 * y], hessian: () => [[0, 0], [0, 2]] };

const landscape = ({ value, gradient, hessian }: Shape): Landscape => ({
  *sample([x = NaN, y = NaN]): Task<Sample> { yield; return { at: [x, y], value: value(x, y), slopes: gradient(x, y), warnings: [], fault: null }; },
  *curvature([x = NaN, y = NaN]): Task<readonly Two[]> { yield; return hessian(x, y); },
});

function down(shape: Shape, method: Method, from: Two): Descent {
  const way: Descent = { method, places: [], end: 'time', bent: 0 };
  finish(descend(way, landscape(shape), from));
  return way;
}

describe('ways down', () => {
  it('lead to where a quasi-Newton method of a library leads', () => {
    for (const [shape, from] of [[rosenbrock, [-1.2, 1]], [saddle, [0.3, 0.8]]] as const) {
      const { solution } = numeric.uncmin(([x = NaN, y = NaN]) => shape.value(x, y), [...from], 1e-10, ([x = NaN, y = NaN]) => [...shape.gradient(x, y)]);
      for (const method of ['newton', 'lbfgs'] as const) {
        const { places, end } = down(shape, method, from), last = places.at(-1)?.at ?? [];
        assert.equal(end, 'level', method);
        assert.ok(Math.hypot((last[0] ?? NaN) - (solution[0] ?? NaN), (last[1] ?? NaN) - (solution[1] ?? NaN)) < 1e-5, `${method} ${String(last)} ${String(solution)}`);
      }
    }
  });

  it('lower the value with every step', () => {
    for (const method of methods) for (const shape of [rosenbrock, saddle, cliff]) {
      const values = down(shape, method, [-1.2, 1]).places.map(({ value }) => value);
      assert.ok(values.every((value, i) => i === 0 || value < (values[i - 1] ?? NaN)), method);
    }
  });

  it('take no more than 100 steps', () => {
    const { places, end } = down(rosenbrock, 'gradient', [-1.2, 1]);
    assert.deepEqual([places.length, end], [101, 'steps']);
  });

  it('need few steps by second derivatives, and go on where the function bends down', () => {
    assert.ok(down(rosenbrock, 'newton', [-1.2, 1]).places.length < 30);
    const { bent, end } = down(saddle, 'newton', [0.1, 0.2]);
    assert.ok(bent > 0 && end === 'level');
  });

  it('stop before what is not finite, and say so', () => {
    for (const method of methods) {
      const way = down(cliff, method, [2, 1]);
      assert.equal(way.end, 'not-finite', method);
      assert.ok(way.places.every(({ value }) => Number.isFinite(value)));
      assert.match(viewPath({ output: 'f', x: { label: 'x', low: 0, high: 1 }, y: { label: 'y', low: 0, high: 1 }, digits: 4 }, way).sentence, /it stops where a value or derivative is not finite\..* outside the picture\.$/);
    }
    assert.deepEqual(down(cliff, 'newton', [5, 0]).end, 'not-finite');
  });

  it('widen the picture as far as they lead, within bounds', () => {
    const way = down(rosenbrock, 'newton', [-1.2, 1]), axis = { label: 'x', low: -2, high: -1 };
    assert.deepEqual(widened(axis, 0, [way]), { label: 'x', low: -2, high: 1 });
    assert.deepEqual(widened({ label: 'x', low: -2, high: 0.5 }, 0, [way]), { label: 'x', low: -2, high: 1.2 });
    assert.deepEqual(widened({ label: 'x', low: -2, high: 2 }, 0, [way]), { label: 'x', low: -2, high: 2 });
  });
});
