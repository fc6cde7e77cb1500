/** Copies of regions in which every defined value is new. */
import { newValue } from './builder';
import type { Op, Region, Value } from './op';
import { mapOp } from './walk';

/**
 * Copies a value-form region. `map` holds what stands for the values defined outside it (others stay) and afterwards also
 * what stands for each value defined inside it.
 */
export function cloneRegion(region: Region, map: Map<Value, Value>): Region {
  const params = region.params.map(param => fresh(param, map));
  return { params, ops: region.ops.map(op => cloneOp(op, map)) };
}

export function cloneOp(op: Op, map: Map<Value, Value>): Op {
  const copy = mapOp(op, v => map.get(v) ?? v, region => cloneRegion(region, map));
  if (copy.kind === 'if' || copy.kind === 'loop') return { ...copy, results: copy.results.map(result => fresh(result, map)) };
  return 'result' in copy ? { ...copy, result: fresh(copy.result, map) } : copy;
}

function fresh(value: Value, map: Map<Value, Value>): Value {
  const copy = newValue(value.type, value.name);
  map.set(value, copy);
  return copy;
}

/** The same region with some of the values it defines replaced, where they are defined and where they are used. */
export function renameValues(region: Region, renamed: ReadonlyMap<Value, Value>): Region {
  const value = (v: Value): Value => renamed.get(v) ?? v;
  return {
    params: region.params.map(value),
    ops: region.ops.map((op): Op => {
      const mapped = mapOp(op, value, inner => renameValues(inner, renamed));
      if (mapped.kind === 'if' || mapped.kind === 'loop') return { ...mapped, results: mapped.results.map(value) };
      return 'result' in mapped ? { ...mapped, result: value(mapped.result) } : mapped;
    }),
  };
}
