/** Gradients of runs that are too long to be traced. */
import assert from 'node:assert/strict';
import { defaultLimits, evaluatePoint, finish, gradient, targetOf } from '../../../core/evaluate';
import { gradientWithoutTrace } from '../../../core/generate/withoutTrace';
import { parseModule } from '../../../core/ir/parser';

const text = `func @f(%x: num, %n: num) -> num {
  %zero = const 0
  slot $s: num = %x
  slot $i: num = %zero
  while L {
    %i = get $i
    %c = lt %i, %n
    yield %c
  } body {
    %s = get $s
    %sine = sin %s
    set $s, %sine
    yield
  } update {
    %j = get $i
    %one = const 1
    %k = add %j, %one
    set $i, %k
    yield
  }
  %r = get $s
  return %r
}
`;
const at = { file: 'f.ts', start: 0, end: 1 };

describe('a gradient without a trace', () => {
  const target = targetOf(parseModule(text), 'f', ['x']);

  it('is that of the trace, and says that there was none', () => {
    const traced = finish(evaluatePoint(target, [1.5, 40]));
    const plain = finish(gradientWithoutTrace(target, [1.5, 40], defaultLimits, at));
    assert.ok(traced.ok && plain !== null);
    assert.equal(plain.value, traced.trace.value);
    assert.deepEqual(plain.gradient, gradient(traced.trace));
    assert.equal(plain.warning.code, 'N2012');
  });

  it('needs less memory than the trace', () => {
    const limits = { ...defaultLimits, memory: 2 ** 20 };
    const traced = finish(evaluatePoint(target, [1.5, 20_000], { limits }));
    assert.ok(!traced.ok && traced.fault.kind === 'memory');
    const plain = finish(gradientWithoutTrace(target, [1.5, 20_000], limits, at));
    assert.ok(plain !== null && Number.isFinite(plain.gradient['x']));
  });

  it('is given up at the budget', () => {
    assert.equal(finish(gradientWithoutTrace(target, [1.5, 1e9], { ...defaultLimits, operations: 1e5 }, at)), null);
  });
});
