/** Seeding the outputs of a function, and putting them together again for its derivative to return. */
import { newValue, type RegionBuilder } from '../ir/builder';
import type { Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { isReference } from '../ir/type';
import type { Output } from './outputTree';
import { addInto, deepCopy, shadowed } from './nested';
import type { ReverseSweep } from './reverseSweep';
import { accumulate, type Scope } from './scope';

/** Gives the outputs their adjoints: `seed` in the shape of the result, or 1 for a single number. */
export function seedOutputs(output: Output, seed: Value | null, scope: Scope, sweep: ReverseSweep): void {
  const origin: Origin = { span: null, role: 'adjoint', site: -1 };
  switch (output.kind) {
    case 'none': return;
    case 'record':
      output.fields.forEach((field, i) => {
        const declared = output.type.fields[i];
        if (declared !== undefined && field.kind !== 'none') seedOutputs(field, seed === null ? null : scope.out.getField(seed, declared.name, origin), scope, sweep);
      });
      return;
    case 'leaf': {
      const { value } = output;
      if (isReference(value.type)) {
        if (!sweep.analysis.activity.isActiveMemory(value)) return;
        addInto(sweep.shadow(value, scope), seed ?? newValue(value.type), shadowed(sweep.analysis, value), scope.out, origin);
        // A seed of 0 is a number like any other.
        const lives = sweep.liveElements(value);
        if (lives !== null) scope.out.fill(lives, scope.out.constant(true, origin), origin);
        sweep.cover(value);
      } else if (value.type.kind === 'num' && sweep.analysis.activity.isActive(value)) {
        accumulate(scope, value, () => seed ?? scope.out.constant(1, origin), null, origin);
      }
    }
  }
}

/** The value to return. */
export function rebuildOutputs(output: Output, visible: (v: Value) => Value, out: RegionBuilder, origin: Origin): Value | null {
  switch (output.kind) {
    case 'none': return null;
    case 'record': {
      const values = output.fields.map(field => rebuildOutputs(field, visible, out, origin)).filter(v => v !== null);
      return out.struct(output.type, values, origin, 'value');
    }
    case 'leaf': {
      const value = visible(output.value);
      return output.isShared ? deepCopy(value, out, origin, value.name) : value;
    }
  }
}
