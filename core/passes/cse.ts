/**
 * Computes a value once: a pure operation with the same operands as an earlier one that dominates it is replaced by that one.
 *
 * Input and output: a value-form function. Only constants, primitives, names of the module and lengths of typed arrays (which never
 * change) take part; loads do not. The source's own arithmetic never moves: the earlier operation stays where it is.
 *
 *     %a = sin %x … %b = sin %x, %d = mul %b, %g     =>     %a = sin %x … %d = mul %a, %g
 */
import type { Func } from '../ir/module';
import type { Op, Region, Value } from '../ir/op';
import { mapOp } from '../ir/walk';

export function shareCommonValues(func: Func): Func {
  const replaced = new Map<Value, Value>();
  const value = (v: Value): Value => replaced.get(v) ?? v;

  function region(at: Region, outer: ReadonlyMap<string, Value>): Region {
    const known = new Map(outer);
    const ops = at.ops.flatMap((op): Op[] => {
      const mapped = mapOp(op, value, inner => region(inner, known));
      const key = keyOf(mapped);
      if (key === null || !('result' in mapped)) return [mapped];
      const before = known.get(key);
      if (before === undefined) { known.set(key, mapped.result); return [mapped]; }
      // A name of the source is worth its line, unless both have the same.
      if (mapped.origin.role === 'primal' && mapped.result.name !== null && mapped.result.name !== before.name && mapped.kind !== 'const') return [mapped];
      replaced.set(mapped.result, before);
      return [];
    });
    return { params: at.params, ops };
  }
  return { ...func, body: region(func.body, new Map()) };
}

/** What the operation computes, as text; null when it may differ from one time to the next. */
function keyOf(op: Op): string | null {
  switch (op.kind) {
    case 'const': return `const ${op.result.name ?? ''} ${Object.is(op.value, -0) ? '-0' : String(op.value)}`;
    case 'global': return `global ${op.global}`;
    case 'len': return op.ref.type.kind === 'array' && op.ref.type.storage !== 'array' ? `len ${String(op.ref.id)}` : null;
    case 'prim': return `${op.prim} ${op.args.map(arg => String(arg.id)).join(' ')} ${JSON.stringify(op.conventions)}`;
    default: return null;
  }
}
