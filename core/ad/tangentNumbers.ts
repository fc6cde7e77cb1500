/** Tangents of numbers: Σ partial · tangent of each argument, or the winner's tangent. */
import { newValue, RegionBuilder } from '../ir/builder';
import type { PrimOp, Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { isRealPrimitive, type ComparisonPrimitive } from '../ir/primitive';
import { bool, num } from '../ir/type';
import type { SmoothRule } from '../rules/rule';
import { rules } from '../rules/table';
import { literalIn } from './literal';
import { PartialArithmetic, type Lazy } from './partials';
import { either, isSoft, Scope, type Adjoint } from './scope';
import { mayBeInfinite } from './singular';
import type { TangentSweep } from './tangent';

export class NumberTangents {
  constructor(private readonly sweep: TangentSweep) {}

  prim(op: PrimOp, scope: Scope, origin: Origin): void {
    if (!isRealPrimitive(op.prim) || !this.sweep.analysis.activity.isActive(op.result)) return;
    const rule = rules[op.prim];
    const tangent = rule.kind === 'smooth' ? this.smooth(op, rule, scope, origin) : rule.kind === 'selection' ? this.selection(op, scope, origin) : null;
    if (tangent !== null) this.sweep.tangents.set(op.result, tangent);
  }

  private smooth(op: PrimOp, rule: SmoothRule, scope: Scope, origin: Origin): Adjoint | null {
    let total: Adjoint | null = null;
    for (const argument of new Set(op.args)) {
      const direction = this.sweep.tangents.get(argument);
      if (direction === undefined) continue;
      const term = this.term(op, rule, argument, direction, scope, origin);
      if (term === null) continue;
      if (total === null) total = term;
      else {
        const sum = scope.out.prim('add', [total.value, term.value], origin);
        total = { value: sum, live: either(scope, total.live, term.live, origin) };
      }
    }
    return total;
  }

  private term(op: PrimOp, rule: SmoothRule, argument: Value, direction: Adjoint, scope: Scope, origin: Origin): Adjoint | null {
    const on = new PartialArithmetic(scope, v => literalIn(this.sweep.analysis, v), this.sweep.copy, origin);
    const args = op.args.map((value): Lazy => ({ kind: 'primal', value }));
    let partial: Lazy | null = null;
    const compute = (): Lazy | null => {
      let sum: Lazy | null = null;
      op.args.forEach((arg, k) => {
        const one = arg === argument ? rule.partial<Lazy>(k, on, args, { kind: 'primal', value: op.result }, op.conventions) : null;
        if (one !== null) sum = sum === null ? one : on.sum(sum, one);
      });
      return sum;
    };
    if (direction.live === null || rule.linear || (scope.soft.has(direction.live) && !mayBeInfinite(op, this.sweep.analysis))) {
      partial = compute();
      return partial === null ? null : { value: this.scaled(direction.value, partial, on, scope, origin), live: direction.live };
    }
    const zero = scope.zeroValue();
    const result = newValue(num);
    const inner = new Scope(null, scope, 'branch', this.sweep.analysis.definitions);
    let structural = false;
    on.inside(inner, () => {
      partial = compute();
      structural = partial === null;
      inner.out.yield([partial === null ? zero : this.scaled(direction.value, partial, on, inner, origin)], origin);
    });
    if (structural) return null;
    const otherwise = new RegionBuilder();
    otherwise.yield([zero], origin);
    scope.out.if(direction.live, inner.out.finish(), otherwise.finish(), [result], origin);
    return { value: result, live: direction.live };
  }

  private scaled(direction: Value, partial: Lazy, on: PartialArithmetic, scope: Scope, origin: Origin): Value {
    const literal = on.literal(partial);
    if (literal === 1) return direction;
    return literal === -1 ? scope.out.prim('neg', [direction], origin) : scope.out.prim('mul', [on.emit(partial), direction], origin);
  }

  /** The winner's tangent. */
  private selection(op: PrimOp, scope: Scope, origin: Origin): Adjoint | null {
    const order = op.conventions.tieOrder ?? op.args.map((_, i) => i);
    const preferred = order.map(i => op.args[i]).filter(arg => arg !== undefined);
    if (!preferred.some(arg => this.sweep.tangents.has(arg))) return null;
    const choose = (rest: readonly Value[], at: Scope): Adjoint | null => {
      const [head, ...tail] = rest;
      if (head === undefined) return null;
      const own = this.sweep.tangents.get(head) ?? null;
      if (tail.length === 0) return own;
      const [second] = tail;
      const wins: ComparisonPrimitive = op.prim === 'max' ? 'ge' : 'le';
      const cond = preferred.length === 2 && second !== undefined
        ? at.out.prim(wins, [this.sweep.copy(head), this.sweep.copy(second)], origin) : at.out.prim('eq', [this.sweep.copy(head), this.sweep.copy(op.result)], origin);
      const inner = new Scope(null, at, 'branch', this.sweep.analysis.definitions);
      return this.joined(cond, own, choose(tail, inner), new Scope(null, at, 'branch', this.sweep.analysis.definitions), inner, at, origin);
    };
    return choose(preferred, scope);
  }

  /** An `if` that yields one of two tangents, and when it is live. */
  private joined(cond: Value, then: Adjoint | null, otherwise: Adjoint | null, thenScope: Scope, elseScope: Scope, scope: Scope, origin: Origin): Adjoint {
    const [value, live] = [newValue(num), newValue(bool)];
    const sides: readonly (readonly [Adjoint | null, Scope])[] = [[then, thenScope], [otherwise, elseScope]];
    for (const [side, inner] of sides) {
      const isLive = side === null ? inner.out.constant(false, origin) : side.live ?? inner.out.constant(true, origin);
      inner.out.yield([side?.value ?? inner.zeroValue(), isLive], origin);
    }
    scope.out.if(cond, thenScope.out.finish(), elseScope.out.finish(), [value, live], origin);
    if (sides.some(([side]) => isSoft(side, scope))) scope.soft.add(live);
    return { value, live: then !== null && then.live === null && otherwise !== null && otherwise.live === null ? null : live };
  }
}
