/** Derivative arithmetic after the pass `simplify`, as the back end prints it; the source's own arithmetic stays as it was. */
import assert from 'node:assert/strict';
import { parseModule } from '../../../core/ir/parser';
import { assertWellFormed } from '../../../core/ir/verifier';
import { eliminateDeadCode } from '../../../core/passes/dce';
import { simplifyDerivatives } from '../../../core/passes/simplify';
import { printed } from '../backend/execute';

/** The expression returned by a function of numbers a, b, c whose operations are given, `%r` last. */
function simplified(ops: readonly string[], role: 'adjoint' | 'primal' = 'adjoint'): string {
  const lines = ops.map(op => `  ${op}${role === 'adjoint' ? ' at adjoint' : ''}`);
  const module = parseModule(['value func @f(%a: num, %b: num, %c: num) -> num {', ...lines, '  return %0', '}'].join('\n'));
  const funcs = new Map([...module.funcs].map(([name, func]) => [name, eliminateDeadCode(simplifyDerivatives(func))]));
  const result = { ...module, funcs };
  assertWellFormed(result, 'simplify');
  const match = /return (.*);/.exec(printed(result));
  return match?.[1] ?? '';
}

const cases: readonly (readonly [string, readonly string[], string])[] = [
  ['drops a zero that is added', ['%1 = const 0', '%0 = add %1, %a'], 'a'],
  ['drops a factor 1', ['%1 = const 1', '%0 = mul %a, %1'], 'a'],
  ['subtracts what is negated', ['%1 = neg %b', '%0 = add %a, %1'], 'a - b'],
  ['takes the sign out of a product', ['%1 = neg %b', '%2 = mul %1, %c', '%0 = add %a, %2'], 'a - b * c'],
  ['adds what is negated and subtracted', ['%1 = neg %b', '%0 = sub %a, %1'], 'a + b'],
  ['cancels two signs', ['%1 = neg %a', '%0 = neg %1'], 'a'],
  ['turns -1 into a sign', ['%1 = const -1', '%0 = mul %1, %a'], '-a'],
  ['collects literals in front', ['%1 = const 2', '%2 = const 3', '%3 = mul %2, %a', '%0 = mul %3, %1'], '6 * a'],
  ['cancels a sign that a product holds deep inside', ['%1 = neg %a', '%2 = mul %1, %b', '%3 = div %2, %c', '%0 = neg %3'], '(a * b) / c'],
  ['turns a difference round', ['%1 = sub %a, %b', '%0 = neg %1'], 'b - a'],
  ['keeps a product with 0, which may be 0 times infinity', ['%1 = const 0', '%0 = mul %1, %a'], 'zero * a'],
];

describe('pass simplify', () => {
  for (const [what, ops, expected] of cases) it(what, () => { assert.equal(simplified(ops), expected); });
  it('leaves the arithmetic of the source alone', () => {
    assert.equal(simplified(['%1 = const 0', '%0 = add %1, %a'], 'primal'), '0 + a');
    assert.equal(simplified(['%1 = neg %b', '%0 = add %a, %1'], 'primal'), 'a + -b');
    assert.equal(simplified(['%1 = const 1', '%2 = const 3', '%3 = div %1, %2', '%0 = mul %3, %a'], 'primal'), '(1 / 3) * a');
  });
  it('computes with whole numbers, also where the source does', () => {
    assert.equal(simplified(['%1 = const 3', '%2 = const 2', '%3 = mul %1, %2', '%0 = mul %3, %a'], 'primal'), '6 * a');
  });
  const flag = (inner: string): string[] => [
    '%1 = gt %a, %b', '%2 = const true', '%3 = const false', inner,
    '%0: num = if %5 {', '  yield %a', '} else {', '  yield %b', '}',
  ];
  it('takes a flag that is its condition for the condition', () => {
    assert.equal(simplified(flag('%5: bool = if %1 {\n yield %2\n} else {\n yield %1\n}'), 'primal'), 'a > b ? a : b');
    assert.equal(simplified(flag('%5: bool = if %1 {\n yield %2\n} else {\n yield %3\n}'), 'primal'), 'a > b ? a : b');
  });
});
