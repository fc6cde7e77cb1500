/** The rule table's conventions: kinks, poles, structural zeros, ties, and which points are reported as special. */
import assert from 'node:assert/strict';
import { noConventions, type Conventions, type RealPrimitive } from '../../../core/ir/primitive';
import { numbers } from '../../../core/rules/numeric';
import type { Arithmetic, Critical } from '../../../core/rules/rule';
import { rules } from '../../../core/rules/table';

function partial(prim: RealPrimitive, argument: number, args: readonly number[], literals: readonly number[] = [], conventions: Conventions = noConventions): number | null {
  const rule = rules[prim];
  assert.ok(rule.kind === 'smooth');
  return rule.partial(argument, numbers(literals), args, rule.value(...args), conventions);
}

function critical(prim: RealPrimitive, argument: number, args: readonly number[], conventions: Conventions = noConventions): Critical | null {
  const rule = rules[prim];
  assert.ok(rule.kind === 'smooth');
  return rule.critical(argument, args, conventions);
}

/** Formulas as text. `choose` prints both sides. */
const symbols: Arithmetic<string> = {
  constant: value => String(value),
  literal: x => (/^-?\d/.test(x) ? Number(x) : null),
  apply: (prim, args) => `${prim}(${args.join(', ')})`,
  choose: (compare, a, b, then, otherwise) => `${compare}(${a}, ${b}) ? ${then()} : ${otherwise()}`,
};
function formula(prim: RealPrimitive, argument: number, args: readonly string[], conventions: Conventions = noConventions): string | null {
  const rule = rules[prim];
  assert.ok(rule.kind === 'smooth');
  return rule.partial(argument, symbols, args, 'r', conventions);
}

