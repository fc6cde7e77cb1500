/** Numbers and summaries as people read them. */
import assert from 'node:assert/strict';
import { fullPartials, formatFull, formatNumber, positionAt, summary } from '../../../core/format';
import { traceText } from '../evaluate/programs';

describe('numbers', () => {
  it('have four digits, whole numbers whole, exponents outside [1e-4, 1e6)', () => {
    const cases: readonly (readonly [number, string])[] = [
      [11.652071455, '11.65'], [5.5, '5.5'], [1.7163378, '1.716'], [-7.9, '-7.9'], [0, '0'], [-0, '0'], [123456, '123456'], [999999.6, '1e+6'],
      [1e6, '1e+6'], [12345.678, '12350'], [1e-4, '0.0001'], [0.00009999, '9.999e-5'], [0.99999, '1'], [8.2e300, '8.2e+300'], [NaN, 'NaN'], [Infinity, '∞'], [-Infinity, '-∞'],
    ];
    for (const [x, text] of cases) assert.equal(formatNumber(x), text);
    assert.equal(formatNumber(11.652071455, 8), '11.652071');
  });

  it('in full read back the same', () => {
    for (const x of [0.1 + 0.2, 1e21, 5e-324, -1.7163378145367738]) assert.equal(Number(formatFull(x)), x);
    assert.equal(formatFull(-0), '0');
  });
});

describe('summary', () => {
  const f = traceText('func @f(%x: num, %y: num) -> num {\n  %r = mul %x, %y\n  return %r\n}', [2, 5]);

  it('of a scalar function', () => {
    assert.equal(summary('f', { name: null, text: 'x=2, y=5' }, f, false), '∇ f(x=2, y=5) = 10 · ∂x 5 · ∂y 2');
    assert.equal(summary('f', { name: 'kink', text: 'x=2, y=5' }, f, true), '∇ f at kink = 10 · ∂x 5 · ∂y 2 $(warning)');
  });

  it('cuts a long point', () => {
    assert.equal(summary('f', { name: null, text: `x=${'2'.repeat(80)}` }, f, false), '∇ f(…) = 10 · ∂x 5 · ∂y 2');
  });

  it('of arrays shows norms and the largest entry', () => {
    const g = traceText('func @g(%w: num[]) -> num {\n  %z = const 0\n  %one = const 1\n  %a = load %w[%z]\n  %b = load %w[%one]\n  %r = mul %a, %b\n  return %r\n}', [[4, -3]]);
    assert.equal(summary('g', { name: 'p', text: '' }, g, false), '∇ g at p = -12 · ∥∂w∥ 5 (largest w[1] 4)');
    assert.deepEqual(fullPartials(g), ['∂w[0] -3', '∂w[1] 4']);
  });

  it('of an array result shows the Jacobian', () => {
    const h = traceText('func @h(%x: num) -> num[] {\n  %a = mul %x, %x\n  %r = array num[] (%x, %a, %a)\n  return %r\n}', [2]);
    assert.equal(summary('h', { name: null, text: 'x=2' }, h, false), '∇ h(x=2) = [3 values] · J 3×1, ∥J∥ 5.745');
  });
});

describe('positions', () => {
  it('count lines and columns from 1', () => {
    assert.deepEqual([0, 3, 4, 5].map((offset) => positionAt('abc\ndef', offset)), [{ line: 1, column: 1 }, { line: 1, column: 4 }, { line: 2, column: 1 }, { line: 2, column: 2 }]);
  });
});
