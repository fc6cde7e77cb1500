/**
 * Pass: references that wander get their shadows beside them.
 *
 * Purpose: the adjoint of `r[i]` lives in the shadow of `r`. Where a reference is carried by a loop, chosen by a branch or kept in memory,
 * its shadow must be carried, chosen and kept the same way; the forward sweep does that, and the reverse sweep then finds the
 * shadow like any other value.
 * Input: value form and its analysis. Output: the same function with shadow references computed alongside; `shadows` maps each such
 * reference to its shadow. References that stay where they were made are left out: the reverse sweep makes their shadow itself.
 * Example:
 *   %u, %v = loop for … carry(%u0: f64[] = %a, %v0: f64[] = %b) { … yield %true, %v0, %u0 }
 *   becomes
 *   %da = alloc f64[] len %a   %db = alloc f64[] len %b
 *   %u, %v, %du, %dv = loop for … carry(%u0 = %a, %v0 = %b, %du0 = %da, %dv0 = %db) { … yield %true, %v0, %u0, %dv0, %du0 }
 */
import { newValue, RegionBuilder } from '../ir/builder';
import type { Func } from '../ir/module';
import type { IfOp, LoopOp, Op, Region, Value } from '../ir/op';
import { withRole, type Origin } from '../ir/origin';
import { bool, holdsReals, isReference, num, sameType } from '../ir/type';
import { mapOp, results } from '../ir/walk';
import { carriedParams, yielded } from '../passes/definitions';
import { besideType, flags, raisedFlags, shadows, type Companion } from './companions';
import { adjointName } from './names';
import { holdsReferences, zerosLike } from './nested';
import type { Analysis } from './analysis';

export interface Paired { readonly func: Func; readonly shadows: ReadonlyMap<Value, Value> }

/**
 * `given`: shadows that exist already (those of parameters). `all`: forward mode pairs every active reference, and a copy's shadow is a
 * copy, because there shadows hold tangents from the start.
 */
export function pairShadows(analysis: Analysis, given: ReadonlyMap<Value, Value>, all = false): Paired {
  const { activity, memory } = analysis;
  const wanders = (ref: Value): boolean => isReference(ref.type) && (all || holdsReferences(ref.type) || memory.block(ref).isWandering) && activity.isActiveMemory(ref);
  return paired(analysis, new Map([...given].filter(([ref]) => wanders(ref))), { isPaired: wanders, isMissed: ref => activity.isActiveMemory(ref), copies: all, ofCopy: () => shadows, companion: shadows, name: adjointName });
}

/** The same with flags beside the memory of some references. */
export function pairFlags(analysis: Analysis, given: ReadonlyMap<Value, Value>, flagged: (ref: Value) => boolean): Paired {
  // Memory without flags has derivatives everywhere or nowhere.
  const ofCopy = (original: Value): Companion => (analysis.activity.isActiveMemory(original) ? raisedFlags : flags);
  return paired(analysis, given, { isPaired: flagged, isMissed: ref => holdsReals(ref.type), copies: true, ofCopy, companion: flags, name: name => `${adjointName(name)}Live` });
}

interface Pairs {
  readonly isPaired: (ref: Value) => boolean;
  /** Whether memory that is kept beside what is paired cannot go without. */
  readonly isMissed: (ref: Value) => boolean;
  /** What stands beside a copy is a copy of what stands beside the original. */
  readonly copies: boolean;
  /** What stands beside a copy of memory that nothing stands beside. */
  readonly ofCopy: (original: Value) => Companion;
  readonly companion: Companion;
  readonly name: (name: string) => string;
}

function paired(analysis: Analysis, given: ReadonlyMap<Value, Value>, pairs: Pairs): Paired {
  const pairing = new Pairing(given, pairs);
  const body = pairing.region(analysis.func.body);
  return { func: { ...analysis.func, body }, shadows: pairing.shadows };
}

