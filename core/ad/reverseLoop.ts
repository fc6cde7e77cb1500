/**
 * Loops in reverse: iterations run last first. Adjoints of carried values are carried the other way, and adjoints of values from outside
 * that an iteration adds to are carried along.
 */
import { newValue } from '../ir/builder';
import type { LoopOp, Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { bool, num } from '../ir/type';
import { results, visitOps } from '../ir/walk';
import { carriedParams, nextCarried } from '../passes/definitions';
import { elements } from '../passes/memory';
import { compareNumbers } from '../rules/numeric';
import { numberPlaces } from './activity';
import { adjointName, describe } from './names';
import { hasKnownTrips } from './prepare';
import { reversedCounter } from './reversedCounter';
import type { ReverseSweep } from './reverseSweep';
import { accumulate, either, Scope, type Adjoint } from './scope';

/** An active carried value: its parameter in the body, and its position. */
interface Carried { readonly param: Value; readonly i: number }

interface Iteration {
  readonly inner: Scope;
  readonly counter: { readonly counter: NonNullable<LoopOp['counter']>; readonly param: Value };
  readonly carried: readonly { readonly i: number; readonly init: Value; readonly seed: Value; readonly live: { readonly param: Value; readonly init: Value } | null }[];
  /** Adjoints of the carried values at the start of the iteration; null for a structural zero. */
  readonly handedOn: readonly (Adjoint | null)[];
}

export function reverseLoop(sweep: ReverseSweep, op: LoopOp, scope: Scope, origin: Origin): void {
  const params = carriedParams(op);
  const active = params.map((param, i) => ({ param, i })).filter(({ param, i }) => {
    const result = op.results[i];
    return sweep.analysis.activity.isActive(param) || (result !== undefined && sweep.analysis.activity.isActive(result));
  });
  const seeded = active.some(({ i }) => { const result = op.results[i]; return result !== undefined && scope.adjoints.has(result); });
  if (!seeded && !touchesActiveMemory(sweep, op)) return;
  const before = active.map(({ i }) => { const result = op.results[i]; return result === undefined ? null : scope.adjoints.get(result) ?? null; });
  // Most adjoints that an iteration takes in are always live; whether they are is known when the iteration has been reversed.
  const always = before.map(adjoint => adjoint !== null && adjoint.live === null);
  let iteration = iterate(sweep, op, active, before, always, scope, origin);
  while (iteration.handedOn.some((adjoint, k) => always[k] === true && adjoint?.live !== null)) {
    iteration.handedOn.forEach((adjoint, k) => { if (adjoint?.live !== null) always[k] = false; });
    iteration = iterate(sweep, op, active, before, always, scope, origin);
  }
  const { inner, counter, carried, handedOn } = iteration;
  const entered = [...inner.entered].map(([value, taken]) => ({ value, taken, end: inner.adjoints.get(value) ?? { value: taken.param, live: taken.live?.param ?? null } }));
  const flags = [
    ...carried.flatMap(({ live }, k) => { const end = handedOn[k] ?? null; return live === null ? [] : [{ ...live, next: end === null ? inner.never() : inner.condition(end.live), after: newValue(bool) }]; }),
    ...entered.flatMap(({ taken: { live }, end }) => (live === null ? [] : [{ ...live, next: inner.condition(end.live), after: newValue(bool) }])),
  ];
  for (const { after } of flags) scope.soft.add(after);
  const flagOf = (param: Value | undefined): Value | null => flags.find(flag => flag.param === param)?.after ?? null;
  inner.out.yield([inner.out.constant(true, origin), ...handedOn.map(end => end?.value ?? inner.zeroValue()), ...entered.map(({ end }) => end.value), ...flags.map(flag => flag.next)], origin);
  const after = [...carried.map(({ seed }) => newValue(num, seed.name)), ...entered.map(({ taken }) => newValue(num, taken.param.name))];
  scope.out.loop({
    counter: counter.counter, test: null, origin, results: [...after, ...flags.map(flag => flag.after)],
    inits: [...carried.map(({ init }) => init), ...entered.map(({ taken }) => taken.init), ...flags.map(flag => flag.init)],
    body: { params: [counter.param, ...carried.map(({ seed }) => seed), ...entered.map(({ taken }) => taken.param), ...flags.map(flag => flag.param)], ops: inner.out.finish().ops },
  });
  // What contributes in each iteration has contributed if there was one.
  const liveAfter = (live: { readonly param: Value; readonly init: Value } | null, end: Adjoint | null, earlier: Adjoint | null): Value | null => {
    if (live === null) return null;
    return end?.live === null ? earlier === null ? hasRun(sweep, op, scope, origin) : either(scope, earlier.live, hasRun(sweep, op, scope, origin), origin) : flagOf(live.param);
  };
  // What entered the loop has its adjoint from there; an initial value may be one of these, and gets its share after that.
  entered.forEach(({ value, taken, end }, k) => {
    const adjoint = after[carried.length + k];
    if (adjoint !== undefined) scope.adjoints.set(value, { value: adjoint, live: liveAfter(taken.live, end, scope.current(value)) });
  });
  carried.forEach(({ i, live }, k) => {
    const [init, adjoint] = [op.inits[i], after[k]];
    const condition = liveAfter(live, handedOn[k] ?? null, before[k] ?? null);
    if (init !== undefined && adjoint !== undefined && sweep.analysis.activity.isActive(init)) accumulate(scope, init, () => adjoint, condition, origin);
  });
}

/** `n > 0` reads better than `0 < n`. */
const mirrored = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' } as const;

/** Whether there was an iteration at all; null where there was for certain. */
function hasRun(sweep: ReverseSweep, op: LoopOp, scope: Scope, origin: Origin): Value | null {
  const trips = op.results.find(result => sweep.trips.has(result));
  const { counter } = op;
  let ran: Value;
  if (counter !== null && hasKnownTrips(op)) {
    const [from, to] = [sweep.literalOf(counter.from), sweep.literalOf(counter.to)];
    if (from !== null && to !== null && compareNumbers(counter.compare, from, to)) return null;
    const [start, end] = [sweep.resolve(counter.from, scope), sweep.resolve(counter.to, scope)];
    ran = from === null ? scope.out.prim(counter.compare, [start, end], origin) : scope.out.prim(mirrored[counter.compare], [end, start], origin);
  } else {
    if (trips === undefined) throw new Error('a prepared loop knows its trips');
    ran = scope.out.prim('gt', [sweep.resolve(trips, scope), scope.out.constant(0, origin)], origin);
  }
  scope.soft.add(ran);
  return ran;
}

/** One iteration reversed. `before`: adjoints of the loop's results; `always`: which carried adjoints are live in every iteration. */
function iterate(sweep: ReverseSweep, op: LoopOp, active: readonly Carried[], before: readonly (Adjoint | null)[], always: readonly boolean[], scope: Scope, origin: Origin): Iteration {
  const inner = new Scope(op.body, scope, 'iteration', sweep.analysis.definitions);
  const counter = startIteration(sweep, op, scope, inner, origin);
  sweep.enter(inner, op.body);
  const carried = active.map(({ param, i }, k) => ({
    i, init: before[k]?.value ?? scope.zeroValue(), seed: newValue(num, adjointName(describe(param, sweep.analysis.definitions))),
    live: always[k] === true ? null : { param: newValue(bool), init: before[k] === null ? scope.never() : scope.condition(before[k]?.live ?? null) },
  }));
  for (const { i, seed, live } of carried) {
    if (live !== null) inner.soft.add(live.param);
    const next = nextCarried(op)[i];
    if (next !== undefined && sweep.analysis.activity.isActive(next)) accumulate(inner, next, () => seed, live?.param ?? null, origin);
  }
  sweep.region(inner, op.body);
  return { inner, counter, carried, handedOn: active.map(({ param }) => inner.adjoints.get(param) ?? null) };
}

/** The counter of the reversed loop; the primal's induction variable becomes known in the iteration. */
function startIteration(sweep: ReverseSweep, op: LoopOp, scope: Scope, inner: Scope, origin: Origin): { readonly counter: NonNullable<LoopOp['counter']>; readonly param: Value } {
  const [variable] = op.body.params;
  if (op.counter !== null && variable !== undefined && hasKnownTrips(op)) {
    const param = newValue(num, variable.name);
    inner.known.set(variable, param);
    return { counter: reversedCounter(op.counter, sweep, scope, origin), param };
  }
  const trips = op.results.find(result => sweep.trips.has(result));
  if (trips === undefined) throw new Error('a prepared loop knows its trips');
  const last = scope.out.prim('sub', [sweep.resolve(trips, scope), scope.out.constant(1, origin)], origin);
  const param = newValue(num, 'trip');
  if (op.counter !== null && variable !== undefined) {
    const travelled = op.counter.step === 1 ? param : inner.out.prim('mul', [param, inner.out.constant(op.counter.step, origin)], origin);
    const fromZero = sweep.literalOf(op.counter.from) === 0;
    inner.known.set(variable, fromZero ? travelled : inner.out.prim('add', [sweep.resolve(op.counter.from, scope), travelled], origin, variable.name));
  }
  return { counter: { from: last, to: scope.out.constant(0, origin), step: -1, compare: 'ge' }, param };
}

/** Whether something in the loop has an adjoint in memory, or gives one to it. */
function touchesActiveMemory(sweep: ReverseSweep, op: LoopOp): boolean {
  let touches = false;
  visitOps(op.body, inner => {
    switch (inner.kind) {
      case 'load': case 'store': case 'push': case 'pop': case 'insert': case 'remove': case 'fill': touches ||= sweep.holds(inner.ref, elements); break;
      case 'getfield': case 'setfield': touches ||= sweep.holds(inner.ref, inner.field); break;
      case 'array': case 'struct': case 'copy': touches ||= numberPlaces(inner.result.type).some(place => sweep.holds(inner.result, place)); break;
      case 'call': touches ||= results(inner).some(r => sweep.analysis.activity.isActive(r)) || inner.args.some(arg => sweep.analysis.activity.isActiveMemory(arg)); break;
      default: break;
    }
  });
  return touches;
}
