/** Insight over the protocol: NaN, infinities, zeros and rounding at the active point, with places in the source. */
import assert from 'node:assert/strict';
import { activePoints } from '../../server/protocol';
import { insightOfFunction, type InsightAnswer } from '../../server/view-protocol';
import { LanguageServer } from './language-server';

const uri = 'file:///project/insight.ts';
const text = `/**
 * @differentiable
 * @at x=0, y=1
 */
export function f(x: number, y: number): number[] {
  const a = Math.sqrt(x);
  return [a * a, Math.log(y - 1) + Math.max(x, y)];
}

/** @differentiable */
export function pointless(x: number): number {
  return x * x;
}
`;

describe('insight over the protocol', function () {
  this.timeout(20_000);
  let server: LanguageServer;

  before(async () => {
    server = await LanguageServer.start();
    await server.open(uri, text);
  });
  after(() => server.stop());

  const ask = (name: string, output = 0): Promise<InsightAnswer> => server.connection.sendRequest(insightOfFunction, { uri, name, output });
  /** Each section as its summary and its rows, with the text that each leads to. */
  async function shown(output: number): Promise<string[]> {
    const answer = await ask('f', output);
    assert.ok(answer.kind === 'insight', JSON.stringify(answer));
    const lines = text.split('\n');
    return answer.sections.flatMap(({ title, summary, rows }) => [`${title}: ${summary}`, ...rows.map(({ cells, source }) =>
      `  ${cells.join(' | ')}${source === null ? '' : ` -> ${lines[source.start.line]?.slice(source.start.character, source.end.character) ?? ''}`}`)]);
  }

  it('is of the number of the result that is asked for', async () => {
    assert.deepEqual(await shown(0), [
      'NaN and infinity: Where each arose first:',
      '  ∂x | sqrt 0 | 0 flows back to it, and its slope is ∞: 0 · ∞ is NaN -> Math.sqrt(x)',
      'Zero derivatives: Why each is zero:',
      '  ∂y | it has no part in the result, or decides only what is computed | y -> y: number',
      'Nearest kinks and branches: Nothing that depends on the inputs chooses between formulas here.',
      'Rounding: No operation on the inputs was rounded with an effect on the result.',
    ]);
    assert.deepEqual(await shown(1), [
      'NaN and infinity: Where each arose first:',
      '  y2 | ln 0 | -∞ arose here -> Math.log(y - 1)',
      '  ∂y | ln 0 | its slope is ∞ here -> Math.log(y - 1)',
      'Zero derivatives: Why each is zero:',
      '  ∂x | another operand of the last operation of the way won | x → Math.max -> Math.max(x, y)',
      'Nearest kinks and branches: How far the inputs are from where the formula changes, and value and slope on the way there.',
      '  Math.max | 0.7071 | x +0.5, y -0.5 | NaN | NaN -> Math.max(x, y)',
      'Rounding: There is no finite number here that comes from an input.',
    ]);
  });

  it('is of the active point', async () => {
    await server.connection.sendNotification(activePoints, { points: [{ uri, name: 'f', text: 'x=2, y=3' }] });
    assert.deepEqual(await shown(0), [
      'NaN and infinity: The value and its derivatives are finite.',
      'Zero derivatives: Why each is zero:',
      '  ∂y | it has no part in the result, or decides only what is computed | y -> y: number',
      'Nearest kinks and branches: Nothing that depends on the inputs chooses between formulas here.',
      'Rounding: The result may be off by 4.4e-16, 2.2e-16 of its size, to first order. The errors add up to 4.4e-16 (computed less true).',
      '  62 % | 2.7e-16 | Math.sqrt -> Math.sqrt(x)',
      '  38 % | 1.7e-16 | * -> a * a',
    ]);
    await server.connection.sendNotification(activePoints, { points: [] });
  });

  it('says why there is nothing to show', async () => {
    assert.deepEqual(await ask('pointless'), { kind: 'nothing', reason: 'add-point', message: 'pointless has no point to be evaluated at' });
    assert.deepEqual(await ask('nobody'), { kind: 'nothing', reason: 'gone', message: 'nobody is not a marked function of this file' });
  });

  it('complains about nothing', () => { assert.deepEqual(server.complaints, []); });
});
