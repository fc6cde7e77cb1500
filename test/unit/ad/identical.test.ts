/** One array given in two places to a derivative whose function writes it: refused, and said which. Where nothing is written it is handled. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../repository';
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

/** @differentiable */
export function rows(m: number[][], r: number[]): number {
  m[0]![0] = 3 * m[1]![0]!;
  return m[0]![0]! * m[1]![0]! * r[0]!;
}

/** @differentiable */
export function cubes(t: number[][][], m: number[][]): number {
  t[0]![0]![0] = 3 * t[1]![0]![0]!;
  return t[0]![0]![0]! * t[0]![1]![0]! * m[0]![0]!;
}

/** @differentiable */
export function bodies(ps: { at: number[]; speed: number[] }[]): number {
  for (const p of ps) for (let k = 0; k < p.at.length; k++) p.at[k]! += p.speed[k]!;
  return ps[0]!.at[0]! * ps[1]!.at[0]!;
}

/** @differentiable */
export function objects(ps: { x: number; y: number }[], q: { x: number }): number {
  ps[0]!.x *= ps[1]!.y;
  return ps[0]!.x * ps[1]!.x * q.x;
}
`;

/** Their sources say which arguments they write. */
const carried = readFileSync(path.join(repositoryRoot, 'test/fixtures/generate/aliases.ts'), 'utf8');

describe('identical arrays', () => {
  const file = new GrowingFile(source);
  const made = new Map<string, readonly string[]>();
  const derivatives = (name: string): readonly string[] => {
    const names = made.get(name) ?? (['gradient', 'jvp', 'vjp'] as const).map(kind => {
      const fn = file.named(name);
      assert.ok(fn !== null);
      return file.put(fn, kind).name;
    });
    made.set(name, names);
    return names;
  };
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

  it('in elements, where one is written', () => {
    const v = [2], other = (): number[] => [3], o = { x: 2, y: 3 };
    const refused = (name: string, args: readonly unknown[], dots: readonly unknown[], message: string): void => {
      const [grad = '', jvp = ''] = derivatives(name);
      assert.throws(() => file.load(grad)(...args), { message });
      assert.throws(() => file.load(jvp)(...args, ...dots), { message });
    };
    refused('rows', [[v, v], other()], [[[1], [1]], [1]], 'm[i] and m[j] must not be the same array: rows writes m[i]');
    refused('rows', [[other(), v], v], [[[1], [1]], [1]], 'm[i] and r must not be the same array: rows writes m[i]');
    const ones = [[[1], [1]], [[1], [1]]];
    refused('cubes', [[[other(), v], [v, other()]], [other()]], [ones, [[1]]], 't[i][j] and t[k][l] must not be the same array: cubes writes t[i][j]');
    refused('cubes', [[[other(), other()], [v, v]], [other()]], [ones, [[1]]], 't[i][j] and t[k][l] must not be the same array: cubes writes t[i][j]');
    refused('cubes', [[[other(), v], [other(), other()]], [other(), v]], [ones, [[1], [1]]], 't[i][j] and m[k] must not be the same array: cubes writes t[i][j]');
    const body = (at: number[], speed: number[]): unknown => ({ at, speed }), unit = body([1], [1]);
    refused('bodies', [[body(v, other()), body(other(), v)]], [[unit, unit]], 'ps[i].at and ps[j].speed must not be the same array: bodies writes ps[i].at');
    refused('bodies', [[body(v, v), body(other(), other())]], [[unit, unit]], 'ps[i].at and ps[j].speed must not be the same array: bodies writes ps[i].at');
    refused('bodies', [[body(v, other()), body(v, other())]], [[unit, unit]], 'ps[i].at and ps[j].at must not be the same array: bodies writes ps[i].at');
    refused('objects', [[o, o], { x: 1 }], [[o, o], { x: 1 }], 'ps[i] and ps[j] must not be the same object: objects writes ps[i]');
    refused('objects', [[o, { x: 1, y: 1 }], o], [[o, o], { x: 1 }], 'ps[i] and q must not be the same object: objects writes ps[i]');
    const [grad = ''] = derivatives('bodies');
    assert.deepEqual(file.load(grad)([body([1], v), body([2], v)]), { value: 12, dPs: [{ at: [4], speed: [4] }, { at: [3], speed: [3] }] });
  });

  it('where none is written', () => {
    const v = [2], [grad = ''] = derivatives('unwritten');
    assert.deepEqual(file.load(grad)(state(v, v, v), v), { value: 16, dp: { a: [8], b: [8], inner: { c: [8] } }, dOther: [8] });
  });

  describe('where a variable starts as an argument', () => {
    const started = new GrowingFile(carried);
    const gradient = (name: string): ((...args: readonly unknown[]) => unknown) => {
      const fn = started.named(name);
      assert.ok(fn !== null);
      return started.load(started.put(fn, 'gradient').name);
    };
    it('and is replaced by new memory: handled', () => {
      const v = [1, 2], m = [v, v];
      assert.deepEqual(gradient('mapped')(v, v), { value: 257, da: [8, 1024], db: [1, 0] });
      assert.deepEqual(gradient('buffersExchanged')(v, v), gradient('buffersExchanged')([1, 2], [1, 2]));
      assert.deepEqual(gradient('rowsReplaced')(m, v), gradient('rowsReplaced')([[1, 2], [1, 2]], [1, 2]));
      assert.deepEqual(gradient('bodyReplaced')({ at: v, speed: v }, v), gradient('bodyReplaced')({ at: [1, 2], speed: [1, 2] }, [1, 2]));
    });
    it('and is written: refused', () => {
      const v = [5, 2];
      assert.throws(() => gradient('writtenInOneBranch')(v, v), { message: 'a and b must not be the same array: writtenInOneBranch writes a' });
      assert.throws(() => gradient('argumentExchanged')(v, v), { message: 'a and b must not be the same array: argumentExchanged writes a' });
      assert.throws(() => gradient('rowsKept')([v, v], [1]), { message: 'm[i] and m[j] must not be the same array: rowsKept writes m[i]' });
      assert.throws(() => gradient('rowsKept')([[1], v], v), { message: 'm[i] and r must not be the same array: rowsKept writes m[i]' });
    });
  });
});
