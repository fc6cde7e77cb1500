/**
 * A derivative refuses to be given one array in two places where the function writes it: the function means something else when the
 * two are the same, and its derivative works on copies.
 *
 * Example: for `f(p: { a: number[]; b: number[] }, c: number[])` that writes p.a
 *   if (p.a === p.b) throw …   if (p.a === c) throw …
 * Places are parameters and what their fields hold, at every depth; elements of arrays are not compared with each other.
 */
import { newValue } from '../ir/builder';
import type { Func, Module } from '../ir/module';
import type { Op, Value } from '../ir/op';
import { withRole } from '../ir/origin';
import { noConventions } from '../ir/primitive';
import { plainError } from '../ir/thrown';
import { bool, isReference, sameType } from '../ir/type';
import { Definitions } from '../passes/definitions';
import { Memory, type Block } from '../passes/memory';
import { placesOf, Stability } from './stability';

/** Memory that an argument leads to through fields. */
interface Given { readonly value: Value; readonly name: string; readonly isWritten: boolean; readonly within: { readonly record: Given; readonly field: string } | null }

/** Operations on the parameters of a marked function that throw where that happens. */
export function identityChecks(source: Func, module: Module): readonly Op[] {
  const given = givenTo(source, module);
  const origin = withRole(source.origin, 'primal');
  const checks: Op[] = [];
  const read = new Set<Given>();
  const reading = (each: Given): void => {
    if (each.within === null || read.has(each)) return;
    read.add(each);
    reading(each.within.record);
    checks.push({ kind: 'getfield', ref: each.within.record.value, field: each.within.field, result: each.value, origin });
  };
  for (const [i, a] of given.entries()) for (const b of given.slice(i + 1)) {
    if (!sameType(a.value.type, b.value.type) || !(a.isWritten || b.isWritten)) continue;
    reading(a);
    reading(b);
    const same = newValue(bool);
    const message = `${a.name} and ${b.name} must not be the same ${a.value.type.kind === 'array' ? 'array' : 'object'}: ${source.name} writes ${a.isWritten ? a.name : b.name}`;
    checks.push(
      { kind: 'prim', prim: 'same', args: [a.value, b.value], conventions: noConventions, result: same, origin },
      { kind: 'if', cond: same, results: [], origin, then: { params: [], ops: [plainError(message, origin)] }, else: { params: [], ops: [{ kind: 'yield', values: [], origin }] } },
    );
  }
  return checks;
}

/** The parameters that are references, each followed by what its fields hold. */
function givenTo(source: Func, module: Module): readonly Given[] {
  const memory = new Memory(source, module, true);
  const stability = new Stability(module, memory, new Definitions(source));
  const visit = (value: Value, block: Block, name: string, within: Given['within']): readonly Given[] => {
    if (!isReference(value.type)) return [];
    const own: Given = { value, name, within, isWritten: placesOf(value.type).some(place => stability.isWritten(block.place(place), source)) };
    const { type } = value;
    const fields = type.kind !== 'struct' ? [] : type.fields.flatMap(field =>
      (isReference(field.type) ? visit(newValue(field.type, field.name), block.within(field.name), `${name}.${field.name}`, { record: own, field: field.name }) : []));
    return [own, ...fields];
  };
  return source.params.flatMap(({ value, name }) => visit(value, memory.block(value), name, null));
}
