/**
 * Forward mode: from a value-form function to one that returns its value and its derivative in a direction.
 *
 * Each operation is followed by that of its tangent; memory has a shadow that holds tangents, kept the same way as the memory.
 * Example: %v = mul %x, %y   becomes   %v = mul %x, %y   %a = mul %y, %xDot   %b = mul %x, %yDot   %vDot = add %a, %b
 */
import { cloneOp } from '../ir/clone';
import { newValue, RegionBuilder } from '../ir/builder';
import type { Func, Module, Param } from '../ir/module';
import type { CallOp, IfOp, LoopOp, Op, PrimOp, PushOp, Region, Value } from '../ir/op';
import { withRole, type Origin } from '../ir/origin';
import { isRealPrimitive, type ComparisonPrimitive } from '../ir/primitive';
import { bool, isReference, num, structOf } from '../ir/type';
import { results, visitOps } from '../ir/walk';
import { carriedParams, nextCarried, yielded } from '../passes/definitions';
import { rules } from '../rules/table';
import type { SmoothRule } from '../rules/rule';
import type { Analysis } from './analysis';
import { numberPlaces } from './activity';
import { mayBeInfinite } from './contribute';
import { literalIn } from './literal';
import { elements } from '../passes/memory';
import { tangentName } from './names';
import { deepCopy, derivativeType, shadowFrom, zerosLike } from './nested';
import type { Output } from './outputTree';
import { isShared, rebuildOutputs } from './outputs';
import { PartialArithmetic, type Lazy } from './partials';
import { enter, tangentPrimal } from './primal';
import { either, Scope, type Adjoint } from './scope';
import { TangentCallees } from './tangentCallees';

export interface ForwardOptions {
  readonly name: string;
  /** Indices of the parameters that have a direction. */
  readonly wrt: readonly number[];
  readonly discrete: ReadonlySet<Value>;
  /** Indices of the parameters of a function it calls that are integers by their use. */
  readonly discreteOf: (func: string) => ReadonlySet<number>;
}

/** Input: a value-form module and one of its functions. The directions follow the parameters, in their order. */
export function forwardDerivative(module: Module, root: string, options: ForwardOptions): { readonly func: Func; readonly helpers: readonly Func[] } {
  const source = module.funcs.get(root);
  if (source === undefined) throw new Error(`@${root} is not in the module`);
  const dots = options.wrt.flatMap(index => { const param = source.params[index]; return param === undefined ? [] : [{ index, param, dot: newValue(param.value.type, tangentName(param.name)) }]; });
  const given = new Map(dots.filter(({ dot }) => isReference(dot.type)).map(({ param, dot }) => [param.value, dot] as const));
  const primal = tangentPrimal(source, module, options.wrt, options.discrete, given);
  const copies = new Map<Value, Value>();
  const fresh = (name: string, value: Value, origin: Origin): Param => {
    const copy = newValue(value.type, name);
    copies.set(value, copy);
    return { name, value: copy, origin };
  };
  const params = source.params.map(param => fresh(param.name, param.value, param.origin));
  const directions = dots.map(({ param, dot }): Param => ({ name: tangentName(param.name), value: newValue(derivativeType(dot.type), tangentName(param.name)), origin: param.origin }));
  const calls = new TangentCallees(module, options.name, options.discreteOf);
  const sweep = new TangentSweep(primal.analysis, primal.paired, copies, calls);
  const origin = withRole(source.origin, 'tangent');
  const scope = sweep.function(entry => {
    dots.forEach(({ param, dot }, i) => {
      const direction = directions[i]?.value;
      if (direction !== undefined) copies.set(dot, isReference(dot.type) ? shadowFrom(direction, copies.get(param.value) ?? param.value, entry, withRole(param.origin, 'tangent')) : direction);
    });
    enter(primal, copies, entry);
    for (const { param, dot } of dots) if (dot.type.kind === 'num') sweep.tangents.set(param.value, { value: copies.get(dot) ?? dot, live: null });
  });
  const visible = (v: Value): Value => copies.get(v) ?? v;
  const value = rebuildOutputs(primal.outputs, visible, primal.analysis, scope.out, origin);
  const dot = sweep.outputTangent(primal.outputs, scope, origin);
  const fields = [...(value === null ? [] : [{ name: 'value', type: source.result, value }]), ...(dot === null ? [] : [{ name: 'dot', type: source.result, value: dot }])];
  const type = structOf(fields.map(field => ({ name: field.name, type: field.type })));
  scope.out.return(scope.out.struct(type, fields.map(field => field.value), origin), origin);
  const func: Func = { name: options.name, params: [...params, ...directions], captures: [], result: type, body: scope.out.finish(), form: 'value', origin: source.origin };
  return { func, helpers: calls.helpers() };
}

