/**
 * A derivative refuses to be given one array in two places where the function writes it: the function means something else when the
 * two are the same, and its derivative works on copies.
 *
 * Example: for `f(p: { a: number[] }, c: number[], m: number[][], k: number[][])` that writes p.a and rows of m
 *   if (p.a === c) throw …
 *   if (new Set(m).size < m.length) throw …
 *   if (new Set([...m, ...k]).size < new Set(m).size + new Set(k).size) throw …
 *   for each i: if (m[i] === c) throw …   and likewise k and p.a
 * Places are parameters, what their fields hold, and what their elements are, at every depth.
 */
import { newValue, RegionBuilder } from '../ir/builder';
import type { Func } from '../ir/module';
import type { Op, Value } from '../ir/op';
import { withRole, type Origin } from '../ir/origin';
import { plainError } from '../ir/thrown';
import { arrayOf, num, sameType, type Type } from '../ir/type';
import type { Given, Step } from './given';

/** Operations on the parameters of a marked function that throw where that happens. */
export function identityChecks(source: Func, given: readonly Given[]): readonly Op[] {
  const checks = new Checks(source.name, withRole(source.origin, 'primal'));
  for (const [i, a] of given.entries()) {
    for (const b of given.slice(i)) {
      if (!mayBeSame(a.type, b.type) || !(a.isWritten || b.isWritten)) continue;
      if (a === b) checks.amongElements(a);
      else if (elementSteps(a.steps) > 0 && elementSteps(b.steps) > 0 && sameType(a.type, b.type)) checks.betweenLists(a, b);
      else checks.between(a, b);
    }
  }
  return checks.out.finish().ops;
}

class Checks {
  readonly out = new RegionBuilder();
  private readonly lists = new Map<Given, Value>();

  constructor(private readonly writer: string, private readonly origin: Origin) {}

  between(a: Given, b: Given): void {
    const names = spelledApart(a, b);
    this.reach(a.param, a.steps, 0, this.out, (x, outer) => {
      this.reach(b.param, b.steps, elementSteps(a.steps), outer, (y, inner) => { this.refuse(inner.prim('same', [x, y], this.origin), names, a.type, writtenOf(a, names), inner); });
    });
  }

  /** Two elements. */
  amongElements(given: Given): void {
    if (elementSteps(given.steps) === 0) return;
    const list = this.list(given), names = spelledApart(given, given);
    const isRepeated = this.out.prim('lt', [this.out.distinct([list], this.origin), this.out.len(list, this.origin)], this.origin);
    this.refuse(isRepeated, names, given.type, names[0], this.out);
  }

  /** An element of one and an element of the other. */
  betweenLists(a: Given, b: Given): void {
    const { out, origin } = this;
    const [x, y] = [this.list(a), this.list(b)], names = spelledApart(a, b);
    const apart = out.prim('add', [out.distinct([x], origin), out.distinct([y], origin)], origin);
    this.refuse(out.prim('lt', [out.distinct([x, y], origin), apart], origin), names, a.type, writtenOf(a, names), out);
  }

  /** All that is found at the end of the steps: the list that holds it, if that is one. */
  private list(given: Given): Value {
    const known = this.lists.get(given);
    if (known !== undefined) return known;
    const { out, origin } = this;
    const last = given.steps.at(-1);
    let list: Value;
    if (last?.kind === 'element' && elementSteps(given.steps) === 1) {
      list = given.steps.slice(0, -1).reduce((ref, step) => (step.kind === 'field' ? out.getField(ref, step.name, origin) : ref), given.param);
    } else {
      list = out.array(arrayOf('array', given.type), [], origin, listName(given));
      this.reach(given.param, given.steps, 0, out, (found, inner) => { inner.push(list, found, origin); });
    }
    this.lists.set(given, list);
    return list;
  }

  /** `use` hears of each reference at the end of the steps, in loops over the elements on the way. `counter`: how many counters there are already. */
  private reach(ref: Value, steps: readonly Step[], counter: number, out: RegionBuilder, use: (found: Value, out: RegionBuilder) => void): void {
    const [step, ...rest] = steps;
    if (step === undefined) { use(ref, out); return; }
    if (step.kind === 'field') { this.reach(out.getField(ref, step.name, this.origin), rest, counter, out, use); return; }
    const k = newValue(num, counterName(counter));
    const inner = new RegionBuilder([k]);
    this.reach(inner.load(ref, k, this.origin), rest, counter + 1, inner, use);
    inner.yield([inner.constant(true, this.origin)], this.origin);
    const counted = { from: out.constant(0, this.origin), to: out.len(ref, this.origin), step: 1, compare: 'lt' } as const;
    out.loop({ counter: counted, test: null, origin: this.origin, inits: [], body: inner.finish(), results: [] });
  }

  private refuse(isSame: Value, names: readonly [string, string], type: Type, written: string, out: RegionBuilder): void {
    const { origin } = this;
    const message = `${names[0]} and ${names[1]} must not be the same ${type.kind === 'array' ? 'array' : 'object'}: ${this.writer} writes ${written}`;
    const otherwise = new RegionBuilder();
    otherwise.yield([], origin);
    out.if(isSame, { params: [], ops: [plainError(message, origin)] }, otherwise.finish(), [], origin);
  }
}

const elementSteps = (steps: readonly Step[]): number => steps.filter(step => step.kind === 'element').length;

const counterName = (index: number): string => String.fromCharCode('i'.charCodeAt(0) + index % 18);

/** `m[i].list[j]`: counters from `first` on. */
function spelled(given: Given, first: number): string {
  let count = first;
  return given.name + given.steps.map(step => (step.kind === 'field' ? `.${step.name}` : `[${counterName(count++)}]`)).join('');
}

const spelledApart = (a: Given, b: Given): readonly [string, string] => [spelled(a, 0), spelled(b, elementSteps(a.steps))];

const writtenOf = (a: Given, names: readonly [string, string]): string => (a.isWritten ? names[0] : names[1]);

/** `psAt` for `ps[i].at`, `tRows` for `t[i][j]`. */
function listName({ name, steps }: Given): string {
  const fields = steps.flatMap(step => (step.kind === 'field' ? [step.name.charAt(0).toUpperCase() + step.name.slice(1)] : []));
  return name + fields.join('') + (steps.at(-1)?.kind === 'element' ? 'Rows' : '');
}

/** A record may be known by some of its fields only. */
function mayBeSame(a: Type, b: Type): boolean {
  if (sameType(a, b)) return true;
  if (a.kind !== 'struct' || b.kind !== 'struct') return false;
  const [few, many] = a.fields.length <= b.fields.length ? [a, b] : [b, a];
  return few.fields.every(field => many.fields.some(other => other.name === field.name && sameType(other.type, field.type)));
}
