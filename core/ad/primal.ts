/** The primal as the reverse sweep wants it: everything it may ask for explicit, shadows of wandering references beside them. */
import { newValue, type RegionBuilder } from '../ir/builder';
import { cloneOp } from '../ir/clone';
import type { Func, Module, Param } from '../ir/module';
import type { Op, Value } from '../ir/op';
import { withRole, type Origin } from '../ir/origin';
import { holdsReals, isReference } from '../ir/type';
import { changesLength, visitOps } from '../ir/walk';
import { analyse, type Analysis } from './analysis';
import { besideType, flags, shadowType } from './companions';
import { adjointName, tangentName } from './names';
import { StructuralZeros, type TangentLiveness } from './tangentLiveness';
import { deepCopy, holdsReferences, zerosLike } from './nested';
import { givenMemory, type Given } from './given';
import { Liveness } from './liveness';
import { identityChecks } from './identical';
import { outputsOf, type Output } from './outputTree';
import { pairFlags, pairShadows, UnsupportedShadow } from './pairShadows';
import { prepare } from './prepare';

export interface Primal {
  /** The function as it was, and as it is differentiated (a callee has shadow parameters added). */
  readonly source: Func;
  readonly analysis: Analysis;
  readonly outputs: Output;
  readonly trips: ReadonlySet<Value>;
  /** Shadows of array parameters (and of their working copies). */
  readonly shadows: ReadonlyMap<Value, Value>;
  readonly paired: ReadonlyMap<Value, Value>;
  /** Parameter → the shadow that starts as zeros. */
  readonly zeros: ReadonlyMap<Value, Value>;
  /** Parameters that are copied at every depth on entry. */
  readonly deep: ReadonlySet<Value>;
  /** What is asked of the arguments before anything else. */
  readonly checks: readonly Op[];
}

/** For reverse mode. */
export interface ReversePrimal extends Primal { readonly liveness: Liveness }

/** The function the user marked: parameters that are written are copied on entry, shadows of parameters are made at the top. */
export function rootPrimal(source: Func, module: Module, wrt: readonly number[], discrete: ReadonlySet<Value>): ReversePrimal {
  const places = givenMemory(source, module);
  const prepared = prepare(source, isWritten(places));
  const inputs = source.params.filter((_, i) => wrt.includes(i)).map(param => param.value);
  const first = analyse(prepared.func, module, inputs, returned(prepared.func), discrete, true);
  const grown = growing(prepared.func, module);
  markGrowing(grown, first);
  const { func, shadows, zeros } = withParameterShadows(prepared.func, prepared.copies, first, inputs, grown);
  return { ...paired(source, func, module, { inputs, outputs: returned(func), discrete, distinct: true }, grown, shadows, prepared.trips), zeros, deep: deeplyWritten(places), checks: identityChecks(source, places) };
}

/** For forward mode. */
export interface TangentPrimal extends Primal {
  /** Flags beside memory: see `TangentLiveness`. */
  readonly flags: ReadonlyMap<Value, Value>;
  readonly zerosInMemory: StructuralZeros;
  /** Flags of parameters, to be made on entry. */
  readonly givenFlags: ReadonlyMap<Value, Value>;
}

/**
 * The function the user marked, for forward mode: all active memory has a shadow from the start. `given`: the directions of array parameters.
 * With more flags each time the liveness has grown.
 */
export function tangentPrimal(
  source: Func, module: Module, wrt: readonly number[], discrete: ReadonlySet<Value>, given: ReadonlyMap<Value, Value>,
): (liveness: TangentLiveness) => TangentPrimal {
  const places = givenMemory(source, module);
  const prepared = prepare(source, isWritten(places));
  const inputs = source.params.filter((_, i) => wrt.includes(i)).map(param => param.value);
  const first = analyse(prepared.func, module, inputs, returned(prepared.func), discrete, true);
  const { func, shadows, zeros } = withParameterShadows(prepared.func, new Map(), first, inputs, [], given);
  const directions = [...given].map(([ref, dot]) => ({ name: dot.name ?? '', value: dot, origin: paramOrigin(source, ref) }));
  const whole = { ...func, params: [...func.params, ...directions] };
  const all = new Map([...shadows, ...given]);
  const before = analyse(whole, module, inputs, returned(whole), discrete, true);
  const result = pairShadows(before, all, true);
  const unflagged = analyse(result.func, module, inputs, returned(result.func), discrete, true);
  const fixed = { source, trips: prepared.trips, shadows: all, paired: new Map([...all, ...result.shadows]), zeros, deep: deeplyWritten(places), checks: identityChecks(source, places) };
  return liveness => {
    const flagged = liveness.flagged(unflagged);
    const givenFlags = new Map(source.params.filter(({ value }) => flagged(value)).map(({ value, name }) => [value, newValue(besideType(flags, value.type), `${adjointName(name)}Live`)] as const));
    const added = [...givenFlags].map(([ref, flag]) => ({ name: flag.name ?? '', value: flag, origin: paramOrigin(source, ref) }));
    const second = pairFlags(unflagged, givenFlags, flagged);
    const analysis = analyse({ ...second.func, params: [...second.func.params, ...added] }, module, inputs, returned(second.func), discrete, true);
    return { ...fixed, analysis, outputs: outputsOf(analysis, module), flags: second.shadows, givenFlags, zerosInMemory: new StructuralZeros(analysis, inputs) };
  };
}

