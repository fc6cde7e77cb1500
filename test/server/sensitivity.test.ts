/** Sensitivity over the protocol: what stands behind each line, where functions of other files are called too. */
import assert from 'node:assert/strict';
import { activePoints } from '../../server/protocol';
import { sensitivityOfFunction, type LineSensitivity, type SensitivityAnswer } from '../../server/view-protocol';
import { LanguageServer } from './language-server';

const uri = 'file:///project/sensitivity.ts', otherUri = 'file:///project/other.ts';
const text = `import { squared } from './other';
/**
 * @differentiable
 * @at x=3, y=1
 */
export function f(x: number, y: number): number {
  const small = y / 4;
  const whole = Math.floor(y);
  return squared(x) + small + whole;
}

/** @differentiable */
export function pointless(x: number): number {
  return x * x;
}
`;
const other = `export function squared(x: number): number {
  return x * x;
}
`;

describe('sensitivity over the protocol', function () {
  this.timeout(20_000);
  let server: LanguageServer;

  before(async () => {
    server = await LanguageServer.start();
    await server.open(otherUri, other);
    await server.open(uri, text);
  });
  after(() => server.stop());

  const ask = (name: string): Promise<SensitivityAnswer> => server.connection.sendRequest(sensitivityOfFunction, { uri, name });
  async function lines(): Promise<readonly LineSensitivity[]> {
    const answer = await ask('f');
    assert.ok(answer.kind === 'sensitivity', JSON.stringify(answer));
    return answer.lines;
  }

  it('has boxes and an amount for every line with operations', async () => {
    assert.deepEqual((await lines()).map((line) => `${line.uri.slice(line.uri.lastIndexOf('/') + 1)}:${String(line.line + 1)} ${String(line.level)} ${line.text}`), [
      'other.ts:2 4 ▮▮▮▮▯ 88 %',
      'sensitivity.ts:6 5 ▮▮▮▮▮ 180 %',
      'sensitivity.ts:7 1 ▮▯▯▯▯ 2.4 %',
      'sensitivity.ts:8 0 ▯▯▯▯▯ 0 %',
      'sensitivity.ts:9 5 ▮▮▮▮▮ 100 %',
    ]);
  });

  it('says in words what that means', async () => {
    assert.deepEqual((await lines()).slice(2, 4).map(({ detail }) => detail), [
      'If the value that this line hands on changed by 1 %, the result of f would change by up to 0.024 % (to first order). The steepest slope is 1, with respect to small.',
      'Nothing flows from this line to the result of f.',
    ]);
  });

  it('is of the active point', async () => {
    await server.connection.sendNotification(activePoints, { points: [{ uri, name: 'f', text: 'x=0, y=0' }] });
    assert.deepEqual((await lines()).map((line) => line.text), ['▯▯▯▯▯ ± 0', '▯▯▯▯▯ ± 0', '▯▯▯▯▯ ± 0', '▯▯▯▯▯ ± 0', '▯▯▯▯▯ ± 0']);
    await server.connection.sendNotification(activePoints, { points: [] });
  });

  it('says why there is nothing to show', async () => {
    assert.deepEqual(await ask('pointless'), { kind: 'nothing', reason: 'add-point', message: 'pointless has no point to be evaluated at' });
    assert.deepEqual(await ask('nobody'), { kind: 'nothing', reason: 'gone', message: 'nobody is not a marked function of this file' });
  });

  it('complains about nothing', () => { assert.deepEqual(server.complaints, []); });
});