export class TangentSweep {
  /** The tangent of each active number so far; `live` as for adjoints: where it does not hold the tangent is a structural zero. */
  readonly tangents = new Map<Value, Adjoint>();

  /** Shadow → the reference it belongs to. */
  private readonly shadowed: ReadonlyMap<Value, Value>;
  private root: Scope | null = null;
  private growing: { readonly shadow: Value; readonly tangent: Value | null } | null = null;

  constructor(
    private readonly analysis: Analysis, private readonly paired: ReadonlyMap<Value, Value>, private readonly copies: Map<Value, Value>,
    private readonly calls: TangentCallees,
  ) {
    this.shadowed = new Map([...paired].map(([ref, shadow]) => [shadow, ref]));
  }

  function(prologue: (out: RegionBuilder) => void = () => undefined): Scope {
    const scope = new Scope(null, null, 'function', this.analysis.definitions);
    this.root = scope;
    prologue(scope.out);
    this.ops(this.analysis.func.body.ops, scope);
    return scope;
  }

  outputTangent(output: Output, scope: Scope, origin: Origin): Value | null {
    switch (output.kind) {
      case 'none': return null;
      case 'record': return scope.out.struct(output.type, output.fields.map(field => this.outputTangent(field, scope, origin)).filter(v => v !== null), origin, 'dot');
      case 'leaf': {
        const { value } = output;
        if (value.type.kind === 'num') return this.tangents.get(value)?.value ?? scope.out.constant(0, origin);
        if (!isReference(value.type)) return this.copy(value);
        const shadow = this.paired.get(value);
        if (shadow === undefined) return zerosLike(this.copy(value), scope.out, origin, 'dot');
        const dot = this.copy(shadow);
        return isShared(this.analysis.memory.block(value), value.type, new Set()) ? deepCopy(dot, scope.out, origin, dot.name) : dot;
      }
    }
  }

  private readonly copy = (value: Value): Value => this.copies.get(value) ?? value;

  private ops(ops: readonly Op[], scope: Scope): void {
    for (const op of ops) this.op(op, scope);
  }

  private op(op: Op, scope: Scope): void {
    switch (op.kind) {
      case 'return': case 'yield': return;
      case 'if': this.branch(op, scope); return;
      case 'loop': this.loop(op, scope); return;
      default:
    }
    const origin = withRole(op.origin, 'tangent');
    if (op.kind === 'call') { this.call(op, scope, origin); return; }
    scope.out.append(cloneOp(op, this.copies));
    if (op.kind === 'prim') this.prim(op, scope, origin);
    else this.memory(op, scope, origin);
  }

