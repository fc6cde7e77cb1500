/** The graph's data over the protocol: pictures of functions at their active points, and why there is none. */
import assert from 'node:assert/strict';
import { activePoints } from '../../server/protocol';
import { graphOfFunction, type GraphAnswer, type GraphModel } from '../../server/view-protocol';
import { LanguageServer } from './language-server';

const uri = 'file:///project/graph.ts';
const text = `/**
 * @differentiable
 * @at x=2
 */
export function twice(x: number): number {
  let y = x;
  for (let i = 0; i < 2; i++) y *= x;
  return y;
}

/** @differentiable */
export function pointless(x: number): number {
  return x * x;
}

/**
 * @differentiable
 * @at x=2
 */
export function broken(x: number): number {
  return x * Math.random();
}
`;

describe('the graph over the protocol', function () {
  this.timeout(20_000);
  let server: LanguageServer;

  before(async () => {
    server = await LanguageServer.start();
    await server.open(uri, text);
  });
  after(() => server.stop());

  const ask = (name: string, unfolded: readonly string[] = []): Promise<GraphAnswer> => server.connection.sendRequest(graphOfFunction, { uri, name, unfolded, input: 0, output: 0 });
  async function graph(name: string, unfolded: readonly string[] = []): Promise<GraphModel> {
    const answer = await ask(name, unfolded);
    assert.ok(answer.kind === 'graph', JSON.stringify(answer));
    return answer.graph;
  }

  it('has the loop folded, and unfolds it', async () => {
    const folded = await graph('twice');
    assert.deepEqual(folded.nodes.map(({ label, adjoint }) => [label, adjoint?.short]), [['v0', '12'], ['loop · line 7', '1']]);
    assert.deepEqual(folded.nodes.at(1)?.source, { uri, start: { line: 6, character: 2 }, end: { line: 6, character: 37 } });
    assert.deepEqual((await graph('twice', ['0'])).nodes.map(({ label }) => label), ['v0', 'iteration 0', 'iteration 1']);
  });

  it('is of the active point', async () => {
    await server.connection.sendNotification(activePoints, { points: [{ uri, name: 'twice', text: 'x=3' }] });
    assert.equal((await graph('twice')).title, 'twice(x=3)');
    await server.connection.sendNotification(activePoints, { points: [] });
  });

  it('says why there is nothing to show', async () => {
    assert.deepEqual(await ask('pointless'), { kind: 'nothing', reason: 'add-point', message: 'pointless has no point to be evaluated at' });
    assert.deepEqual(await ask('nobody'), { kind: 'nothing', reason: 'gone', message: 'nobody is not a marked function of this file' });
    const answer = await ask('broken');
    assert.ok(answer.kind === 'nothing' && answer.reason === 'problem' && answer.message.startsWith('Math.random() gives another value'), JSON.stringify(answer));
  });

  it('complains about nothing', () => { assert.deepEqual(server.complaints, []); });
});
