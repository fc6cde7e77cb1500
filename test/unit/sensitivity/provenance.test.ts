/** Where values and derivatives that are not finite arose, and why derivatives are zero. */
import assert from 'node:assert/strict';
import { inputName } from '../../../core/evaluate';
import { formatNumber, nodeName } from '../../../core/format';
import { adjointTroubles, valueOrigin, zeroCauses } from '../../../core/sensitivity';
import { sourceLine, traced, type Traced } from './traced';

const operation = ({ trace: { tape } }: Traced, node: number): string => nodeName(tape.op[node] ?? 'input', tape.notes[tape.note[node] ?? -1]);
const place = (of: Traced, node: number): string => sourceLine(of, of.lines.all[of.lines.of[node] ?? -1]?.line ?? 0);

function value(code: string): string {
  const of = traced(code), origin = valueOrigin(of.trace, 0);
  return origin === null ? 'finite' : `${operation(of, origin.node)} of ${origin.given.map((x) => formatNumber(x)).join(', ')} is ${formatNumber(origin.value)} in ${place(of, origin.node)}`;
}

function derivatives(code: string): string[] {
  const of = traced(code);
  return adjointTroubles(of.trace, 0).map(({ origin: { kind, node, bar, partial }, inputs }) =>
    `${inputs.map((input) => inputName(of.trace, input)).join(', ')}: ${kind} at ${operation(of, node)}, ${formatNumber(bar)} · ${formatNumber(partial)}, in ${place(of, node)}`);
}

function zeros(code: string): string[] {
  const of = traced(code);
  return zeroCauses(of.trace, 0).causes.map(({ kind, inputs, path }) => {
    const span = path.at(-1)?.span ?? null;
    return `${inputs.map((input) => inputName(of.trace, input)).join(', ')}: ${kind}; ${path.map(({ name }) => name).join(' → ')}${span === null ? '' : `, ${of.text.slice(span.start, span.end)}`}`;
  });
}

describe('values that are not finite', () => {
  it('arose at the first operation that made them of finite numbers', () => {
    assert.equal(value(`
/** @differentiable @at x=2 */
export function f(x: number): number {
  const a = x - 2;
  const b = Math.log(a);
  const c = b * b;
  return c - b + x;
}`), 'Math.log of 0 is -∞ in const b = Math.log(a);');
  });

  it('are not those that the result does not come from', () => {
    assert.equal(value(`
/** @differentiable @at x=0 */
export function f(x: number): number {
  const unused = 1 / x;
  return Math.min(1 / x, x + 3);
}`), 'finite');
  });

  it('may have been given', () => {
    assert.equal(value(`
/** @differentiable @at x=Infinity */
export function f(x: number): number {
  return 2 * x;
}`), 'input of  is ∞ in export function f(x: number): number {');
    assert.equal(value(`
/** @differentiable wrt x @at x=1, big=Infinity */
export function f(x: number, big: number): number {
  return x - big;
}`), '- of 1, ∞ is -∞ in return x - big;');
  });
});

describe('derivatives that are not finite', () => {
  it('have their poles', () => {
    assert.deepEqual(derivatives(`
/** @differentiable @at x=0, y=4 */
export function f(x: number, y: number): number {
  const r = Math.sqrt(x);
  return 3 * r + Math.sqrt(y);
}`), ['x: pole at Math.sqrt, 3 · ∞, in const r = Math.sqrt(x);']);
  });

  it('have the first 0 · ∞, not those that follow', () => {
    assert.deepEqual(derivatives(`
/** @differentiable @at x=0 */
export function f(x: number): number {
  const a = 2 * x;
  const r = Math.sqrt(a);
  return r * r;
}`), ['x: indeterminate at Math.sqrt, 0 · ∞, in const r = Math.sqrt(a);']);
    assert.deepEqual(derivatives(`
/** @differentiable @at x=800 */
export function f(x: number): number {
  return Math.log(1 + Math.exp(x));
}`), ['x: indeterminate at Math.exp, 0 · ∞, in return Math.log(1 + Math.exp(x));']);
  });

  it('have infinities of both signs, and overflow', () => {
    assert.deepEqual(derivatives(`
/** @differentiable @at x=0 */
export function f(x: number): number {
  const a = Math.sqrt(x);
  const b = Math.cbrt(x);
  return a - b;
}`), ['x: opposed at Math.sqrt, 1 · ∞, in const a = Math.sqrt(x);']);
    assert.deepEqual(derivatives(`
/** @differentiable @at x=1e-200 */
export function f(x: number): number {
  const a = x * 1e200;
  return a * 1e200 * 1e-300;
}`), []);
    assert.deepEqual(derivatives(`
/** @differentiable @at x=1e-300 */
export function f(x: number): number {
  const a = x * 1e200;
  return a * 1e200;
}`), ['x: overflow at *, 1e+200 · 1e+200, in const a = x * 1e200;']);
  });
});

describe('derivatives that are zero', () => {
  it('have the operation that cut the path', () => {
    assert.deepEqual(zeros(`
/** @differentiable @at x=2.5, y=1, z=1 */
export function f(x: number, y: number, z: number): number {
  const k = Math.floor(2 * x);
  return k * 3 + y;
}`), [
      'x: cut; x → * → Math.floor, Math.floor(2 * x)',
      'z: unused; z, z: number',
    ]);
  });

  it('lose, decide, meet a slope of 0, or cancel', () => {
    assert.deepEqual(zeros(`
/** @differentiable @at x=[1, 2, 3, 4], y=0 */
export function f(x: number[], y: number): number {
  let s = Math.max(x[0], x[1]) + x[1];
  if (x[2] > 1) s += 1;
  s += y * y;
  s += (x[3] + s) - x[3];
  return s;
}`), [
      'x[0]: loses; x[0] → Math.max, Math.max(x[0], x[1])',
      'x[2]: decides; x[2] → >, x[2] > 1',
      'x[3]: cancels; x[3], x: number[]',
      'y: partial; y → *, y * y',
    ]);
  });
});
