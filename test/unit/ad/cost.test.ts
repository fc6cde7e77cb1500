/**
 * What derivatives cost, in operations the machine counts: a gradient at most five times its primal, and linear in the trips of its
 * loops. Whatever is done once (arrays made and filled) is left out by looking at growth.
 */
import assert from 'node:assert/strict';
import { finish, interpret, targetOf, type Datum } from '../../../core/evaluate';
import { createWorkspace, functionNamed } from '../../../core/frontend';
import type { Module } from '../../../core/ir/module';
import { memoryHost } from '../frontend/memoryHost';
import { derivativeRoot, derivedOf } from './derivatives';

interface Subject { readonly name: string; readonly source: string; readonly args: (n: number) => readonly Datum[] }

const numbers = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => Math.sin(i) * 0.5 + 0.75);
const subjects: readonly Subject[] = [
  { name: 'polynomial', args: n => [0.9, n], source: 'x: number, n: number|let s = 0; for (let i = 0; i < n; i++) s = s * x + i; return s;' },
  { name: 'logistic map', args: n => [0.3, n], source: 'x: number, n: number|let l = x; for (let i = 0; i < n; i++) l = 4 * l * (1 - l); return l;' },
  { name: 'log-sum-exp', args: n => [numbers(n)], source: 'x: Float64Array|let m = -Infinity; for (const v of x) m = Math.max(m, v); let s = 0; for (const v of x) s += Math.exp(v - m); return m + Math.log(s);' },
  { name: 'least squares', args: n => [numbers(4), numbers(4 * n), numbers(n)], source: 'w: Float64Array, X: Float64Array, y: Float64Array|let s = 0; for (let i = 0; i < y.length; i++) { let r = -y[i]; for (let j = 0; j < w.length; j++) r += X[i * w.length + j] * w[j]; s += r * r; } return Math.sqrt(s / y.length);' },
  { name: 'in place', args: n => [numbers(n), 0.9], source: 'a: Float64Array, c: number|for (let i = 1; i < a.length; i++) a[i] = a[i] * a[i - 1] + c; return a[a.length - 1];' },
  { name: 'branches', args: n => [numbers(n), 0.4], source: 'a: Float64Array, c: number|let s = 0; for (let i = 0; i < a.length; i++) { if (a[i] > c) s += Math.sin(a[i]) * c; else s -= a[i] * a[i]; } return s;' },
  { name: 'while with break', args: n => [1e-9, n], source: 'x: number, n: number|let s = x; let i = 0; while (true) { s = s * 1.001 + x; i++; if (i >= n) break; } return s * s;' },
  { name: 'two arrays in turn', args: n => [numbers(8), n], source: 'u: Float64Array, n: number|let a = new Float64Array(8); let b = new Float64Array(8); for (let i = 0; i < 8; i++) a[i] = u[i]; for (let k = 0; k < n; k++) { for (let i = 1; i < 7; i++) b[i] = a[i] + 0.1 * (a[i - 1] - 2 * a[i] + a[i + 1]) * a[i]; const t = a; a = b; b = t; } return a[3];' },
  { name: 'recursion', args: n => [0.99, n], source: 'x: number, n: number|return power(x, n);' },
];
const helpers = 'function power(x: number, n: number): number { return n <= 0 ? 1 : x * power(x, n - 1); }\n';

function operations(module: Module, root: string, args: readonly Datum[]): number {
  const run = finish(interpret(module, root, args));
  assert.ok(run.ok, run.ok ? '' : run.fault.message);
  return run.operations;
}

describe('operations of gradients', function () {
  this.timeout(20_000);
  const file = '/cost.ts';
  const text = subjects.map(({ source }, i) => { const [params, body] = source.split('|'); return `export function f${String(i)}(${params ?? ''}): number { ${body ?? ''} }`; }).join('\n');
  const project = createWorkspace(memoryHost({ [file]: helpers + text })).projectFor(file);
  const ratios: string[] = [];

  subjects.forEach(({ name, args }, i) => {
    it(name, () => {
      const fn = functionNamed(project, file, `f${String(i)}`);
      assert.ok(fn !== null && fn.lowered !== null, fn?.diagnostics.map(d => d.message).join());
      const target = targetOf(fn.lowered.module, fn.lowered.root, null);
      const { module } = derivedOf(target, 'gradient');
      const [small, middle, large] = [40, 80, 160].map(n => ({ primal: operations(target.module, target.root, args(n)), gradient: operations(module, derivativeRoot, args(n)) }));
      assert.ok(small !== undefined && middle !== undefined && large !== undefined);
      const ratio = (large.gradient - middle.gradient) / (large.primal - middle.primal);
      ratios.push(`${name} ${ratio.toFixed(2)}`);
      assert.ok(ratio <= 5, `${ratio.toFixed(2)} times the primal`);
      const linear = (large.gradient - middle.gradient) / (2 * (middle.gradient - small.gradient));
      assert.ok(Math.abs(linear - 1) < 0.05, `grows by ${linear.toFixed(3)} times what is linear`);
    });
  });
  after(() => { if (process.env['NABLA_FIGURES'] === '1') console.log(ratios.join(', ')); });
});
