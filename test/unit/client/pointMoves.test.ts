/** Moves by sliders: nothing piles up, nothing is lost, and the next move waits until everything has followed. */
import assert from 'node:assert/strict';
import { PointMoves } from '../../../client/point-moves';
import type { Move, MovePointParams } from '../../../server/view-protocol';

const target = { uri: 'file:///f.ts', name: 'f' };

/** Lets what is ready run. */
const settle = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 0); });

describe('moves of the active point', () => {
  const sent: (readonly Move[])[] = [], active: string[] = [], problems: (string | null)[] = [];
  let release: (() => void)[] = [], refuses = false;
  const requests = { movePoint: ({ moves }: MovePointParams) => {
    sent.push(moves);
    return Promise.resolve(refuses ? { ok: false as const, message: 'no' } : { ok: true as const, text: moves.map(({ input, value }) => `${String(input)}=${String(value)}`).join(' ') });
  } };
  const points = { activate: ({ text }: { readonly text: string }) => { active.push(text); return Promise.resolve(); } };
  const moves = new PointMoves(points, () => Promise.resolve(requests), (problem) => {
    problems.push(problem);
    return new Promise((resolve) => { release.push(resolve); });
  });
  const followed = async (): Promise<void> => {
    for (const go of release) go();
    release = [];
    await settle();
  };
  beforeEach(() => { for (const list of [sent, active, problems]) list.length = 0; });

  it('send the newest of each input when what went before has followed', async () => {
    for (let i = 1; i <= 50; i++) void moves.move(target, 0, i);
    void moves.move(target, 1, 7);
    await settle();
    assert.deepEqual(sent, [[{ input: 0, value: 1 }]]);
    assert.deepEqual([moves.isMoving, moves.isWaiting], [true, true]);
    await followed();
    assert.deepEqual(active, ['0=1', '0=50 1=7']);
    await followed();
    assert.deepEqual([sent.length, moves.isMoving, moves.isWaiting], [2, false, false]);
  });

  it('are dropped when the view turns away', async () => {
    void moves.move(target, 0, 1);
    void moves.move(target, 0, 2);
    await settle();
    moves.drop();
    await followed();
    assert.deepEqual(active, ['0=1']);
  });

  it('say what was wrong, and go on', async () => {
    refuses = true;
    void moves.move(target, 0, 1);
    await settle();
    await followed();
    refuses = false;
    assert.deepEqual([active, problems], [[], ['no']]);
    void moves.move(target, 0, 2);
    await settle();
    await followed();
    assert.deepEqual(active, ['0=2']);
  });
});
