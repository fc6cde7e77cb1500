/**
 * Derivatives of calls that stay calls, because the callee recurses or is too large to inline: a forward function that computes the
 * callee's result and leaves what is needed on the tape, and a reverse function that takes it from there. The tape is the
 * activation's: calls nest, so what the callee left is on top again when its reverse function runs.
 */
import { newValue, RegionBuilder } from '../ir/builder';
import type { Func, Module, Param } from '../ir/module';
import type { CallOp, Op, Value } from '../ir/op';
import { withRole, type Origin } from '../ir/origin';
import { bool, isReference, num, structOf, voidType, type Type } from '../ir/type';
import { calleesOf } from '../passes/callGraph';
import { Plan, type Planner } from './availability';
import { CallFlows } from './callFlows';
import { shadowType } from './companions';
import { ForwardSweep } from './forwardSweep';
import { literalIn } from './literal';
import { adjointName } from './names';
import { holdsReferences, zerosLike } from './nested';
import { PlainCallees } from './plainCallees';
import { calleePrimal, type Primal, type ReversePrimal } from './primal';
import { ReverseSweep, type Calls, type Sources } from './reverseSweep';
import { accumulate, type Adjoint, type Scope } from './scope';
import { hasPole } from './singular';
import { steadyParameters, type Steady } from './steady';
import type { Storage } from './storage';
import { discreteValues } from './valueForm';

interface Callee {
  readonly primal: ReversePrimal;
  readonly plan: Plan;
  /** Indices of the parameters (of the primal with its shadow parameters) that the reverse function reads. */
  readonly needed: Set<number>;
  /** Whether some call gives a structural zero for the adjoint of its result, and that would meet a pole: then a flag says whether it is more. */
  isFlagged: boolean;
  /** Parameters whose adjoints are structural zeros under a condition, and those of which callers ask for it: what they are given has a pole behind it. */
  readonly conditional: Set<Value>;
  readonly asked: Set<Value>;
  requests: ReadonlySet<Value>;
}

/** The calls in one function. */
export class CallDerivatives implements Calls {
  constructor(private readonly callees: CalleeDerivatives, private readonly caller: Primal) {}

  /** What the forward sweep does in place of the call: the callee's forward function, or a copy of the callee where nothing is active. False where it is no call. */
  forward(op: Op, map: Map<Value, Value>, out: RegionBuilder): boolean {
    if (op.kind !== 'call') return false;
    const mapped = (v: Value): Value => map.get(v) ?? v;
    const args = op.args.map(mapped);
    const result = newValue(op.result.type, op.result.name);
    map.set(op.result, result);
    if (!this.isActive(op)) {
      out.append({ ...op, callee: this.callees.plainName(op.callee), args, result });
      return true;
    }
    const callee = this.callees.of(op);
    const kept: Value[] = [];
    const shadows = callee.primal.source.params.flatMap((param, i) => {
      const arg = op.args[i];
      if (!callee.primal.shadows.has(param.value) || arg === undefined) return [];
      const beside = this.beside(arg);
      if (beside !== undefined) return [mapped(beside)];
      // What is inactive here has a shadow of its own that nobody reads: it grows with the memory.
      const made = zerosLike(mapped(arg), out, withRole(op.origin, 'adjoint'), null);
      if (this.isKept(arg)) kept.push(made);
      return [made];
    });
    out.append({ ...op, callee: this.callees.forwardName(op.callee), args: this.callees.forwardArguments(op.callee, [...args, ...shadows]), result });
    for (const value of kept) out.append({ kind: 'record', value, origin: withRole(op.origin, 'tape') });
    return true;
  }

  /** The shadow that the forward sweep has of a reference. */
  private beside(ref: Value): Value | undefined { return this.caller.paired.get(ref) ?? this.caller.shadows.get(ref); }

  /** Whether a shadow that nobody reads is kept for the reverse sweep: when that comes to the call, the memory may no longer have the shape it had then. */
  private isKept(ref: Value): boolean {
    const { type } = ref;
    return this.beside(ref) === undefined && !this.caller.analysis.activity.isActiveMemory(ref)
      && (holdsReferences(type) || (this.callees.resizes && type.kind === 'array' && type.storage === 'array'));
  }