  /** A call that stays a call: of a copy of the callee, or of its tangent function, which returns value and derivative. */
  private call(op: CallOp, scope: Scope, origin: Origin): void {
    const args = op.args.map(this.copy);
    if (!this.analysis.activity.isActive(op.result) && !op.args.some(arg => this.analysis.activity.isActiveMemory(arg))) {
      const result = newValue(op.result.type, op.result.name);
      this.copies.set(op.result, result);
      scope.out.append({ ...op, callee: this.calls.plainName(op.callee), args, result });
      return;
    }
    const callee = this.calls.of(op);
    const directions = callee.source.params.flatMap((param, i) => {
      const arg = op.args[i];
      if (!callee.dots.has(param.value) || arg === undefined) return [];
      return [isReference(arg.type) ? this.shadow(arg) : this.tangents.get(arg)?.value ?? scope.zeroValue()];
    });
    const type = this.calls.resultOf(callee);
    const result = newValue(type, type.kind === 'struct' ? 'result' : op.result.name);
    scope.out.append({ ...op, callee: this.calls.tangentNameOf(op.callee), args: [...args, ...directions], result });
    if (type.kind !== 'struct') { this.copies.set(op.result, result); return; }
    this.copies.set(op.result, scope.out.getField(result, 'value', origin, op.result.name));
    this.tangents.set(op.result, { value: scope.out.getField(result, 'dot', origin), live: null });
  }

  private prim(op: PrimOp, scope: Scope, origin: Origin): void {
    if (!isRealPrimitive(op.prim) || !this.analysis.activity.isActive(op.result)) return;
    const rule = rules[op.prim];
    const tangent = rule.kind === 'smooth' ? this.smooth(op, rule, scope, origin) : rule.kind === 'selection' ? this.selection(op, scope, origin) : null;
    if (tangent !== null) this.tangents.set(op.result, tangent);
  }

