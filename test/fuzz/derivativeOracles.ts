/** Oracles on generated derivatives. Each answers what is wrong, or null. */
import { directional, evaluatePoint, finish, hessianOf, isDatumRecord, numbersOf, type Datum } from '../../core/evaluate';
import type { MarkedFunction } from '../../core/frontend';
import { agrees, firstDisagreement, isBeyondSingle, slack } from '../../core/gate/agreement';
import { check, usesSingles } from '../../core/gate/check';
import { derive } from '../../core/generate/derive';
import { verifyModule } from '../../core/ir/verifier';
import { difference, inPlaceOf, memoryOf, partsOf, sameShape, spread } from './bits';
import { extraArguments, fieldsOf, limits, run, type Derivative } from './derivative';
import type { Native } from './sheet';

/** A derivative that was read again, at a point. */
export interface Situation {
  readonly derivative: Derivative;
  readonly fn: MarkedFunction;
  readonly native: Native;
  readonly args: readonly Datum[];
  /** Arguments of the same function elsewhere. */
  readonly elsewhere: readonly Datum[];
}

export type DerivativeOracle = (situation: Situation) => string | null;

/** The gate of the product. */
export const gate: DerivativeOracle = ({ derivative: { target, kind }, fn, args }) => {
  if (fn.lowered === null) return `not read again: ${fn.diagnostics.map(found => `${found.code} ${found.message}`).join('; ')}`;
  const problems = verifyModule(fn.lowered.module);
  if (problems.length > 0) return `read again ill-formed: ${problems.map(problem => problem.message).join('; ')}`;
  const verdict = finish(check({ target, kind, generated: fn.lowered, limits }, args));
  switch (verdict.kind) {
    case 'passed': case 'skipped': return null;
    case 'fault': return `the generated code stops: ${verdict.fault.message}`;
    case 'disagrees': {
      const { what, found, expected } = verdict.disagreement;
      return `by ${verdict.by}: ${what} is ${String(found)}, expected ${String(expected)}`;
    }
  }
};

/** Node executing the text: the machine's numbers, arguments left as found, the same again, nothing shared, an earlier result reused. */
export const execution: DerivativeOracle = ({ derivative, fn, native, args, elsewhere }) => {
  if (fn.lowered === null) return null;
  const value = run(derivative.target, args), other = run(derivative.target, elsewhere);
  if (!value.ok || !other.ok) return null;
  const all = [...args, ...extraArguments(derivative, args, value.value)];
  const result = run(fn.lowered, all);
  if (!result.ok) return `the generated code stops: ${result.fault.message}`;
  const given = structuredClone(all);
  const first = native(...given);
  const wrong = difference(first, result.value, 'Node\'s result') ?? difference(given, all, 'an argument');
  if (wrong !== null) return wrong;
  const memory = memoryOf(first), own = new Set(memoryOf(given));
  if (new Set(memory).size < memory.length) return 'two parts of the result are the same memory';
  if (memory.some(part => own.has(part))) return 'the result shares memory with an argument';
  const away = native(...structuredClone([...elsewhere, ...extraArguments(derivative, elsewhere, other.value)]));
  const again = difference(native(...given), result.value, 'the second result') ?? difference(first, result.value, 'the earlier result');
  if (again !== null || !derivative.takesInto) return again;
  const reused = native(...given, away);
  if (reused !== away) return 'the earlier result given was not returned';
  return difference(reused, result.value, 'the result in place of an earlier one') ?? difference(given, all, 'an argument');
};

/** Pairs of places that are tried at a point. */
const mostPairs = 8;

/** One array given in two places: it is refused, or all is as with an array in each. */
export const twice: DerivativeOracle = ({ derivative, native, args }) => {
  const memory = args.flatMap(partsOf);
  const pairs = memory.flatMap((kept, i) => memory.slice(i + 1).filter(other => other !== kept && sameShape(kept, other)).map(other => [kept, other] as const));
  for (const [kept, replaced] of pairs.slice(0, mostPairs)) {
    const given = (isOne: boolean): readonly Datum[] => inPlaceOf(args, kept, replaced, isOne);
    const value = run(derivative.target, given(true));
    if (!value.ok) continue;
    const extra = extraArguments(derivative, given(false), value.value);
    let found: unknown;
    try { found = native(...given(true), ...extra); } catch (error) {
      if (error instanceof Error && error.message.includes('must not be the same')) continue;
      throw error;
    }
    if (typeof found !== 'object' || found === null || !('value' in found)) return 'no record is returned';
    const wrong = difference(found.value, value.value, 'the value, with one array twice,') ?? difference(found, native(...given(false), ...extra), 'the result, with one array twice,');
    if (wrong !== null) return wrong;
  }
  return null;
};

