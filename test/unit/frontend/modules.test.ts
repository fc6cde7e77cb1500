/** Functions and constants of other modules: every way of importing and exporting them, evaluated. */
import assert from 'node:assert/strict';
import { finish, interpret, type Run } from '../../../core/evaluate';
import { createWorkspace, markedFunctions } from '../../../core/frontend';
import { memoryHost } from './memoryHost';

const strict = { strict: true, module: 'esnext', moduleResolution: 'bundler', target: 'esnext' };

/** The value of the marked function of `/p/a.ts` at 2. */
function valueAtTwo(files: Readonly<Record<string, string>>): unknown {
  const [fn] = markedFunctions(createWorkspace(memoryHost(files)).projectFor('/p/a.ts'), '/p/a.ts');
  assert.ok(fn?.lowered, fn?.diagnostics.map(d => d.message).join('\n'));
  const run: Run = finish(interpret(fn.lowered.module, fn.lowered.root, [2]));
  assert.ok(run.ok, run.ok ? '' : JSON.stringify(run.fault));
  return run.value;
}

const marked = (imports: string, body: string): string => `${imports}\n/** @differentiable */\nexport function f(x: number): number { return ${body}; }\n`;

describe('modules', () => {
  const cases: readonly { name: string; files: Readonly<Record<string, string>>; value: number }[] = [
    { name: 'named and renamed exports', value: 11, files: {
      '/p/a.ts': marked("import { g as twice, K } from './b';", 'twice(x) + K'), '/p/b.ts': 'const g = (x: number) => 2 * x; const k = 7; export { g, k as K };',
    } },
    { name: 'default exports', value: 10, files: {
      '/p/a.ts': marked("import g from './b'; import h from './c'; import K from './d';", 'g(x) + h(x) + K'),
      '/p/b.ts': 'export default function (x: number): number { return x * x; }', '/p/c.ts': 'const h = (x: number) => x; export default h;', '/p/d.ts': 'export default 4;',
    } },
    { name: 'namespaces', value: 15, files: {
      '/p/a.ts': marked("import * as b from './b';", 'b.g(x) + b.K * b.inner.h(x) + [x].map(b.g)[0]!'), '/p/b.ts': "export const g = (x: number) => 2 * x; export const K = 3.5; export * as inner from './c';", '/p/c.ts': 'export const h = (x: number) => x;',
    } },
    { name: 're-exports through a barrel', value: 9, files: {
      '/p/a.ts': marked("import { g, h } from './lib';", 'g(x) + h(x)'), '/p/lib/index.ts': "export * from './g'; export { default as h } from './h';",
      '/p/lib/g.ts': "import type { N } from './n'; export const g = (x: N): N => 2 * x;", '/p/lib/h.ts': 'export default (x: number) => x + 3;', '/p/lib/n.ts': 'export type N = number;',
    } },
    { name: 'path mapping', value: 8, files: {
      '/p/tsconfig.json': JSON.stringify({ compilerOptions: { ...strict, paths: { '@lib/*': ['./source/lib/*'] } } }),
      '/p/a.ts': marked("import { g } from '@lib/g';", 'g(x)'), '/p/source/lib/g.ts': 'export function g(x: number) { return 4 * x; }',
    } },
    { name: 'project references', value: 6, files: {
      '/p/tsconfig.json': JSON.stringify({ compilerOptions: strict, references: [{ path: '../q' }] }), '/q/tsconfig.json': JSON.stringify({ compilerOptions: { ...strict, composite: true } }),
      '/p/a.ts': marked("import { g } from '../q/g';", 'g(x)'), '/q/g.ts': 'export function g(x: number) { return 3 * x; }',
    } },
    { name: 'JSON', value: 9, files: {
      '/p/tsconfig.json': JSON.stringify({ compilerOptions: { ...strict, resolveJsonModule: true } }),
      '/p/a.ts': marked("import data from './data.json'; import { rate } from './data.json';", 'data.xs[1]! * x + data.deep.k + rate'), '/p/data.json': '{ "xs": [1, 2], "deep": { "k": 4 }, "rate": 1 }',
    } },
    { name: 'JavaScript with types in comments', value: 7, files: {
      '/p/a.ts': marked("import { g } from './b.js';", 'g(x)'), '/p/b.js': '/** @param {number} x @param {number} [k] @returns {number} */\nexport function g(x, k = 3) { return k * x + 1; }',
    } },
    { name: 'packages with source', value: 12, files: {
      '/p/a.ts': marked("import { g } from 'pack'; import { h } from 'typed';", 'g(x) + h(x)'),
      '/p/node_modules/pack/package.json': '{ "name": "pack", "version": "1.0.0", "type": "module", "main": "index.js" }',
      '/p/node_modules/pack/index.js': '/** @param {number} x @returns {number} */\nexport function g(x) { return x * x; }',
      '/p/node_modules/typed/package.json': '{ "name": "typed", "version": "1.0.0", "main": "index.ts", "types": "index.ts" }', '/p/node_modules/typed/index.ts': 'export const h = (x: number): number => 4 * x;',
    } },
    { name: 'enums and classes', value: 8, files: {
      '/p/a.ts': marked("import { Side, Pair } from './b';", 'new Pair(x, Side.Right).sum() * Pair.twice'), '/p/b.ts': 'export enum Side { Left, Right = 2 } export class Pair { static readonly twice = 2; constructor(readonly a: number, readonly b: number) {} sum(): number { return this.a + this.b; } }',
    } },
  ];
  for (const { name, files, value } of cases) it(name, () => { assert.equal(valueAtTwo(files), value); });
});
