/** Derivatives inside derivatives: each perturbation belongs to its own call. */
import assert from 'node:assert/strict';
import { reverseDerivative } from '../../../core/ad/gradient';
import { toValueForm } from '../../../core/ad/valueForm';
import { finish, interpret, isDatumRecord } from '../../../core/evaluate';
import { parseModule } from '../../../core/ir/parser';
import { verifyModule } from '../../../core/ir/verifier';

/** Value and derivative of @f at x, where @f takes a derivative of another function. */
function derivativeAt(text: string, x: number): { readonly value: number; readonly dx: number } {
  const none = (): ReadonlySet<number> => new Set();
  const module = toValueForm(parseModule(text), 'f', none);
  assert.deepEqual(verifyModule(module), []);
  const { func, helpers } = reverseDerivative(module, 'f', { mode: 'gradient', name: 'fGrad', wrt: [0], discrete: new Set(), discreteOf: none, planner: 'frugal' });
  const derived = { ...module, funcs: new Map([func, ...helpers].map(each => [each.name, each])) };
  const run = finish(interpret(derived, 'fGrad', [x]));
  assert.ok(run.ok && isDatumRecord(run.value));
  const { value, dx } = run.value;
  assert.ok(typeof value === 'number' && typeof dx === 'number');
  return { value, dx };
}

const outer = (mode: string, field: string, inner: string): string => `func @f(%x: num) -> num {
  %one = const 1
  %d = deriv ${mode} @inner(%x, %one${mode.startsWith('jvp') ? ', %one' : ''}) : {value: num, ${field}: num}
  %g = field %d.${field}
  %r = mul %x, %g
  return %r
}
func @inner(%x: num, %y: num) -> num {
${inner}
}
`;

describe('resolveDerivatives', () => {
  const sum = '  %s = add %x, %y\n  return %s';
  const square = '  %s = add %x, %y\n  %p = mul %s, %s\n  return %p';

  it('D(x => x · D(y => x + y)(1)) is 1, not 2', () => {
    assert.deepEqual(derivativeAt(outer('gradient 1', 'dy', sum), 1), { value: 1, dx: 1 });
    assert.deepEqual(derivativeAt(outer('jvp 1', 'dot', sum), 1), { value: 1, dx: 1 });
  });

  it('x · d/dy (x + y)² at y = 1 has the derivative 4x + 2', () => {
    assert.deepEqual(derivativeAt(outer('gradient 1', 'dy', square), 3), { value: 24, dx: 14 });
    assert.deepEqual(derivativeAt(outer('jvp 1', 'dot', square), 3), { value: 24, dx: 14 });
  });
});
