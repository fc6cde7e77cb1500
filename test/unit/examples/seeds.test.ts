/** The other functions of the literature against their derivatives worked out by hand. */
import assert from 'node:assert/strict';
import { closedForm, closedFormDerivative, logisticMap } from '../../../examples/seeds/logistic';
import { close, evaluated, example, first, nabla } from './nabla';

const at = (point: object): readonly string[] => ['--at', JSON.stringify(point)];
const points = [-0.3, 0, 0.1, 0.2, 0.5, 0.77, 1, 1.4];

/** The table of expression swell: l(n) and its derivative, multiplied out. */
const swell: readonly { readonly value: (x: number) => number; readonly derivative: (x: number) => number; readonly shortened: (x: number) => number }[] = [
  { value: (x) => x, derivative: () => 1, shortened: () => 1 },
  { value: (x) => 4 * x * (1 - x), derivative: (x) => 4 * (1 - x) - 4 * x, shortened: (x) => 4 - 8 * x },
  {
    value: (x) => 16 * x * (1 - x) * (1 - 2 * x) ** 2,
    derivative: (x) => 16 * (1 - x) * (1 - 2 * x) ** 2 - 16 * x * (1 - 2 * x) ** 2 - 64 * x * (1 - x) * (1 - 2 * x),
    shortened: (x) => 16 * (1 - 10 * x + 24 * x ** 2 - 16 * x ** 3),
  },
];

