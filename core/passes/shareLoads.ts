/**
 * Pass: reads an element once where nothing can have written it since.
 *
 * Purpose: `x[i] * x[i]` becomes a product of one value with itself, which has one adjoint and one saved value.
 * Input and output: value form. A load is replaced by an earlier one of the same reference and index in the same region, or in a region
 * around it outside any loop in between, if no write to memory that could be the same stands in between.
 * What a store leaves in an element is known as well, unless the storage rounds it.
 * Example:
 *   %a = load %x[%i]  %b = load %x[%i]  %p = mul %a, %b       becomes       %a = load %x[%i]  %p = mul %a, %a
 */
import type { Func, Module } from '../ir/module';
import type { Op, Region, StoreOp, Value } from '../ir/op';
import type { Type } from '../ir/type';
import { mapOp, regions, visitOps } from '../ir/walk';
import { Memory } from './memory';

interface Known { readonly ref: Value; readonly index: Value; readonly value: Value }

/** `distinct`: see `Memory`. */
export function shareLoads(func: Func, module: Module, distinct: boolean): Func {
  const memory = new Memory(func, module, distinct);
  const replaced = new Map<Value, Value>();
  const literals = new Map<Value, number>();
  const missing = new Set<Value>();
  visitOps(func.body, op => {
    if (op.kind !== 'const') return;
    if (typeof op.value === 'number') literals.set(op.result, op.value);
    if (op.value === null) missing.add(op.result);
  });
  const value = (v: Value): Value => replaced.get(v) ?? v;

  function region(source: Region, before: readonly Known[]): Region {
    let known = before;
    const ops: Op[] = [];
    for (const op of source.ops) {
      if (op.kind === 'if') {
        ops.push(mapOp(op, value, inner => region(inner, known)));
        known = surviving(known, op);
        continue;
      }
      if (op.kind === 'loop') {
        // What the loop writes may have been written by the iteration before.
        const inside = surviving(known, op);
        ops.push(mapOp(op, value, inner => region(inner, inside)));
        known = inside;
        continue;
      }
      const mapped = mapOp(op, value, inner => inner);
      if (mapped.kind === 'load' && op.kind === 'load') {
        const found = known.find(each => each.ref === mapped.ref && each.index === mapped.index);
        if (found !== undefined) { replaced.set(op.result, found.value); continue; }
        known = [...known, { ref: mapped.ref, index: mapped.index, value: mapped.result }];
      } else if (mapped.kind === 'store') known = afterStore(known, mapped);
      else known = surviving(known, mapped);
      ops.push(mapped);
    }
    return { params: source.params, ops };
  }

  /** Other elements of the same array stay known if both indices are literals. */
  function afterStore(known: readonly Known[], store: StoreOp): readonly Known[] {
    const index = literals.get(store.index);
    const others = known.filter(each => memory.block(each.ref) !== memory.block(store.ref)
      || (each.ref === store.ref && index !== undefined && literals.get(each.index) !== undefined && literals.get(each.index) !== index));
    return keepsExactly(store.ref.type) && !missing.has(store.value) ? [...others, { ref: store.ref, index: store.index, value: store.value }] : others;
  }

  /** What is still known after an operation that may write. */
  function surviving(known: readonly Known[], op: Op): readonly Known[] {
    if (known.length === 0) return known;
    const written = writtenBlocks(op);
    if (written === 'anything') return [];
    return written.size === 0 ? known : known.filter(each => !written.has(memory.block(each.ref)));
  }

  function writtenBlocks(op: Op): ReadonlySet<unknown> | 'anything' {
    switch (op.kind) {
      case 'store': case 'fill': case 'pop': case 'insert': case 'remove': return new Set([memory.block(op.ref)]);
      case 'call': case 'deriv': return 'anything';
      default: {
        const written = new Set<unknown>();
        for (const inner of regions(op)) for (const nested of inner.ops) {
          const more = writtenBlocks(nested);
          if (more === 'anything') return more;
          for (const block of more) written.add(block);
        }
        return written;
      }
    }
  }

  return { ...func, body: region(func.body, []) };
}

/** Whether an element holds just what was stored in it. */
const keepsExactly = (type: Type): boolean => type.kind === 'array' && (type.storage === 'array' || type.storage === 'f64');
