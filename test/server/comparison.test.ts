/** The comparison with other ways to the derivatives over the protocol: errors of differences, costs, and the size of symbolic derivatives. */
import assert from 'node:assert/strict';
import { comparisonOfFunction, type ChartCurve, type ComparisonAnswer, type ComparisonSection } from '../../server/view-protocol';
import { LanguageServer } from './language-server';

const uri = 'file:///project/comparison.ts';
const text = `/**
 * @differentiable
 * @at x1=2, x2=5
 */
export function book(x1: number, x2: number): number {
  return Math.log(x1) + x1 * x2 - Math.sin(x2);
}

/**
 * @differentiable wrt x
 * @at x=0.3, n=20
 */
export function logistic(x: number, n: number): number {
  for (let i = 0; i < n; i++) x = 4 * x * (1 - x);
  return x;
}

/**
 * @differentiable
 * @at x=[1, 2, 3, 4]
 */
export function sum(x: number[]): number {
  let s = 0;
  for (const each of x) s += Math.exp(each) * each;
  return s;
}

/**
 * @differentiable
 * @at x=-0.5
 */
export function bent(x: number): number {
  return x > 0 ? x : x * x;
}

/**
 * @differentiable
 * @at x=0
 */
export function kinked(x: number): number {
  return Math.max(x, 0);
}

/**
 * @differentiable
 * @at x=0
 */
export function steep(x: number): number {
  return Math.sqrt(x);
}

/**
 * @differentiable
 * @at x=3
 */
export function pair(x: number): number[] {
  return [x * x, x * x * x];
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
 * @at x=2
 */
export function table(x: number): number {
  let weight = 0;
  for (let i = 0; i < 3; i++) for (let j = 0; j < 300000; j++) weight += 1 / (1 + i + j);
  return weight * x;
}

/**
 * @differentiable
 * @at x=2, p={ a: 3, b: -1 }
 */
export function product(x: number, p: { a: number; b: number }): number {
  return x * x * p.a + Math.exp(p.b);
}

/** The derivatives alone. */
export function productByHand(x: number, p: { a: number; b: number }): number[] {
  return [2 * x * p.a, x * x, Math.exp(p.b)];
}

export const productWithValue = (x: number, { a, b }: { a: number; b: number }): { x: number; p: { a: number; b: number }; value: number } =>
  ({ x: 2 * x * a, p: { a: x * x, b: Math.exp(b) }, value: x * x * a + Math.exp(b) });

/** The same at the point only. */
export function productHere(x: number, p: { a: number; b: number }): number[] {
  return [12, 4, Math.exp(-1) + 0 * x * p.a];
}

export function productWrong(x: number, p: { a: number; b: number }): number[] {
  return [2 * x * p.a, x, Math.exp(p.b)];
}

export function productOfMore(x: number, p: { a: number; b: number }, n: number): number[] {
  return [2 * x * p.a, x * x, Math.exp(p.b) + n];
}

/** @differentiable */
export function pointless(x: number): number {
  return x * x;
}
`;