  /** The shadows of a call's arguments where its reverse function asks for them, by parameter of the callee. */
  private shadowsOf(call: CallOp, { source, shadows }: ReversePrimal, scope: Scope, sweep: ReverseSweep): (param: Value) => Value | null {
    const origin = withRole(call.origin, 'adjoint');
    const kept = new Map<Value, Value>();
    for (const [i, param] of [...source.params.entries()].reverse()) {
      const [arg, shadow] = [call.args[i], shadows.get(param.value)];
      if (arg === undefined || shadow === undefined || !this.isKept(arg)) continue;
      const result = newValue(shadowType(arg.type), shadow.name);
      scope.out.append({ kind: 'replay', result, origin: withRole(call.origin, 'tape') });
      kept.set(shadow, result);
    }
    return param => {
      const ref = call.args[source.params.findIndex(({ value }) => shadows.get(value) === param)];
      if (ref === undefined) return null;
      return kept.get(param) ?? (sweep.hasShadow(ref) ? sweep.shadow(ref, scope) : zerosLike(sweep.resolve(ref, scope), scope.out, origin, null));
    };
  }

  reverse(call: CallOp, adjoint: Adjoint | null, scope: Scope, sweep: ReverseSweep): void {
    if (!this.isActive(call)) return;
    const callee = this.callees.of(call);
    const origin = withRole(call.origin, 'adjoint');
    const { source, shadows } = callee.primal;
    const args: Value[] = [];
    const shadowOf = this.shadowsOf(call, callee.primal, scope, sweep);
    for (const [i, param] of callee.primal.analysis.func.params.entries()) {
      if (!callee.needed.has(i)) continue;
      const arg = call.args[i];
      const given = arg === undefined ? shadowOf(param.value) : sweep.resolve(arg, scope);
      if (given !== null) args.push(given);
    }
    if (this.callees.takesSeed(callee)) {
      args.push(adjoint?.value ?? scope.out.constant(0, origin));
      if (adjoint?.live !== null) this.callees.needFlag(call.callee, callee);
      if (callee.isFlagged) args.push(adjoint === null ? scope.never() : scope.condition(adjoint.live));
    }
    const adjoints = this.callees.adjointParameters(callee);
    const type = adjointType(adjoints, reported(callee));
    const result = newValue(type, type.kind === 'struct' ? 'adjoints' : null);
    scope.out.append({ kind: 'call', callee: this.callees.reverseName(call.callee), args, result, origin });
    // What memory contributes to, something has contributed to.
    const isContributed = shadows.size > 0;
    if (adjoint === null && !isContributed) return;
    for (const param of adjoints) {
      const arg = call.args[source.params.indexOf(param)];
      if (arg === undefined || !sweep.analysis.activity.isActive(arg)) continue;
      const field = adjointName(param.name);
      if (sweep.liveness.isExposed(arg)) callee.asked.add(param.value);
      const flag = reported(callee).has(param.value) ? scope.out.getField(result, `${field}Live`, origin) : null;
      if (flag !== null) scope.soft.add(flag);
      const live = flag ?? (isContributed ? null : adjoint?.live ?? null);
      accumulate(scope, arg, () => (type.kind === 'struct' ? scope.out.getField(result, field, origin) : result), live, origin);
    }
  }

  private isActive(op: CallOp): boolean {
    const { activity } = this.caller.analysis;
    return activity.isActive(op.result) || op.args.some(arg => activity.isActiveMemory(arg));
  }
}

/** The functions that are called, each differentiated once. */
export class CalleeDerivatives {
  private readonly callees = new Map<string, Callee>();
  private readonly primals = new Map<string, ReversePrimal>();
  private readonly steady: ReadonlyMap<string, Steady>;
  private readonly varied: ReadonlyMap<string, ReadonlySet<number>>;
  private readonly plain: PlainCallees;
  /** Whether arrays grow or shrink anywhere. */
  readonly resizes: boolean;

  constructor(
    private readonly module: Module, root: string, wrt: readonly number[], private readonly prefix: string, private readonly planner: Planner,
    private readonly discreteOf: (func: string) => ReadonlySet<number>,
  ) {
    this.steady = steadyParameters(module, root);
    this.resizes = this.steady.get(root)?.resizes ?? true;
    this.varied = CallFlows.of(module).variedParameters(root, wrt);
    this.plain = new PlainCallees(module, prefix);
  }

  of(call: CallOp): Callee {
    const known = this.callees.get(call.callee);
    if (known !== undefined) return known;
    const primal = this.primalOf(call.callee);
    const callee: Callee = { primal, plan: new Plan(primal.analysis, this.planner, false, this.steady.get(call.callee)), needed: new Set(), isFlagged: false, conditional: new Set(), asked: new Set(), requests: new Set() };
    this.callees.set(call.callee, callee);
    return callee;
  }

