/** Deriving IR modules in tests: value form of a derivative, verified, and the gate's verdict on it without text in between. */
import assert from 'node:assert/strict';
import { defaultLimits, finish, targetOf, type Datum, type Target } from '../../../core/evaluate';
import { check, type Verdict } from '../../../core/gate/check';
import { derive, type DerivativeKind, type Derived } from '../../../core/generate/derive';
import type { Module } from '../../../core/ir/module';
import { verifyModule } from '../../../core/ir/verifier';

export const derivativeKinds: readonly DerivativeKind[] = ['gradient', 'jvp', 'vjp'];
export const derivativeRoot = 'fDerivative';

export function derivedOf(target: Target, kind: DerivativeKind): Derived {
  const result = derive(target, kind, derivativeRoot, { file: 'f.nabla', start: 0, end: 0 });
  assert.ok(result.ok, result.ok ? '' : result.diagnostics.map(({ message }) => message).join('\n'));
  assert.deepEqual(verifyModule(result.derived.module).map(({ func, message }) => `@${func}: ${message}`), []);
  return result.derived;
}

/** The gate over value form: the derivative is interpreted and compared with the trace and with differences. */
export function verdictOn(module: Module, target: Target, kind: DerivativeKind, args: readonly Datum[]): Verdict {
  return finish(check({ target, kind, generated: { module, root: derivativeRoot }, limits: defaultLimits }, args));
}

export function assertPasses(module: Module, root: string, kind: DerivativeKind, points: readonly (readonly Datum[])[]): Derived {
  const target = targetOf(module, root, null);
  const derived = derivedOf(target, kind);
  for (const args of points) {
    assert.deepEqual(verdictOn(derived.module, target, kind, args), { kind: 'passed' }, `${kind} at ${JSON.stringify(args)}`);
  }
  return derived;
}
