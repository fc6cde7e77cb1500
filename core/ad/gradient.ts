/**
 * Reverse mode: from a value-form function to one that returns its value and the adjoints of its parameters.
 *
 * `gradient` seeds a number with 1; `vjp` takes the seed as a last parameter, in the shape of the value.
 */
import { newValue, RegionBuilder } from '../ir/builder';
import type { Func, Module, Param } from '../ir/module';
import type { LoopOp, Region, Value } from '../ir/op';
import { withRole, type Origin } from '../ir/origin';
import { holdsReals, isReference, structOf, type Field } from '../ir/type';
import { Plan, type Planner } from './availability';
import { CalleeDerivatives, CallDerivatives } from './calls';
import { ForwardSweep } from './forwardSweep';
import { literalIn } from './literal';
import { inDerivativeShape, derivativeType } from './nested';
import { adjointName } from './names';
import type { Analysis } from './analysis';
import { rebuildOutputs, seedOutputs } from './outputs';
import { enter, rootPrimal, type ReversePrimal } from './primal';
import { discreteValues } from './valueForm';
import { ReverseSweep, type Sources } from './reverseSweep';
import type { Scope } from './scope';
import { storageOf, type Storage } from './storage';

export interface Derivative {
  readonly func: Func;
  /** Functions the derivative calls, in the order they are to be written. */
  readonly helpers: readonly Func[];
  /** Allocations of result arrays, by the field they become: an earlier result can provide them. */
  readonly reuse: ReadonlyMap<Value, string>;
}

export interface ReverseOptions {
  readonly mode: 'gradient' | 'vjp';
  /** Name of the derivative function. */
  readonly name: string;
  /** Indices of the parameters differentiated for. */
  readonly wrt: readonly number[];
  /** Indices of parameters that are integers. */
  readonly discrete: ReadonlySet<number>;
  /** The same for functions it calls. */
  readonly discreteOf: (func: string) => ReadonlySet<number>;
  readonly planner: Planner;
}

/** Input: a value-form module and the name of one of its functions. */
export function reverseDerivative(module: Module, root: string, options: ReverseOptions): Derivative {
  const source = module.funcs.get(root);
  if (source === undefined) throw new Error(`@${root} is not in the module`);
  const primal = rootPrimal(source, module, options.wrt, discreteValues(source, options.discrete));
  const callees = new CalleeDerivatives(module, root, options.wrt, options.name, options.planner, options.discreteOf);
  const calls = new CallDerivatives(callees, primal);
  const plan = new Plan(primal.analysis, options.planner, true);
  // Which arguments callees need, and so what must be saved for them, is known when the callees have settled.
  do trial(primal, plan, calls); while (primal.liveness.hasGrown());
  callees.settle();
  plan.relieve(trial(primal, plan, calls));
  const requests = trial(primal, plan, calls);
  const storage = new Map([...requests].map(value => [value, storageOf(value, primal.analysis, options.planner)] as const));
  return { ...assemble(primal, plan, storage, options, calls), helpers: callees.helpers() };
}

/** Runs the reverse sweep once without output, to learn which values it asks for. */
function trial(primal: ReversePrimal, plan: Plan, calls: CallDerivatives): ReadonlySet<Value> {
  const requests = new Set<Value>();
  const sources: Sources = {
    visible: value => value,
    saved: value => { requests.add(value); return newValue(value.type, value.name); },
    recordedIn: () => [],
    literalOf: value => literalIn(primal.analysis, value),
  };
  const { scope, sweep } = begin(primal, plan, sources, calls);
  seedOutputs(primal.outputs, null, scope, sweep);
  sweep.region(scope, primal.analysis.func.body);
  return requests;
}

function begin(primal: ReversePrimal, plan: Plan, sources: Sources, calls: CallDerivatives): { scope: Scope; sweep: ReverseSweep } {
  const sweep = new ReverseSweep(primal.analysis, plan, sources, primal.paired, primal.trips, calls, primal.liveness, primal.outputs);
  return { scope: sweep.start(primal.shadows), sweep };
}

