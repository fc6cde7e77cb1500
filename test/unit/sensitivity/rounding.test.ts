/** Rounding errors of operations and of results, against many digits. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatNumber } from '../../../core/format';
import { localError, roundingLedger, unitRoundoff, type RoundingLedger } from '../../../core/sensitivity';
import { decimal, type Decimal } from '../rules/reference';
import { sourceLine, traced } from './traced';

function ledger(code: string): RoundingLedger & { readonly value: number; readonly text: readonly string[] } {
  const of = traced(code), found = roundingLedger(of.trace, 0, of.lines);
  assert.ok(found !== null);
  return { ...found, value: of.trace.outputs[0]?.value ?? NaN, text: found.lines.map(({ line, share }) => `${formatNumber(100 * share, 2)} % | ${sourceLine(of, line)}`) };
}

describe('the error of an operation', () => {
  // Smaller numbers have more digits than the reference computes with.
  const number = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: -9, max: 9 }), fc.double({ min: 1e-9, max: 1e9, noNaN: true })).filter((x) => x === 0 || Math.abs(x) > 1e-9);
  const operations = {
    add: [(a: number, b: number): number => a + b, (a: Decimal, b: Decimal): Decimal => a.plus(b)],
    sub: [(a: number, b: number): number => a - b, (a: Decimal, b: Decimal): Decimal => a.minus(b)],
    mul: [(a: number, b: number): number => a * b, (a: Decimal, b: Decimal): Decimal => a.times(b)],
    div: [(a: number, b: number): number => a / b, (a: Decimal, b: Decimal): Decimal => a.div(b)],
    sqrt: [(a: number): number => Math.sqrt(Math.abs(a)), (a: Decimal): Decimal => a.abs().sqrt()],
  } as const;
  for (const [op, [compute, exactly]] of Object.entries(operations)) {
    it(`is found for ${op}`, () => {
      fc.assert(fc.property(number, number, (a, b) => {
        fc.pre(op !== 'div' || b !== 0);
        const given = op === 'sqrt' ? [Math.abs(a)] : [a, b], value = compute(a, b);
        const { size, isExact } = localError(op as keyof typeof operations, given, value);
        const truly = decimal(value).minus(exactly(decimal(a), decimal(b))).toNumber();
        assert.ok(isExact);
        assert.ok(Math.abs(size - truly) <= 1e-9 * Math.abs(truly) + 1e-300, `${String(size)} is ${String(truly)}`);
      }), { numRuns: 2000 });
    });
  }

  it('is nothing where nothing is rounded, and that of 32 bits where numbers go there', () => {
    assert.deepEqual(localError('floor', [2.5], 2), { size: 0, isExact: true });
    assert.deepEqual(localError('fround', [0.1], Math.fround(0.1)), { size: Math.fround(0.1) - 0.1, isExact: true });
    assert.deepEqual(localError('exp', [1], Math.E), { size: 2 * unitRoundoff * Math.E, isExact: false });
  });
});

describe('the rounding ledger', () => {
  it('blames the line that made the digits worthless, not the one that shows it', () => {
    const { text, error, bound, value } = ledger(`
/** @differentiable @at x=1e-8 */
export function f(x: number): number {
  const c = Math.cos(x);
  const d = 1 - c;
  return d / (x * x);
}`);
    assert.deepEqual(text, ['100 % | const c = Math.cos(x);']);
    assert.equal(error, null);
    assert.ok(value === 0 && bound > 1 && bound < 3, `${String(value)} ± ${String(bound)}`);
  });

  const cases: readonly (readonly [string, string, Decimal])[] = [
    ['the smaller root of a quadratic', `
/** @differentiable @at b=1e5, c=1 */
export function f(b: number, c: number): number {
  const d = Math.sqrt(b * b - 4 * c);
  return (b - d) / 2;
}`, decimal(1e5).minus(decimal(1e5).pow(2).minus(4).sqrt()).div(2)],
    ['the variance in one pass', `
/** @differentiable @at x=[100000.1, 100000.2, 100000.4] */
export function f(x: number[]): number {
  let s = 0, q = 0;
  for (const each of x) {
    s += each;
    q += each * each;
  }
  return q - s * s / x.length;
}`, ((x) => x.reduce((q, each) => q.plus(each.pow(2)), decimal(0)).minus(x.reduce((s, each) => s.plus(each), decimal(0)).pow(2).div(3)))([100000.1, 100000.2, 100000.4].map((each) => decimal(each)))],
    ['a polynomial of Rump, smaller', `
/** @differentiable @at a=77.617, b=33.096 */
export function f(a: number, b: number): number {
  return 333.75 * b * b * b + a * a * (11 * a * a * b * b - b * b * b) + a / (2 * b);
}`, ((a, b) => decimal(333.75).times(b).times(b).times(b).plus(a.pow(2).times(decimal(11).times(a.pow(2)).times(b.pow(2)).minus(b.pow(3)))).plus(a.div(b.times(2))))(decimal(77.617), decimal(33.096))],
  ];
  for (const [name, code, truth] of cases) {
    it(`knows the error of ${name}`, () => {
      const { error, bound, value } = ledger(code);
      const truly = decimal(value).minus(truth).toNumber();
      assert.ok(error !== null);
      assert.ok(truly !== 0 && Math.abs(error - truly) <= 1e-4 * Math.abs(truly), `${String(error)} is ${String(truly)}`);
      assert.ok(Math.abs(truly) <= bound * (1 + 1e-6));
    });
  }

  it('has nothing to say of what is exact', () => {
    const { bound, relative, error, lines } = ledger(`
/** @differentiable @at x=3 */
export function f(x: number): number {
  return x * x + 0.5;
}`);
    assert.deepEqual({ bound, relative, error, lines }, { bound: 0, relative: 0, error: 0, lines: [] });
  });
});
