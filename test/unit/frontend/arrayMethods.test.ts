/**
 * Methods of plain and typed arrays mean what JavaScript means: each line, interpreted and run by Node at points with negative, fractional,
 * missing and wrong positions, answers the same bit for bit.
 */
import assert from 'node:assert/strict';
import { finish, interpret, type Datum } from '../../../core/evaluate';
import { createWorkspace, markedFunctions } from '../../../core/frontend';
import { exact, exportsOf } from './execution';
import { memoryHost } from './memoryHost';

type ArrayName = 'number[]' | 'Float64Array' | 'Float32Array' | 'Int32Array' | 'Uint8Array';
const typedNames: readonly ArrayName[] = ['Float64Array', 'Float32Array', 'Int32Array', 'Uint8Array'];

const points: readonly (readonly [x: number, xs: readonly number[], k: number])[] = [
  [1.5, [0.5, 2, 3, 2, -1], 2], [-2, [2, 2], -1], [0.25, [4, -0, NaN, 1, 300], 9],
];

/** Bodies of `f(x: number, xs: T, k: number): number[]` for plain arrays, for every array, and for typed arrays, where `T` is the constructor. */

const plain = String.raw`
return xs.flatMap((v, i) => [v, i]);
return xs.flatMap(v => v > 1 ? [v] : []);
return [xs, [x], xs].flat();
return [[xs], [[x]]].flat(2);
return [[xs], [[x]]].flat().flat();
return [[[x]]].flat(Infinity);
return xs.concat(x, [1, 2], xs);
return xs.concat();
return xs.concat([x], 5);
return xs.toSpliced(1, 1, x, 9);
return [xs.push(x, 2), ...xs];
return [xs.unshift(x, 2), ...xs];
const r = xs.slice().reverse(); r[0] = x; return [...r, ...xs];
const [a, , b = 7, ...rest] = xs; return [a, b, ...rest, rest.length];
let a = 1, b = 2, c = x; [a, b, c] = [c, a, b]; return [a, b, c];
[xs[0], xs[1]] = [xs[1], xs[0]]; return xs;
({ length: k } = xs); return [k];
const o = { a: x, b: [1, x] }; const { a, b: [b0, b1] } = o; return [a, b0, b1];
let s = 0; for (const [i, v] of xs.entries()) s += i * v; return [s, x];
let s = 0; for (const i of xs.keys()) s += i; for (const v of xs.values()) s += v; return [s];
return [...xs.keys(), ...xs.values()];
return [...xs.entries()].map(([i, v]) => i * v);
return Array.from(xs.entries(), ([i, v]) => i + v);
return Array.from(xs.keys());
return Array.from({ length: 3 }, (_, i) => i * x);
return Array.from(xs, (v, i) => v * i);
return Array.of(x, 1, 2);
return [...Array(3).keys()].map(i => i * x);
return [...Array(3)].map((_, i) => i * x);
return Array.from(Array(3), (_, i) => i * x);
return Array.from(new Array(3)).map((_, i) => i * x);
return new Array(3).fill(0).map((_, i) => i * x);
return Array(3).fill(x);
const sum = (...v: number[]) => v.reduce((a, b) => a + b, 0); return [sum(...xs), sum(x, ...xs, 1), sum()];
const f = (a: number, ...v: number[]) => a * v.length; return [f(x, ...xs), f(x)];
const t: readonly number[] = xs; return t.map(v => v * x);
const t: ReadonlyArray<number> = xs; return [...t.slice(1), t.length];
const ps: { a: number; b: number[] }[] = [{ a: x, b: [1, 2] }]; ps.push({ a: 2, b: [x] }); ps[0].b[1] += x; return ps.flatMap(p => p.b.map(v => v * p.a));
const ps: [number, number][] = [[x, 1], [2, x]]; return ps.map(([a, b]) => a - b);
const m: number[][] = [[x], [], [1, 2, x]]; return m.map(r => r.length).concat(...m);
const m = [[1, 2], [3, x]]; const t = m[0].map((_, j) => m.map(r => r[j])); return t.flat();
const m: number[][][] = [[[x]], [[1, 2], [3]]]; let s = 0; for (const p of m) for (const r of p) for (const v of r) s += v; return [s];
const c = xs.slice(); c[1] = c[1] * 3; return [...c, ...xs];
return xs.reduceRight((a: number[], v) => [...a, v * x], []);
return xs.reduce<number[]>((a, v) => { a.push(v); return a; }, []);
return xs.reduce((a, v, i, all) => a + v * i / all.length, 0) > 0 ? [1] : [0];
return [xs.findLast(v => v > 1) ?? -1, xs.findLastIndex(v => v > 1), xs.find(v => v > 100) ?? -5];
return [xs.at(-1)! * x, xs.at(0)!, xs.at(-9) ?? 4, xs.at(9) ?? 5];
return [xs.at(k) ?? -1];
return xs.map(Math.abs);
return Array.isArray(xs) ? xs : [x];
return [xs.length, +xs.includes(2), +xs.includes(NaN)];
const a: number[] = new Array(); a.push(x); return a;
const a = new Array<number>(xs.length); a.fill(x, 1, 3); return [a[1]];
const grid = Array.from({ length: 2 }, () => new Array<number>(2).fill(x)); grid[0][1] = 5; return grid.flat();
const grid = Array.from({ length: 2 }, () => Array(2).fill(x) as number[]); return grid.flat();
const row = [1, x]; const grid = [row, row]; grid[0][0] = 9; return grid.flat();
let last: number | undefined; while ((last = xs.pop()) !== undefined) x += last; return [x];
const [h] = xs.splice(0, 1); return [h, ...xs];
return [xs.splice(0, 1)[0], xs.length];
const v = xs.shift()!, w = xs.pop() ?? 0; return [v, w, ...xs];
xs.length = 1; return xs;
for (const v of xs) if (v > 1) { xs.length = 0; break; } return xs;
for (const v of xs) { if (xs.length < 6) xs.push(v + x); } return xs;
xs.forEach((v, i) => { xs[i] = v * x; }); return xs;
`;

