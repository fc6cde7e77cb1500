/**
 * The state of the reverse sweep in one region: adjoints so far, and the primal values at hand.
 *
 * Adjoints of numbers are values, not variables: each contribution makes a new one. A scope that is not a value's home passes its
 * contributions on: a branch through the results of its `if`, an iteration through carried values.
 */
import { newValue, RegionBuilder } from '../ir/builder';
import type { Region, Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { noConventions } from '../ir/primitive';
import { bool, num } from '../ir/type';
import type { Definitions } from '../passes/definitions';
import { adjointName, describe } from './names';

/**
 * The adjoint of a value so far. `live`: the condition under which something has contributed at all (null: always). Where it does not hold the adjoint
 * is a structural zero, and no partial may be multiplied with it: 0 · ∞ must not arise (design A4).
 */
export interface Adjoint { readonly value: Value; readonly live: Value | null }

/**
 * What an iteration takes in and hands on for a value defined outside the loop. `live`: whether something has contributed so far;
 * null where something has before the loop.
 */
interface Entered { readonly param: Value; readonly init: Value; readonly live: { readonly param: Value; readonly init: Value } | null }

export class Scope {
  readonly out = new RegionBuilder();
  readonly adjoints = new Map<Value, Adjoint>();
  /** Primal values that are at hand here, and as what. */
  readonly known = new Map<Value, Value>();
  readonly entered = new Map<Value, Entered>();
  /** Conditions that come from loops, shared by all scopes of a sweep: only partials that may be infinite are put under them. */
  readonly soft: Set<Value>;
  private zero: Value | null = null;

  /** `region`: the primal region this scope reverses; null for a scope that only stands under a condition. */
  constructor(
    readonly region: Region | null, readonly parent: Scope | null, readonly kind: 'function' | 'branch' | 'iteration', readonly defined: Definitions,
  ) {
    this.soft = parent?.soft ?? new Set();
  }

  owns(value: Value): boolean { return this.region !== null && this.defined.regionOf(value) === this.region; }

  /** The adjoint of a value as it stands here; null for a structural zero. */
  current(value: Value): Adjoint | null {
    const own = this.adjoints.get(value);
    if (own !== undefined) return own;
    if (this.parent === null || this.owns(value)) return null;
    if (this.kind === 'branch') return this.parent.current(value);
    const before = this.parent.current(value);
    const param = newValue(num, adjointName(describe(value, this.defined)));
    const live = before !== null && before.live === null ? null : { param: newValue(bool), init: before?.live ?? this.parent.never() };
    this.entered.set(value, { param, init: before?.value ?? this.parent.zeroValue(), live });
    if (live !== null) this.soft.add(live.param);
    const adjoint = { value: param, live: live?.param ?? null };
    this.adjoints.set(value, adjoint);
    return adjoint;
  }

  zeroValue(): Value {
    this.zero ??= this.out.constant(0, { span: null, role: 'adjoint', site: -1 });
    return this.zero;
  }

  /** The condition of what never happens. */
  never(): Value { return this.out.constant(false, { span: null, role: 'adjoint', site: -1 }); }

  /** A condition as a value: `null` means always. */
  condition(live: Value | null): Value { return live ?? this.out.constant(true, { span: null, role: 'adjoint', site: -1 }); }

  lookup(value: Value): Value | null {
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      const found = scope.known.get(value);
      if (found !== undefined) return found;
    }
    return null;
  }
}

/**
 * Runs two branches under a condition in `scope` and joins what they contributed. Nothing is emitted if neither did anything.
 */
