/** The trace of the seed function, f = ln(x1) + x1·x2 − sin(x2) at (2, 5), with every number of its tables 1 and 2. */
import assert from 'node:assert/strict';
import { adjoints, finish, gradient, hessianOf, tangents } from '../../../core/evaluate';
import { close, traceText } from './programs';

const seed = `
func @f(%x1: num, %x2: num) -> num {
  %a = log %x1
  %b = mul %x1, %x2
  %s = sin %x2
  %c = add %a, %b
  %y = sub %c, %s
  return %y
}`;

describe('trace of the seed function at (2, 5)', () => {
  const trace = traceText(seed, [2, 5]);
  const { tape } = trace;
  const column = (values: ArrayLike<number>): number[] => Array.from({ length: 7 }, (_, i) => values[i + 1] ?? NaN);

  it('has the primal column of table 1', () => {
    close(column(tape.value), [2, 5, Math.log(2), 10, Math.sin(5), 10 + Math.log(2), 10 + Math.log(2) - Math.sin(5)]);
    assert.equal(Number(trace.value).toFixed(4), '11.6521');
  });

  it('has the tangent column of table 1, with the direction (1, 0)', () => {
    close(column(tangents(tape, [1, 0])), [1, 0, 0.5, 5, 0, 5.5, 5.5]);
  });

  it('has the adjoint column of table 2', () => {
    const { bars } = adjoints(tape, [{ node: 7, weight: 1 }]);
    close(column(bars), [5.5, 2 - Math.cos(5), 1, 1, -1, 1, 1]);
    const products = [3, 4, 5].flatMap((node) => {
      const found: number[] = [];
      for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) found.push((bars[node] ?? NaN) * (tape.partial[e] ?? NaN));
      return found;
    });
    close(products, [0.5, 5, 2, -Math.cos(5)]);
  });

  it('has the gradient (5.5, 1.7163) and the Hessian', () => {
    const { x1, x2 } = gradient(trace);
    assert.equal(x1, 5.5);
    assert.equal(Number(x2).toFixed(4), '1.7163');
    const [first = [], second = []] = hessianOf(trace);
    close([...first, ...second], [-0.25, 1, 1, Math.sin(5)]);
  });

  it('runs in slices', () => {
    assert.equal(finish((function* () { yield; return 3; })()), 3);
  });
});
