/** What the whole gradient costs by differences and by automatic differentiation: evaluations, operations and time of each way. */
import { compileModule, inShapes, interpretProgram, inValueShape, type Datum, type Limits, type Program, type Target, type Task, type Trace } from '../../core/evaluate';
import { formatNumber } from '../../core/format';
import { derive, type DerivativeKind, type Derived } from '../../core/generate/derive';
import type { Span } from '../../core/ir/origin';
import { visitOps } from '../../core/ir/walk';
import { unlessTooDeep } from '../../core/messages/stack';
import type { ComparisonSection } from '../view-protocol';

export interface CostQuestion {
  readonly name: string;
  readonly target: Target;
  readonly trace: Trace;
  /** In the order of the parameters. */
  readonly args: readonly Datum[];
  readonly limits: Limits;
  readonly output: number;
  readonly nameSpan: Span;
}

/** One run by the interpreter. */
export interface Cost {
  readonly operations: number;
  readonly milliseconds: number;
}

export interface Costs {
  readonly inputs: number;
  readonly plain: Cost;
  /** The function with one tangent; null: it could not be made or run. */
  readonly tangent: Cost | null;
  /** The function with the adjoints of all inputs. */
  readonly adjoint: Cost | null;
  /** Arithmetic operations that stand in the generated code with adjoints. */
  readonly written: number | null;
}

export function* costTask(question: CostQuestion): Task<Costs | null> {
  const { target, trace, args, output } = question;
  const plain = yield* costOf(compileModule(target.module, target.root), args, question.limits);
  if (plain === null) return null;
  const direction = inShapes(trace, Array.from({ length: trace.inputCount }, (_, i) => (i === 0 ? 1 : 0)));
  const tangent = derivedAs(question, 'jvp');
  yield;
  const isNumber = typeof trace.value === 'number', adjoint = derivedAs(question, isNumber ? 'gradient' : 'vjp');
  yield;
  const seed = isNumber ? [] : [inValueShape(trace.value, trace.outputs.map((_, k) => (k === output ? 1 : 0)))];
  return {
    inputs: trace.inputCount, plain,
    tangent: yield* costOf(programOf(tangent), [...args, ...trace.inputs.map(({ name }) => direction[name] ?? 0)], question.limits),
    adjoint: yield* costOf(programOf(adjoint), [...args, ...seed], question.limits),
    written: adjoint === null ? null : arithmetic(adjoint),
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

/** Runs are repeated until so much time has gone by, and the quickest counts: others wait for the processor too. */
const enough = 30, mostRuns = 25;

function* costOf(program: Program | null, args: readonly Datum[], limits: Limits): Task<Cost | null> {
  if (program === null) return null;
  let best: Cost | null = null, total = 0;
  for (let k = 0; k < mostRuns && total < enough; k++) {
    const { value: run, milliseconds } = yield* timed(interpretProgram(program, args, limits));
    if (!run.ok) return null;
    total += milliseconds;
    if (best === null || milliseconds < best.milliseconds) best = { operations: run.operations, milliseconds };
    yield;
  }
  return best;
}

/** The time a task works itself. */
function* timed<T>(task: Task<T>): Task<{ readonly value: T; readonly milliseconds: number }> {
  let milliseconds = 0;
  for (;;) {
    const started = performance.now();
    const step = task.next();
    milliseconds += performance.now() - started;
    if (step.done === true) return { value: step.value, milliseconds };
    yield;
  }
}

export function costSection(name: string, costs: Costs | null): ComparisonSection {
  const title = `Cost of the gradient of ${name}`, columns = ['Way', 'Runs', 'Operations', 'Time', 'Times f'];
  if (costs === null) return { title, summary: ['It was not measured in time.'], chart: null, columns, rows: [] };
  const { inputs, plain, tangent, adjoint } = costs;
  const row = (way: string, runs: string, times: number, cost: Cost | null): string[] => (cost === null ? [way, runs, 'not available', '', '']
    : [way, runs, formatNumber(times * cost.operations, 6), timeText(times * cost.milliseconds), formatNumber((times * cost.operations) / plain.operations, 3)]);
  const n = String(inputs), runs = (count: number, of: string): string => `${String(count)} of ${of}`;
  return {
    title, summary: [
      `${n === '1' ? 'The one derivative' : `All ${n} derivatives`} at the point. Each program was run by the same interpreter a few times; the quickest run counts, times the number of runs needed. Operations depend on no machine.`,
      ...(adjoint === null ? [] : [`Reverse mode takes ${formatNumber(adjoint.operations / plain.operations, 3)} times the operations of ${name} for any number of inputs; the others grow with it.`]),
    ], chart: null, columns,
    rows: [
      row('the function alone', runs(1, 'f'), 1, plain),
      row('forward differences', runs(inputs + 1, 'f'), inputs + 1, plain),
      row('central differences', runs(2 * inputs, 'f'), 2 * inputs, plain),
      row('automatic, forward mode', runs(inputs, 'f with a tangent'), inputs, tangent),
      row('automatic, reverse mode', runs(1, 'f with all adjoints'), 1, adjoint),
    ],
  };
}

const timeText = (milliseconds: number): string => (milliseconds < 1 ? `${formatNumber(milliseconds * 1000, 3)} µs` : `${formatNumber(milliseconds, 3)} ms`);
