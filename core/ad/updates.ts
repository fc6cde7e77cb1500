/**
 * Elements that are added to in place: `r[i] += e`.
 *
 * The adjoint of the element is the same before and after, so the reverse sweep leaves it where it is: de += dr[i], and nothing else.
 */
import type { Func } from '../ir/module';
import type { Op, StoreOp, Value } from '../ir/op';
import { operands, visitOps } from '../ir/walk';
import type { Analysis } from './analysis';

/** The other operand of the addition, and whether it is subtracted. */
export interface Update { readonly added: Value; readonly negated: boolean }

const uses = new WeakMap<Func, ReadonlyMap<Value, number>>();

/** What a store adds to the element it overwrites; null if it does anything else. */
export function updateOf(store: StoreOp, analysis: Analysis): Update | null {
  const sum = analysis.definitions.of(store.value);
  if (sum.kind !== 'operation' || sum.op.kind !== 'prim' || (sum.op.prim !== 'add' && sum.op.prim !== 'sub') || usesOf(store.value, analysis.func) !== 1) return null;
  const [a, b] = sum.op.args;
  if (a === undefined || b === undefined || a === b) return null;
  if (isOldElement(a, store, analysis)) return { added: b, negated: sum.op.prim === 'sub' };
  return sum.op.prim === 'add' && isOldElement(b, store, analysis) ? { added: a, negated: false } : null;
}

/** Whether a value is what the store overwrites, read for this purpose only. */
function isOldElement(value: Value, store: StoreOp, analysis: Analysis): boolean {
  const load = analysis.definitions.of(value);
  if (load.kind !== 'operation' || load.op.kind !== 'load' || load.op.ref !== store.ref || load.op.index !== store.index) return false;
  if (usesOf(value, analysis.func) !== 1) return false;
  const from = load.region.ops.indexOf(load.op);
  const to = load.region.ops.indexOf(store);
  return to > from && load.region.ops.slice(from + 1, to).every(changesNothing);
}

function changesNothing(op: Op): boolean {
  switch (op.kind) {
    case 'const': case 'prim': case 'load': case 'getfield': case 'len': case 'has': case 'distinct': case 'norm': case 'global': return true;
    case 'if': return [...op.then.ops, ...op.else.ops].every(inner => inner.kind === 'yield' || changesNothing(inner));
    default: return false;
  }
}

function usesOf(value: Value, func: Func): number {
  let counts = uses.get(func);
  if (counts === undefined) {
    const fresh = new Map<Value, number>();
    visitOps(func.body, op => { for (const used of operands(op)) fresh.set(used, (fresh.get(used) ?? 0) + 1); });
    counts = fresh;
    uses.set(func, fresh);
  }
  return counts.get(value) ?? 0;
}
