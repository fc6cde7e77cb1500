/** The rule table alone, against fifty-digit values: what is computed, and every partial, also at extreme points. */
import assert from 'node:assert/strict';
import type { RealPrimitive } from '../../../core/ir/primitive';
import { noConventions } from '../../../core/ir/primitive';
import { numbers } from '../../../core/rules/numeric';
import type { SmoothRule } from '../../../core/rules/rule';
import { rules } from '../../../core/rules/table';
import { Decimal, decimal, decimals, exact, exactPartial, ulps } from './reference';

function smooth(prim: RealPrimitive): SmoothRule {
  const rule = rules[prim];
  assert.equal(rule.kind, 'smooth', `${prim} is differentiable`);
  if (rule.kind !== 'smooth') throw new Error('unreachable');
  return rule;
}

const everywhere = [0, 0.1, -0.3, 1, -1.7, 2.5, 1e-8, -1e-8, 1e-30, 3, -7.25];
const positive = [0.1, 0.5, 1, 1.5, Math.E, 2, 10, 123.456, 1e-10, 1e10, 1e-300, 1e300];
const unit = [0, 0.1, -0.5, 0.999, -0.999999, 1 - 2 ** -40, -1 + 2 ** -40, 1e-9, 1 - 2 ** -53];
const pairs: readonly (readonly [number, number])[] = [[1.5, 2.25], [-3, 0.7], [0.1, -4], [1e10, 3e-5], [-2.5e-7, -1e3], [7, 7]];
const wide: readonly (readonly [number, number])[] = [...pairs, [1e150, -2e150], [3e-150, 1e-150], [1, 1e-30], [1e-30, 1]];
const one = (points: readonly number[]): readonly (readonly number[])[] => points.map(x => [x]);

interface Case {
  readonly points: readonly (readonly number[])[];
  /** Literal arguments: not differentiated in. */
  readonly literals?: readonly number[];
  readonly only?: number;
  /** Ulps allowed in value and partial. */
  readonly value?: number; readonly partial?: number;
  /** The partial is held to absolute accuracy below this size. */
  readonly floor?: number;
}

const cases: readonly (readonly [RealPrimitive, Case])[] = [
  ['neg', { points: one(everywhere) }],
  ['abs', { points: one(everywhere.filter(x => x !== 0)) }],
  ['add', { points: wide }], ['sub', { points: wide }], ['mul', { points: pairs }], ['div', { points: [...pairs, [1e300, 1e-8], [1e-300, 3]] }],
  ['rem', { points: [[7.5, 2], [-7.5, 2], [7.5, -2], [0.3, 1], [1e6 + 0.25, 7], [-0.3, 0.7]] }],
  ['sqrt', { points: one(positive) }],
  ['cbrt', { points: one([...positive, -0.001, -27, -1e100]) }],
  ['hypot', { points: [...wide, [3, 4, 12], [1e300, 1e300], [1e-300, 2e-300], [-5]] }],
  ['exp', { points: one([...everywhere, 700, -700, 30]) }],
  ['expm1', { points: one([...everywhere, 700, -40, 1e-20]) }],
  ['log', { points: one(positive) }], ['log2', { points: one(positive) }], ['log10', { points: one(positive) }],
  ['log1p', { points: one([...positive.filter(x => x > 1e-300), 1e-30, -0.5, -1e-20, -1 + 2 ** -40, 0]) }],
  ['sin', { points: one([...everywhere, 1e5, -1e15]) }], ['cos', { points: one([...everywhere, 1e5, -1e15]) }],
  ['tan', { points: one([...everywhere, 1.5707, 1e5]), partial: 8 }],
  ['asin', { points: one(unit) }], ['acos', { points: one(unit) }],
  ['atan', { points: one([...everywhere, 1e10, -1e100]) }],
  ['atan2', { points: [...wide, [1, -1], [-1, -1], [0, 2], [1e-5, -3]] }],
  ['sinh', { points: one([...everywhere, 700, -30]) }], ['cosh', { points: one([...everywhere, 700, -30]) }],
  ['tanh', { points: one([...everywhere, 5, -12, 400]), floor: 1 }],
  ['asinh', { points: one([...everywhere, 1e10, -1e200]) }],
  ['acosh', { points: one([1 + 2 ** -40, 1 + 2 ** -52, 1.5, 3, 1e10, 1e200]) }],
  ['atanh', { points: one(unit) }],
  ['pow', { points: [[2, 3], [0.5, -1.25], [1e10, 2.5], [1e-10, 0.3], [3, 1e-8], [123.456, -7], [2, 1000]], value: 1000, partial: 2000 }],
  ...[0, 1, 2, 3, -1, -2, 0.5, 1.5, 4, -0.5, 2.5, 7, 1 / 3].map((c): readonly [RealPrimitive, Case] =>
    ['pow', { points: [0.3, 1.7, 1e5, 1e-5, 1e-30].map(x => [x, c]), literals: [c], only: 0, value: 8, partial: Number.isInteger(8 * c) ? 16 : 64 }]),
  ...[2, 10, Math.E, 3.7, 0.1].map((b): readonly [RealPrimitive, Case] =>
    ['pow', { points: [0.3, 1.7, -5, 30.5, 0].map(y => [b, y]), literals: [b], only: 1, value: 8, partial: 16 }]),
];

describe('rule table against fifty digits', () => {
  for (const [prim, { points, literals = [], only, value: valueUlps = 2, partial: partialUlps = 5, floor = 0 }] of cases) {
    const about = literals.length === 0 ? '' : ` with literal ${literals.join()}`;
    it(`${prim}${about}`, () => {
      const rule = smooth(prim);
      for (const args of points) {
        const value = rule.value(...args);
        const result = exact(prim, args.map(decimal));
        assert.ok(ulps(value, result) <= valueUlps, `${prim}(${args.join()}) = ${value}, off by ${ulps(value, result)} ulps`);
        for (const argument of args.keys()) {
          if (only !== undefined && argument !== only) continue;
          const expected = exactPartial(prim, argument, args);
          const partial = rule.partial(argument, numbers(literals), args, value, noConventions) ?? 0;
          const off = ulps(partial, expected, floor);
          assert.ok(off <= partialUlps, `∂${argument} ${prim}(${args.join()}) = ${partial}, expected ${expected.toPrecision(20)}: off by ${off} ulps`);
          const inDecimals = rule.partial(argument, decimals(literals), args.map(decimal), result, noConventions) ?? new Decimal(0);
          // LN2, LN10 and the exponent 1/3 - 1 are rounded to doubles in either arithmetic.
          const rounded = /log2|log10/.test(prim) || literals.some(c => c === 2 || c === 10 || c === Math.E || c === 1 / 3);
          const close = rounded ? '1e-14' : '1e-48';
          assert.ok(inDecimals.sub(expected).abs().lte(expected.abs().mul(close).add('1e-60')), `∂${argument} ${prim}(${args.join()}): the formula is ${inDecimals.toPrecision(30)}, exact ${expected.toPrecision(30)}`);
        }
      }
    });
  }

  it('covers every smooth primitive', () => {
    const covered = new Set<string>(cases.map(([prim]) => prim));
    const missing = Object.entries(rules).filter(([name, rule]) => rule.kind === 'smooth' && !covered.has(name)).map(([name]) => name);
    assert.deepEqual(missing, ['normTerm', 'fround']);
  });
});
