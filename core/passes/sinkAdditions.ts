/**
 * Pass: what is added to an element only under a condition is added under it.
 *
 * Purpose: an adjoint that one side of a branch leaves a structural zero goes to memory behind the branch; adding it where it arises leaves
 * memory alone on the other side, and reads as it is meant.
 * Input and output: value form. `load`, `add` and `store` of derivative code right behind a branch move into the side whose result is added
 * if the other side's is a literal zero, and nothing between reads what may be the same element.
 * Example:
 *   %p = if %c { yield %zero } else { yield %d }   %t = load %dx[%i]  %s = add %t, %p  store %dx[%i], %s
 *   becomes
 *   if %c { yield } else { %t = load %dx[%i]  %s = add %t, %d  store %dx[%i], %s  yield }
 */
import type { Func } from '../ir/module';
import type { IfOp, LoadOp, Op, PrimOp, Region, StoreOp, Value } from '../ir/op';
import { mapOp, operands, results, visitOps } from '../ir/walk';
import { yielded } from './definitions';
import { sameArrays } from './sameArrays';

interface Addition { readonly load: LoadOp; readonly add: PrimOp; readonly store: StoreOp; readonly added: Value }

export function sinkAdditions(func: Func): Func {
  const uses = new Map<Value, number>();
  const zeros = new Set<Value>();
  visitOps(func.body, op => {
    for (const value of operands(op)) uses.set(value, (uses.get(value) ?? 0) + 1);
    if (op.kind === 'const' && op.value === 0) zeros.add(op.result);
  });
  const mayBeSame = sameArrays(func);
  const once = (value: Value): boolean => uses.get(value) === 1;

  /** The addition whose store stands at `at`, with its load and sum before it and nothing but constants, arithmetic and reads of other memory between. */
  function additionAt(ops: readonly Op[], at: number, branchAt: number): Addition | null {
    const store = ops[at];
    if (store?.kind !== 'store' || store.origin.role === 'primal') return null;
    const between = ops.slice(branchAt + 1, at);
    if (!between.every(op => op.kind === 'const' || op.kind === 'prim' || op.kind === 'load')) return null;
    const add = between.find((op): op is PrimOp => op.kind === 'prim' && op.prim === 'add' && op.result === store.value);
    if (add === undefined || !once(add.result)) return null;
    const load = between.find((op): op is LoadOp => op.kind === 'load' && op.ref === store.ref && op.index === store.index && add.args.includes(op.result));
    const added = add.args.find(arg => arg !== load?.result);
    const local = new Set(between.flatMap(op => results(op)));
    const isRead = between.some(op => op.kind === 'load' && op !== load && mayBeSame(op.ref, store.ref));
    return load === undefined || added === undefined || isRead || !once(load.result) || local.has(store.index) || local.has(store.ref) ? null : { load, add, store, added };
  }

  function region(source: Region): Region {
    const ops = source.ops.map(op => mapOp(op, value => value, region));
    for (let i = 0; i < ops.length; i++) {
      const branch = ops[i];
      if (branch?.kind !== 'if') continue;
      for (let at = i + 1; at < ops.length; at++) {
        const op = ops[at];
        if (op === undefined || (op.kind !== 'const' && op.kind !== 'prim' && op.kind !== 'load' && op.kind !== 'store')) break;
        if (op.kind !== 'store') continue;
        const addition = additionAt(ops, at, i);
        const sunk = addition === null ? null : sink(branch, addition);
        if (addition === null || sunk === null) break;
        ops.splice(0, ops.length, ...ops.flatMap((each): Op[] => (each === branch ? [sunk] : each === addition.load || each === addition.add || each === addition.store ? [] : [each])));
        i--;
        break;
      }
    }
    return { params: source.params, ops };
  }

  function sink(branch: IfOp, { load, add, store, added }: Addition): IfOp | null {
    const k = branch.results.indexOf(added);
    const [then, otherwise] = [yielded(branch.then)[k], yielded(branch.else)[k]];
    if (k < 0 || !once(added) || then === undefined || otherwise === undefined || zeros.has(then) === zeros.has(otherwise)) return null;
    const inside = (side: Region, value: Value): Region => ({
      params: side.params,
      ops: [...side.ops.slice(0, -1), load, { ...add, args: add.args.map(arg => (arg === added ? value : arg)) }, store, ...side.ops.slice(-1)],
    });
    return zeros.has(then) ? { ...branch, else: inside(branch.else, otherwise) } : { ...branch, then: inside(branch.then, then) };
  }

  return { ...func, body: region(func.body) };
}
