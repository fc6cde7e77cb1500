/** The arithmetic in which rules write partials as operations of a derivative. Primal values are taken only where a partial reads them. */
import { newValue } from '../ir/builder';
import type { Region, Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { noConventions, type ComparisonPrimitive, type RealPrimitive } from '../ir/primitive';
import { bool, num } from '../ir/type';
import type { Arithmetic } from '../rules/rule';
import { Scope } from './scope';

/** A number in a partial: a literal, a primal value not yet taken, or something computed. */
export type Lazy =
  | { readonly kind: 'literal'; readonly value: number }
  | { readonly kind: 'primal'; readonly value: Value }
  | { readonly kind: 'computed'; readonly value: Value };

export class PartialArithmetic implements Arithmetic<Lazy> {
  constructor(
    /** Where operations go: the branch being written, inside `choose`. */
    private scope: Scope, private readonly literalOf: (value: Value) => number | null,
    private readonly resolve: (value: Value, scope: Scope) => Value, private readonly origin: Origin,
  ) {}

  constant(value: number): Lazy { return { kind: 'literal', value }; }

  literal(x: Lazy): number | null {
    switch (x.kind) {
      case 'literal': return x.value;
      case 'primal': return this.literalOf(x.value);
      case 'computed': return null;
    }
  }

  apply(prim: RealPrimitive, args: readonly Lazy[]): Lazy {
    const values = args.map(arg => this.emit(arg));
    const result = newValue(num);
    this.scope.out.append({ kind: 'prim', prim, args: values, conventions: noConventions, result, origin: this.origin });
    return { kind: 'computed', value: result };
  }

  choose(compare: ComparisonPrimitive, a: Lazy, b: Lazy, then: () => Lazy, otherwise: () => Lazy): Lazy {
    const cond = newValue(bool);
    const [left, right] = [this.emit(a), this.emit(b)];
    this.scope.out.append({ kind: 'prim', prim: compare, args: [left, right], conventions: noConventions, result: cond, origin: this.origin });
    const result = newValue(num);
    const side = (value: () => Lazy): Region => {
      const inner = new Scope(null, this.scope, 'branch', this.scope.defined);
      this.inside(inner, () => { const chosen = this.emit(value()); inner.out.yield([chosen], this.origin); });
      return inner.out.finish();
    };
    const [thenRegion, elseRegion] = [side(then), side(otherwise)];
    this.scope.out.if(cond, thenRegion, elseRegion, [result], this.origin);
    return { kind: 'computed', value: result };
  }

  /** Runs `write` with its operations going to another scope. */
  inside(scope: Scope, write: () => void): void {
    const outer = this.scope;
    this.scope = scope;
    write();
    this.scope = outer;
  }

  sum(a: Lazy, b: Lazy): Lazy {
    if (a.kind === b.kind && a.value === b.value) return this.apply('mul', [this.constant(2), a]);
    return this.apply('add', [a, b]);
  }

  emit(x: Lazy): Value {
    switch (x.kind) {
      case 'literal': return this.scope.out.constant(x.value, this.origin);
      case 'primal': return this.resolve(x.value, this.scope);
      case 'computed': return x.value;
    }
  }
}
