/**
 * What operations read and write, for moving a read to its use.
 *
 * Two references are told apart by type, or because one of them is a fresh allocation and the other a different
 * allocation, a parameter or a constant of the module. Constants of the module are never written.
 */
import type { Op, Value } from '../ir/op';
import { sameType } from '../ir/type';

export type Access =
  | { readonly part: 'elements' | 'length'; readonly ref: Value }
  | { readonly part: 'field'; readonly ref: Value; readonly field: string }
  /** Every array and record. */
  | { readonly part: 'all' }
  | { readonly part: 'tape' };

/** How a reference came to be, as far as that tells it from others. */
export type Birth = 'fresh' | 'parameter' | 'global' | 'unknown';

export const fresh = (op: Op): boolean => op.kind === 'alloc' || op.kind === 'array' || op.kind === 'copy' || op.kind === 'struct';

export function readsOf(op: Op): readonly Access[] {
  switch (op.kind) {
    case 'load': return [{ part: 'elements', ref: op.ref }];
    case 'has': case 'copy': case 'norm': case 'pop': case 'remove': return [{ part: 'elements', ref: op.ref }, { part: 'length', ref: op.ref }];
    case 'len': return [{ part: 'length', ref: op.ref }];
    case 'distinct': return op.lists.flatMap((ref): readonly Access[] => [{ part: 'elements', ref }, { part: 'length', ref }]);
    case 'getfield': return [{ part: 'field', ref: op.ref, field: op.field }];
    case 'replay': return [{ part: 'tape' }];
    case 'call': case 'deriv': return [{ part: 'all' }, { part: 'tape' }];
    default: return [];
  }
}

export function writesOf(op: Op): readonly Access[] {
  switch (op.kind) {
    case 'store': case 'fill': return [{ part: 'elements', ref: op.ref }];
    case 'push': case 'pop': case 'insert': case 'remove': return [{ part: 'elements', ref: op.ref }, { part: 'length', ref: op.ref }];
    case 'setfield': return [{ part: 'field', ref: op.ref, field: op.field }];
    case 'record': case 'replay': return [{ part: 'tape' }];
    case 'call': case 'deriv': return [{ part: 'all' }, { part: 'tape' }];
    default: return [];
  }
}

export function conflicts(read: Access, write: Access, birth: (ref: Value) => Birth): boolean {
  if (read.part === 'tape' || write.part === 'tape') return read.part === write.part;
  if (read.part === 'all') return true;
  if (write.part === 'all') return birth(read.ref) !== 'global';
  if (read.part !== write.part) return false;
  if (read.part === 'field' && write.part === 'field' && read.field !== write.field) return false;
  if (read.ref === write.ref) return true;
  if (!sameType(read.ref.type, write.ref.type)) return false;
  const births = [birth(read.ref), birth(write.ref)];
  return !births.includes('global') && !(births.includes('fresh') && !births.includes('unknown'));
}