export function branch(
  scope: Scope, definitions: Definitions, cond: () => Value, regions: readonly [Region | null, Region | null], runs: readonly [(s: Scope) => void, (s: Scope) => void], origin: Origin,
): void {
  const [then, otherwise] = [new Scope(regions[0], scope, 'branch', definitions), new Scope(regions[1], scope, 'branch', definitions)];
  runs[0](then);
  runs[1](otherwise);
  const touched = [...new Set([...then.adjoints.keys(), ...otherwise.adjoints.keys()])].filter(v => !then.owns(v) && !otherwise.owns(v));
  if (touched.length === 0 && then.out.isEmpty && otherwise.out.isEmpty) return;
  const condition = cond();
  const results: Value[] = [];
  const yields: [Value[], Value[]] = [[], []];
  const joined: (() => void)[] = [];
  for (const value of touched) {
    const before = scope.current(value);
    const ends = [then.adjoints.get(value) ?? before, otherwise.adjoints.get(value) ?? before] as const;
    const result = newValue(num, adjointName(describe(value, definitions)));
    results.push(result);
    yields[0].push(ends[0]?.value ?? then.zeroValue());
    yields[1].push(ends[1]?.value ?? otherwise.zeroValue());
    const live = joinLive(ends, [then, otherwise], results, yields);
    joined.push(() => scope.adjoints.set(value, { value: result, live: live(scope, condition) }));
  }
  then.out.yield(yields[0], origin);
  otherwise.out.yield(yields[1], origin);
  scope.out.if(condition, then.out.finish(), otherwise.out.finish(), results, origin);
  for (const join of joined) join();
}

/** When a value that two branches may contribute to is live afterwards. */
function joinLive(
  ends: readonly [Adjoint | null, Adjoint | null], scopes: readonly [Scope, Scope], results: Value[], yields: readonly [Value[], Value[]],
): (scope: Scope, condition: Value) => Value | null {
  const sides = ends.map(end => (end === null ? false : end.live ?? true));
  const [first, second] = sides;
  const origin: Origin = { span: null, role: 'adjoint', site: -1 };
  if (first === true && second === true) return () => null;
  if (first === true && second === false) return (_, condition) => condition;
  if (first === false && second === true) return (scope, condition) => scope.out.prim('not', [condition], origin);
  const result = newValue(bool);
  if (sides.some(side => side !== undefined && typeof side !== 'boolean' && scopes[0].soft.has(side))) scopes[0].soft.add(result);
  results.push(result);
  sides.forEach((side, i) => {
    const scope = scopes[i];
    const list = yields[i];
    if (scope !== undefined && list !== undefined && side !== undefined) list.push(typeof side === 'boolean' ? scope.out.constant(side, origin) : side);
  });
  return () => result;
}

/** `a` or `b`, where null means always. */
export function either(scope: Scope, a: Value | null, b: Value | null, origin: Origin): Value | null {
  if (a === null || b === null) return null;
  if (a === b) return a;
  const then = new RegionBuilder();
  then.yield([then.constant(true, origin)], origin);
  const otherwise = new RegionBuilder();
  otherwise.yield([b], origin);
  const result = newValue(bool);
  if (scope.soft.has(a) || scope.soft.has(b)) scope.soft.add(result);
  scope.out.if(a, then.finish(), otherwise.finish(), [result], origin);
  return result;
}

/** Adds to the adjoint of a value. `contribution` is given the name the result should have if it is the first. */
export function accumulate(scope: Scope, value: Value, contribution: (name: string | null) => Value, live: Value | null, origin: Origin): void {
  const before = scope.current(value);
  const name = adjointName(describe(value, scope.defined));
  if (before === null) {
    scope.adjoints.set(value, { value: contribution(value.name === null ? null : name), live });
    return;
  }
  const added = contribution(null);
  const sum = newValue(num, value.name === null ? null : name);
  scope.out.append({ kind: 'prim', prim: 'add', args: [before.value, added], conventions: noConventions, result: sum, origin });
  scope.adjoints.set(value, { value: sum, live: either(scope, before.live, live, origin) });
}

/** Whether a tangent or adjoint is conditional only because some loop may not have run. */
export const isSoft = (adjoint: Adjoint | null, scope: Scope): boolean => adjoint !== null && adjoint.live !== null && scope.soft.has(adjoint.live);
