/**
 * Forward mode: from a value-form function to one that returns its value and its derivative in a direction.
 *
 * Each operation is followed by that of its tangent; memory has a shadow that holds tangents, kept the same way as the memory.
 * Example: %v = mul %x, %y   becomes   %v = mul %x, %y   %a = mul %y, %xDot   %b = mul %x, %yDot   %vDot = add %a, %b
 */
import { cloneOp } from '../ir/clone';
import { newValue, RegionBuilder } from '../ir/builder';
import type { Func, Module, Param } from '../ir/module';
import type { CallOp, IfOp, LoopOp, Op, Region, Value } from '../ir/op';
import { withRole, type Origin } from '../ir/origin';
import { bool, isReference, num, structOf } from '../ir/type';
import { visitOps } from '../ir/walk';
import { carriedParams, nextCarried, yielded } from '../passes/definitions';
import type { Analysis } from './analysis';
import { CallFlows } from './callFlows';
import { hasPole, mayBeInfinite } from './singular';
import { literalIn } from './literal';
import { flags, raisedFlags } from './companions';
import { tangentName } from './names';
import { derivativeType, inDerivativeShape, isWhollyActive, ownShadow, shadowed, shadowFrom, zerosLike } from './nested';
import type { Output } from './outputTree';
import { rebuildOutputs } from './outputs';
import { enter, tangentPrimal, type TangentPrimal } from './primal';
import { either, isSoft, Scope, type Adjoint } from './scope';
import { TangentCallees, type TangentCallee } from './tangentCallees';
import { TangentLiveness, type StructuralZeros } from './tangentLiveness';
import { MemoryTangents } from './tangentMemory';
import { NumberTangents } from './tangentNumbers';

export interface ForwardOptions {
  readonly name: string;
  /** Indices of the parameters that have a direction. */
  readonly wrt: readonly number[];
  readonly discrete: ReadonlySet<Value>;
  /** Indices of the parameters of a function it calls that are integers. */
  readonly discreteOf: (func: string) => ReadonlySet<number>;
}

/** Input: a value-form module and one of its functions. The directions follow the parameters, in their order. */
export function forwardDerivative(module: Module, root: string, options: ForwardOptions): { readonly func: Func; readonly helpers: readonly Func[] } {
  const source = module.funcs.get(root);
  if (source === undefined) throw new Error(`@${root} is not in the module`);
  const dots = options.wrt.flatMap(index => { const param = source.params[index]; return param === undefined ? [] : [{ index, param, dot: newValue(param.value.type, tangentName(param.name)) }]; });
  const given = new Map(dots.filter(({ dot }) => isReference(dot.type)).map(({ param, dot }) => [param.value, dot] as const));
  const calls = new TangentCallees(module, CallFlows.of(module).variedParameters(root, options.wrt), options.name, options.discreteOf);
  const primalWith = tangentPrimal(source, module, options.wrt, options.discrete, given);
  const liveness = new TangentLiveness();
  for (;;) {
    const func = derivativeOf(primalWith(liveness), dots, options, calls, liveness), helpers = calls.helpers();
    const grown = [liveness.hasGrown(), calls.hasGrown()];
    if (!grown.includes(true)) return { func, helpers };
  }
}

/** A parameter that has a direction. */
interface Directed { readonly index: number; readonly param: Param; readonly dot: Value }

function derivativeOf(primal: TangentPrimal, dots: readonly Directed[], options: ForwardOptions, calls: TangentCallees, liveness: TangentLiveness): Func {
  const { source } = primal;
  const copies = new Map<Value, Value>();
  const fresh = (name: string, value: Value, origin: Origin): Param => {
    const copy = newValue(value.type, name);
    copies.set(value, copy);
    return { name, value: copy, origin };
  };
  const params = source.params.map(param => fresh(param.name, param.value, param.origin));
  const directions = dots.map(({ param, dot }): Param => ({ name: tangentName(param.name), value: newValue(derivativeType(dot.type), tangentName(param.name)), origin: param.origin }));
  const sweep = new TangentSweep(primal.analysis, primal.paired, copies, calls, { pairs: primal.flags, zeros: primal.zerosInMemory, liveness });
  const origin = withRole(source.origin, 'tangent');
  const scope = sweep.function(entry => {
    dots.forEach(({ param, dot }, i) => {
      const direction = directions[i]?.value;
      if (direction !== undefined) copies.set(dot, isReference(dot.type) ? shadowFrom(direction, entry, withRole(param.origin, 'tangent')) : direction);
    });
    enter(primal, copies, entry);
    for (const [ref, flag] of primal.givenFlags) {
      const isDirected = dots.some(({ param }) => param.value === ref);
      copies.set(flag, zerosLike(copies.get(ref) ?? ref, entry, origin, flag.name, isDirected ? raisedFlags : flags));
    }
    for (const { param, dot } of dots) if (dot.type.kind === 'num') sweep.tangents.set(param.value, { value: copies.get(dot) ?? dot, live: null });
  });
  const visible = (v: Value): Value => copies.get(v) ?? v;
  const value = rebuildOutputs(primal.outputs, visible, scope.out, origin);
  const dot = sweep.outputTangent(primal.outputs, scope, origin);
  const fields = [...(value === null ? [] : [{ name: 'value', type: source.result, value }]), ...(dot === null ? [] : [{ name: 'dot', type: dot.type, value: dot }])];
  const type = structOf(fields.map(field => ({ name: field.name, type: field.type })));
  scope.out.return(scope.out.struct(type, fields.map(field => field.value), origin), origin);
  return { name: options.name, params: [...params, ...directions], captures: [], result: type, body: scope.out.finish(), form: 'value', origin: source.origin };
}

