/** How much a result hangs on each line: what lines hand on, weighed by adjoints. */
import assert from 'node:assert/strict';
import { formatNumber } from '../../../core/format';
import { influenceByLine } from '../../../core/sensitivity';
import { sourceLine, traced } from './traced';

/** A line of text for each line with nodes: influence, the same by the size of the result, slope, and the line. */
function influences(code: string): string[] {
  const of = traced(code);
  return influenceByLine(of.trace, of.lines).map(({ line, influence, relative, steepest, handedOn }) =>
    `${formatNumber(influence)} | ${relative === null ? '–' : `${formatNumber(100 * relative)} %`} | ${steepest === null ? 'nothing flows on' : `${String(handedOn)} handed on, ${formatNumber(steepest.slope)}`} | ${sourceLine(of, line)}`);
}

describe('the influence of lines', () => {
  it('is that of a change of the values they hand on', () => {
    assert.deepEqual(influences(`
/** @differentiable @at x=2, y=5 */
export function f(x: number, y: number): number {
  const a = x * y;
  const b = y * y * y;
  return a + b / 100;
}`), [
      '23.75 | 211.1 % | 2 handed on, 5 | export function f(x: number, y: number): number {',
      '10 | 88.89 % | 1 handed on, 1 | const a = x * y;',
      '1.25 | 11.11 % | 1 handed on, 0.01 | const b = y * y * y;',
      '11.25 | 100 % | 1 handed on, 1 | return a + b / 100;',
    ]);
  });

  it('does not count what an accumulating line passes to itself', () => {
    assert.deepEqual(influences(`
/** @differentiable @at x=[1, 2, 3] */
export function f(x: number[]): number {
  let s = 0;
  for (const each of x) {
    const t = each * each;
    s += t;
  }
  return Math.sqrt(s);
}`), [
      '3.742 | 100 % | 3 handed on, 0.8018 | export function f(x: number[]): number {',
      '1.871 | 50 % | 3 handed on, 0.1336 | const t = each * each;',
      '1.871 | 50 % | 1 handed on, 0.1336 | s += t;',
      '3.742 | 100 % | 1 handed on, 1 | return Math.sqrt(s);',
    ]);
  });

  it('is nothing where nothing flows on, and is found in callees', () => {
    assert.deepEqual(influences(`
function g(x: number): number {
  return x * x;
}
/** @differentiable @at x=3 */
export function f(x: number): number {
  const whole = Math.floor(x / 2);
  const unused = x * 7;
  return g(x) + whole;
}`), [
      '9 | 90 % | 1 handed on, 1 | return x * x;',
      '18 | 180 % | 1 handed on, 6 | export function f(x: number): number {',
      '0 | 0 % | nothing flows on | const whole = Math.floor(x / 2);',
      '0 | 0 % | nothing flows on | const unused = x * 7;',
      '10 | 100 % | 1 handed on, 1 | return g(x) + whole;',
    ]);
  });

  it('has no relative size where the result is 0, and is not finite where a slope is infinite', () => {
    assert.deepEqual(influences(`
/** @differentiable @at x=1 */
export function f(x: number): number {
  const a = 2 * x;
  return a - 2;
}`).map((line) => line.split(' | ').slice(0, 2)), [['2', '–'], ['2', '–'], ['0', '–']]);
    assert.deepEqual(influences(`
/** @differentiable @at x=0.5 */
export function f(x: number): number {
  const a = x - 0.5;
  const b = a + 1;
  const c = b - 1;
  return Math.sqrt(c) + 1;
}`).map((line) => line.split(' | ')[0]), ['∞', 'NaN', '∞', 'NaN', '1']);
  });

  it('takes the norm over several results', () => {
    assert.deepEqual(influences(`
/** @differentiable @at t=0.5 */
export function f(t: number): number[] {
  const c = Math.cos(t);
  return [3 * c, 4 * c];
}`).map((line) => line.split(' | ').slice(0, 2)), [['1.199', '27.32 %'], ['4.388', '100 %'], ['4.388', '100 %']]);
  });
});
