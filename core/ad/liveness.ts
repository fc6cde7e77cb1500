/**
 * Structural zeros in memory: which elements of a shadow something has contributed to.
 *
 * The adjoint of an element that nobody reads is a structural zero, and may not meet an infinite partial. Whether an element was read is
 * known when the derivative runs, so an array of booleans stands beside such a shadow. There is none
 *
 *   - unless something with a pole lies between an input and what is stored (`matters`),
 *   - where a loop over the whole array has contributed to each element (`loopOverAll`), and
 *   - where the array is read while it is still being written (a factorisation in place), as keeping account would cost too much.
 *
 * Which shadows need one (`need`) is found out by the trial sweeps. Shadows that stand beside wandering references have none either.
 * Where there is none, zeros count as computed.
 */
import type { LoadOp, LoopOp, Op, Value } from '../ir/op';
import { visitOps, writesMemory } from '../ir/walk';
import type { Analysis } from './analysis';
import { Activity } from './activity';
import { literalIn } from './literal';
import { hasKnownTrips } from './prepare';
import { mayHavePole } from './singular';
import { updateOf } from './updates';

export class Liveness {
  private readonly needed = new Set<Value>();
  private known = 0;
  /** What a number with an infinite partial behind it flows to. */
  private readonly exposed: Activity;
  /** Callees contribute too, and take no array of booleans. */
  private readonly passed = new Set<Value>();

  constructor(private readonly analysis: Analysis) {
    const sources: Value[] = [];
    visitOps(analysis.func.body, op => {
      if (op.kind === 'prim' && analysis.activity.isActive(op.result) && mayHavePole(op, analysis)) sources.push(op.result);
      if (op.kind === 'call') for (const arg of op.args) this.passed.add(arg);
    });
    this.exposed = new Activity(analysis.func, analysis.memory, sources, [], analysis.flows);
  }

  isNeeded(ref: Value): boolean { return this.needed.has(ref); }
  need(ref: Value): void { this.needed.add(ref); }
  /** Whether more has become needed since it was last asked. */
  hasGrown(): boolean {
    const before = this.known;
    this.known = this.needed.size;
    return this.known > before;
  }

  /** Whether something with a pole lies between an input and a number. */
  isExposed(value: Value): boolean { return this.exposed.isVaried(value); }

  /** A structural zero in the shadow of `ref` matters to the value stored. */
  matters(ref: Value, value: Value): boolean { return this.exposed.isVaried(value) && !this.passed.has(ref) && this.isWrittenThenRead(ref); }

  /** Whether nothing beside where the array was made both writes and reads it; `r[i] += e` only writes. */
  private isWrittenThenRead(ref: Value): boolean {
    return this.analysis.definitions.regionOf(ref).ops.every(op => {
      if (!writtenBy(op).has(ref)) return true;
      let loads = 0, updates = 0;
      visitOps({ params: [], ops: [op] }, inner => {
        if (inner.kind === 'load' && inner.ref === ref) loads++;
        if (inner.kind === 'store' && inner.ref === ref && updateOf(inner, this.analysis) !== null) updates++;
      });
      return loads === updates;
    });
  }

  /** The loop over a whole array, beside where it was made, that a load contributes in each iteration of. */
  loopOverAll(load: LoadOp): LoopOp | null {
    const { definitions } = this.analysis;
    const region = definitions.regionOf(load.result);
    const around = definitions.around(region);
    if (around?.op.kind !== 'loop' || around.op.body !== region || around.region !== definitions.regionOf(load.ref)) return null;
    return load.index === region.params[0] && this.runsOver(around.op, load.ref) && !writtenBy(around.op).has(load.ref) ? around.op : null;
  }

  private runsOver(loop: LoopOp, ref: Value): boolean {
    const { counter } = loop;
    if (counter === null || loop.test !== null || !hasKnownTrips(loop)) return false;
    return counter.step === 1 && counter.compare === 'lt' && literalIn(this.analysis, counter.from) === 0 && this.isLength(counter.to, ref);
  }

  private isLength(value: Value, ref: Value): boolean {
    const { definitions } = this.analysis;
    const [own, made] = [definitions.opOf(value), definitions.opOf(ref)];
    if (own?.kind === 'len' && own.ref === ref) return true;
    if (made?.kind === 'alloc') return made.length === value || (own?.kind === 'const' && own.value === literalIn(this.analysis, made.length));
    return made?.kind === 'array' && own?.kind === 'const' && own.value === made.elements.length;
  }
}

/** References that an operation, or what is nested in it, writes through. */
export function writtenBy(op: Op): ReadonlySet<Value> {
  const found = new Set<Value>();
  visitOps({ params: [], ops: [op] }, inner => { if (writesMemory(inner) && inner.kind !== 'setfield') found.add(inner.ref); });
  return found;
}
