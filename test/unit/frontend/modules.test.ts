/** Functions and constants of other modules: every way of importing and exporting them, evaluated. */
import assert from 'node:assert/strict';
import { finish, interpret, type Run } from '../../../core/evaluate';
import type { Span } from '../../../core/ir/origin';
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
    { name: 'path mapping', value: 14, files: {
      '/p/tsconfig.json': JSON.stringify({ compilerOptions: { ...strict, paths: { '@lib/*': ['./source/lib/*'] } } }),
      '/p/a.ts': marked("import { g } from '@lib/g'; import { h } from '@lib/h';", 'g(x) + h(x)'), '/p/source/lib/g.ts': 'export function g(x: number) { return 4 * x; }',
      '/p/source/lib/h.d.ts': 'export function h(x: number): number;', '/p/source/lib/h.js': '/** @param {number} x */ export function h(x) { return 3 * x; }',
    } },
    { name: 'project references', value: 6, files: {
      '/p/tsconfig.json': JSON.stringify({ compilerOptions: strict, references: [{ path: '../q' }] }), '/q/tsconfig.json': JSON.stringify({ compilerOptions: { ...strict, composite: true } }),
      '/p/a.ts': marked("import { g } from '../q/g';", 'g(x)'), '/q/g.ts': 'export function g(x: number) { return 3 * x; }',
    } },
    { name: 'JSON', value: 15, files: {
      '/p/tsconfig.json': JSON.stringify({ compilerOptions: { ...strict, resolveJsonModule: true } }),
      '/p/a.ts': marked("import data from './data.json'; import { rate } from './data.json'; import rows from './rows.json';", 'data.xs[1]! * x + data.deep.k + rate + rows[1]![0]! * rows.length'), '/p/data.json': '{ "xs": [1, 2], "deep": { "k": 4 }, "rate": 1 }',
      '/p/rows.json': '[[1, 2], [3, 4]]',
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
    { name: 'declarations beside their script', value: 11, files: {
      '/p/a.ts': marked("import { g, K } from 'pack'; import h from 'pack/h.mjs';", 'g(x, [1, 2]) + h(x) + K'), '/p/node_modules/pack/package.json': '{ "name": "pack", "version": "1.0.0", "type": "module" }',
      '/p/node_modules/pack/index.d.ts': 'export declare function g(x: number, ys: readonly number[], k?: number): number;\nexport declare const K: number;',
      '/p/node_modules/pack/index.js': "import { twice } from './twice.js';\nexport function g(x, ys, k) { k = k || 1; let s = 0; for (const y of ys) s += twice(x) * y; return s / k; }\nexport const K = -7;",
      '/p/node_modules/pack/twice.d.ts': 'export declare function twice(x: number): number;', '/p/node_modules/pack/twice.js': 'const two = 2;\nexport const twice = x => two * x;',
      '/p/node_modules/pack/h.d.mts': 'export default function (x: number): number;', '/p/node_modules/pack/h.mjs': 'export default function (x) { return 3 * x; }',
    } },
    { name: 'declarations of another package, functions without types, overloads and type parameters', value: 24, files: {
      '/p/a.ts': marked("import { total, same } from 'pack';", 'total([x, same(x)]) + total([x], v => same(v) * 10)'),
      '/p/node_modules/@types/pack/index.d.ts': 'export function total(xs: Iterable<number>): number; export function total<T>(xs: readonly T[], f: (x: T) => number): number; export function same<T>(x: T): T;',
      '/p/node_modules/pack/package.json': '{ "name": "pack", "version": "1.0.0", "exports": { ".": { "import": "./esm/index.js" } } }',
      '/p/node_modules/pack/esm/index.js': 'export { default as total } from "./total.js";\nexport { same } from "./same.js";',
      '/p/node_modules/pack/esm/total.js': 'function plus(a, b) { return a + b; }\nexport default function total(xs, f) { var s = 0; for (var i = 0, n = xs.length; i < n; ++i) s = plus(s, f === undefined ? +xs[i] : f(xs[i])); return s; }',
      '/p/node_modules/pack/esm/same.js': 'export function same(x) { return x; }',
    } },
    { name: 'CommonJS', value: 31, files: {
      '/p/a.ts': marked("import { f2, g2 } from 'many'; import one from 'one'; import * as each from 'each';", 'f2(x) + g2(x) + one(x) + each.up(x) + each.down(x)'),
      '/p/tsconfig.json': JSON.stringify({ compilerOptions: { ...strict, esModuleInterop: true } }),
      '/p/node_modules/many/index.d.ts': 'export function f2(x: number): number; export function g2(x: number): number;',
      '/p/node_modules/many/index.js': '"use strict";\nfunction f(x) { return 2 * x; }\nmodule.exports = { f2: f, g2: function (x) { return x * x; } };',
      '/p/node_modules/one/index.d.ts': 'declare function one(x: number): number;\nexport = one;', '/p/node_modules/one/index.js': 'module.exports = function (x) { return 10 * x; };',
      '/p/node_modules/each/index.d.ts': 'export function up(x: number): number; export function down(x: number): number;',
      '/p/node_modules/each/index.js': '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\nexports.down = void 0;\nexports.up = function (x) { return x + 1; };\nfunction down(x) { return x - 2; }\nexports.down = down;',
    } },
    { name: 'namespaces of packages', value: 9, files: {
      '/p/a.ts': marked("import { vec } from 'pack';", 'vec.dot([x, 1], [4, 1])'), '/p/node_modules/pack/index.d.ts': 'type Vec = [number, number] | Float32Array;\nexport namespace vec { export function dot(a: Vec, b: Vec): number; }',
      '/p/node_modules/pack/index.js': "import * as vec from './vec.js';\nexport { vec };", '/p/node_modules/pack/vec.js': 'export var dot = function (a, b) { return a[0] * b[0] + a[1] * b[1]; };\ndot.inverse = null;',
    } },
    { name: 'modules that import each other', value: 14, files: {
      '/p/a.ts': marked("import { g } from './b'; export const K = 3;", 'g(x)'), '/p/b.ts': "import { K } from './a'; import { h } from './c'; const own = 4; export const g = (x: number): number => h(x) + K + own;", '/p/c.ts': "import { g } from './b'; export function h(x: number): number { return x > 5 ? g(x) : x + 5; }",
    } },
    { name: 'module formats', value: 20, files: {
      '/p/a.ts': marked("import { g } from './b.mjs'; import h from './c.cjs'; import { k } from './d'; import { l } from './e.jsx';", 'g(x) + h(x) + k(x) + l(x)'),
      '/p/tsconfig.json': JSON.stringify({ compilerOptions: { ...strict, jsx: 'preserve', esModuleInterop: true } }),
      '/p/b.mts': 'export const g = (x: number): number => x;', '/p/c.cts': 'const h = (x: number): number => 2 * x; export = h;', '/p/d.tsx': 'export const k = <T extends number>(x: T): number => 3 * x;',
      '/p/e.jsx': '/** @typedef {{ a: number, b: number[] }} Pair */\n/** @param {Pair} p @returns {number} */\nconst both = p => p.a * p.b[0];\n/** @param {number} x */\nexport const l = x => both({ a: x, b: [4] });',
    } },
    { name: 'functions that packages make', value: 6, files: {
      '/p/a.ts': marked("import { scale } from 'pack';", 'scale(0, x)(3)'), '/p/node_modules/pack/index.d.ts': 'export declare function scale(a: number, b: number): (t: number) => number;',
      '/p/node_modules/pack/index.js': 'export function scale(a, b) { return a = +a, b = +b, function (t) { return a + (b - a) * t; }; }',
    } },
    { name: 'enums and classes', value: 8, files: {
      '/p/a.ts': marked("import { Side, Pair } from './b';", 'new Pair(x, Side.Right).sum() * Pair.twice'), '/p/b.ts': 'export enum Side { Left, Right = 2 } export class Pair { static readonly twice = 2; constructor(readonly a: number, readonly b: number) {} sum(): number { return this.a + this.b; } }',
    } },
  ];
  for (const { name, files, value } of cases) it(name, () => { assert.equal(valueAtTwo(files), value); });

  /** What is reported about the marked function, with the texts at its places. */
  function reports(files: Readonly<Record<string, string>>): string[] {
    const [fn] = markedFunctions(createWorkspace(memoryHost(files)).projectFor('/p/a.ts'), '/p/a.ts');
    const text = ({ file, start, end }: Span): string => `${file}: ${files[file]?.slice(start, end) ?? ''}`;
    return fn?.diagnostics.flatMap(({ code, span, related = [] }) => [`${code} ${text(span)}`, ...related.map(other => `  ${text(other.span)}`)]) ?? [];
  }

  const inPackage = (body: string, declared = 'x: number'): Readonly<Record<string, string>> => ({
    '/p/a.ts': marked("import { g } from 'pack';", 'g(x)'), '/p/node_modules/pack/index.d.ts': `export declare function g(${declared}): number;`, '/p/node_modules/pack/index.js': body,
  });

  it('what is refused in a package is reported at the call, with its place in the script as it is', () => {
    assert.deepEqual(reports(inPackage('const one = x => x;\nexport function g(x) { return one(x) + "1".length; }')), ["N1015 /p/a.ts: g", '  /p/node_modules/pack/index.js: "1".length']);
    assert.deepEqual(reports(inPackage('export function g(x) { return x.unheardOf; }', 'x: any')), ['N1017 /p/a.ts: g', '  /p/node_modules/pack/index.js: unheardOf']);
  });

  it('declarations alone are refused', () => {
    assert.deepEqual(reports({ '/p/a.ts': marked("import { g } from 'pack';", 'g(x)'), '/p/node_modules/pack/index.d.ts': 'export declare function g(x: number): number;' }), ['N1004 /p/a.ts: g']);
  });

  it('a script that is asked for itself is read as it is', () => {
    const files = inPackage('function sum(a) { return a + 1; }\nexport function g(x) { return sum(x); }\n/** @param {number} x @differentiable */ export function own(x) { return x; }');
    const project = createWorkspace(memoryHost(files)).projectFor('/p/a.ts');
    assert.deepEqual(markedFunctions(project, '/p/a.ts').map(fn => fn.lowered !== null), [true]);
    const script = '/p/node_modules/pack/index.js';
    assert.deepEqual(markedFunctions(project, script).map(fn => files[script]?.slice(fn.nameSpan.start, fn.nameSpan.end)), ['own']);
  });

  it('types that calls gave are forgotten when the call or the script changes', () => {
    const files = inPackage('function sum(xs) { return xs + 1; }\nexport function g(x) { return sum(x); }');
    const host = memoryHost(files);
    const project = createWorkspace(host).projectFor('/p/a.ts');
    const codes = (): readonly string[] => markedFunctions(project, '/p/a.ts').flatMap(fn => fn.diagnostics.map(({ code }) => code));
    assert.deepEqual(codes(), []);
    host.write('/p/node_modules/pack/index.js', '/* moved */ function sum(xs) { return xs[0]; }\nexport function g(x) { return sum([x]); }');
    assert.deepEqual(codes(), []);
    host.write('/p/node_modules/pack/index.js', '/* moved */ function sum(xs) { return xs[1]; }\nexport function g(x) { return sum([[x]])[0]; }');
    assert.deepEqual(codes(), []);
  });
});
