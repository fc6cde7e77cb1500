/** Exact Hessians against closed forms, and derivatives against differences. */
import assert from 'node:assert/strict';
import { differences, directional, displaced, dotProductGap, finish, gradient, hessianOf, interpretProgram, numbersOf, outputAdjoints, inputBars, type Trace } from '../../../core/evaluate';
import { close, traceText } from './programs';

const rosenbrock = `func @f(%w: num[]) -> num {
  %z = const 0
  %one = const 1
  %hundred = const 100
  %two = const 2
  %x = load %w[%z]
  %y = load %w[%one]
  %a = sub %one, %x
  %b = pow %x, %two
  %c = sub %y, %b
  %d = mul %a, %a
  %e = mul %c, %c
  %g = mul %hundred, %e
  %r = add %d, %g
  return %r
}`;

const mixed = `func @f(%x: num, %y: num) -> num {
  %p = pow %x, %y
  %s = sin %p
  %h = hypot %x, %y
  %q = div %s, %h
  %m = max %q, %x
  %t = tanh %m
  %r = mul %t, %y
  return %r
}`;

function values(trace: Trace, args: Parameters<typeof displaced>[1], direction: readonly number[], step: number): number[] | null {
  const run = finish(interpretProgram(trace.program, displaced(trace, args, direction, step)));
  return run.ok ? numbersOf(run.value) : null;
}

describe('Hessian', () => {
  it('of Rosenbrock is that of the formula', () => {
    const [x, y] = [-1.2, 1];
    const [r0 = [], r1 = []] = hessianOf(traceText(rosenbrock, [[x, y]]));
    close([...r0, ...r1], [2 - 400 * (y - 3 * x * x), -400 * x, -400 * x, 200], 1e-13);
  });

  it('of x ** y is that of the formula', () => {
    const text = 'func @f(%x: num, %y: num) -> num {\n  %r = pow %x, %y\n  return %r\n}';
    const [x, y] = [1.7, 2.3];
    const [r0 = [], r1 = []] = hessianOf(traceText(text, [x, y]));
    const p = x ** y, l = Math.log(x), cross = x ** (y - 1) * (1 + y * l);
    close([...r0, ...r1], [y * (y - 1) * x ** (y - 2), cross, cross, p * l * l], 1e-13);
  });

  it('is symmetric and agrees with differences of the gradient', () => {
    const [x, y] = [0.4, 1.3];
    const [r0 = [], r1 = []] = hessianOf(traceText(mixed, [x, y]));
    const h = 1e-5;
    const g = (a: number, b: number): number[] => numbersOf(gradient(traceText(mixed, [a, b])));
    const ex = g(x + h, y).map((v, i) => (v - (g(x - h, y)[i] ?? NaN)) / (2 * h));
    const ey = g(x, y + h).map((v, i) => (v - (g(x, y - h)[i] ?? NaN)) / (2 * h));
    close([...r0, ...r1], [...ex, ...ey], 1e-7);
    close([r0[1] ?? NaN], [r1[0] ?? NaN], 1e-12);
  });
});

describe('differences', () => {
  it('agree with the gradient', () => {
    const args = [0.4, 1.3];
    const trace = traceText(mixed, args);
    for (const direction of [[1, 0], [0, 1], [0.6, -0.8]]) {
      const [estimate] = finish(differences(function* (step) { yield; return values(trace, args, direction, step); }, 1));
      const [exact = NaN] = directional(trace, direction);
      assert.ok(estimate !== undefined && Math.abs(estimate.value - exact) < 1e-9, `${estimate?.value} ${exact}`);
      assert.ok(estimate.error < 1e-7);
    }
  });

  it('tell the two sides of a kink apart', () => {
    const trace = traceText('func @f(%x: num) -> num {\n  %a = abs %x\n  %e = exp %a\n  return %e\n}', [0]);
    const side = (which: 'left' | 'right'): number => finish(differences(function* (step) { yield; return values(trace, [0], [1], step); }, 1, which))[0]?.value ?? NaN;
    close([side('left'), side('right')], [-1, 1], 1e-8);
  });

  it('come closer where there is no value far away', () => {
    const trace = traceText('func @f(%x: num) -> num {\n  %a = log %x\n  return %a\n}', [1e-3]);
    const [estimate] = finish(differences(function* (step) { yield; return values(trace, [1e-3], [1], step); }, 1));
    close([estimate?.value ?? NaN], [1000], 1e-6);
  });

  it('the dot-product test sees a wrong adjoint', () => {
    const trace = traceText(mixed, [0.4, 1.3]);
    const direction = [0.3, -0.7];
    const bars = inputBars(trace, outputAdjoints(trace, 0));
    const tangent = directional(trace, direction);
    assert.ok(dotProductGap([1], tangent, bars, direction) < 1e-14);
    assert.ok(dotProductGap([1], tangent, bars.map((b, i) => (i === 0 ? -b : b)), direction) > 1e-3);
  });
});