describe('comparison over the protocol', function () {
  this.timeout(30_000);
  let server: LanguageServer;

  before(async () => {
    server = await LanguageServer.start();
    await server.open(uri, text);
  });
  after(() => server.stop());

  const ask = (name: string, input = 0, output = 0): Promise<ComparisonAnswer> => server.connection.sendRequest(comparisonOfFunction, { uri, name, input, output });
  type Sections = readonly [errors: ComparisonSection, costs: ComparisonSection, swell: ComparisonSection];
  async function sections(name: string, input = 0, output = 0): Promise<Sections> {
    const answer = await ask(name, input, output);
    assert.ok(answer.kind === 'comparison', JSON.stringify(answer));
    const [errors, costs, swell, ...more] = answer.sections;
    assert.ok(errors !== undefined && costs !== undefined && swell !== undefined && more.length === 0);
    return [errors, costs, swell];
  }

  const costs = async (name: string): Promise<ComparisonSection> => (await sections(name))[1];

  it('has the errors of difference quotients at each step', async () => {
    const [{ title, chart, rows, summary }] = await sections('book');
    assert.equal(title, 'Error of difference quotients of ∂book/∂x1');
    assert.match(summary[0] ?? '', /^The reference is the derivative by the reverse sweep over the trace, 5\.5; the forward sweep gives the same number\. Ridders' extrapolation .* agrees: /);
    assert.ok(chart !== null);
    const [forward, central, richardson] = chart.curves.map(({ points }) => points);
    assert.equal(forward?.length, 65);
    const at = (points: ChartCurve['points'] | undefined, h: number): number => points?.find(({ x }) => x === h)?.y ?? NaN;
    // To first order the forward difference is off by h/2 · |f''| = h/8, the central one by h²/6 · |f'''| = h²/24; ln's fifth derivative is 3/4.
    assert.ok(Math.abs(at(forward, 1e-3) / (1e-3 / 8) - 1) < 0.01, String(at(forward, 1e-3)));
    assert.ok(Math.abs(at(central, 1e-3) / (1e-6 / 24) - 1) < 0.01, String(at(central, 1e-3)));
    assert.ok(Math.abs(at(richardson, 0.1) / (1e-4 / 4 / 5 / 32) - 1) < 0.1, String(at(richardson, 0.1)));
    assert.ok(at(forward, 1e-15) > 1e-3);
    assert.deepEqual(chart.levels, [{ label: 'automatic differentiation', y: 5.5 * 2 ** -53 }]);
    assert.deepEqual([rows[0]?.[0], rows.at(-1)?.[0], rows.length], ['1e-16', '1', 17]);
    const [second] = await sections('book', 1);
    assert.equal(second.title, 'Error of difference quotients of ∂book/∂x2');
  });

  it('says where differences and sweeps do not agree, and where there is no error to measure', async () => {
    assert.match((await sections('kinked'))[0].summary[0] ?? '', /does not agree \(there may be a kink/);
    const [{ summary, chart }] = await sections('steep');
    assert.deepEqual([summary, chart], [['∂steep/∂x is ∞ here, so there is no error to measure.'], null]);
  });

  it('counts runs and operations of each way to the gradient', async () => {
    const { title, rows, columns } = await costs('sum');
    assert.equal(title, 'Cost of the gradient of sum');
    assert.deepEqual(columns, ['Way', 'Runs', 'Operations', 'Time', 'Times f']);
    assert.deepEqual(rows.map(([way, runs]) => `${way ?? ''}: ${runs ?? ''}`), [
      'the function alone: 1 of f', 'by hand: none in this file', 'forward differences: 5 of f', 'central differences: 8 of f', 'symbolic, by math.js: 4 of formulas of their own',
      'automatic, forward mode: 4 of f with a tangent', 'automatic, reverse mode: 1 of f with all adjoints',
    ]);
    const [plain = NaN, , forward = NaN, central = NaN, , tangents = NaN, adjoints = NaN] = rows.map((row) => Number(row[2]));
    assert.deepEqual([forward, central], [5 * plain, 8 * plain]);
    assert.ok(tangents > 4 * plain && adjoints > plain && adjoints < tangents, rows.join('\n'));
    for (const i of [0, 2, 3, 5, 6]) assert.match(rows[i]?.[3] ?? '', /^[\d.]+ (µs|ms)$/);
    assert.deepEqual([rows[1], rows[4]].map((row) => row?.[2]), ['not available', 'not available']);
  });

  it('runs the formulas of a computer algebra system as often as they have variables, or says why there are none', async () => {
    const { rows, summary } = await costs('book'), symbolic = rows.find(([way]) => way === 'symbolic, by math.js');
    // 1 / x1 + x2 * 1 - 0 and 0 + x1 * 1 - 1 * cos(x2), with a return each.
    assert.deepEqual(symbolic?.slice(1, 3), ['2 of formulas of their own', '11'], rows.join('\n'));
    assert.deepEqual(summary.filter((sentence) => sentence.includes('symbolic')), []);
    assert.ok((await costs('sum')).summary.includes('There are no symbolic derivatives by a computer algebra system: it works on arrays or objects.'));
    assert.ok((await costs('logistic')).summary.includes('There are no symbolic derivatives by a computer algebra system: it is too long to be written as one formula.'));
  });

  it('measures gradients that are written by hand: those with the same arguments that agree, not at the point alone', async () => {
    const { rows, summary } = await costs('product');
    assert.deepEqual(rows.map(([way, runs]) => `${way ?? ''}: ${runs ?? ''}`).slice(1, 4), ['by hand, productByHand: 1 of productByHand', 'by hand, productWithValue: 1 of productWithValue', 'forward differences: 4 of f']);
    for (const [, , operations] of rows.slice(1, 3)) assert.ok(Number(operations) > 3 && Number(operations) < 40, rows.join('\n'));
    assert.equal(summary.some((sentence) => sentence.includes('by hand')), false);
    assert.ok((await costs('book')).summary.includes('No function of this file takes the same arguments and gives this gradient. One that is written by hand gets a line here.'));
  });

  it('lets a symbolic derivative grow with the iterations of a loop', async () => {
    const [, , { rows, columns, summary, chart }] = await sections('logistic');
    assert.deepEqual(columns, ['Iterations', 'Formula', 'Symbolic derivative', 'Generated code']);
    // A formula of one iteration more holds that of one less twice, and three operations.
    assert.deepEqual(rows.map(([n, formula]) => [n, formula]), Array.from({ length: 9 }, (_, k) => [String(k + 1), String(3 * (2 ** (k + 1) - 1))]));
    const sizes = rows.map((row) => Number(row[2])), written = new Set(rows.map((row) => row[3]));
    assert.ok(sizes.every((size, i) => i === 0 || size > 2 * (sizes[i - 1] ?? 0)), sizes.join(' '));
    assert.equal(written.size, 1);
    assert.ok(summary.includes('More iterations are left out.'), summary.join('\n'));
    assert.deepEqual([chart?.curves.length, chart?.levels], [2, [{ label: 'generated code', y: Number(rows[0]?.[3]) }]]);
  });

  it('has one line for a function without a loop, and says in a sentence why there is no formula', async () => {
    const [, , { rows, columns }] = await sections('book');
    assert.deepEqual(columns, ['Formula', 'Symbolic derivative', 'Generated code']);
    assert.equal(rows.length, 1);
    assert.equal(rows[0]?.[0], '5');
    const reason = async (name: string): Promise<readonly string[]> => (await sections(name))[2].summary;
    assert.deepEqual(await reason('sum'), ['sum is no formula for a computer algebra system: it works on arrays or objects.']);
    assert.deepEqual(await reason('bent'), ['bent is no formula for a computer algebra system: it branches.']);
    assert.deepEqual(await reason('kinked'), ['kinked is no formula for a computer algebra system: Math.max is no formula that it differentiates.']);
    assert.deepEqual(await reason('pair'), ['pair is no formula for a computer algebra system: its result is not one number.']);
  });

  it('takes its time in bounds, and says what was not reached', async () => {
    const started = Date.now();
    const [errors, cost, swell] = await sections('slow');
    assert.ok(errors.rows.length <= 17 && cost.rows.length <= 7);
    assert.ok(swell.summary.includes('More iterations are left out.'), swell.summary.join('\n'));
    assert.deepEqual((await sections('table'))[2].summary, ['table is no formula for a computer algebra system: it is too long to be written as one formula.']);
    assert.ok(Date.now() - started < 20_000);
  });

  it('is of the number of the result that is asked for', async () => {
    const [errors, cost] = await sections('pair', 0, 1);
    assert.deepEqual([errors.title, cost.title], ['Error of difference quotients of ∂pair[1]/∂x', 'Cost of the gradient of pair[1]']);
    assert.match(errors.summary[0] ?? '', /trace, 27;/);
  });

  it('says why there is nothing to show, and takes nothing ill-shaped', async () => {
    assert.deepEqual(await ask('pointless'), { kind: 'nothing', reason: 'add-point', message: 'pointless has no point to be evaluated at' });
    assert.deepEqual(await ask('nobody'), { kind: 'nothing', reason: 'gone', message: 'nobody is not a marked function of this file' });
    await assert.rejects(server.connection.sendRequest(comparisonOfFunction, { uri, name: 'book', input: 'x', output: 0 }), /input/);
    assert.equal((await sections('book', 99, -1))[0].title, 'Error of difference quotients of ∂book/∂x1');
  });

  it('complains about nothing', () => { assert.deepEqual(server.complaints, []); });
});
