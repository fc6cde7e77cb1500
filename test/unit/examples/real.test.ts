/** The fit to Fisher's irises against R's `glm(Species ~ ., binomial, iris[51:150, ])`. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fit } from '../../../examples/real/fit';
import { IS_VIRGINICA, MEASUREMENTS } from '../../../examples/real/iris';
import { negativeLogLikelihood, negativeLogLikelihoodGrad } from '../../../examples/real/logistic';
import { close, evaluated, example, nabla } from './nabla';

/** The sums of the four columns of each species in centimetres: the means Fisher gives, times 50. */
const species: readonly (readonly [string, readonly number[]])[] = [
  ['setosa', [250.3, 171.4, 73.1, 12.3]],
  ['versicolor', [296.8, 138.5, 213, 66.3]],
  ['virginica', [329.4, 148.7, 277.6, 101.3]],
];

describe('examples/real: logistic regression on Fisher\'s irises', function () {
  this.timeout(30_000);
  const rows = readFileSync(example('real/iris.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));

  it('the table has the sums of Fisher\'s means', () => {
    assert.equal(rows.length, 150);
    for (const [name, sums] of species) {
      const flowers = rows.filter((row) => row[4] === name);
      assert.equal(flowers.length, 50);
      sums.forEach((sum, column) => close(flowers.reduce((s, flower) => s + Number(flower[column]), 0), sum));
    }
    assert.deepEqual([rows[34]?.join(), rows[37]?.join()], ['4.9,3.1,1.5,0.2,setosa', '4.9,3.6,1.4,0.1,setosa']);
  });

  it('the module holds the two overlapping species of the table', () => {
    const overlapping = rows.filter((row) => row[4] !== 'setosa');
    assert.deepEqual(MEASUREMENTS, overlapping.flatMap((row) => row.slice(0, 4).map(Number)));
    assert.deepEqual(IS_VIRGINICA, overlapping.map((row) => (row[4] === 'virginica' ? 1 : 0)));
  });

  it('converges to the published coefficients and deviance', () => {
    const { intercept, weights, deviance, gradientNorm } = fit();
    assert.deepEqual([intercept, ...weights].map((x) => x.toFixed(3)), ['-42.638', '-2.465', '-6.681', '9.429', '18.286']);
    assert.equal(deviance.toFixed(3), '11.899');
    assert.ok(gradientNorm < 1e-6, `gradient ${gradientNorm}`);
  });

  it('the written gradient has the digits of the evaluated one', async () => {
    const points = await evaluated('real/logistic.ts#negativeLogLikelihood');
    assert.equal(points.length, 2);
    for (const { at: { w, b }, value, gradient } of points) {
      assert.ok(Array.isArray(w) && typeof b === 'number');
      const written = negativeLogLikelihoodGrad([...w as readonly number[]], b, MEASUREMENTS, IS_VIRGINICA);
      assert.equal(written.value, value);
      assert.equal(written.value, negativeLogLikelihood([...w as readonly number[]], b, MEASUREMENTS, IS_VIRGINICA));
      close(gradient['w'], written.dw, 1e-11);
      close(gradient['b'], written.db, 1e-11);
    }
  });

  it('the written gradient is what generate would write today; UPDATE=1 writes it', async () => {
    const address = example('real/logistic.ts#negativeLogLikelihood');
    if (process.env['UPDATE'] === '1') await nabla('generate', address, '--write');
    const { code, out, err } = await nabla('generate', address, '--stdout');
    assert.equal(code, 0, err);
    assert.ok(readFileSync(example('real/logistic.ts'), 'utf8').includes(out), 'npm run fixtures writes it');
  });
});