describe('examples/seeds: functions of the literature', function () {
  this.timeout(60_000);

  it('sin(x1) + cos(x2) x3 - log(x3) has gradient (cos x1, -x3 sin x2, cos x2 - 1 / x3)', async () => {
    for (const { at: { x1, x2, x3 }, value, gradient } of await evaluated('seeds/graph.ts#threeTerms')) {
      const [a, b, c] = [Number(x1), Number(x2), Number(x3)];
      assert.equal(value, Math.sin(a) + Math.cos(b) * c - Math.log(c));
      assert.deepEqual(gradient, { x1: Math.cos(a), x2: -c * Math.sin(b), x3: Math.cos(b) - 1 / c });
    }
  });

  it('the logistic map and its derivative agree with the rows of the expression swell table', async () => {
    for (const [i, { value, derivative, shortened }] of swell.entries()) {
      const found = await evaluated('seeds/logistic.ts#logisticMap', ...points.flatMap((x) => at({ x, n: i + 1 })));
      found.forEach((point, k) => {
        const x = points[k] ?? NaN;
        close(point.value, value(x));
        close(point.gradient['x'], derivative(x));
        close(point.gradient['x'], shortened(x));
      });
    }
  });

  it('l(4) as a loop, as a closed form and by hand have the same derivative', async () => {
    const loop = await evaluated('seeds/logistic.ts#logisticMap', ...points.flatMap((x) => at({ x, n: 4 })));
    const closed = await evaluated('seeds/logistic.ts#closedForm', ...points.flatMap((x) => at({ x })));
    points.forEach((x, k) => {
      assert.equal(loop[k]?.value, logisticMap(x, 4));
      assert.equal(closed[k]?.value, closedForm(x));
      close(loop[k]?.value, closedForm(x), 1e-11);
      close(closed[k]?.gradient['x'], closedFormDerivative(x));
      close(loop[k]?.gradient['x'], closedFormDerivative(x), 1e-11);
    });
  });

  it('n is the number of a step and has no derivative', async () => {
    assert.deepEqual(Object.keys((await first('seeds/logistic.ts#logisticMap')).gradient), ['x']);
  });

  it('the circle has the Jacobian (-omega sin, -t sin; omega cos, t cos)', async () => {
    const { value, jacobian } = await first('seeds/graph.ts#circle');
    const [t, omega] = [0.5, 2];
    const [c, s] = [Math.cos(1), Math.sin(1)];
    assert.deepEqual(value, [c, s]);
    assert.equal(jacobian.length, 2);
    close(jacobian[0]?.['t'], -omega * s);
    close(jacobian[0]?.['omega'], -t * s);
    close(jacobian[1]?.['t'], omega * c);
    close(jacobian[1]?.['omega'], t * c);
  });

  it('the normal likelihood falls towards the mean and is flat there', async () => {
    const [away, mean] = await evaluated('seeds/likelihoods.ts#gaussian');
    close(away?.value, 1.05);
    close(away?.gradient['mu'], -2);
    close(mean?.gradient['mu'], 0);
  });

  it('the mixture has the gradient of its responsibilities', async () => {
    const { value, gradient } = await first('seeds/likelihoods.ts#mixture');
    const [p, mu, sigma, x] = [[0.5, 0.5], [4, 5], [0.5, 0.4], [4.1, 3.9, 5.2, 4.8]] as const;
    const density = (xi: number, k: 0 | 1): number => Math.exp(-(((xi - mu[k]) / sigma[k]) ** 2) / 2) / (sigma[k] * Math.sqrt(2 * Math.PI));
    const total = (xi: number): number => p[0] * density(xi, 0) + p[1] * density(xi, 1);
    const share = (xi: number, k: 0 | 1): number => (p[k] * density(xi, k)) / total(xi);
    const sum = (term: (xi: number) => number): number => x.reduce((s, xi) => s + term(xi), 0);
    close(value, -sum((xi) => Math.log(total(xi))));
    close(gradient['p'], -sum((xi) => (density(xi, 0) - density(xi, 1)) / total(xi)));
    for (const k of [0, 1] as const) {
      close(gradient[`mu${k + 1}`], -sum((xi) => (share(xi, k) * (xi - mu[k])) / sigma[k] ** 2));
      close(gradient[`sigma${k + 1}`], -sum((xi) => share(xi, k) * ((xi - mu[k]) ** 2 / sigma[k] ** 3 - 1 / sigma[k])));
    }
  });

  it('ridge regression is stationary at the posterior mean', async () => {
    const [origin, minimum] = await evaluated('seeds/likelihoods.ts#ridge');
    close(origin?.value, 13);
    close(origin?.gradient['beta'], [-8, -11]);
    close(minimum?.gradient['beta'], [0, 0]);
    assert.deepEqual(Object.keys(origin?.gradient ?? {}), ['beta']);
  });

  it('sum(M x) - 2 log sum exp x has the column sums minus twice the softmax as gradient', async () => {
    const { value, gradient } = await first('seeds/likelihoods.ts#sumMinusLogSumExp');
    const x = [0.1, -0.4, 0.3], columns = [5, 7, 9];
    const total = x.reduce((s, xi) => s + Math.exp(xi), 0);
    close(value, x.reduce((s, xi, j) => s + xi * (columns[j] ?? NaN), 0) - 2 * Math.log(total));
    close(gradient['x'], x.map((xi, j) => (columns[j] ?? NaN) - (2 * Math.exp(xi)) / total));
  });

  it('a neuron obeys the delta rule', async () => {
    const { gradient } = await first('seeds/network.ts#neuron');
    const o = 1 / (1 + Math.exp(-(0.1 + 0.5 - 0.8)));
    const delta = 2 * (o - 1) * o * (1 - o);
    close(gradient['bias'], delta);
    close(gradient['w'], [delta, 2 * delta]);
  });

  it('a network has the gradient of back-propagation', async () => {
    const { value, gradient } = await first('seeds/network.ts#network');
    const phi = (net: number): number => 1 / (1 + Math.exp(-net));
    const hidden = [[0.5, -0.4, 0.3], [-0.2, 0.1, 0.6]] as const, output = [0.7, -0.8, 0.2] as const;
    const patterns = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]] as const;
    let error = 0;
    const dHidden = new Array<number>(6).fill(0), dOutput = new Array<number>(3).fill(0);
    const add = (sums: number[], i: number, term: number): void => { sums[i] = (sums[i] ?? NaN) + term; };
    for (const [x1, x2, target] of patterns) {
      const h = hidden.map(([a, b, c]) => phi(a * x1 + b * x2 + c));
      const o = phi(output[0] * (h[0] ?? NaN) + output[1] * (h[1] ?? NaN) + output[2]);
      error += (o - target) ** 2;
      const delta = 2 * (o - target) * o * (1 - o);
      add(dOutput, 2, delta);
      h.forEach((hi, i) => {
        add(dOutput, i, delta * hi);
        const below = delta * (output[i] ?? NaN) * hi * (1 - hi);
        [x1, x2, 1].forEach((x, j) => add(dHidden, 3 * i + j, below * x));
      });
    }
    close(value, error);
    close(gradient['hidden'], dHidden);
    close(gradient['output'], dOutput);
  });

  it('only patterns inside the margin move the hinge loss', async () => {
    const { value, gradient, warnings } = await first('seeds/network.ts#hingeLoss');
    close(value, 17);
    close(gradient['w'], [2, -2]);
    close(gradient['b'], 10);
    assert.deepEqual(warnings, []);
  });

  it('nothing is wrong with any example', async () => {
    assert.deepEqual(await nabla('check', example('')), { code: 0, out: '', err: '' });
  });

  it('every example can be differentiated in text that passes the gate', async () => {
    for (const address of ['book.ts#f', 'graph.ts#sumTimesLog', 'graph.ts#threeTerms', 'logistic.ts#logisticMap', 'logistic.ts#closedForm', 'likelihoods.ts#gaussian', 'likelihoods.ts#mixture', 'likelihoods.ts#ridge', 'likelihoods.ts#sumMinusLogSumExp', 'network.ts#neuron', 'network.ts#network', 'network.ts#hingeLoss']) {
      const { code, out, err } = await nabla('generate', example(`seeds/${address}`), '--stdout');
      assert.equal(code, 0, `${address}: ${err}`);
      assert.match(out, /@generated by nabla/);
      assert.doesNotMatch(out, /unchecked/);
    }
  });
});
