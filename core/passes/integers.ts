/** Which value-form values are integers for certain: lengths, counters, literals and what is computed from them exactly. */
import type { Value } from '../ir/op';
import type { Definitions } from './definitions';
import { nextCarried, yielded } from './definitions';

const integral: ReadonlySet<string> = new Set(['floor', 'ceil', 'round', 'trunc', 'sign', 'clz32', 'bitnot', 'imul', 'bitand', 'bitor', 'bitxor', 'shl', 'shr', 'ushr']);
const closed: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'neg', 'abs', 'min', 'max', 'rem']);

/** `discrete`: parameters of the function that are integers. */
export function isInteger(value: Value, definitions: Definitions, discrete: ReadonlySet<Value>, assumed: ReadonlySet<Value> = new Set()): boolean {
  if (assumed.has(value) || discrete.has(value)) return true;
  const definition = definitions.of(value);
  const further = (v: Value): boolean => isInteger(v, definitions, discrete, new Set([...assumed, value]));
  switch (definition.kind) {
    case 'parameter': return false;
    case 'counter': return true;
    case 'carried': {
      const init = definition.loop.inits[definition.index];
      const next = nextCarried(definition.loop)[definition.index];
      return init !== undefined && next !== undefined && further(init) && further(next);
    }
    case 'operation': {
      const { op } = definition;
      if (op.kind === 'const') return typeof op.value === 'number' && Number.isInteger(op.value);
      if (op.kind === 'len' || op.kind === 'distinct') return true;
      if (op.kind === 'load' || op.kind === 'pop' || op.kind === 'remove') return op.ref.type.kind === 'array' && (op.ref.type.storage === 'i32' || op.ref.type.storage === 'u8');
      if (op.kind === 'prim') return integral.has(op.prim) || (closed.has(op.prim) && op.args.every(further));
      if (op.kind === 'if') {
        const index = op.results.indexOf(value);
        return [op.then, op.else].every(side => { const v = yielded(side)[index]; return v === undefined || further(v); });
      }
      if (op.kind === 'loop') {
        const index = op.results.indexOf(value);
        const init = op.inits[index];
        const next = nextCarried(op)[index];
        return init !== undefined && next !== undefined && further(init) && further(next);
      }
      return false;
    }
  }
}