describe('rule conventions', () => {
  it('abs at 0 is 0', () => {
    assert.deepEqual([-2, 0, 3].map(x => partial('abs', 0, [x])), [-1, 0, 1]);
    assert.equal(critical('abs', 0, [0]), 'kink');
    assert.equal(critical('abs', 0, [1e-300]), null);
  });

  it('a root at 0 is a pole, of a sum of squares 0', () => {
    for (const [prim, args, literals] of [['sqrt', [0], []], ['pow', [0, 0.5], [0.5]]] as const) {
      assert.equal(partial(prim, 0, args, literals), Infinity);
      assert.equal(partial(prim, 0, args, literals, { zeroAtZero: true }), 0);
      assert.equal(critical(prim, 0, args), 'pole');
      assert.equal(critical(prim, 0, args, { zeroAtZero: true }), 'kink');
    }
    assert.equal(partial('hypot', 0, [0, 0], [], { zeroAtZero: true }), 0);
    assert.equal(partial('hypot', 1, [3, 4], [], { zeroAtZero: true }), 0.8);
    assert.equal(critical('hypot', 0, [0, 0], { zeroAtZero: true }), 'kink');
    assert.equal(partial('cbrt', 0, [0]), Infinity);
  });

  it('powers at 0', () => {
    assert.equal(partial('pow', 0, [0, 0], [0]), 0);
    assert.equal(partial('pow', 0, [0, 1], [1]), 1);
    assert.equal(partial('pow', 0, [0, 2], [2]), 0);
    assert.equal(partial('pow', 0, [0, -1], [-1]), -Infinity);
    assert.deepEqual([0, 1, 2].map(y => partial('pow', 0, [0, y])), [0, 1, 0]);
    assert.deepEqual([2, 0.5, 0, -1].map(y => partial('pow', 1, [0, y])), [0, 0, NaN, NaN]);
    assert.equal(critical('pow', 1, [0, 2]), null);
    assert.equal(critical('pow', 1, [0, 0]), 'undefined');
  });

  it('a negative base leaves the partial in the base alone', () => {
    assert.equal(partial('pow', 0, [-2, 3]), 12);
    assert.equal(partial('pow', 1, [-2, 3]), NaN);
    assert.equal(critical('pow', 0, [-2, 3]), null);
    assert.equal(critical('pow', 1, [-2, 3]), 'undefined');
    assert.equal(critical('pow', 0, [-2, 0.5]), 'outside');
  });

  it('atan2 at the origin is NaN', () => {
    assert.deepEqual([0, 1].map(i => partial('atan2', i, [0, 0])), [NaN, NaN]);
    assert.equal(critical('atan2', 0, [0, 0]), 'undefined');
    assert.equal(critical('atan2', 0, [0, -1]), 'jump');
  });

  it('remainder and rounding to float', () => {
    assert.deepEqual([0, 1].map(i => partial('rem', i, [-7.5, 2])), [1, 3]);
    assert.equal(critical('rem', 0, [6, 2]), 'jump');
    assert.equal(critical('rem', 0, [0, 2]), null);
    assert.equal(partial('fround', 0, [0.1]), 1);
    assert.deepEqual([0, 1].map(argument => partial('normTerm', argument, [5, 3, 5])), [1, 3 / 5]);
    assert.deepEqual([0, 1].map(argument => partial('normTerm', argument, [0, 0, 0])), [1, 0]);
  });

  it('knows poles and the ends of domains', () => {
    const at = (prim: RealPrimitive, ...args: number[]): Critical | null => critical(prim, 0, args);
    assert.deepEqual([at('log', 0), at('log', -1), at('log', 1), at('log', NaN)], ['pole', 'outside', null, null]);
    assert.deepEqual([at('log1p', -1), at('log1p', -2), at('log1p', 0)], ['pole', 'outside', null]);
    assert.deepEqual([at('asin', 1), at('acos', -1), at('acos', 1.5), at('asin', 0.5)], ['pole', 'pole', 'outside', null]);
    assert.deepEqual([at('acosh', 1), at('acosh', 0), at('atanh', 1), at('atanh', -2)], ['pole', 'outside', 'pole', 'outside']);
    assert.deepEqual([at('sqrt', -1), at('div', 1, 0), at('cbrt', 0)], ['outside', 'pole', 'pole']);
    assert.equal(partial('acosh', 0, [-2]), NaN);
    assert.equal(partial('asin', 0, [2]), NaN);
  });

  it('a literal factor 0 contributes nothing', () => {
    const structural: Conventions = { structuralZero: true };
    assert.equal(partial('mul', 0, [Infinity, 0], [0], structural), null);
    assert.equal(partial('div', 1, [0, 5], [0], structural), null);
    assert.equal(partial('pow', 0, [0, 0], [0], structural), null);
    assert.equal(partial('pow', 1, [1, 5], [1], structural), null);
    assert.equal(partial('mul', 0, [3, 0], [0]), 0);
    assert.equal(partial('pow', 1, [1, 5], [1]), 0);
  });

  it('never takes a logarithm for a constant exponent', () => {
    for (const c of [-3, -2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 2.7]) {
      assert.doesNotMatch(formula('pow', 0, ['x', String(c)]) ?? '', /log/);
    }
  });

  it('partials are what one would write', () => {
    const written: readonly (readonly [string | null, string])[] = [
      [formula('exp', 0, ['x']), 'r'],
      [formula('tanh', 0, ['x']), 'sub(1, mul(r, r))'],
      [formula('sqrt', 0, ['x']), 'div(0.5, r)'],
      [formula('sqrt', 0, ['x'], { zeroAtZero: true }), 'eq(r, 0) ? 0 : div(0.5, r)'],
      [formula('hypot', 1, ['x', 'y'], { zeroAtZero: true }), 'eq(r, 0) ? 0 : div(y, r)'],
      [formula('div', 0, ['x', 'y']), 'div(1, y)'],
      [formula('div', 1, ['x', 'y']), 'neg(div(r, y))'],
      [formula('pow', 0, ['x', '2']), 'mul(2, x)'],
      [formula('pow', 0, ['x', '3']), 'mul(mul(3, x), x)'],
      [formula('pow', 0, ['x', '-1']), 'neg(mul(r, r))'],
      [formula('pow', 0, ['x', '5']), 'mul(5, pow(x, 4))'],
      [formula('pow', 1, ['2', 'y']), `mul(r, ${Math.LN2})`],
      [formula('rem', 1, ['x', 'y']), 'neg(trunc(div(x, y)))'],
      [formula('tan', 0, ['x']), 'add(1, mul(r, r))'],
      [formula('atan2', 0, ['y', 'x']), 'div(x, add(mul(x, x), mul(y, y)))'],
    ];
    for (const [found, expected] of written) assert.equal(found, expected);
  });

  it('min and max select as JavaScript does, ties by preference', () => {
    const winner = (prim: 'min' | 'max', args: readonly number[], tieOrder?: readonly number[]): number => {
      const rule = rules[prim];
      assert.ok(rule.kind === 'selection');
      const index = rule.winner(args, tieOrder);
      const value = rule.value(...args);
      assert.ok(value === args[index] || (Number.isNaN(value) && Number.isNaN(args[index])), `${prim}(${args.join()})`);
      return index;
    };
    assert.deepEqual([winner('max', [1, 3, 2]), winner('min', [4, 3, 5]), winner('max', [2])], [1, 1, 0]);
    assert.deepEqual([winner('max', [1, 1]), winner('max', [1, 1], [1, 0]), winner('min', [2, 1, 1], [2])], [0, 1, 2]);
    assert.deepEqual([winner('max', [1, NaN, 3]), winner('min', [NaN, NaN], [1, 0])], [1, 0]);
    assert.deepEqual([winner('max', [-0, 0]), winner('max', [0, -0], [1])], [0, 1]);
    assert.equal(winner('min', [1, -Infinity, -Infinity], [2, 1]), 2);
    for (const prim of ['min', 'max'] as const) {
      const rule = rules[prim];
      assert.ok(rule.kind === 'selection');
      assert.equal(rule.winner([], undefined), -1);
    }
  });

  it('values are JavaScript’s own', () => {
    const samples = [0, -0, 1, -1, 0.5, -2.5, 3.7, 1e9, -4294967297.5, 1e-310, Infinity, -Infinity, NaN, 31, 33];
    const operators: { readonly [name: string]: (x: number, y: number) => number } = {
      add: (x, y) => x + y, sub: (x, y) => x - y, mul: (x, y) => x * y, div: (x, y) => x / y, rem: (x, y) => x % y, pow: (x, y) => x ** y,
      bitand: (x, y) => x & y, bitor: (x, y) => x | y, bitxor: (x, y) => x ^ y, shl: (x, y) => x << y, shr: (x, y) => x >> y, ushr: (x, y) => x >>> y,
      neg: x => -x, bitnot: x => ~x, normTerm: x => x,
    };
    for (const [name, rule] of Object.entries(rules)) {
      const native: unknown = operators[name] ?? Object.getOwnPropertyDescriptor(Math, name)?.value;
      assert.ok(typeof native === 'function', name);
      for (const x of samples) for (const y of samples) assert.ok(Object.is(rule.value(x, y), native(x, y)), `${name}(${x}, ${y})`);
    }
  });
});
