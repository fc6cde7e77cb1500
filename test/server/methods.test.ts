/** A marked method over the protocol: its lens, its hovers, and its gradient below the class. */
import assert from 'node:assert/strict';
import { functionsOf, insertDerivative, pointsOf, type EditResult, type FunctionItem, type PointsResult } from '../../server/protocol';
import { LanguageServer } from './language-server';

const uri = 'file:///project/spring.ts';
const source = `export class Spring {
  constructor(public k: number, public rest: number) {}
  /**
   * @differentiable
   * @at self={k: 2, rest: 1}, x=3
   */
  energy(x: number): number {
    const d = x - this.rest;
    return 0.5 * this.k * d * d;
  }
}

export const after = 1;
`;

describe('a marked method over the protocol', function () {
  this.timeout(20_000);
  let server: LanguageServer;

  before(async () => {
    server = await LanguageServer.start();
    await server.open(uri, source);
  });

  after(async () => {
    assert.equal(await server.stop(), 0);
  });

  const titles = async (): Promise<string[]> => (await server.lenses(uri)).map(({ command }) => command?.title ?? '');

  it('shows value and gradient, the object among the parameters', async () => {
    const [value, ...others] = await titles();
    assert.equal(value, '∇ Spring.energy(…) = 4 · ∥∂self∥ 4.472 (largest self.rest -4) · ∂x 4');
    assert.deepEqual(others, ['Insert Gradient', 'Differentiate at Point…', 'Show Graph']);
  });

  it('hovers on its name, on `this` and inside', async () => {
    assert.match(await server.hover(uri, source, 'energy') ?? '', /∇ Spring\\\.energy\*\*.*\n[^]*`self=\{k: 2, rest: 1\}, x=3`/);
    assert.match(await server.hover(uri, source, 'x - this', 2) ?? '', /`x - this\.rest` at `self=\{k: 2, rest: 1\}, x=3`/);
    assert.match(await server.hover(uri, source, 'this.rest') ?? '', /^`this`/);
  });

  it('names it by its class', async () => {
    const functions = await server.connection.sendRequest<readonly FunctionItem[]>(functionsOf, { uri });
    assert.deepEqual(functions.map(({ name, marked }) => ({ name, marked })), [{ name: 'Spring.energy', marked: true }]);
    const { signature } = await server.connection.sendRequest<PointsResult>(pointsOf, { uri, name: 'Spring.energy' });
    assert.equal(signature, 'self: Spring, x: number');
  });

  it('puts the gradient below the class, and knows it as its own', async () => {
    const result = await server.connection.sendRequest<EditResult>(insertDerivative, { uri, name: 'Spring.energy', kind: 'gradient', useAlternative: false });
    assert.ok(result.ok, JSON.stringify(result));
    const text = [...result.edit.changes].sort((a, b) => b.start - a.start).reduce((whole, { start, end, text: put }) => whole.slice(0, start) + put + whole.slice(end), source);
    assert.match(text, /\n}\n\n\/\*\*[^]*from Spring\.energy[^]*export function energyGrad\(\s+self: Spring,\s+x: number,\s+into\?: /);
    assert.ok(text.endsWith('}\n\nexport const after = 1;\n'), text);
    await server.replace(uri, 2, text);
    const shown = await titles();
    assert.ok(shown.includes('Go to Gradient'), shown.join('\n'));
    assert.ok(shown.includes('Gradient of Spring.energy · up to date'), shown.join('\n'));
  });
});
