/** A run with a wrong rule, in trace and generated code alike: only differences can tell. */
import type { RealPrimitive } from '../../../core/ir/primitive';
import { rules } from '../../../core/rules/table';

/** The partial of the primitive is this number while `run` runs. */
export function withRule<T>(name: RealPrimitive, partial: number, run: () => T): T {
  const own = rules[name];
  Object.assign(rules, { [name]: { ...own, partial: <V>(_k: number, on: { constant(x: number): V }): V => on.constant(partial) } });
  try { return run(); } finally { Object.assign(rules, { [name]: own }); }
}