  private primalOf(name: string): ReversePrimal {
    const known = this.primals.get(name);
    if (known !== undefined) return known;
    const source = this.module.funcs.get(name);
    if (source === undefined || isReference(source.result)) throw new Error(`@${name} is in the module and returns no reference`);
    const primal = calleePrimal(source, this.module, discreteValues(source, this.discreteOf(name)), this.varied.get(name) ?? new Set());
    this.primals.set(name, primal);
    return primal;
  }

  needFlag(name: string, callee: Callee): void { callee.isFlagged ||= this.meetsPole(name); }

  /** Whether a function comes to a pole, itself or in what it calls. */
  private meetsPole(name: string): boolean {
    const reached = new Set([name]);
    for (const each of reached) {
      const func = this.module.funcs.get(each);
      if (func === undefined) continue;
      if (hasPole(this.primalOf(each).analysis)) return true;
      for (const callee of calleesOf(func)) reached.add(callee);
    }
    return false;
  }

  forwardName(callee: string): string { return `${this.prefix}_${callee}Forward`; }
  reverseName(callee: string): string { return `${this.prefix}_${callee}Reverse`; }
  plainName(callee: string): string { return this.plain.nameOf(callee); }

  takesSeed(callee: Callee): boolean {
    const { outputs, analysis } = callee.primal;
    return outputs.kind === 'leaf' && analysis.activity.isActive(outputs.value);
  }

  /** The number parameters that the reverse function returns adjoints of. */
  adjointParameters(callee: Callee): readonly Param[] {
    return callee.primal.source.params.filter(param => callee.primal.analysis.activity.isActive(param.value));
  }

  /** Drops the shadows that the forward function does not hand on. */
  forwardArguments(name: string, args: readonly Value[]): readonly Value[] {
    const callee = this.callees.get(name);
    return callee === undefined ? args : args.filter((_, i) => this.forwardTakes(callee, i));
  }

  private forwardTakes(callee: Callee, index: number): boolean {
    return index < callee.primal.source.params.length || callee.primal.paired.size > 0;
  }

  /** Repeats the trial sweeps until what each reverse function needs from its callers no longer grows. */
  settle(): void {
    this.repeatTrials();
    for (const callee of this.callees.values()) callee.plan.relieve(callee.requests);
    this.repeatTrials();
  }

  private repeatTrials(): void {
    for (let isSettled = false; !isSettled;) {
      isSettled = true;
      const [known, before] = [this.callees.size, this.needs()];
      for (const callee of [...this.callees.values()]) {
        const asked = callee.requests;
        do callee.requests = this.trial(callee); while (callee.primal.liveness.hasGrown());
        isSettled &&= asked.size === callee.requests.size && [...asked].every(value => callee.requests.has(value));
      }
      isSettled &&= known === this.callees.size && before === this.needs();
    }
  }

  /** What is needed only grows; what is asked for changes with it. */
  private needs(): number { return [...this.callees.values()].reduce((sum, { needed, isFlagged, conditional, asked }) => sum + needed.size + (isFlagged ? 1 : 0) + conditional.size + asked.size, 0); }

  private trial(callee: Callee): ReadonlySet<Value> {
    const requests = new Set<Value>();
    const scope = this.sweep(callee, {
      visible: value => { this.need(callee, value); return value; },
      saved: value => { requests.add(value); return newValue(value.type, value.name); },
      recordedIn: () => [],
      literalOf: value => literalIn(callee.primal.analysis, value),
    }, seedOf(callee));
    for (const { value } of this.adjointParameters(callee)) if (scope.adjoints.get(value)?.live !== null) callee.conditional.add(value);
    return requests;
  }

  private need(callee: Callee, value: Value): void {
    const index = callee.primal.analysis.func.params.findIndex(param => param.value === value);
    if (index >= 0) callee.needed.add(index);
  }

  private sweep(callee: Callee, sources: Sources, seed: Adjoint): Scope {
    const { primal } = callee;
    const calls = new CallDerivatives(this, primal);
    const sweep = new ReverseSweep(primal.analysis, callee.plan, sources, primal.paired, primal.trips, calls, primal.liveness, primal.outputs);
    const scope = sweep.start(primal.shadows);
    if (primal.outputs.kind === 'leaf' && primal.analysis.activity.isActive(primal.outputs.value)) {
      const origin: Origin = { span: null, role: 'adjoint', site: -1 };
      accumulate(scope, primal.outputs.value, () => seed.value, seed.live, origin);
    }
    sweep.region(scope, primal.analysis.func.body);
    return scope;
  }

