/**
 * Plan: how the reverse sweep gets at each primal value. The plan is data: the transformer obeys it, and a cleverer
 * planner changes only this file.
 *
 *   visible    it is still in scope: the forward and the reverse sweep share the function's outermost region
 *   counter    an induction variable, which the reversed loop has again
 *   recompute  the operation is cheap, what it reads is available too, and memory still holds it
 *   saved      it is put aside in the forward sweep (see `storage.ts` for where)
 */
import type { Value } from '../ir/op';
import type { Analysis } from './analysis';

export type Availability = 'visible' | 'counter' | 'recompute' | 'saved';

/** Operations an expression may take to be recomputed rather than saved. */
const recomputeLimit = 4;

const cheap: ReadonlySet<string> = new Set([
  'add', 'sub', 'mul', 'neg', 'abs', 'lt', 'le', 'gt', 'ge', 'eq', 'ne', 'not', 'truthy', 'isNaN', 'isFinite', 'isInteger',
  'floor', 'bitand', 'bitor', 'bitxor', 'shl', 'shr', 'ushr', 'bitnot',
]);

export class Plan {
  private readonly decided = new Map<Value, { readonly availability: Availability; readonly cost: number }>();

  /** `joint`: forward and reverse sweep stand in one function (else each is a function of its own and shares only the tape). */
  constructor(private readonly analysis: Analysis, readonly joint: boolean) {}

  availability(value: Value): Availability { return this.decide(value).availability; }

  private decide(value: Value): { readonly availability: Availability; readonly cost: number } {
    let decision = this.decided.get(value);
    if (decision === undefined) {
      decision = this.decideAfresh(value);
      this.decided.set(value, decision);
    }
    return decision;
  }

  private decideAfresh(value: Value): { readonly availability: Availability; readonly cost: number } {
    const { definitions, func, stability } = this.analysis;
    const definition = definitions.of(value);
    if (definition.kind === 'parameter') return { availability: 'visible', cost: 0 };
    if (definition.kind === 'counter') return { availability: 'counter', cost: 0 };
    if (definition.kind === 'carried') return saved;
    const { op } = definition;
    if (op.kind === 'const' || op.kind === 'global') return { availability: 'recompute', cost: 0 };
    if (this.joint && definition.region === func.body) return { availability: 'visible', cost: 0 };
    switch (op.kind) {
      case 'prim': return cheap.has(op.prim) ? this.recomputed(op.args, 1) : saved;
      case 'load': return stability.isStable(op) ? this.recomputed([op.ref, op.index], 1) : saved;
      case 'getfield': case 'len': return stability.isStable(op) ? this.recomputed([op.ref], op.kind === 'len' ? 0 : 1) : saved;
      default: return saved;
    }
  }

  private recomputed(args: readonly Value[], own: number): { readonly availability: Availability; readonly cost: number } {
    let cost = own;
    for (const arg of args) {
      const decision = this.decide(arg);
      if (decision.availability === 'saved') return saved;
      cost += decision.cost;
    }
    return cost <= recomputeLimit ? { availability: 'recompute', cost } : saved;
  }
}

const saved = { availability: 'saved', cost: 0 } as const;