  private smooth(op: PrimOp, rule: SmoothRule, scope: Scope, origin: Origin): Adjoint | null {
    let total: Adjoint | null = null;
    for (const argument of new Set(op.args)) {
      const direction = this.tangents.get(argument);
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
    const on = new PartialArithmetic(scope, v => literalIn(this.analysis, v), v => this.copy(v), origin);
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
    if (direction.live === null || rule.linear || (scope.soft.has(direction.live) && !mayBeInfinite(op, this.literalOf))) {
      partial = compute();
      return partial === null ? null : { value: this.scaled(direction.value, partial, on, scope, origin), live: direction.live };
    }
    const zero = scope.zeroValue();
    const result = newValue(num);
    const inner = new Scope(null, scope, 'branch', this.analysis.definitions);
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
    if (!preferred.some(arg => this.tangents.has(arg))) return null;
    const choose = (rest: readonly Value[], at: Scope): Adjoint | null => {
      const [head, ...tail] = rest;
      if (head === undefined) return null;
      const own = this.tangents.get(head) ?? null;
      if (tail.length === 0) return own;
      const [second] = tail;
      const wins: ComparisonPrimitive = op.prim === 'max' ? 'ge' : 'le';
      const cond = preferred.length === 2 && second !== undefined
        ? at.out.prim(wins, [this.copy(head), this.copy(second)], origin) : at.out.prim('eq', [this.copy(head), this.copy(op.result)], origin);
      const inner = new Scope(null, at, 'branch', this.analysis.definitions);
      return this.joined(cond, own, choose(tail, inner), new Scope(null, at, 'branch', this.analysis.definitions), inner, at, origin);
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

  // ---- memory

  private memory(op: Op, scope: Scope, origin: Origin): void {
    switch (op.kind) {
      case 'load': case 'getfield': {
        const shadow = this.paired.get(op.ref);
        if (shadow === undefined || !this.analysis.activity.isActive(op.result)) return;
        const value = op.kind === 'load' ? scope.out.load(this.copy(shadow), this.copy(op.index), origin) : scope.out.getField(this.copy(shadow), op.field, origin);
        this.tangents.set(op.result, { value, live: null });
        return;
      }
      case 'store': this.write(op.ref, elements, op.value, v => { scope.out.store(this.shadow(op.ref), this.copy(op.index), v, origin); }, scope); return;
      case 'setfield': this.write(op.ref, op.field, op.value, v => { scope.out.setField(this.shadow(op.ref), op.field, v, origin); }, scope); return;
      case 'fill': this.write(op.ref, elements, op.value, v => { scope.out.fill(this.shadow(op.ref), v, origin); }, scope); return;
      case 'push': this.push(op, scope, origin); return;
      default: {
        const [result] = results(op);
        const ref = result === undefined ? undefined : this.shadowed.get(result);
        if (ref !== undefined && result !== undefined) this.made(ref, result, scope, origin);
      }
    }
  }

  /** A shadow is made with zeros (pass `pairShadows`); here it gets the tangents of what the memory was made with. */
  private made(ref: Value, shadow: Value, scope: Scope, origin: Origin): void {
    const source = this.analysis.definitions.opOf(ref);
    if (source?.kind === 'array') {
      source.elements.forEach((element, i) => {
        const tangent = this.tangents.get(element);
        if (tangent !== undefined) scope.out.store(this.copy(shadow), scope.out.constant(i, origin), tangent.value, origin);
      });
    }
    if (source?.kind === 'struct') {
      source.values.forEach((value, i) => {
        const [tangent, field] = [this.tangents.get(value), source.type.fields[i]];
        if (tangent !== undefined && field !== undefined) scope.out.setField(this.copy(shadow), field.name, tangent.value, origin);
      });
    }
  }

  /** The shadow grows by a zero right after the memory grows; then the tangent is put in its place. */
  private push(op: PushOp, scope: Scope, origin: Origin): void {
    const shadow = this.paired.get(op.ref);
    if (shadow !== undefined) { this.growing = { shadow, tangent: this.tangents.get(op.value)?.value ?? null }; return; }
    if (this.growing === null || this.growing.shadow !== op.ref || this.growing.tangent === null) return;
    const last = scope.out.prim('sub', [scope.out.len(this.copy(op.ref), origin), scope.out.constant(1, origin)], origin);
    scope.out.store(this.copy(op.ref), last, this.growing.tangent, origin);
    this.growing = null;
  }

  private shadow(ref: Value): Value {
    const shadow = this.paired.get(ref);
    if (shadow === undefined) throw new Error(`no shadow for ${ref.name ?? 'a reference'}`);
    return this.copy(shadow);
  }

  private write(ref: Value, place: string, value: Value, put: (v: Value) => void, scope: Scope): void {
    if (isReference(value.type) || !this.paired.has(ref) || !numberPlaces(ref.type).includes(place)) return;
    put(this.tangents.get(value)?.value ?? scope.zeroValue());
  }

  // ---- control flow

  private region(source: Region, extra: (scope: Scope) => readonly Value[]): Region {
    const params = source.params.map(param => { const copy = newValue(param.type, param.name); this.copies.set(param, copy); return copy; });
    const scope = new Scope(null, this.root, 'branch', this.analysis.definitions);
    this.ops(source.ops, scope);
    const end = source.ops.at(-1);
    if (end !== undefined && end.kind === 'yield') scope.out.yield([...end.values.map(this.copy), ...extra(scope)], end.origin);
    return { params, ops: scope.out.finish().ops };
  }

  private branch(op: IfOp, scope: Scope): void {
    const origin = withRole(op.origin, 'tangent');
    const active = op.results.map((result, i) => ({ result, i })).filter(({ result }) => this.analysis.activity.isActive(result));
    const sides: (Adjoint | null)[][] = [];
    const side = (source: Region): Region => this.region(source, inner => {
      const ends = active.map(({ i }) => { const value = yielded(source)[i]; return value === undefined ? null : this.tangents.get(value) ?? null; });
      sides.push(ends);
      return ends.flatMap(end => [end?.value ?? inner.zeroValue(), end === null ? inner.out.constant(false, origin) : end.live ?? inner.out.constant(true, origin)]);
    });
    const cond = this.copy(op.cond);
    const then = side(op.then);
    const otherwise = side(op.else);
    const own = op.results.map(result => { const copy = newValue(result.type, result.name); this.copies.set(result, copy); return copy; });
    const added = active.flatMap(({ result, i }, k) => {
      const value = newValue(num, result.name === null ? null : tangentName(result.name));
      const live = newValue(bool);
      // A branch that throws has no end: only the other one counts.
      const always = sides.every(ends => { const end = ends[k]; return end !== null && end !== undefined && end.live === null; });
      const passes = op.results[i] === result && sides.some(ends => ends[k] !== null);
      if (sides.some(ends => isSoft(ends[k] ?? null, scope))) scope.soft.add(live);
      if (passes) this.tangents.set(result, { value, live: always ? null : live });
      return [value, live];
    });
    scope.out.if(cond, then, otherwise, [...own, ...added], op.origin);
  }

  private loop(op: LoopOp, scope: Scope): void {
    const origin = withRole(op.origin, 'tangent');
    const params = carriedParams(op);
    const active = params.map((param, i) => ({ param, i })).filter(({ param, i }) => {
      const result = op.results[i];
      return this.analysis.activity.isActive(param) || (result !== undefined && this.analysis.activity.isActive(result));
    });
    const counter = op.counter === null ? null : { ...op.counter, from: this.copy(op.counter.from), to: this.copy(op.counter.to) };
    const before = active.map(({ i }) => { const init = op.inits[i]; return init === undefined ? null : this.tangents.get(init) ?? null; });
    // Where a partial may be infinite, a tangent that starts as a structural zero must not meet it.
    const flagged = this.holdsSingular(op) ? active.filter((_, k) => before[k] === null || before[k]?.live !== null) : [];
    const lives = active.map(each => (flagged.includes(each) ? newValue(bool) : null));
    const inits = [
      ...op.inits.map(this.copy), ...before.map(tangent => tangent?.value ?? scope.zeroValue()),
      ...before.flatMap((tangent, k) => (lives[k] === null ? [] : [tangent === null ? scope.never() : scope.condition(tangent.live)])),
    ];
    const test = op.test === null ? null : this.region(op.test, () => []);
    const dots = active.map(({ param }, k) => {
      const dot = newValue(num, param.name === null ? null : tangentName(param.name));
      const live = lives[k] ?? null;
      if (live !== null) scope.soft.add(live);
      this.tangents.set(param, { value: dot, live });
      return dot;
    });
    const flags = lives.filter(live => live !== null);
    const always: boolean[] = [];
    const body = this.region(op.body, inner => {
      const next = active.map(({ i }) => { const value = nextCarried(op)[i]; return value === undefined ? null : this.tangents.get(value) ?? null; });
      always.push(...next.map(tangent => tangent !== null && tangent.live === null));
      return [...next.map(tangent => tangent?.value ?? inner.zeroValue()), ...next.flatMap((tangent, k) => (lives[k] === null ? [] : [tangent === null ? inner.never() : inner.condition(tangent.live)]))];
    });
    const own = op.results.map(result => { const copy = newValue(result.type, result.name); this.copies.set(result, copy); return copy; });
    const ends: Value[] = [];
    const after = active.map(({ i }, k) => {
      const value = newValue(num, dots[k]?.name ?? null);
      const result = op.results[i];
      const live = lives[k] === null ? null : newValue(bool);
      if (live !== null) { scope.soft.add(live); ends.push(live); }
      // A loop that has a tangent after each iteration counts as having run.
      if (result !== undefined) this.tangents.set(result, { value, live: always[k] === true ? null : live });
      return value;
    });
    const extendedTest = test === null ? null : { params: [...test.params, ...dots.map(dot => newValue(num, dot.name)), ...flags.map(() => newValue(bool))], ops: test.ops };
    scope.out.loop({ counter, test: extendedTest, inits, body: { params: [...body.params, ...dots, ...flags], ops: body.ops }, results: [...own, ...after, ...ends], origin });
  }

  private holdsSingular(op: LoopOp): boolean {
    let found = false;
    visitOps(op.body, inner => { found ||= inner.kind === 'prim' && this.analysis.activity.isActive(inner.result) && mayBeInfinite(inner, this.literalOf); });
    return found;
  }

  private readonly literalOf = (value: Value): number | null => literalIn(this.analysis, value);
}

const isSoft = (adjoint: Adjoint | null, scope: Scope): boolean => adjoint !== null && adjoint.live !== null && scope.soft.has(adjoint.live);
