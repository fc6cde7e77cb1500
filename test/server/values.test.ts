/** What lenses, hovers and the Problems panel say about the text book's function, read over the protocol. */
import assert from 'node:assert/strict';
import { activePoints, functionsOf, markFunction, pointsOf, tryPoint, valuesOf, writePoint, type EditResult } from '../../server/protocol';
import { LanguageServer } from './language-server';

const uri = 'file:///project/book.ts';
const book = `/**
 * @differentiable
 * @at x1=2, x2=5
 * @at kink: x1=1, x2=0
 */
export function f(x1: number, x2: number): number {
  const product = x1 * x2;
  return Math.log(x1) + product - Math.sin(x2);
}
`;

describe('values over the protocol', function () {
  this.timeout(20_000);
  let server: LanguageServer;

  before(async () => {
    server = await LanguageServer.start();
    await server.open(uri, book);
  });

  const titles = async (address = uri): Promise<string[]> => (await server.lenses(address)).map(({ command }) => command?.title ?? '');

  it('shows value and gradient at the first point, then what can be done', async () => {
    const [value, ...others] = await titles();
    assert.equal(value, '∇ f(x1=2, x2=5) = 11.65 · ∂x1 5.5 · ∂x2 1.716');
    assert.deepEqual(others, ['Insert Gradient', 'Differentiate at Point…', '1 of 2 Points', 'Show Graph']);
  });

  it('hovers on the name with every point in 8 digits', async () => {
    const hover = await server.hover(uri, book, 'f(x1: number');
    assert.ok(hover !== null);
    assert.match(hover, /\$\(arrow-right\) `x1=2, x2=5` \| &emsp;11\.652071 \| &emsp;5\.5 \| &emsp;1\.7163378/);
    assert.match(hover, /`kink` \| &emsp;0 \| &emsp;1 \| &emsp;0/);
  });

  it('hovers on a sub-expression with value, tangents and adjoint', async () => {
    const hover = await server.hover(uri, book, 'x1 * x2', 3);
    assert.ok(hover !== null);
    assert.match(hover, /^`x1 \* x2` at `x1=2, x2=5`/);
    assert.match(hover, /\| 10 \| &emsp;5 \| &emsp;2 \| &emsp;1 \|/);
  });

  it('says nothing outside marked functions', async () => {
    assert.equal(await server.hover(uri, `${book}\nconst y = 1;\n`, 'export'), null);
  });

  it('tries points as they are typed', async () => {
    const attempt = (text: string): Promise<unknown> => server.connection.sendRequest(tryPoint, { uri, name: 'f', text });
    assert.deepEqual(await attempt('x1=2, x2=5'), { ok: true, text: 'x1=2, x2=5', detail: 'f = 11.65, ∂x1 = 5.5, ∂x2 = 1.716' });
    assert.deepEqual(await attempt('2, 5'), { ok: true, text: 'x1=2, x2=5', detail: 'f = 11.65, ∂x1 = 5.5, ∂x2 = 1.716' });
    const wrong: unknown = await attempt('x1="five", x2=5');
    assert.ok(typeof wrong === 'object' && wrong !== null && 'ok' in wrong && wrong.ok === false);
  });

  it('lists the points of a function, with suggestions in the shapes of its parameters', async () => {
    assert.deepEqual(await server.connection.sendRequest(pointsOf, { uri, name: 'f' }), {
      signature: 'x1: number, x2: number',
      written: [
        { name: null, text: 'x1=2, x2=5' },
        { name: 'kink', text: 'x1=1, x2=0' },
      ],
      suggested: ['x1=0, x2=0', 'x1=1, x2=1'],
    });
  });

  it('follows the active point', async () => {
    await server.connection.sendNotification(activePoints, { points: [{ uri, name: 'f', text: 'x1=1, x2=0' }] });
    assert.equal((await titles())[0], '∇ f at kink = 0 · ∂x1 1 · ∂x2 0');
    await server.connection.sendNotification(activePoints, { points: [{ uri, name: 'f', text: 'x1=1, x2=1' }] });
    assert.match((await titles())[0] ?? '', /^∇ f\(x1=1, x2=1\) = 0\.1585/);
    await server.connection.sendNotification(activePoints, { points: [] });
  });

  it('copies values with every digit', async () => {
    const answer: unknown = await server.connection.sendRequest(valuesOf, { uri, name: 'f' });
    assert.ok(typeof answer === 'object' && answer !== null && 'json' in answer);
    assert.deepEqual(JSON.parse(String(answer.json)), {
      function: 'f',
      points: [{ at: { x1: 2, x2: 5 }, value: 11.652071455223084, gradient: { x1: 5.5, x2: 1.7163378145367738 }, warnings: [] }],
    });
  });

  it('writes a point below the last one', async () => {
    const changed = await edited({ uri, name: 'f', text: 'x1=3, x2=4' }, writePoint, book);
    assert.equal(changed, book.replace(' * @at kink: x1=1, x2=0\n', ' * @at kink: x1=1, x2=0\n * @at x1=3, x2=4\n'));
  });

  it('unfolds a comment on one line to write a point', async () => {
    const address = 'file:///project/short.ts';
    const text = '/** @differentiable */\nexport const g = (x: number) => x * x;\n';
    await server.open(address, text);
    assert.deepEqual(await titles(address), ['∇ Add a Point…', 'Insert Gradient']);
    assert.equal(
      await edited({ uri: address, name: 'g', text: 'x=3' }, writePoint, text),
      '/**\n * @differentiable\n * @at x=3\n */\nexport const g = (x: number) => x * x;\n',
    );
  });

  it('marks a function, in its own comment where it has one', async () => {
    const address = 'file:///project/unmarked.ts';
    const text = '/** Area of a disc. */\nexport function disc(r: number): number {\n  return Math.PI * r * r;\n}\nfunction sum(w: number[]): number {\n  return w[0] + w[1];\n}\n';
    await server.open(address, text);
    assert.deepEqual(await titles(address), []);
    const functions: unknown = await server.connection.sendRequest(functionsOf, { uri: address });
    assert.ok(Array.isArray(functions));
    assert.equal(functions.length, 2);
    assert.equal(
      await edited({ uri: address, name: 'disc' }, markFunction, text),
      text.replace('/** Area of a disc. */', '/**\n * Area of a disc.\n *\n * @differentiable\n * @at r=1\n */'),
    );
    assert.equal(
      await edited({ uri: address, name: 'sum' }, markFunction, text),
      text.replace('function sum', '/**\n * @differentiable\n * @at w=[1, 1, 1]\n */\nfunction sum'),
    );
  });

  it('reports what cannot be differentiated, and says so in the lens', async () => {
    const address = 'file:///project/bad.ts';
    await server.open(address, '/** @differentiable */\nexport function h(x: number): number {\n  const now = Date.now();\n  return x * Math.random() + now;\n}\n');
    const problems = await server.diagnostics(address);
    assert.deepEqual(problems.map(({ code }) => code).sort(), ['N1052', 'N1052']);
    for (const { source, range } of problems) {
      assert.equal(source, 'nabla');
      assert.ok(range.start.line >= 2);
    }
    assert.deepEqual(await titles(address), ['∇ 2 problems']);
  });

  it('stops a function that does not end, and says so', async () => {
    const address = 'file:///project/endless.ts';
    await server.open(address, '/**\n * @differentiable\n * @at x=2\n */\nexport function spin(x: number): number {\n  let y = x;\n  while (true) y = y * 1;\n}\n');
    const started = Date.now();
    assert.deepEqual(await titles(address), ['∇ spin(x=2): stopped after 100 ms', 'Insert Gradient', 'Differentiate at Point…', 'Show Graph']);
    assert.deepEqual(await titles(address), ['∇ spin(x=2): stopped after 100 ms', 'Run Longer', 'Insert Gradient', 'Differentiate at Point…', 'Show Graph']);
    assert.ok(Date.now() - started < 3000);
  });

  after(async () => {
    assert.equal(await server.stop(), 0);
  });

  /** What the edit that a request answers with makes of `text`. */
  async function edited(params: object, request: string, text: string): Promise<string> {
    const result = await server.connection.sendRequest<EditResult>(request, params);
    assert.ok(result.ok, JSON.stringify(result));
    return [...result.edit.changes].sort((a, b) => b.start - a.start).reduce((whole, { start, end, text: put }) => whole.slice(0, start) + put + whole.slice(end), text);
  }
});
