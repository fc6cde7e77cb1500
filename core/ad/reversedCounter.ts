/** The counter of a counted loop, run backwards: from the last value it took to the first. */
import type { Counter, Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { isWhole } from './forwardSweep';
import type { ReverseSweep } from './reverseSweep';
import type { Scope } from './scope';

export function reversedCounter(counter: Counter, sweep: ReverseSweep, scope: Scope, origin: Origin): Counter {
  const to = sweep.resolve(counter.from, scope);
  return { from: lastValue(counter, sweep, scope, origin), to, step: -counter.step, compare: counter.step > 0 ? 'ge' : 'le' };
}

/**
 * With s = |step| and d the distance to the bound: from ± s · (⌈d / s⌉ − 1), or from ± s · ⌊d / s⌋ where the bound is included.
 * With a step of one and a whole bound that is the bound itself, or its neighbour.
 */
function lastValue(counter: Counter, sweep: ReverseSweep, scope: Scope, origin: Origin): Value {
  const inclusive = counter.compare === 'le' || counter.compare === 'ge';
  const up = counter.step > 0;
  const one = (): Value => scope.out.constant(1, origin);
  const bound = sweep.resolve(counter.to, scope);
  if (Math.abs(counter.step) === 1) {
    const whole = isWhole(counter, sweep.analysis);
    if (inclusive) return whole ? bound : scope.out.prim(up ? 'floor' : 'ceil', [bound], origin);
    const rounded = whole ? bound : scope.out.prim(up ? 'ceil' : 'floor', [bound], origin);
    return scope.out.prim(up ? 'sub' : 'add', [rounded, one()], origin);
  }
  const fromZero = sweep.literalOf(counter.from) === 0;
  const from = fromZero ? null : sweep.resolve(counter.from, scope);
  const distance = from === null ? bound : scope.out.prim('sub', [bound, from], origin);
  const step = scope.out.constant(counter.step, origin);
  const ratio = scope.out.prim('div', [distance, step], origin);
  const count = inclusive ? scope.out.prim('floor', [ratio], origin) : scope.out.prim('sub', [scope.out.prim('ceil', [ratio], origin), one()], origin);
  const travelled = scope.out.prim('mul', [count, step], origin);
  return from === null ? travelled : scope.out.prim('add', [from, travelled], origin);
}