const every = String.raw`
return [...xs.slice(1)];
return [...xs.slice(-2)];
return [...xs.slice(-2, -1)];
return [...xs.slice(k)];
return [...xs.slice(0, k)];
return [...xs.slice(NaN, 2)];
return [...xs.slice(2, 1)];
return [...xs.slice(1.7, 2.9)];
return [...xs.slice(-Infinity, Infinity)];
return [...xs.slice(undefined, 2)];
return [...xs.fill(x)];
return [...xs.fill(x, 1)];
return [...xs.fill(x, -2, -1)];
return [...xs.fill(x, k)];
return [...xs.fill(x, NaN, 2)];
return [...xs.copyWithin(0, 2)];
return [...xs.copyWithin(1, 0)];
return [...xs.copyWithin(-2, 0)];
return [...xs.copyWithin(1, -2, -1)];
return [...xs.copyWithin(0, k)];
return [...xs.copyWithin(k, 0)];
return [...xs.copyWithin(0, 3, 1)];
return [...xs.copyWithin(9, 1)];
return [...xs.reverse()];
return [...xs.toReversed()];
return [...xs.with(1, x)];
return [...xs.with(-1, x)];
return [xs.indexOf(2), xs.indexOf(2, 2), xs.indexOf(2, -1), xs.indexOf(99)];
return [xs.lastIndexOf(2), xs.lastIndexOf(2, 0), xs.lastIndexOf(2, -3), xs.lastIndexOf(99)];
return [+xs.includes(2), +xs.includes(2, 2), +xs.includes(NaN)];
return [xs.findIndex(v => v > 1), xs.findLastIndex(v => v > 1), xs.find(v => v > 1) ?? -1, xs.findLast(v => v > 1) ?? -1];
return [+xs.some(v => v > 1), +xs.every(v => v > 1)];
return [xs.reduce((a, v) => a + v * x), xs.reduceRight((a, v) => a - v * x, x)];
return [...xs.map((v, i) => v * x + i)];
return [...xs.filter(v => v > 1)];
let s = 0; xs.forEach((v, i, a) => { s += v * i + a.length; }); return [s, x];
let s = 0; for (const v of xs) s += v; return [s * x];
let s = 0; for (const [i, v] of xs.entries()) s += i * v; return [s, x];
const [a, b, ...r] = xs; return [a, b, ...r];
return [xs.at(-1)!, xs.at(1)!, xs.at(-9) ?? 7];
return [xs[0] ?? 3, xs[99] ?? 4, xs[-1] ?? 5];
return Array.from(xs);
return Array.from(xs, v => v * x);
return [...xs].concat([x]);
`;

