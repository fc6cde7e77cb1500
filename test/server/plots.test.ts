/** Inputs, moved points and plots over the protocol: they follow the active point, and a plot that takes long says how far it came. */
import assert from 'node:assert/strict';
import { activePoints } from '../../server/protocol';
import { inputsOfFunction, movePoint, plotOfFunction, type CurveModel, type InputsAnswer, type MovePointResult, type PlotAnswer, type PlotParams } from '../../server/view-protocol';
import { LanguageServer } from './language-server';

const uri = 'file:///project/plots.ts';
const text = `/**
 * @differentiable
 * @at x=0, y=2
 */
export function bent(x: number, y: number): number {
  return Math.abs(x) * y + Math.sqrt(y);
}

/**
 * @differentiable
 * @at x=2
 */
export function slow(x: number): number {
  let y = x;
  for (let i = 0; i < 40000; i++) y = Math.sin(y) + x;
  return y;
}

/**
 * @differentiable
 * @at x=1
 */
export function pair(x: number): number[] {
  return [x * x, Math.floor(x) * x];
}

/**
 * @differentiable
 * @at x=-1.2, y=1
 */
export function valley(x: number, y: number): number {
  return (1 - x) ** 2 + 10 * (y - x * x) ** 2;
}

/**
 * @differentiable
 * @at x=1, y=1
 */
export function endless(x: number, y: number): number {
  return Math.log(x) + y * y;
}

/** @differentiable */
export function pointless(x: number): number {
  return x;
}
`;

