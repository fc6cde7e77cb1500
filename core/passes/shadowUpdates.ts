/**
 * Pass: what the reverse sweep does to one element of a shadow in a row is done once.
 *
 * Purpose: the adjoint of `x[i] = f(x[i])` reads the element, clears it and adds to it again; on paper it is multiplied.
 * Input and output: value form. Within one region, with no other access to what may be the same memory in between:
 *   - what is read is what has just been written there (unless the storage rounds it);
 *   - what is written and then overwritten is not written.
 * Only accesses of derivative code take part.
 * Example:
 *   %d = load %dx[%i]  store %dx[%i], %zero  %e = load %dx[%i]  %f = add %e, %p  store %dx[%i], %f
 *   becomes, with `0 + x` simplified,
 *   %d = load %dx[%i]  store %dx[%i], %p
 */
import type { Func } from '../ir/module';
import type { LoadOp, Op, Region, StoreOp, Value } from '../ir/op';
import { mapOp, regions, visitOps } from '../ir/walk';
import { sameArrays } from './sameArrays';

export function mergeShadowUpdates(func: Func): Func {
  const replaced = new Map<Value, Value>();
  const zeros = new Set<Value>();
  visitOps(func.body, op => {
    if (op.kind === 'const' && op.value === 0) zeros.add(op.result);
  });
  const mayBeSame = sameArrays(func);
  const value = (v: Value): Value => { const by = replaced.get(v); return by === undefined ? v : value(by); };

  function region(source: Region): Region {
    let ops: Op[] = [];
    /** The last store to the element that nothing has read or may have overwritten since. */
    let last: StoreOp | null = null;
    for (const op of source.ops) {
      const mapped = mapOp(op, value, region);
      if (mapped.kind === 'load' && last !== null && sameElement(mapped, last)) {
        if (mapped.origin.role !== 'primal' && holds(last, zeros)) { replaced.set(mapped.result, last.value); continue; }
        last = null;
      } else if (mapped.kind === 'store' && last !== null && !mayBeSame(mapped.ref, last.ref)) {
        // Another array: what was written before stays the last of its own.
      } else if (mapped.kind === 'store') {
        const before: StoreOp | null = last;
        if (before !== null && sameElement(mapped, before)) ops = ops.filter(each => each !== before);
        last = mapped.origin.role === 'primal' ? null : mapped;
      } else if (last !== null && mayTouch(mapped, last, mayBeSame)) last = null;
      ops.push(mapped);
    }
    return { params: source.params, ops };
  }
  return { ...func, body: region(func.body) };
}

const sameElement = (a: LoadOp | StoreOp, b: StoreOp): boolean => a.ref === b.ref && a.index === b.index;

/** Whether reading the element back gives the very value that was written. */
const holds = (store: StoreOp, zeros: ReadonlySet<Value>): boolean =>
  zeros.has(store.value) || store.ref.type.kind === 'array' && (store.ref.type.storage === 'array' || store.ref.type.storage === 'f64');

function mayTouch(op: Op, store: StoreOp, mayBeSame: (a: Value, b: Value) => boolean): boolean {
  switch (op.kind) {
    case 'load': case 'norm': case 'copy': case 'push': case 'pop': case 'insert': case 'remove': case 'view': case 'fill': return mayBeSame(op.ref, store.ref);
    case 'call': case 'deriv': case 'return': case 'yield': case 'throw': return true;
    default: return regions(op).length > 0;
  }
}