class Pairing {
  readonly shadows: Map<Value, Value>;

  constructor(given: ReadonlyMap<Value, Value>, private readonly pairs: Pairs) { this.shadows = new Map(given); }

  region(region: Region): Region { return { params: region.params, ops: region.ops.flatMap(op => this.op(op)) }; }

  private wanders(ref: Value): boolean { return this.pairs.isPaired(ref); }

  private op(op: Op): readonly Op[] {
    if (op.kind === 'if') return this.branch(op);
    if (op.kind === 'loop') return this.loop(op);
    const mapped = mapOp(op, v => v, region => this.region(region));
    const [result] = results(op);
    const after: Op[] = [];
    if (result === undefined || !this.wanders(result)) this.written(op, after);
    else if (!this.shadows.has(result)) this.shadows.set(result, this.made(op, result, after));
    return [mapped, ...after];
  }

  /** The shadow of what an operation made or found. */
  private made(op: Op, result: Value, out: Op[]): Value {
    const origin = withRole(op.origin, 'adjoint');
    // A row that has no name is called after the array it is read from.
    const name = result.name ?? (op.kind === 'load' ? null : op.kind === 'getfield' ? op.field : 'memory');
    const shadow = this.beside(result, name);
    const { companion } = this.pairs;
    switch (op.kind) {
      case 'alloc': out.push({ ...op, type: companion.array(op.type), holes: op.holes && isReference(op.type.element), result: shadow, origin }); break;
      case 'array':
        if (isReference(op.type.element) || op.elements.length === 0) out.push({ ...op, type: companion.array(op.type), elements: op.elements.map(element => this.shadowOr(element, op.origin)), result: shadow, origin });
        else return this.zeros(result, out, origin, shadow.name);
        break;
      case 'struct': {
        const type = companion.struct(op.type);
        const values = op.type.fields.flatMap(({ name: field }, i) => (type.fields.some(kept => kept.name === field) ? op.values[i] ?? [] : []));
        out.push({ ...op, type, values: values.map(value => this.shadowField(value, out, origin)), result: shadow, origin });
        break;
      }
      case 'copy': {
        const own = this.shadows.get(op.ref);
        if (own !== undefined && result.type.kind === 'array' && (this.pairs.copies || isReference(result.type.element))) out.push({ ...op, ref: own, result: shadow, origin });
        else return this.zeros(result, out, origin, shadow.name, this.pairs.ofCopy(op.ref));
        break;
      }
      case 'load': case 'pop': case 'remove': case 'view': out.push({ ...op, ref: this.shadowOr(op.ref, op.origin), result: shadow, origin }); break;
      case 'getfield': out.push({ ...op, ref: this.shadowOr(op.ref, op.origin), result: shadow, origin }); break;
      case 'global': return this.zeros(result, out, origin, shadow.name);
      default: throw new UnsupportedShadow(op.origin);
    }
    return shadow;
  }

  /** Writes of references, and changes of length, happen to the shadow as well. */
  private written(op: Op, out: Op[]): void {
    const origin = withRole(op.origin, 'adjoint');
    switch (op.kind) {
      case 'store': case 'fill': case 'setfield': case 'push': case 'insert': {
        const shadow = this.shadows.get(op.ref);
        if (shadow === undefined) return;
        if (op.kind === 'setfield' && !holdsReals(op.value.type)) return;
        if (isReference(op.value.type)) out.push({ ...op, ref: shadow, value: this.shadowOr(op.value, op.origin), origin });
        else if (op.kind === 'push' || op.kind === 'insert') {
          const initial = op.value.type.kind === 'bool' ? false : this.pairs.companion.initial;
          const zero = newValue(typeof initial === 'boolean' ? bool : num);
          out.push({ kind: 'const', value: initial, result: zero, origin }, { ...op, ref: shadow, value: zero, origin });
        }
        return;
      }
      case 'pop': case 'remove': {
        const shadow = this.shadows.get(op.ref);
        if (shadow !== undefined) out.push({ ...op, ref: shadow, result: newValue(shadow.type.kind === 'array' ? shadow.type.element : op.result.type), origin });
        return;
      }
      default: return;
    }
  }

