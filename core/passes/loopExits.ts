/**
 * Pass: loops left by an exit carry no more than their next iteration or what follows reads.
 *
 * Purpose: `structureExits` turns every exit into a flag and every result of an exit into a carried value; most of that is never looked at.
 * Input and output: value form.
 *   - a flag that is the loop's `again` is true inside the loop, and false behind a loop that only it can end;
 *   - what a branch that leaves yields does not matter for a carried value that is not read behind the loop, and what a branch that stays
 *     yields does not matter for one that is only read there;
 *   - of two carried values of such a loop that always hold the same next value, the one the body does not read is the other;
 *   - a branch that only chooses between true and false is its condition.
 * Example:
 *   %v, %going, %r = loop carry(%v0 = 0, %g0 = true, %r0 = %x) { … %v1, %g1, %r1 = if %c { yield %n, false, %r0 } else { yield %v0, true, %n }
 *     yield %g1, %v1, %g1, %r1 }
 *   becomes
 *   %r = loop carry(%r0 = %x) { … %g1 = not %c  yield %g1, %n }           with %r for %v
 */
import { newValue } from '../ir/builder';
import type { Func } from '../ir/module';
import type { IfOp, LoopOp, Op, Region, Value } from '../ir/op';
import { noConventions } from '../ir/primitive';
import { bool } from '../ir/type';
import { mapOp, operands, results, visitOps } from '../ir/walk';
import { carriedParams, yielded } from './definitions';
import { eliminateDeadCode } from './dce';

/** Each round can uncover work for the next; nested exits need as many as they are deep. */
const mostRounds = 8;

export function simplifyExits(func: Func): Func {
  let current = func;
  for (let round = 0; round < mostRounds; round++) {
    const next = new Simplifier(current).run();
    if (next === null) return current;
    current = eliminateDeadCode(next);
  }
  return current;
}

class Simplifier {
  private readonly uses = new Map<Value, number>();
  private readonly truths = new Map<Value, boolean>();
  private readonly inside = new Map<Region, Set<Value>>();
  private readonly replaced = new Map<Value, Value>();
  private changed = false;

  constructor(private readonly func: Func) {
    visitOps(func.body, op => {
      for (const value of operands(op)) this.uses.set(value, (this.uses.get(value) ?? 0) + 1);
      if (op.kind === 'const' && typeof op.value === 'boolean') this.truths.set(op.result, op.value);
    });
  }

  /** Null when there was nothing to do. */
  run(): Func | null {
    const body = this.region(this.func.body);
    if (!this.changed) return null;
    const final = (region: Region): Region => ({ params: region.params, ops: region.ops.map(op => mapOp(op, this.value, final)) });
    return { ...this.func, body: final(body) };
  }

  private readonly value = (v: Value): Value => { const by = this.replaced.get(v); return by === undefined ? v : this.value(by); };

  private unused(value: Value | undefined): boolean { return value !== undefined && (this.uses.get(value) ?? 0) === 0; }

  private replace(value: Value, by: Value): void {
    if (value === by || this.replaced.has(value)) return;
    this.replaced.set(value, by);
    this.changed = true;
  }

  private region(region: Region): Region {
    return { params: region.params, ops: region.ops.flatMap((op): Op[] => {
      const inner = mapOp(op, v => v, r => this.region(r));
      if (inner.kind === 'loop') return this.loop(inner);
      return inner.kind === 'if' ? this.choice(inner) : [inner];
    }) };
  }

  /** `if %c { yield true } else { yield false }` is `%c`. */
  private choice(op: IfOp): Op[] {
    const [then, otherwise] = [yielded(op.then), yielded(op.else)];
    const [only, ...more] = op.results;
    const trivial = [op.then, op.else].every(side => side.ops.every(inner => inner.kind === 'const' || inner.kind === 'yield'));
    if (only === undefined || more.length > 0 || !trivial) return [op];
    const [yes, no] = [then[0] === undefined ? undefined : this.truths.get(then[0]), otherwise[0] === undefined ? undefined : this.truths.get(otherwise[0])];
    if (yes === true && no === false) { this.replace(only, op.cond); return [op]; }
    if (yes !== false || no !== true) return [op];
    const opposite = newValue(bool);
    this.replace(only, opposite);
    return [{ kind: 'prim', prim: 'not', args: [op.cond], conventions: noConventions, result: opposite, origin: op.origin }];
  }

