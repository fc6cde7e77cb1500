/**
 * From a lowered function to the value form of one of its derivatives, tidied for printing: the passes of `core/ad` and
 * `core/passes` in their order. Knows neither the source language nor text.
 */
import type { Planner } from '../ad/availability';
import { reverseDerivative } from '../ad/gradient';
import { UnsupportedShadow } from '../ad/pairShadows';
import { forwardDerivative } from '../ad/tangent';
import { discreteValues, toValueForm, UnknownFunctionValue } from '../ad/valueForm';
import type { Target } from '../evaluate';
import type { Func, Module } from '../ir/module';
import type { Value } from '../ir/op';
import type { Span } from '../ir/origin';
import { holdsReals } from '../ir/type';
import { visitOps } from '../ir/walk';
import { problem, type Diagnostic } from '../messages';
import { calleesOf } from '../passes/callGraph';
import { copySeeds } from '../passes/copySeeds';
import { shareCommonValues } from '../passes/cse';
import { eliminateDeadCode } from '../passes/dce';
import { fuseIfs } from '../passes/fuseIfs';
import { integerParameters } from '../passes/integerParameters';
import { isRootAgain } from '../passes/listedResults';
import { withoutNormTerms } from '../passes/normTerms';
import { mergeShadowUpdates } from '../passes/shadowUpdates';
import { simplifyDerivatives } from '../passes/simplify';
import { sinkAdditions } from '../passes/sinkAdditions';
import { trimHelpers } from '../passes/trimHelpers';

export type DerivativeKind = 'gradient' | 'jvp' | 'vjp';

export interface Derived {
  readonly func: Func;
  readonly helpers: readonly Func[];
  readonly reuse: ReadonlyMap<Value, string>;
  /** All of them with the constants they read. */
  readonly module: Module;
}

export type Derivation = { readonly ok: true; readonly derived: Derived } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** `name` is the derivative's; `at` is where what cannot be derived is reported if it has no span of its own. */
export function derive(target: Target, kind: DerivativeKind, name: string, at: Span, planner: Planner = 'frugal'): Derivation {
  const source = target.module.funcs.get(target.root);
  if (source === undefined) return { ok: false, diagnostics: [problem('unexpected', { detail: `there is no function ${target.root}` }, at)] };
  if (kind === 'gradient' && source.result.kind !== 'num') return { ok: false, diagnostics: [problem('gradientNeedsNumber', { name: target.root }, at)] };
  if (source.result.kind === 'void' || !holdsReals(source.result)) return { ok: false, diagnostics: [problem('resultHoldsNoReals', { name: target.root }, at)] };
  try {
    const derived = tidied(deriveRaw(target, source, kind, name, planner));
    const unseen = unseenErrors(derived, at);
    return unseen.length > 0 ? { ok: false, diagnostics: unseen } : { ok: true, derived };
  } catch (error) {
    if (error instanceof UnsupportedShadow) return { ok: false, diagnostics: [problem('wanderingReference', {}, error.origin.span ?? at)] };
    if (error instanceof UnknownFunctionValue) return { ok: false, diagnostics: error.origins.map(origin => problem('unknownFunctionValue', {}, origin.span ?? at)) };
    throw error;
  }
}

/** Errors whose name the generated code could not use. */
function unseenErrors({ func, helpers }: Derived, at: Span): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const each of [func, ...helpers]) visitOps(each.body, op => {
    if (op.kind === 'throw' && !op.isVisible) found.set(op.error, problem('errorOutOfSight', { name: op.error }, op.origin.span ?? at));
  });
  return [...found.values()];
}

function deriveRaw(target: Target, source: Func, kind: DerivativeKind, name: string, planner: Planner): Derived {
  const integers = integerParameters(target.module, target.root, target.wrt), discrete = integers(target.root);
  const isRoot = (func: string): boolean => func === target.root || (!target.module.funcs.has(func) && isRootAgain(func, target.root));
  const discreteOf = (func: string): ReadonlySet<number> => (isRoot(func) ? discrete : integers(func));
  const module = toValueForm(target.module, target.root, discreteOf);
  const wrt = source.params.flatMap((param, i) => (target.wrt.includes(param.name) ? [i] : []));
  if (kind === 'jvp') {
    const primal = module.funcs.get(target.root) ?? source;
    const { func, helpers } = forwardDerivative(module, target.root, { name, wrt, discrete: discreteValues(primal, discrete), discreteOf });
    return { func, helpers, reuse: new Map(), module: { funcs: new Map([func, ...helpers].map(each => [each.name, each])), globals: module.globals } };
  }
  const { func, helpers, reuse } = reverseDerivative(module, target.root, { mode: kind, name, wrt, discrete, discreteOf, planner });
  return { func, helpers, reuse, module: { funcs: new Map([func, ...helpers].map(each => [each.name, each])), globals: module.globals } };
}

/** Simplified, common values shared, dead code gone, until nothing changes. */
function tidied(derived: Derived): Derived {
  const kept = new Set(derived.reuse.keys());
  const each = (one: Func): Func => tidy(one, kept);
  const plain = (one: Func): Func => each(withoutNormTerms(one));
  const trimmed = trimHelpers({ func: plain(derived.func), helpers: derived.helpers.map(plain) });
  const func = each(trimmed.func);
  const helpers = called(func, trimmed.helpers.map(each));
  return { ...derived, func, helpers, module: { ...derived.module, funcs: new Map([func, ...helpers].map(one => [one.name, one])) } };
}

/** The helpers that are still called once dead calls are gone. */
function called(func: Func, helpers: readonly Func[]): readonly Func[] {
  const reached = new Set<Func>([func]);
  for (const each of reached) {
    const callees = calleesOf(each);
    for (const helper of helpers) if (callees.has(helper.name)) reached.add(helper);
  }
  return helpers.filter(helper => reached.has(helper));
}

/** Rounds of simplification: each is cheap, and what one uncovers the next removes. */
const rounds = 3;

/** `kept`: allocations that an earlier result can provide. */
function tidy(func: Func, kept: ReadonlySet<Value>): Func {
  let current = copySeeds(func, kept);
  for (let i = 0; i < rounds; i++) current = eliminateDeadCode(mergeShadowUpdates(sinkAdditions(fuseIfs(shareCommonValues(simplifyDerivatives(current))))));
  return current;
}