const paramOrigin = (func: Func, ref: Value): Origin => func.params.find(param => param.value === ref)?.origin ?? func.origin;

/** Whether the memory of a parameter is written at its outermost level, or grows. */
const isWritten = (places: readonly Given[]) => (param: Value): boolean => places.some(place => place.param === param && place.steps.length === 0 && place.isWritten);

/**
 * A function that is called: it writes its arguments in place, and takes a shadow for each array with something active in it. It is
 * differentiated for the real parameters that are `varied` at some call, and everything it returns or may have written counts as its result.
 */
export function calleePrimal(source: Func, module: Module, discrete: ReadonlySet<Value>, varied: ReadonlySet<number>): ReversePrimal {
  const prepared = prepare(source, () => false);
  const { inputs, outputs, active } = askedOfCallee(source, prepared.func, module, discrete, varied);
  const shadows = new Map<Value, Value>();
  const added = active.filter(param => isReference(param.value.type)).map(param => {
    const shadow = newValue(shadowType(param.value.type), adjointName(param.name));
    shadows.set(param.value, shadow);
    return { name: adjointName(param.name), value: shadow, origin: param.origin };
  });
  const func = { ...prepared.func, params: [...prepared.func.params, ...added] };
  return paired(source, func, module, { inputs, outputs, discrete, distinct: false }, growing(func, module), shadows, prepared.trips);
}

/** What a callee is differentiated for, and the parameters that have a derivative: numbers, and memory with something active in it. */
function askedOfCallee(source: Func, prepared: Func, module: Module, discrete: ReadonlySet<Value>, varied: ReadonlySet<number>): Pick<Asked, 'inputs' | 'outputs'> & { readonly active: readonly Param[] } {
  const reals = source.params.filter(param => !discrete.has(param.value) && holdsReals(param.value.type));
  const inputs = reals.map(param => param.value).filter(value => varied.has(source.params.findIndex(param => param.value === value)));
  const outputs = [...returned(prepared), ...reals.map(param => param.value).filter(value => isReference(value.type))];
  const { activity } = analyse(prepared, module, inputs, outputs, discrete, false);
  return { inputs, outputs, active: reals.filter(({ value }) => (isReference(value.type) ? activity.isActiveMemory(value) : inputs.includes(value))) };
}

/** A function that is called, for forward mode: a shadow parameter for each array with something active in it, and a direction for each real number that is `varied`. */
export function tangentCallee(source: Func, module: Module, discrete: ReadonlySet<Value>, varied: ReadonlySet<number>): Primal & { readonly dots: ReadonlyMap<Value, Value> } {
  const prepared = prepare(source, () => false);
  const { inputs, outputs, active } = askedOfCallee(source, prepared.func, module, discrete, varied);
  const dots = new Map(active.map(param => [param.value, newValue(shadowType(param.value.type), tangentName(param.name))] as const));
  const added = [...dots].map(([value, dot]) => ({ name: dot.name ?? '', value: dot, origin: paramOrigin(source, value) }));
  const func = { ...prepared.func, params: [...prepared.func.params, ...added] };
  const given = new Map([...dots].filter(([value]) => isReference(value.type)));
  const result = pairShadows(analyse(func, module, inputs, outputs, discrete, false), given, true);
  const analysis = analyse(result.func, module, inputs, outputs, discrete, false);
  return { source, analysis, outputs: outputsOf(analysis, module), trips: prepared.trips, shadows: given, paired: new Map([...given, ...result.shadows]), zeros: none, deep: new Set(), checks: [], dots };
}

const none: ReadonlyMap<Value, Value> = new Map();

interface Asked { readonly inputs: readonly Value[]; readonly outputs: readonly Value[]; readonly discrete: ReadonlySet<Value>; readonly distinct: boolean }

