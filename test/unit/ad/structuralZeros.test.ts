/** A function that is called as a function and has a pole: in forward mode given what depends on nothing, in reverse mode its result not used. */
import assert from 'node:assert/strict';
import { GrowingFile } from './differentiatedAgain';

const source = `
function rootOfHalves(k: number, u: number): number {
  return k <= 0 ? Math.sqrt(u) : rootOfHalves(k - 1, u * 0.5) + u;
}

/** @differentiable */
export function ofALoser(x: number, y: number): number {
  return rootOfHalves(2, Math.max(0, -x)) + y;
}

/** @differentiable */
export function unused(x: number, y: number): number {
  const r = rootOfHalves(2, Math.sqrt(x));
  return y > 0 ? x + y : r * y;
}

function chosen(p: number, c: number, k: number): number {
  return k <= 0 ? (c > 0 ? 1 : p) : chosen(p, c, k - 1);
}

/** @differentiable */
export function unread(x: number, y: number): number {
  return chosen(Math.sqrt(x), y, 2) * y + x;
}
`;

describe('structural zeros given to functions', () => {
  it('contribute nothing', () => {
    const file = new GrowingFile(source);
    const fn = file.named('ofALoser');
    assert.ok(fn !== null);
    const jvp = file.load(file.put(fn, 'jvp').name);
    assert.deepEqual(jvp(2, 3, 1, 1), { value: 3, dot: 1 });
    assert.deepEqual(jvp(-2, 3, 1, 1), { value: 2 + 1 + Math.sqrt(0.5) + 3, dot: 1 - (0.125 / Math.sqrt(0.5) + 0.5 + 1) });
  });
  it('are the adjoints of what is not used', () => {
    const file = new GrowingFile(source);
    const fn = file.named('unused');
    assert.ok(fn !== null);
    const gradient = file.load(file.put(fn, 'gradient').name);
    assert.deepEqual(gradient(0, 1), { value: 1, dx: 1, dy: 1 });
    assert.deepEqual(gradient(16, -1), { value: -7, dx: -1.625 / 8, dy: 7 });
  });
  it('are the adjoints of what the function does not use', () => {
    const file = new GrowingFile(source);
    const fn = file.named('unread');
    assert.ok(fn !== null);
    const gradient = file.load(file.put(fn, 'gradient').name);
    assert.deepEqual(gradient(0, 1), { value: 1, dx: 1, dy: 1 });
    assert.deepEqual(gradient(16, -1), { value: 12, dx: 1 - 0.125, dy: 4 });
  });
});
