/** Forward mode where a function that is called as a function has a pole and is given what depends on nothing. */
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
});
