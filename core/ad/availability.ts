/**
 * Plan: how the reverse sweep gets at each primal value. The plan is data: the transformer obeys it, and a cleverer
 * planner changes only this file.
 *
 *   visible    it is still in scope: the forward and the reverse sweep share the function's outermost region
 *   counter    an induction variable, which the reversed loop has again
 *   recompute  the operation is cheap, what it reads is available too, and memory still holds it
 *   saved      it is put aside in the forward sweep (see `storage.ts` for where)
 *
 * Two planners: `frugal`, and `naive`, which saves whatever is not in scope. Derivatives of both agree: what the frugal one takes to be
 * still there, or as good as before, is checked against a plan that takes nothing for granted.
 */
import type { Value } from '../ir/op';
import { isReference } from '../ir/type';
import type { Analysis } from './analysis';
import type { Steady } from './steady';

export type Availability = 'visible' | 'counter' | 'recompute' | 'saved';

export type Planner = 'frugal' | 'naive';

/** Operations an expression may take to be recomputed rather than saved. */
const recomputeLimit = 4;

const cheap: ReadonlySet<string> = new Set([
  'add', 'sub', 'mul', 'neg', 'abs', 'lt', 'le', 'gt', 'ge', 'eq', 'ne', 'not', 'truthy', 'isNaN', 'isFinite', 'isInteger',
  'floor', 'bitand', 'bitor', 'bitxor', 'shl', 'shr', 'ushr', 'bitnot',
]);

export class Plan {
  private readonly decided = new Map<Value, { readonly availability: Availability; readonly cost: number }>();

  /**
   * `joint`: forward and reverse sweep stand in one function (else each is a function of its own and shares only the tape).
   * `steady`: what nobody writes between the two; of no meaning for a joint plan.
   */
  constructor(private readonly analysis: Analysis, private readonly planner: Planner, readonly joint: boolean, private readonly steady: Steady = nothingSteady) {}

  availability(value: Value): Availability { return this.decide(value).availability; }

  /**
   * Second look at the values that the reverse sweep asked to be saved. What is cheap to compute from others that are saved anyway is not
   * saved itself (an element, where its index is needed too); and where several, or one without a name, are cheap to compute
   * from one further value, that value is saved in their place (`l` for `4 * l` and `1 - l`).
   */
  relieve(requests: ReadonlySet<Value>): void {
    if (this.planner === 'naive') return;
    const kept = new Set(requests);
    const release = (value: Value): void => {
      const again = this.decideAfresh(value, kept);
      if (again.availability !== 'recompute') return;
      kept.delete(value);
      this.decided.set(value, again);
    };
    for (const value of requests) release(value);
    for (const [source, dependents] of this.commonSources(kept)) {
      const [only, second] = dependents;
      if (only === undefined || (second === undefined && (only.name !== null || source.name === null))) continue;
      kept.add(source);
      for (const value of dependents) release(value);
    }
  }

  /** Saved values that would be cheap to compute, if only one further value were saved: by that value. */
  private commonSources(kept: ReadonlySet<Value>): ReadonlyMap<Value, readonly Value[]> {
    const found = new Map<Value, Value[]>();
    for (const value of kept) {
      const op = this.analysis.definitions.opOf(value);
      if (op?.kind !== 'prim' || !cheap.has(op.prim)) continue;
      const missing = new Set(op.args.filter(arg => this.availability(arg) === 'saved' && !kept.has(arg)));
      const [source] = missing;
      if (missing.size === 1 && source !== undefined && source.type.kind === 'num') found.set(source, [...found.get(source) ?? [], value]);
    }
    return found;
  }

  private decide(value: Value): { readonly availability: Availability; readonly cost: number } {
    let decision = this.decided.get(value);
    if (decision === undefined) {
      decision = this.decideAfresh(value);
      this.decided.set(value, decision);
    }
    return decision;
  }

  /** `kept`: saved values that count as available. */
  private decideAfresh(value: Value, kept: ReadonlySet<Value> = none): { readonly availability: Availability; readonly cost: number } {
    const { definitions, func, stability } = this.analysis;
    const definition = definitions.of(value);
    if (definition.kind === 'parameter') return { availability: 'visible', cost: 0 };
    if (definition.kind === 'counter') return { availability: 'counter', cost: 0 };
    if (definition.kind === 'carried') return saved;
    const { op } = definition;
    if (op.kind === 'const' || op.kind === 'global') return { availability: 'recompute', cost: 0 };
    if (this.joint && definition.region === func.body) return { availability: 'visible', cost: 0 };
    if (this.planner === 'naive') return saved;
    switch (op.kind) {
      case 'prim': return cheap.has(op.prim) ? this.recomputed(op.args, 1, kept) : saved;
      case 'load': return stability.isStable(op) && this.holdsOn(op.ref) ? this.recomputed([op.ref, op.index], ownCost(op.result), kept) : saved;
      case 'getfield': return stability.isStable(op) && this.holdsOn(op.ref) ? this.recomputed([op.ref], ownCost(op.result), kept) : saved;
      case 'has': return stability.isStable(op) && this.holdsOn(op.ref) ? this.recomputed([op.ref, op.index], 1, kept) : saved;
      case 'len': return stability.isStable(op) && (!this.steady.resizes || this.holdsOn(op.ref)) ? this.recomputed([op.ref], 0, kept) : saved;
      default: return saved;
    }
  }

  /** Whether memory still holds after the function has returned what it held then. */
  private holdsOn(ref: Value): boolean {
    if (this.joint) return true;
    const { definitions, func, memory } = this.analysis;
    const definition = definitions.of(ref);
    switch (definition.kind) {
      case 'parameter': return this.steady.parameters.has(func.params.findIndex(param => param.value === ref)) && memory.block(ref).parameterIndices.every(index => this.steady.parameters.has(index));
      case 'operation': {
        const { op } = definition;
        return op.kind === 'global' || ((op.kind === 'load' || op.kind === 'getfield') && this.holdsOn(op.ref));
      }
      case 'counter': case 'carried': return false;
    }
  }

  private recomputed(args: readonly Value[], own: number, kept: ReadonlySet<Value>): { readonly availability: Availability; readonly cost: number } {
    let cost = own;
    for (const arg of args) {
      const decision = this.decide(arg);
      if (decision.availability === 'saved' && !kept.has(arg)) return saved;
      cost += decision.cost;
    }
    return cost <= recomputeLimit ? { availability: 'recompute', cost } : saved;
  }
}

/** The row of a matrix is found once for all that is read from it. */
const ownCost = (read: Value): number => (isReference(read.type) ? 0 : 1);

const saved = { availability: 'saved', cost: 0 } as const;
const nothingSteady: Steady = { parameters: new Set(), resizes: true };
const none: ReadonlySet<Value> = new Set();