  private loop(loop: LoopOp): Op[] {
    const end = loop.body.ops.at(-1);
    if (end?.kind !== 'yield') return [loop];
    const [again, ...next] = end.values;
    if (again === undefined) return [loop];
    const endless = loop.test !== null && this.truths.get(yielded(loop.test)[0] ?? again) === true;
    if (endless) this.changed = true;
    const test = endless ? null : loop.test;
    const onlyExits = test === null && loop.counter === null;
    const params = carriedParams(loop);
    const before: Op[] = [];
    const after: Op[] = [];
    const hoisted: Op[] = [];
    const truth = (known: boolean, at: Op[]): Value => {
      const result = newValue(bool);
      at.push({ kind: 'const', value: known, result, origin: loop.origin });
      return result;
    };
    const needed = this.conjuncts(loop.body, again);
    const values = next.map((value, k) => {
      const [param, result, init] = [params[k], loop.results[k], loop.inits[k]];
      if (param === undefined || result === undefined || init === undefined) return value;
      if (needed.has(value) && this.truths.get(init) === true) {
        const tested = test?.params[k];
        for (const name of [param, tested]) if (name !== undefined && !this.unused(name)) this.replace(name, truth(true, before));
        if (onlyExits && value === again && !this.unused(result)) this.replace(result, truth(false, after));
        return value;
      }
      const choice = this.exitThrough(loop.body, value, needed);
      if (choice === null) return value;
      const [leaving, staying] = [yielded(choice.leaves)[choice.at], yielded(choice.stays)[choice.at]];
      if (leaving === undefined || staying === undefined) return value;
      if (this.unused(result)) {
        const outside = this.moved(choice.stays, staying, needed, hoisted);
        if (outside !== null) { this.changed = true; return outside; }
      }
      const passesThrough = staying === param && this.uses.get(param) === 1;
      if (onlyExits && passesThrough && !this.isInside(choice.leaves, leaving)) { this.changed = true; return leaving; }
      return value;
    });
    if (onlyExits) values.forEach((value, k) => {
      const twin = values.findIndex((other, j) => j !== k && other === value && !(j > k && this.unused(params[j])));
      const [result, by] = [loop.results[k], loop.results[twin]];
      if (twin >= 0 && value !== again && result !== undefined && by !== undefined && this.unused(params[k]) && !this.unused(result)) this.replace(result, by);
    });
    const ops = [...loop.body.ops.slice(0, -1), ...hoisted, { ...end, values: [again, ...values] }];
    return [...before, { ...loop, test, body: { ...loop.body, ops } }, ...after];
  }

  /** Values that are true whenever the loop goes on. */
  private conjuncts(body: Region, again: Value): ReadonlySet<Value> {
    const found = new Set<Value>();
    const visit = (value: Value): void => {
      if (found.has(value)) return;
      found.add(value);
      for (const op of body.ops) {
        const at = op.kind === 'if' ? op.results.indexOf(value) : -1;
        if (op.kind !== 'if' || at < 0) continue;
        const [then, otherwise] = [yielded(op.then)[at], yielded(op.else)[at]];
        if (otherwise !== undefined && this.truths.get(otherwise) === false && then !== undefined) { visit(op.cond); visit(then); }
      }
    };
    visit(again);
    return found;
  }

  /** The branch that computes a value and one side of which leaves the loop. */
  private exitThrough(body: Region, value: Value, needed: ReadonlySet<Value>): { readonly at: number; readonly leaves: Region; readonly stays: Region } | null {
    for (const op of body.ops) {
      const at = op.kind === 'if' ? op.results.indexOf(value) : -1;
      if (op.kind !== 'if' || at < 0) continue;
      if (needed.has(op.cond)) return { at, leaves: op.else, stays: op.then };
      for (const [k, result] of op.results.entries()) {
        if (!needed.has(result)) continue;
        if (this.truthOf(op.then, k) === false) return { at, leaves: op.then, stays: op.else };
        if (this.truthOf(op.else, k) === false) return { at, leaves: op.else, stays: op.then };
      }
    }
    return null;
  }

  private truthOf(side: Region, at: number): boolean | undefined {
    const value = yielded(side)[at];
    return value === undefined ? undefined : this.truths.get(value);
  }

  /**
   * A value of a branch computed behind it, for when the loop goes on: constants and arithmetic are repeated there, branches whose condition
   * holds then are looked into, anything else stays (null).
   */
  private moved(side: Region, value: Value, needed: ReadonlySet<Value>, out: Op[]): Value | null {
    if (!this.isInside(side, value)) return value;
    const op = side.ops.find(candidate => results(candidate).includes(value));
    if (op?.kind === 'if' && needed.has(op.cond)) {
      const inner = yielded(op.then)[op.results.indexOf(value)];
      const found = inner === undefined ? null : this.moved(op.then, inner, needed, out);
      return found === null || !this.isInside(side, found) ? found : this.moved(side, found, needed, out);
    }
    if (op === undefined || (op.kind !== 'const' && op.kind !== 'prim')) return null;
    const args = new Map<Value, Value>();
    for (const arg of operands(op)) {
      const outside = this.moved(side, arg, needed, out);
      if (outside === null) return null;
      args.set(arg, outside);
    }
    const result = newValue(value.type, value.name);
    const copy = mapOp(op, v => args.get(v) ?? v, region => region);
    if (!('result' in copy)) return null;
    out.push({ ...copy, result });
    return result;
  }

  /** Whether a value is defined in a region or below it. */
  private isInside(region: Region, value: Value): boolean {
    let known = this.inside.get(region);
    if (known === undefined) {
      const defined = new Set<Value>();
      visitOps(region, inner => { for (const result of results(inner)) defined.add(result); });
      this.inside.set(region, known = defined);
    }
    return known.has(value);
  }
}
