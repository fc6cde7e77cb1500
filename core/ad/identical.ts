/**
 * A derivative refuses to be given one array in two places where the function writes it: the function means something else when the
 * two are the same, and its derivative works on copies.
 *
 * Example: for `f(p: { a: number[] }, c: number[], m: number[][])` that writes p.a and rows of m
 *   if (p.a === c) throw …
 *   for each i:   for each j: if (m[j] === m[i]) throw …   for each j below i, and likewise p.a and c against every m[i]
 * Places are parameters, what their fields hold, and what their elements are, at every depth.
 */
import { newValue, RegionBuilder } from '../ir/builder';
import type { Func } from '../ir/module';
import type { Op, Value } from '../ir/op';
import { withRole, type Origin } from '../ir/origin';
import { plainError } from '../ir/thrown';
import { num, sameType, type Type } from '../ir/type';
import type { Given, Step } from './given';

/** Operations on the parameters of a marked function that throw where that happens. */
export function identityChecks(source: Func, given: readonly Given[]): readonly Op[] {
  const checks = new Checks(source.name, withRole(source.origin, 'primal'));
  for (const [i, a] of given.entries()) {
    for (const b of given.slice(i)) {
      if (!mayBeSame(a.type, b.type) || !(a.isWritten || b.isWritten)) continue;
      if (a === b) checks.amongElements(a);
      else checks.between(a, b);
    }
  }
  return checks.out.finish().ops;
}

class Checks {
  readonly out = new RegionBuilder();

  constructor(private readonly writer: string, private readonly origin: Origin) {}

  between(a: Given, b: Given): void {
    const count = elementSteps(a.steps), names = [spelled(a, 0), spelled(b, count)] as const;
    this.reach(a.param, a.steps, 0, this.out, (x, outer) => {
      this.reach(b.param, b.steps, count, outer, (y, inner) => { this.refuse(x, y, names, a.isWritten ? names[0] : names[1], inner); });
    });
  }

  /** Two elements of one array, at each depth. */
  amongElements(given: Given): void {
    given.steps.forEach((step, depth) => {
      if (step.kind !== 'element') return;
      const before = given.steps.slice(0, depth), after = given.steps.slice(depth + 1);
      const shared = elementSteps(before), own = elementSteps(after) + 1;
      const names = [spelled(given, 0), spelled(given, 0, { from: shared, by: own })] as const;
      this.reach(given.param, before, 0, this.out, (list, at) => {
        this.forEach(at.len(list, this.origin), shared, at, (outer, i) => {
          this.forEach(i, shared + own, outer, (inner, j) => {
            this.reach(inner.load(list, i, this.origin), after, shared + 1, inner, (x, next) => {
              this.reach(next.load(list, j, this.origin), after, shared + own + 1, next, (y, innermost) => { this.refuse(x, y, names, names[0], innermost); });
            });
          });
        });
      });
    });
  }

  /** `use` hears of each reference at the end of the steps, in loops over the elements on the way. `counter`: how many counters there are already. */
  private reach(ref: Value, steps: readonly Step[], counter: number, out: RegionBuilder, use: (found: Value, out: RegionBuilder) => void): void {
    const [step, ...rest] = steps;
    if (step === undefined) { use(ref, out); return; }
    if (step.kind === 'field') { this.reach(out.getField(ref, step.name, this.origin), rest, counter, out, use); return; }
    this.forEach(out.len(ref, this.origin), counter, out, (inner, k) => { this.reach(inner.load(ref, k, this.origin), rest, counter + 1, inner, use); });
  }

  private forEach(to: Value, counter: number, out: RegionBuilder, body: (inner: RegionBuilder, k: Value) => void): void {
    const k = newValue(num, counterName(counter));
    const inner = new RegionBuilder([k]);
    body(inner, k);
    inner.yield([inner.constant(true, this.origin)], this.origin);
    out.loop({ counter: { from: out.constant(0, this.origin), to, step: 1, compare: 'lt' }, test: null, origin: this.origin, inits: [], body: inner.finish(), results: [] });
  }

  private refuse(x: Value, y: Value, names: readonly [string, string], written: string, out: RegionBuilder): void {
    const { origin } = this;
    const message = `${names[0]} and ${names[1]} must not be the same ${x.type.kind === 'array' ? 'array' : 'object'}: ${this.writer} writes ${written}`;
    const otherwise = new RegionBuilder();
    otherwise.yield([], origin);
    out.if(out.prim('same', [x, y], origin), { params: [], ops: [plainError(message, origin)] }, otherwise.finish(), [], origin);
  }
}

const elementSteps = (steps: readonly Step[]): number => steps.filter(step => step.kind === 'element').length;

const counterName = (index: number): string => String.fromCharCode('i'.charCodeAt(0) + index % 18);

/** `m[i].list[j]`: counters from `first` on; `moved`: those from one on are others. */
function spelled(given: Given, first: number, moved = { from: Infinity, by: 0 }): string {
  let count = first;
  const index = (): string => { const own = count++; return counterName(own < moved.from ? own : own + moved.by); };
  return given.name + given.steps.map(step => (step.kind === 'field' ? `.${step.name}` : `[${index()}]`)).join('');
}

/** A record may be known by some of its fields only. */
function mayBeSame(a: Type, b: Type): boolean {
  if (sameType(a, b)) return true;
  if (a.kind !== 'struct' || b.kind !== 'struct') return false;
  const [few, many] = a.fields.length <= b.fields.length ? [a, b] : [b, a];
  return few.fields.every(field => many.fields.some(other => other.name === field.name && sameType(other.type, field.type)));
}
