/**
 * Evaluates marked functions at points for lenses and hovers: in slices, so that the server keeps reading messages, within a
 * time budget, and dropped when the text has moved on. Results are kept as long as the analysed function is.
 */
import {
  argumentsFor,
  describeFault,
  evaluatePoint,
  pointValues,
  targetOf,
  type ArgumentProblem,
  type Datum,
  type Target,
  type Trace,
  type Warning,
} from '../core/evaluate';
import { describedType } from '../core/ir/typeText';
import type { MarkedFunction, Point } from '../core/frontend/api';
import type { Span } from '../core/ir/origin';
import type { Diagnostic } from '../core/messages';
import { runSliced, type SliceOptions } from './slices';

export type Evaluation =
  | { readonly kind: 'value'; readonly trace: Trace; readonly warnings: readonly Warning[]; readonly at: ReadonlyMap<string, Datum> }
  /** Stopped by the time budget. */
  | { readonly kind: 'stopped'; readonly milliseconds: number }
  /** The point or the run has a problem; `code` where the catalogue has one, `span` where a run ended. */
  | { readonly kind: 'problem'; readonly message: string; readonly code: string | null; readonly span: Span | null }
  /** The caller lost interest. */
  | { readonly kind: 'dropped' };

/** An editor's window into a run: smaller than the command line's, because the result is shown in one line or a table. */
export const limits = { operations: 1e9, memory: 2 ** 28, depth: 10_000 };

export interface EvaluationOptions extends SliceOptions {
  /** Sites whose every execution is recorded. */
  readonly watch?: readonly number[];
}

const targets = new WeakMap<MarkedFunction, Target>();

/** The function ready to be evaluated, or null where diagnostics stand against it. */
export function readyTarget(fn: MarkedFunction): Target | null {
  const known = targets.get(fn);
  if (known !== undefined) return known;
  if (fn.lowered === null) return null;
  const made = targetOf(fn.lowered.module, fn.lowered.root, fn.wrt);
  targets.set(fn, made);
  return made;
}

/** A function and the arguments that a point stands for. */
export interface Prepared {
  readonly kind: 'prepared';
  readonly target: Target;
  /** In the order of the parameters. */
  readonly args: readonly Datum[];
}

export type Problem = Extract<Evaluation, { kind: 'problem' }>;

export function prepared(fn: MarkedFunction, point: Point): Prepared | Problem {
  const target = readyTarget(fn);
  if (target === null) return problem(fn.diagnostics);
  if (point.lowered === null) return problem(point.diagnostics);
  const values = pointValues(point.lowered, limits);
  if (!isMap(values)) return { kind: 'problem', ...describeFault(values), span: values.span };
  const { args, problems } = argumentsFor(target.module, target.root, values);
  const [first] = problems;
  return first === undefined ? { kind: 'prepared', target, args } : { kind: 'problem', message: argumentMessage(first), code: null, span: null };
}

export async function evaluate(fn: MarkedFunction, point: Point, options: EvaluationOptions): Promise<Evaluation> {
  const ready = prepared(fn, point);
  if (ready.kind === 'problem') return ready;
  const { target, args } = ready;
  const task = evaluatePoint(target, args, { limits, ...(options.watch === undefined ? {} : { watch: options.watch }) });
  const run = await runSliced(task, options);
  switch (run.kind) {
    case 'stopped':
      return { kind: 'stopped', milliseconds: options.budget };
    case 'dropped':
      return { kind: 'dropped' };
    case 'done': {
      if (!run.value.ok) return { kind: 'problem', ...describeFault(run.value.fault), span: run.value.fault.span };
      const names = target.module.funcs.get(target.root)?.params.map(({ name }) => name) ?? [];
      return { kind: 'value', trace: run.value.trace, warnings: run.value.warnings, at: new Map(args.map((arg, i) => [names[i] ?? '', arg])) };
    }
  }
}

function problem(diagnostics: readonly Diagnostic[]): Problem {
  const first = diagnostics.find(({ severity }) => severity === 'error');
  return { kind: 'problem', message: first?.message ?? 'this cannot be evaluated', code: first?.code ?? null, span: first?.span ?? null };
}

const isMap = (values: ReturnType<typeof pointValues>): values is ReadonlyMap<string, Datum> => values instanceof Map;

function argumentMessage(problem: ArgumentProblem): string {
  switch (problem.kind) {
    case 'unknown':
      return `there is no parameter ${problem.name}`;
    case 'missing':
      return `${problem.name}: ${describedType(problem.type)} is missing`;
    case 'ill-shaped':
      return `${problem.name} must be ${problem.type}, not ${problem.found}`;
  }
}

interface Started {
  readonly budget: number;
  readonly result: Promise<Evaluation>;
  /** Undefined while it runs. */
  ended: Evaluation | undefined;
}

/** Points of a function whose evaluations are kept besides the written ones: a point that is dragged leaves many behind. */
const keptPoints = 8;

/** Evaluations by function and point text. A function object stands for one text, so an edit starts afresh by itself. */
export class Evaluations {
  private readonly done = new WeakMap<MarkedFunction, Map<string, Started>>();

  /** A result that was stopped is computed again when the budget is larger than what it had. */
  at(fn: MarkedFunction, point: Point, options: EvaluationOptions): Promise<Evaluation> {
    const byText = this.done.get(fn) ?? new Map<string, Started>();
    this.done.set(fn, byText);
    const known = byText.get(point.text);
    if (known !== undefined && known.ended?.kind !== 'dropped') {
      const enough = known.budget >= options.budget || (known.ended !== undefined && known.ended.kind !== 'stopped');
      if (enough) return known.result;
    }
    const made: Started = { budget: options.budget, result: this.run(known, fn, point, options), ended: undefined };
    byText.delete(point.text);
    byText.set(point.text, made);
    forget(fn, byText);
    void made.result.then((evaluation) => {
      made.ended = evaluation;
    });
    return made.result;
  }

  /** A run that is under way with a smaller budget may still end in time. */
  private async run(known: Started | undefined, fn: MarkedFunction, point: Point, options: EvaluationOptions): Promise<Evaluation> {
    const earlier = await known?.result;
    return earlier === undefined || earlier.kind === 'stopped' || earlier.kind === 'dropped' ? evaluate(fn, point, options) : earlier;
  }
}

/** Drops the oldest that are neither written nor under way. */
function forget(fn: MarkedFunction, byText: Map<string, Started>): void {
  const passing = Array.from(byText).filter(([text, { ended }]) => ended !== undefined && !fn.points.some((point) => point.text === text));
  for (const [text] of passing.slice(0, Math.max(0, passing.length - keptPoints))) byText.delete(text);
}