describe('inputs and plots over the protocol', function () {
  this.timeout(30_000);
  let server: LanguageServer;

  before(async () => {
    server = await LanguageServer.start();
    await server.open(uri, text);
  });
  after(() => server.stop());

  const plot = (name: string, more: Partial<PlotParams> = {}): Promise<PlotAnswer> =>
    server.connection.sendRequest(plotOfFunction, { uri, name, base: null, reach: 1, subject: 'around', input: 0, across: null, output: 0, ...more });
  async function curve(name: string, more: Partial<PlotParams> = {}): Promise<CurveModel> {
    const answer = await plot(name, more);
    assert.ok(answer.kind === 'curve', JSON.stringify(answer));
    return answer.curve;
  }
  const activate = (points: readonly { readonly name: string; readonly text: string }[]): Promise<void> =>
    server.connection.sendNotification(activePoints, { points: points.map((point) => ({ uri, ...point })) });

  it('moves the active point, and ranges stay where they are', async () => {
    const move = (input: number, value: number): Promise<MovePointResult> => server.connection.sendRequest(movePoint, { uri, name: 'bent', moves: [{ input, value }] });
    const inputs = (): Promise<InputsAnswer> => server.connection.sendRequest(inputsOfFunction, { uri, name: 'bent', base: null, reach: 1 });
    const first = await move(0, 0.5);
    assert.deepEqual(first, { ok: true, text: 'x=0.5, y=2' });
    await activate([{ name: 'bent', text: 'x=0.5, y=2' }]);
    assert.deepEqual(await move(1, 3), { ok: true, text: 'x=0.5, y=3' });
    const answer = await inputs();
    assert.ok(answer.kind === 'inputs');
    assert.deepEqual(answer.inputs, {
      shown: [{ label: 'x', text: '0.5', range: { value: 0.5, low: -1, high: 1, step: 0.01 } }, { label: 'y', text: '2', range: { value: 2, low: 0, high: 4, step: 0.01 } }],
      left: 0, text: 'x=0.5, y=2', isWritten: false, isMoved: true,
    });
    await activate([]);
  });

  it('draws a curve with its gap at the kink', async () => {
    const { samples, at, gaps, summary, slope } = await curve('bent');
    assert.equal(samples.length, 129);
    assert.deepEqual(at, { x: 0, value: Math.SQRT2, slope: null });
    assert.deepEqual(samples.filter((sample) => sample.slope === null).map(({ x }) => x), [0]);
    assert.deepEqual([samples[0]?.slope, samples[128]?.slope], [-2, 2]);
    assert.equal(gaps.length, 1);
    assert.match(gaps[0] ?? '', /^At x = 0: .*Math\.abs/);
    assert.equal(slope, '∂bent/∂x');
    assert.ok(summary.includes('∂bent/∂x changes its sign near x = 0.'), summary.join('\n'));
  });

  it('says of what holds everywhere that it does, and draws it', async () => {
    const { samples, gaps, value } = await curve('pair', { output: 1 });
    assert.equal(value, 'pair[1]');
    assert.ok(samples.filter(({ slope }) => slope !== null).length > 120, gaps.join('\n'));
    assert.ok(gaps.some((sentence) => sentence.startsWith('At many places: ')), gaps.join('\n'));
  });

  it('samples two inputs on a grid', async () => {
    const answer = await plot('bent', { across: 1 });
    assert.ok(answer.kind === 'field');
    const { side, values, x, y, arrows, rows, gaps } = answer.field;
    assert.deepEqual([side, values.length, x, y, rows.length], [33, 33 * 33, { label: 'x', low: -1, high: 1 }, { label: 'y', low: 0, high: 4 }, 9]);
    assert.equal(values[33 * 32], 4 + 2);
    assert.ok(arrows.every(({ dx, dy }) => Number.isFinite(dx) && Number.isFinite(dy)));
    assert.ok(gaps.some((sentence) => sentence.startsWith('At 32 places with x = 0 and y from 0.125 to 4: ')), gaps.join('\n'));
  });

  it('goes down from the point by three ways, if that is asked for', async () => {
    const plain = await plot('valley', { across: 1 });
    assert.ok(plain.kind === 'field' && plain.field.paths.length === 0);
    const answer = await plot('valley', { across: 1, descends: true });
    assert.ok(answer.kind === 'field');
    const { paths, summary, x, y } = answer.field;
    // The ranges of the sliders, and beyond them as far as the ways lead.
    assert.deepEqual([x.low, x.high > 1 && x.high < 5, y.low < 0, y.high], [-2.4, true, true, 2]);
    assert.deepEqual(paths.map(({ label }) => label.split(':')[0]), ['gradient descent', "Newton's method", 'L-BFGS']);
    const [slow, newton, quasi] = paths;
    assert.ok(slow !== undefined && newton !== undefined && quasi !== undefined);
    for (const { places } of paths) assert.deepEqual(places[0], { x: -1.2, y: 1 });
    for (const { places } of [newton, quasi]) {
      assert.ok(places.length < 40);
      assert.ok(Math.abs((places.at(-1)?.x ?? NaN) - 1) < 1e-6 && Math.abs((places.at(-1)?.y ?? NaN) - 1) < 1e-6);
    }
    assert.ok(newton.places.length < quasi.places.length && quasi.places.length < slow.places.length);
    for (const { sentence } of paths) assert.ok(summary.includes(sentence));
    assert.match(newton.sentence, /^Newton's method took \d+ steps to x = 1, y = 1, where valley is \S+: the gradient is 0 there, to eight digits\./);
  });

  it('says of a way down why it ends, and stops where a number is not finite', async () => {
    const endless = await plot('endless', { across: 1, descends: true });
    assert.ok(endless.kind === 'field');
    for (const { sentence, places } of endless.field.paths) {
      assert.match(sentence, /more are not taken|not finite|time was up/);
      assert.ok(places.length <= 101 && places.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)), sentence);
    }
    const kink = await plot('bent', { across: 1, descends: true });
    assert.ok(kink.kind === 'field' && kink.field.paths.length === 3);
  });

  it('stops in time with the whole range drawn coarsely, and says so', async () => {
    const started = Date.now();
    const { samples, gaps, axis } = await curve('slow');
    assert.ok(Date.now() - started < 5000);
    assert.ok(samples.length < 129 && samples.length > 1, String(samples.length));
    assert.match(gaps.join('\n'), /Stopped after 600 ms: \d+ of \d+ places were computed\./);
    assert.deepEqual([axis.low, axis.high], [0, 4]);
  });

  it('has Jacobian and Hessian with what a convention decided in them', async () => {
    const jacobian = await plot('pair', { subject: 'jacobian' });
    assert.ok(jacobian.kind === 'matrix');
    assert.deepEqual(jacobian.matrix.rows, [['pair[0]', '2'], ['pair[1]', '1']]);
    assert.equal(jacobian.matrix.gaps.length, 1);
    const hessian = await plot('bent', { subject: 'hessian' });
    assert.ok(hessian.kind === 'matrix');
    assert.equal(hessian.matrix.title, 'Hessian of bent, 2 × 2');
    assert.match(hessian.matrix.gaps.join('\n'), /Math\.abs has a kink at 0/);
    await assert.rejects(plot('bent', { subject: 'torsion' as PlotParams['subject'] }), /subject/);
  });

  it('says why there is no plot', async () => {
    assert.deepEqual(await plot('pointless'), { kind: 'nothing', reason: 'add-point', message: 'pointless has no point to be evaluated at' });
    assert.deepEqual(await plot('bent', { input: 7 }), { kind: 'nothing', reason: 'problem', message: 'bent has no such input' });
    await assert.rejects(plot('bent', { reach: -1 }), /reach/);
    await assert.rejects(plot('bent', { input: 0.5 }), /input/);
  });

  it('follows a dragged point at interactive rate and keeps nothing of it', async () => {
    const started = Date.now(), moves = 30;
    for (let i = 1; i <= moves; i++) {
      await activate([{ name: 'bent', text: `x=${String(i / 100)}, y=2` }]);
      const { at } = await curve('bent');
      assert.equal(at.x, i / 100);
    }
    assert.ok((Date.now() - started) / moves < 200, `${String((Date.now() - started) / moves)} ms a move`);
  });

  it('complains about nothing', () => { assert.deepEqual(server.complaints, []); });
});