  /** Memory without anything active stands for its own shadow: nothing is ever added to it. */
  private shadowOr(ref: Value, origin: Origin): Value {
    const shadow = this.shadows.get(ref);
    if (shadow === undefined && this.pairs.isMissed(ref)) throw new UnsupportedShadow(origin);
    return shadow ?? ref;
  }

  private shadowField(value: Value, out: Op[], origin: Origin): Value {
    if (value.type.kind !== 'num') {
      const shadow = this.shadowOr(value, origin);
      return sameType(shadow.type, besideType(this.pairs.companion, value.type)) ? shadow : this.zeros(value, out, origin, null);
    }
    const { initial } = this.pairs.companion;
    const zero = newValue(typeof initial === 'boolean' ? bool : num);
    out.push({ kind: 'const', value: initial, result: zero, origin });
    return zero;
  }

  private branch(op: IfOp): readonly Op[] {
    const paired = op.results.map((result, i) => ({ result, i })).filter(({ result }) => this.wanders(result));
    const side = (source: Region): Region => this.extended(this.region(source), paired.map(({ i }) => yielded(source)[i]));
    const then = side(op.then);
    const otherwise = side(op.else);
    const added = paired.map(({ result }) => this.named(result));
    return [{ ...op, then, else: otherwise, results: [...op.results, ...added] }];
  }

  private loop(op: LoopOp): readonly Op[] {
    const params = carriedParams(op);
    const paired = params.map((param, i) => ({ param, i })).filter(({ param }) => this.wanders(param));
    const bodyParams = paired.map(({ param }) => this.named(param));
    const testParams = op.test === null ? [] : paired.map(({ i }) => { const p = op.test?.params[i]; return p === undefined ? newValue(num) : this.named(p); });
    const inits = paired.map(({ i }) => { const init = op.inits[i]; return init === undefined ? newValue(num) : this.shadowOr(init, op.origin); });
    const inner = this.region(op.body);
    const body = this.extended({ params: [...inner.params, ...bodyParams], ops: inner.ops }, paired.map(({ i }) => yielded(op.body)[i + 1]));
    const test = op.test === null ? null : { params: [...op.test.params, ...testParams], ops: op.test.ops };
    const added = paired.map(({ i, param }) => this.named(op.results[i] ?? param));
    return [{ ...op, test, inits: [...op.inits, ...inits], body, results: [...op.results, ...added] }];
  }

  private named(ref: Value): Value {
    const shadow = this.beside(ref, ref.name ?? 'memory');
    this.shadows.set(ref, shadow);
    return shadow;
  }

  private beside({ type }: Value, name: string | null): Value { return newValue(besideType(this.pairs.companion, type), name === null ? null : this.pairs.name(name)); }

  private zeros(ref: Value, out: Op[], origin: Origin, name: string | null, companion = this.pairs.companion): Value {
    const at = new RegionBuilder();
    const shadow = zerosLike(ref, at, origin, name, companion);
    out.push(...at.finish().ops);
    return shadow;
  }

  private extended(region: Region, values: readonly (Value | undefined)[]): Region {
    const end = region.ops.at(-1);
    if (end === undefined || end.kind !== 'yield') return region;
    const more = values.filter(v => v !== undefined).map(v => this.shadowOr(v, end.origin));
    return { params: region.params, ops: [...region.ops.slice(0, -1), { ...end, values: [...end.values, ...more] }] };
  }
}

/** A reference whose shadow cannot be paired; the caller turns it into a diagnostic at its origin. */
export class UnsupportedShadow extends Error {
  constructor(readonly origin: Origin) { super('a reference made here has no shadow'); }
}
