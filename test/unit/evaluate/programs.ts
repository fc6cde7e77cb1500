/** Running IR text in tests. */
import assert from 'node:assert/strict';
import { finish, interpret, trace, type Datum, type Fault, type Limits, type Trace, type TraceOptions } from '../../../core/evaluate';
import { parseModule } from '../../../core/ir/parser';
import type { Module } from '../../../core/ir/module';

export function moduleOf(text: string): { module: Module; root: string } {
  const module = parseModule(text);
  const [root] = module.funcs.keys();
  assert.ok(root !== undefined);
  return { module, root };
}

/** The value of the first function of the text. */
export function runText(text: string, args: readonly Datum[], limits?: Limits): Datum {
  const { module, root } = moduleOf(text);
  const run = finish(interpret(module, root, args, limits));
  assert.ok(run.ok, run.ok ? '' : run.fault.message);
  return run.value;
}

export function faultOf(text: string, args: readonly Datum[], limits?: Limits): Fault {
  const { module, root } = moduleOf(text);
  const run = finish(interpret(module, root, args, limits));
  assert.ok(!run.ok, 'the run should have ended in a fault');
  return run.fault;
}

/** The trace of the first function of the text with respect to all its parameters. */
export function traceText(text: string, args: readonly Datum[], options: Partial<TraceOptions> = {}): Trace {
  const { module, root } = moduleOf(text);
  const wrt = module.funcs.get(root)?.params.map((param) => param.name) ?? [];
  const result = finish(trace(module, root, args, { wrt, ...options }));
  assert.ok(result.ok, result.ok ? '' : result.fault.message);
  return result.trace;
}

export function close(actual: readonly number[], expected: readonly number[], relative = 1e-14): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((x, i) => {
    const y = expected[i] ?? NaN;
    const same = Object.is(x, y) || Math.abs(x - y) <= relative * Math.max(1, Math.abs(y));
    assert.ok(same, `[${i}]: ${x} is not ${y}`);
  });
}
