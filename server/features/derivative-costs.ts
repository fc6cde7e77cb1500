/** What the whole gradient costs by hand, by differences, by symbolic and by automatic differentiation: evaluations, operations and time of each way. */
import { compileModule, inShapes, inValueShape, type Datum, type Limits, type Program, type Target, type Task, type Trace } from '../../core/evaluate';
import { formatNumber } from '../../core/format';
import { derive, type DerivativeKind, type Derived } from '../../core/generate/derive';
import type { Span } from '../../core/ir/origin';
import { visitOps } from '../../core/ir/walk';
import { unlessTooDeep } from '../../core/messages/stack';
import type { ComparisonSection } from '../view-protocol';
import { byHandTask, type ByHand, type Candidate } from './gradient-by-hand';
import { costOf, type Cost } from './run-cost';
import { symbolicCostTask, type SymbolicCost } from './symbolic-cost';
import type { Differentiate } from './symbolic-term';

export interface CostQuestion {
  readonly name: string;
  readonly target: Target;
  readonly trace: Trace;
  /** In the order of the parameters. */
  readonly args: readonly Datum[];
  readonly limits: Limits;
  readonly output: number;
  readonly nameSpan: Span;
  readonly differentiate: Differentiate;
  /** Functions of the file that may be its gradient. */
  readonly candidates: readonly Candidate[];
}

export interface Costs {
  readonly inputs: number;
  readonly plain: Cost;
  readonly byHand: readonly ByHand[];
  readonly symbolic: SymbolicCost;
  /** The function with one tangent; null: it could not be made or run. */
  readonly tangent: Cost | null;
  /** The function with the adjoints of all inputs. */
  readonly adjoint: Cost | null;
  /** Arithmetic operations that stand in the generated code with adjoints. */
  readonly written: number | null;
}

export function* costTask(question: CostQuestion): Task<Costs | null> {
  const { target, trace, args, limits, output } = question;
  const plain = yield* costOf(compileModule(target.module, target.root), args, limits);
  if (plain === null) return null;
  const direction = inShapes(trace, Array.from({ length: trace.inputCount }, (_, i) => (i === 0 ? 1 : 0)));
  const tangent = programOf(derivedAs(question, 'jvp'));
  yield;
  const isNumber = typeof trace.value === 'number', derived = derivedAs(question, isNumber ? 'gradient' : 'vjp'), adjoint = programOf(derived);
  yield;
  const seed = isNumber ? [] : [inValueShape(trace.value, trace.outputs.map((_, k) => (k === output ? 1 : 0)))];
  return {
    inputs: trace.inputCount, plain,
    tangent: yield* costOf(tangent, [...args, ...trace.inputs.map(({ name }) => direction[name] ?? 0)], limits),
    adjoint: yield* costOf(adjoint, [...args, ...seed], limits),
    byHand: adjoint === null || !isNumber ? [] : yield* byHandTask({ ...question, gradient: adjoint }),
    symbolic: yield* symbolicCostTask(question),
    written: derived === null ? null : arithmetic(derived),
  };
}

/** Derivatives do not depend on the point: they are made once for a function, however often its inputs are moved. */
const known = new WeakMap<Target, Map<DerivativeKind, Derived | null>>();

function derivedAs({ target, name, nameSpan }: CostQuestion, kind: DerivativeKind): Derived | null {
  const made = known.get(target) ?? new Map<DerivativeKind, Derived | null>();
  known.set(target, made);
  const before = made.get(kind);
  if (before !== undefined) return before;
  const derivation = unlessTooDeep(() => derive(target, kind, `${name}Derivative`, nameSpan), () => null), derived = derivation?.ok === true ? derivation.derived : null;
  made.set(kind, derived);
  return derived;
}

const programOf = (derived: Derived | null): Program | null => (derived === null ? null : compileModule(derived.module, derived.func.name));

function arithmetic({ func, helpers }: Derived): number {
  let count = 0;
  for (const { body } of [func, ...helpers]) visitOps(body, ({ kind }) => { if (kind === 'prim') count++; });
  return count;
}

export function costSection(name: string, costs: Costs | null): ComparisonSection {
  const title = `Cost of the gradient of ${name}`, columns = ['Way', 'Runs', 'Operations', 'Time', 'Times f'];
  if (costs === null) return { title, summary: ['It was not measured in time.'], chart: null, columns, rows: [] };
  const { inputs, plain, byHand, symbolic, tangent, adjoint } = costs;
  const row = (way: string, runs: string, times: number, cost: Cost | null): string[] => (cost === null ? [way, runs, 'not available', '', '']
    : [way, runs, formatNumber(times * cost.operations, 6), timeText(times * cost.milliseconds), formatNumber((times * cost.operations) / plain.operations, 3)]);
  const n = String(inputs), runs = (count: number, of: string): string => `${String(count)} of ${of}`;
  const { cost: formulas, formulas: count } = symbolic.kind === 'cost' ? symbolic : { cost: null, formulas: inputs };
  return {
    title, summary: [
      `${n === '1' ? 'The one derivative' : `All ${n} derivatives`} at the point. Each program was run by the same interpreter a few times; the quickest run counts, times the number of runs needed. Operations depend on no machine.`,
      ...(adjoint === null ? [] : [`Reverse mode takes ${formatNumber(adjoint.operations / plain.operations, 3)} times the operations of ${name} for any number of inputs; differences and forward mode grow with it.`]),
      ...(byHand.length > 0 ? [] : [`No function of this file takes the same arguments and gives this gradient. One that is written by hand gets a line here.`]),
      ...(symbolic.kind === 'cost' ? [] : [`There are no symbolic derivatives by a computer algebra system: ${symbolic.reason}.`]),
    ], chart: null, columns,
    rows: [
      row('the function alone', runs(1, 'f'), 1, plain),
      ...byHand.map(({ name: written, cost }) => row(`by hand, ${written}`, runs(1, written), 1, cost)),
      ...(byHand.length > 0 ? [] : [row('by hand', 'none in this file', 1, null)]),
      row('forward differences', runs(inputs + 1, 'f'), inputs + 1, plain),
      row('central differences', runs(2 * inputs, 'f'), 2 * inputs, plain),
      row('symbolic, by math.js', runs(count, count === 1 ? 'a formula' : 'formulas of their own'), 1, formulas),
      row('automatic, forward mode', runs(inputs, 'f with a tangent'), inputs, tangent),
      row('automatic, reverse mode', runs(1, 'f with all adjoints'), 1, adjoint),
    ],
  };
}

const timeText = (milliseconds: number): string => (milliseconds < 1 ? `${formatNumber(milliseconds * 1000, 3)} µs` : `${formatNumber(milliseconds, 3)} ms`);