function assemble(primal: ReversePrimal, plan: Plan, storage: ReadonlyMap<Value, Storage>, options: ReverseOptions, calls: CallDerivatives): Omit<Derivative, 'helpers'> {
  const { source, analysis } = primal;
  const params = source.params.map((param): Param => ({ ...param, value: newValue(param.value.type, param.name) }));
  const copies = new Map<Value, Value>();
  params.forEach((param, i) => { const original = source.params[i]; if (original !== undefined) copies.set(original.value, param.value); });
  const seed = options.mode === 'vjp' ? newValue(derivativeType(source.result), 'seed') : null;
  const out = new RegionBuilder();
  enter(primal, copies, out);
  const forward = new ForwardSweep(analysis, storage, out, copies, (op, map, at) => calls.forward(op, map, at));
  forward.run();
  const sources = sourcesOf(forward, analysis, storage);
  const { scope, sweep } = begin(primal, plan, sources, calls);
  seedOutputs(primal.outputs, seed, scope, sweep);
  sweep.region(scope, analysis.func.body);
  for (const op of scope.out.finish().ops) out.append(op);
  const origin = withRole(source.origin, 'adjoint');
  const reuse = new Map<Value, string>();
  const fields: { field: Field; value: Value }[] = [];
  const value = rebuildOutputs(primal.outputs, v => sources.visible(v), out, origin);
  if (value !== null) fields.push({ field: { name: 'value', type: source.result }, value });
  for (const index of options.wrt) {
    const param = source.params[index];
    if (param === undefined || !holdsReals(param.value.type)) continue;
    const adjoint = resultOf(param, params[index]?.value ?? param.value, primal, scope, sources, out, origin);
    fields.push({ field: { name: adjointName(param.name), type: adjoint.type }, value: adjoint });
    if (isReference(adjoint.type)) reuse.set(adjoint, adjointName(param.name));
  }
  const type = structOf(fields.map(({ field }) => field));
  out.return(out.struct(type, fields.map(f => f.value), origin), origin);
  const all = seed === null ? params : [...params, { name: 'seed', value: seed, origin }];
  return {
    func: { name: options.name, params: all, captures: [], result: type, body: out.finish(), form: 'value', origin: source.origin },
    reuse,
  };
}

function sourcesOf(forward: ForwardSweep, analysis: Analysis, storage: ReadonlyMap<Value, Storage>): Sources {
  const visible = (value: Value): Value => {
    const copy = forward.copies.get(value);
    if (copy === undefined) throw new Error('a visible value has been copied by the forward sweep');
    return copy;
  };
  return {
    visible,
    literalOf: value => literalIn(analysis, value),
    recordedIn: (region: Region) => forward.recordedIn(region),
    saved: (value, scope, counters: (loop: LoopOp) => Value) => {
      const kept = storage.get(value);
      if (kept === undefined) throw new Error('the trial sweep asked for every value that is taken back');
      if (kept.kind === 'result') return visible(value);
      if (kept.kind === 'stack') throw new Error('values on the stack are taken back on entry of their region');
      const { array, index } = forward.indexOf(value, counters, scope.out);
      const origin: Origin = { span: null, role: 'tape', site: -1 };
      const taken = scope.out.load(array, index, origin, value.type.kind === 'bool' ? null : value.name);
      return value.type.kind === 'bool' ? scope.out.prim('ne', [taken, scope.out.constant(0, origin)], origin) : taken;
    },
  };
}

/** The finished adjoint of a parameter: a number, or memory in the shape of the argument as it was on entry. */
function resultOf(param: Param, given: Value, primal: ReversePrimal, scope: Scope, sources: Sources, out: RegionBuilder, origin: Origin): Value {
  if (param.value.type.kind === 'num') return scope.adjoints.get(param.value)?.value ?? out.constant(0, origin);
  const shadow = primal.shadows.get(param.value);
  if (shadow === undefined) throw new Error('a parameter that holds reals has a shadow');
  return inDerivativeShape(sources.visible(shadow), given, out, origin);
}
