/** One array given in two places to a derivative whose function writes it: refused, and said which. Where nothing is written it is handled. */
import assert from 'node:assert/strict';
import { GrowingFile } from './differentiatedAgain';

const source = `
interface State { a: number[]; b: number[]; inner: { c: number[] } }

/** @differentiable */
export function fields(p: State, other: number[]): number {
  p.a[0] = 3 * p.a[0]!;
  return p.a[0]! * p.b[0]! + p.inner.c[0]! + other[0]!;
}

/** @differentiable */
export function unwritten(p: State, other: number[]): number {
  return p.a[0]! * p.b[0]! * p.inner.c[0]! * other[0]!;
}
`;

describe('identical arrays', () => {
  const file = new GrowingFile(source);
  const derivatives = (name: string): readonly string[] => (['gradient', 'jvp', 'vjp'] as const).map(kind => {
    const fn = file.named(name);
    assert.ok(fn !== null);
    return file.put(fn, kind).name;
  });
  const state = (a: number[], b: number[], c: number[]): unknown => ({ a, b, inner: { c } });
  const dots = [state([1], [1], [1]), [1]];

  it('in fields, where one is written', () => {
    const v = [2], [grad = '', jvp = '', vjp = ''] = derivatives('fields');
    const cases = [
      { args: [state(v, v, [1]), [1]], places: 'p.a and p.b' },
      { args: [state(v, [1], v), [1]], places: 'p.a and p.inner.c' },
      { args: [state(v, [1], [1]), v], places: 'p.a and other' },
    ];
    for (const { args, places } of cases) {
      const message = `${places} must not be the same array: fields writes p.a`;
      assert.throws(() => file.load(grad)(...args), { message });
      assert.throws(() => file.load(jvp)(...args, ...dots), { message });
      assert.throws(() => file.load(vjp)(...args, 1), { message });
    }
    assert.deepEqual(file.load(grad)(state([2], v, v), v), { value: 16, dp: { a: [6], b: [6], inner: { c: [1] } }, dOther: [1] });
  });

  it('where none is written', () => {
    const v = [2], [grad = ''] = derivatives('unwritten');
    assert.deepEqual(file.load(grad)(state(v, v, v), v), { value: 16, dp: { a: [8], b: [8], inner: { c: [8] } }, dOther: [8] });
  });
});