/** The plan that saves everything gives the same numbers as the one that reads again and recomputes. */
export const planning: DerivativeOracle = ({ derivative: { target, kind, name, ...derivative }, fn, args }) => {
  if (kind === 'jvp' || fn.lowered === null) return null;
  const naive = derive(target, kind, name, fn.nameSpan, 'naive');
  if (!naive.ok) return `the naive plan is declined: ${naive.diagnostics.map(found => found.code).join()}`;
  const value = run(target, args);
  if (!value.ok) return null;
  const all = [...args, ...extraArguments({ target, kind, name, ...derivative }, args, value.value)];
  const saved = run({ module: naive.derived.module, root: name }, all), frugal = run(fn.lowered, all);
  if (!saved.ok || !frugal.ok) return saved.ok === frugal.ok ? null : 'only one of the plans ends';
  const size = Math.max(0, ...numbersOf(saved.value).filter(Number.isFinite).map(Math.abs));
  const relative = usesSingles(target.module) ? slack.single : slack.double;
  const found = firstDisagreement('the derivative', frugal.value, saved.value, (a, b) => agrees(a, b, size, relative));
  return found === null ? null : `${found.what} is ${String(found.found)}, ${String(found.expected)} if everything is saved`;
};

/** Operations of a gradient and of its primal. */
function cost({ derivative, fn, args }: Situation): { readonly primal: number; readonly derivative: number } | null {
  if (fn.lowered === null || derivative.kind === 'jvp') return null;
  const primal = run(derivative.target, args);
  if (!primal.ok) return null;
  const result = run(fn.lowered, [...args, ...extraArguments(derivative, args, primal.value)]);
  return result.ok ? { primal: primal.operations, derivative: result.operations } : null;
}

/** What it takes to set up tapes and to return the result. */
const setUp = 300;

/** How many times as dear as the primal a gradient is, its set-up left out. */
export function ratioOf(situation: Situation): number | null {
  const counts = cost(situation);
  return counts === null ? null : (counts.derivative - setUp - 4 * numbersOf(situation.args).length) / counts.primal;
}

/** The goal is five times; a bound far above it tells a sweep that is not linear. */
export const bounded = (ratio: number | null): string | null => (ratio === null || ratio <= 10 ? null : `${ratio.toFixed(1)} times as dear as the primal`);

/** The jvp of a gradient against the Hessian of the trace. `original`: the program itself. */
export function second({ derivative, fn, args }: Situation, original: Derivative['target']): string | null {
  if (derivative.kind !== 'jvp' || fn.lowered === null) return null;
  const point = finish(evaluatePoint(original, args, { limits, oneSidedOperations: 0 }));
  if (!point.ok || point.trace.outputs.length !== 1 || Number.isNaN(point.trace.value)) return null;
  const value = run(derivative.target, args);
  if (!value.ok) return null;
  const result = run(fn.lowered, [...args, ...extraArguments(derivative, args, value.value)]);
  if (!result.ok || !isDatumRecord(result.value)) return 'the jvp of the gradient has no result';
  const dot = result.value['dot'];
  if (dot === undefined || !isDatumRecord(dot)) return 'the jvp of the gradient has no tangent';
  const direction = Array.from({ length: point.trace.inputCount }, (_, k) => spread(k));
  const slope = numbersOf(dot['value'] ?? NaN)[0] ?? NaN;
  const [expected = NaN] = directional(point.trace, direction);
  const rows = hessianOf(point.trace);
  const products = rows.map(row => row.reduce((sum, entry, k) => sum + entry * (direction[k] ?? 0), 0));
  const found = fieldsOf(original).flatMap(field => numbersOf(dot[field] ?? NaN));
  // Arrays of 32-bit floats round adjoints of the size of the values, however small the second derivatives are.
  const singles = usesSingles(original.module);
  const size = Math.max(singles ? 1e-2 : 1e-6, ...[expected, ...rows.flat()].filter(Number.isFinite).map(Math.abs));
  const relative = singles ? slack.single : 1e-7;
  const isClose = (number: number, exact: number): boolean => agrees(number, exact, size, relative) || (singles && isBeyondSingle(number, exact));
  if (!isClose(slope, expected)) return `the derivative along the direction is ${String(slope)}, by the trace ${String(expected)}`;
  // At a pole the trace's Hessian has products 0 · ∞ where the code may know a zero; the gate has compared the code with its own trace.
  const same = (number: number, product: number): boolean => !Number.isFinite(product) || isClose(number, product);
  const k = products.findIndex((product, i) => !same(found[i] ?? NaN, product));
  return k < 0 ? null : `entry ${String(k)} of Hessian · direction is ${String(found[k])}, by the trace ${String(products[k])}`;
}

/** Whether the function has no finite value at this point: what is infinite − infinite depends on the order of the sums. */
export function hasOverflowed({ derivative, args }: Situation): boolean {
  const value = run(derivative.target, args);
  return value.ok && !numbersOf(value.value).every(Number.isFinite);
}

/** Whether a partial at this point is infinite or undefined: there, reverse mode over arrays and loops may add 0 · ∞ where the trace has nothing. */
export function isSingular({ derivative, args }: Situation): boolean {
  const point = finish(evaluatePoint(derivative.target, args, { limits, oneSidedOperations: 0 }));
  if (!point.ok) return true;
  const { tape } = point.trace;
  for (let e = 0; e < tape.edges; e++) if ((tape.operand[e] ?? 0) !== 0 && !Number.isFinite(tape.partial[e] ?? 0)) return true;
  return !numbersOf(point.trace.value).every(Number.isFinite);
}

