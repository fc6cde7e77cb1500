/** A function made ready to be evaluated, and its evaluation at one point: value, trace and warnings. */
import type { Module } from '../ir/module';
import { holdsReals, type Type } from '../ir/type';
import { catalogue } from '../messages';
import { resolveConventions } from '../passes/conventions';
import { discreteParameters } from '../passes/discrete';
import { coerce } from './coerce';
import { isDatumRecord, type Datum } from './datum';
import { defaultLimits, type Fault, type FaultKind, type Limits } from './fault';
import { compileModule } from './moduleCompiler';
import { finish, interpret, traceProgram, type Task, type Trace } from './run';
import { Slicer } from '../passes/slice';
import { warningsOf, type Warning } from './warnings';

/** A lowered function with the parameters to differentiate with respect to, in declaration order. */
export interface Target { readonly module: Module; readonly root: string; readonly wrt: readonly string[] }

export type PointResult =
  | { readonly ok: true; readonly trace: Trace; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly fault: Fault };

/**
 * Makes a lowered function ready: conventions resolved, and the parameters chosen: those `named`, else all that hold real numbers
 * and are neither discrete nor choices.
 */
export function targetOf(module: Module, root: string, named: readonly string[] | null): Target {
  const params = module.funcs.get(root)?.params ?? [];
  const discrete = named === null ? discreteParameters(module, root) : new Set<number>();
  const wrt = params.filter((p, i) => holdsReals(p.value.type) && (named === null ? !discrete.has(i) && p.isChoice !== true : named.includes(p.name))).map((p) => p.name);
  return { module: resolveConventions(module, root), root, wrt };
}

export interface PointOptions {
  readonly limits?: Limits;
  readonly watch?: readonly number[];
  /** Operations that one-sided derivatives of warnings may cost. */
  readonly oneSidedOperations?: number;
  /** The highest derivatives that are shown: 2 where a Hessian is. */
  readonly order?: 1 | 2;
}

/** `args` are in the order of the parameters and fit their types (see `coerce`). */
export function* evaluatePoint(target: Target, args: readonly Datum[], options: PointOptions = {}): Task<PointResult> {
  const program = compileModule(target.module, target.root, options.watch);
  if (program === null) return { ok: false, fault: { kind: 'not-runnable', message: `there is no function ${target.root}`, span: null } };
  const traced = yield* traceProgram(program, args, { wrt: target.wrt, limits: options.limits ?? defaultLimits });
  if (!traced.ok) return traced;
  const { trace } = traced;
  const warnings = yield* warningsOf(trace, args, {
    wrt: target.wrt, limits: options.limits ?? defaultLimits,
    slicer: () => new Slicer(target.module, target.root),
    ...(options.order === undefined ? {} : { order: options.order }),
    ...(options.oneSidedOperations === undefined ? {} : { oneSidedOperations: options.oneSidedOperations }),
  });
  return { ok: true, trace, warnings };
}

/** A key of a point that does not fit. */
export type ArgumentProblem =
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'missing'; readonly name: string; readonly type: Type }
  | { readonly kind: 'ill-shaped'; readonly name: string; readonly type: string; readonly found: string };

/** Arguments keyed by parameter name, put in order and coerced to the declared types; `defaults` fills in what may be left out. */
export function argumentsFor(
  module: Module, root: string, given: ReadonlyMap<string, unknown>, defaults: ReadonlyMap<string, unknown> = new Map(),
): { readonly args: readonly Datum[]; readonly problems: readonly ArgumentProblem[] } {
  const params = module.funcs.get(root)?.params ?? [];
  const problems: ArgumentProblem[] = [];
  const args: Datum[] = [];
  for (const name of given.keys()) if (!params.some((p) => p.name === name)) problems.push({ kind: 'unknown', name });
  for (const { name, value: { type } } of params) {
    const data = given.has(name) ? given.get(name) : defaults.get(name);
    if (data === undefined) {
      problems.push({ kind: 'missing', name, type });
      continue;
    }
    const coerced = coerce(data, type, name);
    if (coerced.ok) args.push(coerced.datum);
    else problems.push({ kind: 'ill-shaped', name: coerced.path, type: coerced.type, found: coerced.found });
  }
  return { args, problems };
}

/** What a point of the source evaluates to: an entry for each parameter. */
export function pointValues(lowered: { readonly module: Module; readonly root: string }, limits: Limits = defaultLimits): ReadonlyMap<string, Datum> | Fault {
  const run = finish(interpret(lowered.module, lowered.root, [], limits));
  if (!run.ok) return run.fault;
  return new Map(isDatumRecord(run.value) ? Object.entries(run.value) : []);
}

const faultMessages: Readonly<Record<FaultKind, keyof typeof catalogue & ('readOutside' | 'writeOutside' | 'badLength' | 'unsetElement' | 'uncaughtThrow' | 'budgetExhausted' | 'memoryExhausted' | 'tooDeep' | 'unexpected')>> = {
  'read-outside': 'readOutside', 'write-outside': 'writeOutside', 'bad-length': 'badLength', 'unset-element': 'unsetElement', 'uncaught-throw': 'uncaughtThrow',
  budget: 'budgetExhausted', memory: 'memoryExhausted', depth: 'tooDeep', 'not-runnable': 'unexpected',
};

/** The catalogue's code and text for a fault. */
export function describeFault(fault: Fault): { readonly code: string; readonly message: string } {
  const entry = catalogue[faultMessages[fault.kind]];
  return { code: entry.code, message: entry.text({ detail: fault.message }) };
}