  /** The forward and reverse functions of all callees, and copies of those that are called where nothing is active. */
  helpers(): readonly Func[] {
    const derived = [...this.callees].flatMap(([name, callee]) => this.derive(name, callee));
    return [...derived, ...this.plain.copies()];
  }

  private derive(name: string, callee: Callee): readonly Func[] {
    const storage = new Map([...callee.requests].map((value): [Value, Storage] => [value, { kind: 'stack' }]));
    return [this.forwardFunction(name, callee, storage), this.reverseFunction(name, callee, storage)];
  }

  private forwardFunction(name: string, callee: Callee, storage: ReadonlyMap<Value, Storage>): Func {
    const { analysis, source, outputs } = callee.primal;
    const { params, copies } = freshParams(analysis.func.params.filter((_, i) => this.forwardTakes(callee, i)));
    const out = new RegionBuilder();
    const calls = new CallDerivatives(this, callee.primal);
    const forward = new ForwardSweep(analysis, storage, out, copies, (op, map, at) => calls.forward(op, map, at));
    forward.run();
    const value = outputs.kind === 'leaf' ? forward.copies.get(outputs.value) ?? null : null;
    out.return(value, source.origin);
    return { name: this.forwardName(name), params, captures: [], result: value === null ? voidType : source.result, body: out.finish(), form: 'value', origin: source.origin };
  }

  private reverseFunction(name: string, callee: Callee, storage: ReadonlyMap<Value, Storage>): Func {
    const { analysis, source } = callee.primal;
    const { params, copies } = freshParams(analysis.func.params.filter((_, i) => callee.needed.has(i)));
    const seed = seedOf(callee);
    const recorded = [...storage.keys()];
    const scope = this.sweep(callee, {
      visible: value => copies.get(value) ?? value,
      saved: () => { throw new Error('values on the stack are taken back on entry of their region'); },
      recordedIn: region => recorded.filter(value => analysis.definitions.regionOf(value) === region),
      literalOf: value => literalIn(analysis, value),
    }, seed);
    const origin = withRole(source.origin, 'adjoint');
    const adjoints = this.adjointParameters(callee);
    const flagged = reported(callee), type = adjointType(adjoints, flagged);
    const values = adjoints.flatMap(({ value }) => {
      const adjoint = scope.adjoints.get(value) ?? null;
      const own = adjoint?.value ?? scope.out.constant(0, origin);
      return flagged.has(value) ? [own, adjoint === null ? scope.never() : scope.condition(adjoint.live)] : [own];
    });
    const [only] = values;
    const result = type.kind === 'struct' ? scope.out.struct(type, values, origin) : only ?? null;
    scope.out.return(result, origin);
    const flag = seed.live === null ? [] : [{ name: seedFlag, value: seed.live, origin }];
    const all = this.takesSeed(callee) ? [...params, { name: seedName, value: seed.value, origin }, ...flag] : params;
    return { name: this.reverseName(name), params: all, captures: [], result: type, body: scope.out.finish(), form: 'value', origin: source.origin };
  }
}

const seedName = 'seed', seedFlag = 'seedLive';

/** What the reverse function is given for the adjoint of its result. */
const seedOf = ({ isFlagged }: Callee): Adjoint => ({ value: newValue(num, seedName), live: isFlagged ? newValue(bool, seedFlag) : null });

export function freshParams(params: readonly Param[]): { readonly params: readonly Param[]; readonly copies: Map<Value, Value> } {
  const copies = new Map<Value, Value>();
  const fresh = params.map(param => {
    const value = newValue(param.value.type, param.name);
    copies.set(param.value, value);
    return { ...param, value };
  });
  return { params: fresh, copies };
}

/** The parameters of which the reverse function says whether their adjoints are more than structural zeros. */
const reported = ({ conditional, asked }: Callee): ReadonlySet<Value> => new Set([...asked].filter(value => conditional.has(value)));

/** Nothing, one number, or a record of adjoints and of flags for some of them. */
function adjointType(params: readonly Param[], flagged: ReadonlySet<Value>): Type {
  const [only, ...more] = params;
  if (only === undefined) return voidType;
  if (more.length === 0 && !flagged.has(only.value)) return num;
  return structOf(params.flatMap(({ name, value }) => {
    const field = adjointName(name);
    return [{ name: field, type: num }, ...(flagged.has(value) ? [{ name: `${field}Live`, type: bool }] : [])];
  }));
}