const typed = String.raw`
return [...xs.sort()];
return [...xs.toSorted()];
return [...xs.subarray(1)];
return [...xs.subarray(-2, -1)];
return [...xs.subarray(k)];
return [...xs.subarray(2, 1)];
const v = xs.subarray(1).subarray(1); v.sort(); return [...xs];
xs.set(xs.subarray(1)); return [...xs];
const y = new T(xs); y[0] = x; return [...xs, ...y];
const y = new T(3); y[1] = x; return [...y];
const y = new T([x, 1.5, 300]); return [...y];
return [...T.from([x, 2, 3])];
return [...T.from(xs, (v, i) => v * i)];
return [...T.from({ length: 3 }, (_, i) => i * x)];
return [...T.of(x, 2)];
const y = new T(xs.length); y.set(xs); return [...y];
xs[0] += x; xs[1]--; return [...xs];
const { length } = xs; return [length];
return [...xs.map(Math.sqrt)];
return [...new Float64Array(xs)];
`;


const lines = (text: string): readonly string[] => text.trim().split('\n');
const bodiesOf = (name: ArrayName): readonly string[] => (name === 'number[]' ? [...lines(plain), ...lines(every)]
  : [...lines(every), ...lines(typed)].map(body => body.replaceAll(/\bT(?=[(.])/g, name)));
const fileOf = (name: ArrayName): string => `/arrays/${name.replace('[]', 's')}.ts`;
const textOf = (name: ArrayName): string =>
  bodiesOf(name).map((body, i) => `/** @differentiable wrt x */\nexport function f${String(i)}(x: number, xs: ${name}, k: number): number[] { ${body} }\n`).join('\n');

function arrayOf(name: ArrayName, values: readonly number[]): Datum {
  switch (name) {
    case 'number[]': return [...values];
    case 'Float64Array': return Float64Array.from(values);
    case 'Float32Array': return Float32Array.from(values);
    case 'Int32Array': return Int32Array.from(values);
    case 'Uint8Array': return Uint8Array.from(values);
  }
}

describe('methods of arrays against Node', function () {
  this.timeout(60_000);
  const names: readonly ArrayName[] = ['number[]', ...typedNames];
  const texts = Object.fromEntries(names.map(name => [fileOf(name), textOf(name)]));
  const workspace = createWorkspace(memoryHost(texts));
  for (const name of names) {
    it(name, () => {
      const file = fileOf(name);
      const exports = exportsOf(texts, file);
      const functions = markedFunctions(workspace.projectFor(file), file);
      const failures: string[] = [];
      bodiesOf(name).forEach((body, i) => {
        const fn = functions[i];
        const native = exports[`f${String(i)}`];
        if (fn?.lowered === null || fn?.lowered === undefined || typeof native !== 'function') {
          failures.push(`${body}: ${(fn?.diagnostics ?? []).map(d => d.message).join('; ')}`);
          return;
        }
        for (const [x, xs, k] of points) {
          const run = finish(interpret(fn.lowered.module, fn.lowered.root, [x, arrayOf(name, xs), k]));
          const [found, expected] = [run.ok ? exact(run.value) : run.fault.message, exact(Reflect.apply(native, undefined, [x, arrayOf(name, xs), k]))];
          if (JSON.stringify(found) !== JSON.stringify(expected)) failures.push(`${body}: at ${String(x)}, ${String(xs)}, ${String(k)} found ${JSON.stringify(found)}, Node has ${JSON.stringify(expected)}`);
        }
      });
      assert.deepEqual(failures, []);
    });
  }
});