/** Flags beside memory, and what says where more are needed. */
export interface Flags { readonly pairs: ReadonlyMap<Value, Value>; readonly zeros: StructuralZeros; readonly liveness: TangentLiveness }

export class TangentSweep {
  /** The tangent of each active number so far; `live` as for adjoints: where it does not hold the tangent is a structural zero. */
  readonly tangents = new Map<Value, Adjoint>();

  /** Values carried by loops that begin with a tangent and may lose it. */
  private readonly doubted = new Set<Value>();
  private readonly numbers = new NumberTangents(this);
  private readonly memory: MemoryTangents;
  private root: Scope | null = null;

  constructor(
    readonly analysis: Analysis, readonly paired: ReadonlyMap<Value, Value>, private readonly copies: Map<Value, Value>,
    private readonly calls: TangentCallees, readonly flags: Flags | null,
  ) {
    this.memory = new MemoryTangents(this);
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
      case 'record': {
        const type = derivativeType(output.type);
        if (type.kind !== 'struct') return null;
        const values = type.fields.map(({ name }) => output.fields[output.type.fields.findIndex(field => field.name === name)]);
        return scope.out.struct(type, values.map(field => (field === undefined ? null : this.outputTangent(field, scope, origin))).filter(v => v !== null), origin, 'dot');
      }
      case 'leaf': {
        const { value } = output;
        if (value.type.kind === 'num') return this.tangents.get(value)?.value ?? scope.out.constant(0, origin);
        if (!isReference(value.type)) return this.copy(value);
        const shadow = this.paired.get(value);
        const given = this.copy(value);
        if (shadow === undefined) return inDerivativeShape(zerosLike(given, scope.out, origin, 'dot'), given, scope.out, origin);
        const dot = this.copy(shadow);
        const memory = shadowed(this.analysis, value);
        const own = output.isShared || !isWhollyActive(memory, shadow.type) ? ownShadow(dot, memory, scope.out, origin, dot.name) : dot;
        return inDerivativeShape(own, given, scope.out, origin);
      }
    }
  }

  readonly copy = (value: Value): Value => this.copies.get(value) ?? value;

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
    if (this.memory.instead(op, scope, origin)) return;
    scope.out.append(cloneOp(op, this.copies));
    if (op.kind === 'prim') this.numbers.prim(op, scope, origin);
    else this.memory.after(op, scope, origin);
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
      if (!isReference(arg.type)) return [this.tangents.get(arg)?.value ?? scope.zeroValue()];
      return [this.paired.has(arg) ? this.shadow(arg) : zerosLike(this.copy(arg), scope.out, origin, null)];
    });
    const type = this.calls.resultOf(callee);
    const live = type.kind === 'struct' ? this.whenDirected(op, callee, scope, origin) : null;
    const flags = this.flagsOf(op, callee, live, scope);
    const whole = (out: RegionBuilder): Value => {
      const result = newValue(type, type.kind === 'struct' ? 'result' : op.result.name);
      out.append({ ...op, callee: this.calls.tangentNameOf(op.callee), args: [...args, ...directions, ...flags], result });
      return result;
    };
    if (type.kind !== 'struct') { this.copies.set(op.result, whole(scope.out)); return; }
    if (live === null) {
      const result = whole(scope.out);
      this.copies.set(op.result, scope.out.getField(result, 'value', origin, op.result.name));
      this.tangents.set(op.result, { value: scope.out.getField(result, 'dot', origin), live: null });
      return;
    }
    const [value, dot] = [newValue(num, op.result.name), newValue(num)];
    const directed = new RegionBuilder(), plain = new RegionBuilder();
    const result = whole(directed);
    directed.yield([directed.getField(result, 'value', origin), directed.getField(result, 'dot', origin)], origin);
    plain.yield([plain.call(this.calls.plainName(op.callee), args, op.result.type, op.origin), plain.constant(0, origin)], origin);
    scope.out.if(live, directed.finish(), plain.finish(), [value, dot], op.origin);
    this.copies.set(op.result, value);
    this.tangents.set(op.result, { value: dot, live });
  }

  /** When any of the numbers given to a function with a pole has a tangent at all; null: always, or it does not matter. */
  private whenDirected(op: CallOp, callee: TangentCallee, scope: Scope, origin: Origin): Value | null {
    if (!hasPole(callee.analysis)) return null;
    let live: Value | null = null;
    for (const [i, param] of callee.source.params.entries()) {
      const arg = op.args[i];
      if (!callee.dots.has(param.value) || arg === undefined) continue;
      if (isReference(arg.type)) return null;
      const tangent = this.tangents.get(arg);
      if (tangent === undefined) continue;
      if (tangent.live === null) return null;
      live = live === null ? tangent.live : either(scope, live, tangent.live, origin);
    }
    return live;
  }

  /** Of the numbers given to a function, whether they have tangents, as far as it asks. `live`: what the call is under already. */
  private flagsOf(op: CallOp, callee: TangentCallee, live: Value | null, scope: Scope): readonly Value[] {
    const tangentOf = (i: number): Adjoint | undefined => { const arg = op.args[i]; return arg === undefined ? undefined : this.tangents.get(arg); };
    const isCertain = (tangent: Adjoint | undefined): boolean => tangent !== undefined && (tangent.live === null || tangent.live === live);
    callee.source.params.forEach((param, i) => {
      if (callee.dots.has(param.value) && !isReference(param.value.type) && !isCertain(tangentOf(i)) && this.calls.meetsPole(op.callee)) this.calls.needFlag(op.callee, i);
    });
    return this.calls.flagged(op.callee).map(i => {
      const tangent = tangentOf(i);
      return tangent === undefined ? scope.never() : scope.condition(isCertain(tangent) ? null : tangent.live);
    });
  }

  shadow(ref: Value): Value {
    const shadow = this.paired.get(ref);
    if (shadow === undefined) throw new Error(`no shadow for ${ref.name ?? 'a reference'}`);
    return this.copy(shadow);
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

  /** Whether a carried tangent needs a flag shows only behind the body, which is made again with it then. */
  private loop(op: LoopOp, scope: Scope): void {
    for (let before = -1; before < this.doubted.size;) {
      before = this.doubted.size;
      const made = this.loopOf(op, scope);
      if (this.doubted.size === before) scope.out.loop(made);
    }
  }

  private loopOf(op: LoopOp, scope: Scope): Omit<LoopOp, 'kind'> {
    const origin = withRole(op.origin, 'tangent');
    const params = carriedParams(op);
    const active = params.map((param, i) => ({ param, i })).filter(({ param, i }) => {
      const result = op.results[i];
      return this.analysis.activity.isActive(param) || (result !== undefined && this.analysis.activity.isActive(result));
    });
    const counter = op.counter === null ? null : { ...op.counter, from: this.copy(op.counter.from), to: this.copy(op.counter.to) };
    const before = active.map(({ i }) => { const init = op.inits[i]; return init === undefined ? null : this.tangents.get(init) ?? null; });
    // Where a partial may be infinite, a tangent that starts as a structural zero must not meet it.
    const holdsSingular = this.holdsSingular(op);
    const matters = (result: Value | undefined): boolean => holdsSingular || (result !== undefined && this.flags?.zeros.mattersIn(result) === true);
    const flagged = active.filter(({ param, i }, k) => matters(op.results[i]) && (before[k] === null || before[k]?.live !== null || this.doubted.has(param)));
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
    active.forEach(({ param, i }, k) => { if (lives[k] === null && always[k] !== true && matters(op.results[i])) this.doubted.add(param); });
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
    return { counter, test: extendedTest, inits, body: { params: [...body.params, ...dots, ...flags], ops: body.ops }, results: [...own, ...after, ...ends], origin };
  }

  private holdsSingular(op: LoopOp): boolean {
    let found = false;
    visitOps(op.body, inner => { found ||= inner.kind === 'prim' && this.analysis.activity.isActive(inner.result) && mayBeInfinite(inner, this.analysis); });
    return found;
  }

  readonly literalOf = (value: Value): number | null => literalIn(this.analysis, value);
}
