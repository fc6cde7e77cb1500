/** The nearest places where a function changes its formula, with their distances and the slopes on both sides. */
import assert from 'node:assert/strict';
import { finish, inputName } from '../../../core/evaluate';
import { formatNumber } from '../../../core/format';
import { boundariesNear } from '../../../core/sensitivity';
import { sourceLine, traced } from './traced';

function boundaries(code: string): string[] {
  const of = traced(code);
  const { nearest } = finish(boundariesNear(of.trace, of.args, { wrt: of.target.wrt }, 0));
  return nearest.map(({ margin, distance, step, sides }) => {
    const span = of.trace.tape.notes[margin.note]?.origin.span ?? null, line = span === null ? null : of.lineAt(span);
    const moved = Array.from(step, (by, i) => (by === 0 ? '' : `${inputName(of.trace, i + 1)} ${formatNumber(by)}`)).filter((text) => text !== '').join(', ');
    const iteration = of.trace.tape.contexts.iteration(margin.context);
    const slopes = sides === null ? 'first order' : `${formatNumber(sides.before.value)} slope ${formatNumber(sides.before.slope)} | ${formatNumber(sides.after.value)} slope ${formatNumber(sides.after.slope)}`;
    return `${formatNumber(distance)} by ${moved}: ${margin.operation}${iteration === null ? '' : ` in iteration ${String(iteration)}`}, ${slopes}, ${line === null ? '' : sourceLine(of, line)}`;
  });
}

describe('the nearest boundaries', () => {
  it('are branches, with the slopes on both sides in the direction of the step', () => {
    assert.deepEqual(boundaries(`
/** @differentiable @at x=1, y=2 */
export function f(x: number, y: number): number {
  if (3 * x + 4 * y > 12) return 5 * x;
  return Math.abs(x - 3) + y;
}`), [
      '0.2 by x 0.12, y 0.16: >, 4.04 slope 0.2 | 5.6 slope 3, if (3 * x + 4 * y > 12) return 5 * x;',
      '2 by x 2: Math.abs, first order, return Math.abs(x - 3) + y;',
    ]);
  });

  it('are followed where they are curved', () => {
    assert.deepEqual(boundaries(`
/** @differentiable @at x=1 */
export function f(x: number): number {
  return Math.max(x * x, 4) + x;
}`), ['1 by x 1: Math.max, 6 slope 1 | 6 slope 5, return Math.max(x * x, 4) + x;']);
  });

  it('are steps and folds', () => {
    assert.deepEqual(boundaries(`
/** @differentiable @at x=2.3, y=-0.2, z=0.1, w=1.75 */
export function f(x: number, y: number, z: number, w: number): number {
  const a = Math.floor(x) * x;
  const b = Math.abs(y);
  const c = Math.trunc(z);
  const d = Math.round(w);
  return a + b + c + d + x % 2;
}`), [
      '0.2 by y 0.2: Math.abs, 6.9 slope -1 | 6.9 slope 1, const b = Math.abs(y);',
      '0.25 by w -0.25: Math.round, 7.1 slope 0 | 6.1 slope 0, const d = Math.round(w);',
      '0.3 by x -0.3: Math.floor, 6.2 slope -3 | 6.2 slope -2, const a = Math.floor(x) * x;',
      '0.3 by x -0.3: %, 6.2 slope -3 | 6.2 slope -2, return a + b + c + d + x % 2;',
      '0.9 by z 0.9: Math.trunc, 7.1 slope 0 | 8.1 slope 0, const c = Math.trunc(z);',
    ]);
  });

  it('are the nearest execution of each operation, and are not equalities', () => {
    assert.deepEqual(boundaries(`
/** @differentiable @at x=[5, -0.25, 3], t=1 */
export function f(x: number[], t: number): number {
  let s = 0;
  for (const each of x) {
    if (each < 0) s -= each;
    else s += 2 * each;
    if (each === t) s += 1;
  }
  return s;
}`), ['0.25 by x[1] 0.25: < in iteration 1, 16 slope -1 | 16 slope 2, if (each < 0) s -= each;']);
  });

  it('are found among many, those of each operation that seem nearest measured', () => {
    const [first = '', second = ''] = boundaries(`
/** @differentiable @at x=0.7, y=0.3, n=20000 */
export function f(x: number, y: number, n: number): number {
  let s = 0;
  for (let i = 0; i < n; i++) {
    const t = Math.sin(x * i) - y / 3;
    s += t > 0.5 ? t * t : Math.abs(t);
  }
  return s;
}`);
    assert.match(first, /^\d\.\d+e-\d+ by x -?\d\S+, y \S+: (Math.abs|>) in iteration \d+/);
    assert.match(second, /^\d\.\d+e-\d+ by x -?\d\S+, y \S+: (Math.abs|>) in iteration \d+/);
  });

  it('are none where the function is smooth', () => {
    assert.deepEqual(boundaries(`
/** @differentiable @at x=5 */
export function f(x: number): number {
  let s = 0;
  for (let i = 0; i < 10; i++) s += Math.max(i, 3) * x;
  return s;
}`), []);
  });
});