function paired(
  source: Func, func: Func, module: Module, asked: Asked,
  grown: readonly Value[], shadows: ReadonlyMap<Value, Value>, trips: ReadonlySet<Value>,
): ReversePrimal {
  const { inputs, outputs, discrete, distinct } = asked;
  const before = analyse(func, module, inputs, outputs, discrete, distinct);
  markGrowing(grown, before);
  const result = pairShadows(before, shadows);
  const analysis = analyse(result.func, module, inputs, outputs, discrete, distinct);
  return { source, analysis, outputs: outputsOf(analysis, module), trips, shadows, paired: result.shadows, zeros: none, deep: new Set(), checks: [], liveness: new Liveness(analysis) };
}

function returned(func: Func): readonly Value[] {
  const end = func.body.ops.at(-1);
  return end !== undefined && end.kind === 'return' && end.value !== null ? [end.value] : [];
}

/** References through which some array grows or shrinks: their shadows do so with them, in the forward sweep. */
function growing(func: Func, module: Module): readonly Value[] {
  const refs: Value[] = [];
  visitOps(func.body, op => {
    if (changesLength(op)) refs.push(op.ref);
    if (op.kind === 'call' && mayGrow(op.callee, module, new Set())) refs.push(...op.args.filter(arg => arg.type.kind === 'array' && arg.type.storage === 'array'));
  });
  return refs;
}

/** Whether a function, or one it calls, makes an array longer or shorter. */
function mayGrow(name: string, module: Module, seen: Set<string>): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  const func = module.funcs.get(name);
  let grows = func === undefined;
  if (func !== undefined) visitOps(func.body, op => { grows ||= changesLength(op) || op.kind === 'call' && mayGrow(op.callee, module, seen); });
  return grows;
}

function markGrowing(refs: readonly Value[], analysis: Analysis): void {
  for (const ref of refs) analysis.memory.block(ref).markWandering();
}

/**
 * Adds, as parameters, the memory that the derivative with respect to parameters that are references is accumulated in.
 * `given`: parameters whose shadow the caller passes.
 */
function withParameterShadows(
  func: Func, copies: ReadonlyMap<Value, number>, analysis: Analysis, inputs: readonly Value[], grown: readonly Value[],
  given: ReadonlyMap<Value, Value> = new Map(),
): { readonly func: Func; readonly shadows: ReadonlyMap<Value, Value>; readonly zeros: ReadonlyMap<Value, Value> } {
  const zeros = new Map<Value, Value>();
  const added: Param[] = [];
  const grows = new Set(grown.map(ref => analysis.memory.block(ref)));
  for (const param of func.params) {
    const { type } = param.value;
    const isInput = inputs.includes(param.value) && holdsReals(type);
    // What is kept in it may be kept elsewhere too, beside what is active.
    const shared = (holdsReferences(type) || analysis.memory.block(param.value).isWandering) && analysis.activity.isActiveMemory(param.value);
    if (!isReference(type) || given.has(param.value) || !(isInput || shared)) continue;
    const name = adjointName(param.name);
    const shadow = newValue(shadowType(type), name);
    zeros.set(param.value, shadow);
    added.push({ name, value: shadow, origin: withRole(param.origin, 'adjoint') });
  }
  const shadows = new Map(zeros);
  for (const [copy, index] of copies) {
    const param = func.params[index];
    const shadow = param === undefined ? undefined : zeros.get(param.value);
    // A copy that holds references has its own: which row stands where may change in it.
    if (shadow !== undefined && !holdsReferences(copy.type) && !grows.has(analysis.memory.block(copy))) shadows.set(copy, shadow);
  }
  return { func: { ...func, params: [...func.params, ...added] }, shadows, zeros };
}

/** Parameters whose memory is written below its outermost level. Which reference stands where may change only in the outermost. */
function deeplyWritten(places: readonly Given[]): ReadonlySet<Value> {
  const inner = places.filter(place => place.steps.length > 0);
  for (const { reordered } of inner) if (reordered !== null) throw new UnsupportedShadow(reordered);
  return new Set(inner.filter(place => place.isWritten).map(place => place.param));
}

/** What stands before the primal in its derivative: checks of the arguments, copies of deeply written arguments (and of their directions), and shadows full of zeros. */
export function enter(primal: Primal, copies: Map<Value, Value>, out: RegionBuilder): void {
  const here = (value: Value): Value => copies.get(value) ?? value;
  for (const op of primal.checks) out.append(cloneOp(op, copies));
  for (const param of primal.deep) {
    const origin = withRole(paramOrigin(primal.source, param), 'primal');
    copies.set(param, deepCopy(here(param), out, origin, `${param.name ?? ''}Now`));
    const direction = primal.zeros.has(param) ? undefined : primal.shadows.get(param);
    if (direction !== undefined) copies.set(direction, deepCopy(here(direction), out, origin, `${direction.name ?? ''}Now`));
  }
  for (const [param, shadow] of primal.zeros) copies.set(shadow, zerosLike(here(param), out, withRole(paramOrigin(primal.source, param), 'adjoint'), shadow.name));
}
