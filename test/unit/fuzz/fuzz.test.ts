/** A short fuzzing run with a fixed seed; `npm run fuzz` does longer ones. And: the oracles notice mistakes. */
import assert from 'node:assert/strict';
import { planning } from '../../fuzz/derivativeOracles';
import { interpretation, differences, lower, type Lowered } from '../../fuzz/oracles';
import type { FuzzCase } from '../../fuzz/program';
import { fuzz } from '../../fuzz/run';
import { Sheet } from '../../fuzz/sheet';

const square: FuzzCase = {
  source: 'export function f(x: number, y: number): number {\n  return x * x * y;\n}\n', root: 'f', params: ['x', 'y'], real: ['x', 'y'], points: [[1.5, 2]],
};

function lowered(program: FuzzCase): Lowered {
  const result = lower(program);
  if (typeof result === 'string') throw new Error(result);
  return result;
}

describe('fuzzing', () => {
  it('finds no mismatch in 120 programs', () => {
    const { failures, tally } = fuzz({ runs: 120, seed: 20240607 });
    assert.deepEqual(failures, []);
    assert.equal(tally.programs, 120);
  }).timeout(180_000);

  it('notices a wrong value and a wrong derivative', () => {
    const right = lowered(square);
    const cubed = lowered({ ...square, source: square.source.replace('x * x', 'x * x * x') });
    const mixed: Lowered = { ...right, module: cubed.module, target: cubed.target };
    assert.equal(interpretation.check(right, [1.5, 2]), null);
    assert.equal(differences.check(right, [1.5, 2]), null);
    assert.match(interpretation.check(mixed, [1.5, 2]) ?? '', /value is 6.75, not 4.5/);
    assert.match(differences.check(mixed, [1.5, 2]) ?? '', /dx of output 0 = 13.5, differences give 6/);
  });

  it('notices a derivative that another plan does not give', () => {
    const judged = (dx: string): string | null => {
      const sheet = new Sheet();
      sheet.append(square.source);
      const piece = sheet.append(`export function fGrad(x: number, y: number) { return { value: x * x * y, dx: ${dx}, dy: x * x }; }`);
      const native = sheet.execute(), { target } = lowered(square), fn = sheet.read('fGrad');
      if (fn === null) throw new Error('there is no fGrad');
      return planning({ derivative: { kind: 'gradient', name: 'fGrad', target, piece, takesInto: false }, fn, native: native('fGrad'), args: [1.5, 2], elsewhere: [1, 1] });
    };
    assert.equal(judged('2 * x * y'), null);
    assert.equal(judged('x * y'), 'the derivative.dx is 3, 6 if everything is saved');
  });

  it('notices a program that is refused', () => {
    assert.match(String(lower({ ...square, source: 'export function f(x: number, y: number): number {\n  return x + Number("1") * y;\n}\n' })), /^refused: N1/);
  });
});
