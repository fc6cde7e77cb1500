/** Samples of a function around a point: values and slopes are those of the moved arguments, and conventions are noticed. */
import assert from 'node:assert/strict';
import { finish, Scan, type Datum, type Sample } from '../../../core/evaluate';
import { defaultLimits } from '../../../core/evaluate/fault';
import { parseModule } from '../../../core/ir/parser';

const weighted = `func @f(%n: num, %w: num[], %x: num) -> num {
  %zero = const 0
  %one = const 1
  %a = load %w[%zero]
  %b = load %w[%one]
  %p = mul %a, %b
  %q = mul %p, %x
  %s = abs %x
  %r = add %q, %s
  %t = mul %r, %n
  return %t
}`;

function samples(args: readonly Datum[], inputs: readonly number[], places: readonly (readonly number[])[], wrt = ['w', 'x']): Sample[] {
  const target = { module: parseModule(weighted), root: 'f', wrt };
  const scan = Scan.of({ target, args, inputs, output: 0, limits: defaultLimits });
  assert.ok(scan !== null);
  return places.map((place) => finish(scan.sample(place)));
}

describe('Scan', () => {
  const point = [2, [3, 5], 7];

  it('moves one number of an array and leaves everything else', () => {
    const found = samples(point, [1], [[5], [0], [-2]]);
    assert.deepEqual(found.map(({ at, value, slopes }) => [at, value, slopes]), [[[5], 224, [42]], [[0], 14, [42]], [[-2], -70, [42]]]);
    assert.deepEqual(point, [2, [3, 5], 7]);
  });

  it('moves two inputs of different parameters, in the order of the question', () => {
    const [sample] = samples(point, [2, 0], [[-1, 4]]);
    assert.deepEqual([sample?.value, sample?.slopes], [-38, [38, -10]]);
  });

  it('counts inputs over the parameters that derivatives are taken of', () => {
    const [sample] = samples(point, [0], [[1]], ['x']);
    assert.deepEqual([sample?.value, sample?.slopes], [32, [32]]);
  });

  it('notices a kink where the moved input meets it, and not where another one stands on it', () => {
    const warned = (found: readonly Sample[]): number[] => found.map(({ warnings }) => warnings.length);
    assert.deepEqual(warned(samples(point, [2], [[-1], [0], [1]])), [0, 1, 0]);
    assert.deepEqual(warned(samples([2, [3, 5], 0], [0], [[1]])), [0]);
  });

  it('says why there is no value', () => {
    const [sample] = samples([2, [3], 7], [0], [[1]]);
    assert.equal(sample?.fault?.kind, 'read-outside');
    assert.ok(Number.isNaN(sample.value));
  });
});
