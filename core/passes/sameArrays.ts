/** Which references of a function in value form may name the same array, as far as it shows without an analysis of memory. */
import type { Func } from '../ir/module';
import type { Value } from '../ir/op';
import { sameType } from '../ir/type';
import { visitOps } from '../ir/walk';

/** Not two that were made here, nor one that was and one that was given. */
export function sameArrays(func: Func): (a: Value, b: Value) => boolean {
  const made = new Set<Value>();
  const given = new Set(func.params.map(param => param.value));
  visitOps(func.body, op => {
    if (op.kind === 'alloc' || op.kind === 'array' || op.kind === 'copy') made.add(op.result);
    if (op.kind === 'global') given.add(op.result);
  });
  return (a, b) => a === b || sameType(a.type, b.type) && !(made.has(a) && (made.has(b) || given.has(b)) || made.has(b) && given.has(a));
}
