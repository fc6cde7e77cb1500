/**
 * A function at many places around a point: some of its inputs are moved, all else stays. Compiled once; each sample is one trace and one
 * reverse sweep. Places where a convention may have decided are looked at more closely.
 */
import type { Type } from '../ir/type';
import type { Datum } from './datum';
import { hessianRowsOf, inputBars, outputAdjoints } from './derivatives';
import type { Fault, Limits } from './fault';
import { leafCount, replaceLeaves } from './inputs';
import { compileModule } from './moduleCompiler';
import type { Target } from './point';
import type { Program } from './program';
import { traceProgram, type Task } from './run';
import type { DerivativeRow } from './sweeps';
import { warningsOf, type Warning } from './warnings';

export interface ScanQuestion {
  readonly target: Target;
  /** The point that is moved from, in the order of the parameters. */
  readonly args: readonly Datum[];
  /** The inputs that are moved, counted from 0 over the flattened parameters. */
  readonly inputs: readonly number[];
  /** Which number of the value. */
  readonly output: number;
  readonly limits: Limits;
}

export interface Sample {
  /** The moved inputs, in the order of the question. */
  readonly at: readonly number[];
  /** NaN where the function has no such number. */
  readonly value: number;
  /** Derivatives with respect to the moved inputs. */
  readonly slopes: readonly number[];
  readonly warnings: readonly Warning[];
  readonly fault: Fault | null;
}

/** Operations that one-sided derivatives may cost at one place. */
const oneSidedOperations = 1e5;

/** A parameter among the arguments that holds a moved input. */
interface MovedParam {
  readonly index: number;
  readonly type: Type;
  /** Its first leaf among all inputs, and among those of the moved parameters. */
  readonly first: number;
  readonly firstMoved: number;
  readonly count: number;
}

export class Scan {
  private readonly params: readonly MovedParam[];
  /** Only these are inputs of the trace: what other parameters meet is of no interest here. */
  private readonly wrt: readonly string[];

  private constructor(private readonly program: Program, private readonly question: ScanQuestion) {
    this.params = movedParams(program, question);
    this.wrt = this.params.map(({ index }) => program.root.paramNames[index] ?? '');
  }

  /** Null when the function cannot be run. */
  static of(question: ScanQuestion): Scan | null {
    const program = compileModule(question.target.module, question.target.root);
    return program === null ? null : new Scan(program, question);
  }

  /** `warns`: whether conventions are looked for; else there are no warnings. */
  *sample(at: readonly number[], warns = true): Task<Sample> {
    const { wrt } = this, { inputs, output, limits } = this.question;
    const args = this.moved(at);
    const traced = yield* traceProgram(this.program, args, { wrt, limits });
    if (!traced.ok) return { at, value: NaN, slopes: inputs.map(() => NaN), warnings: [], fault: traced.fault };
    const { trace } = traced;
    const bars = inputBars(trace, outputAdjoints(trace, output));
    const warnings = !warns || trace.tape.events.length === 0 ? [] : yield* warningsOf(trace, args, { wrt, limits, oneSidedOperations });
    return { at, value: trace.outputs[output]?.value ?? NaN, slopes: inputs.map((input) => this.bar(bars, input)), warnings, fault: null };
  }

  /** Second derivatives with respect to the moved inputs, row by row; null where the function has no value. */
  *curvature(at: readonly number[]): Task<readonly (readonly number[])[] | null> {
    const { wrt } = this, { inputs, output, limits } = this.question;
    const traced = yield* traceProgram(this.program, this.moved(at), { wrt, limits });
    if (!traced.ok) return null;
    const rows: DerivativeRow[] = [];
    for (const row of hessianRowsOf(traced.trace, output)) {
      rows.push(row);
      yield;
    }
    return inputs.map((input) => {
      const { values = new Float64Array() } = rows[this.place(input)] ?? {};
      return inputs.map((other) => this.bar(values, other));
    });
  }

  private bar(bars: Float64Array, input: number): number { return bars[this.place(input)] ?? NaN; }

  /** Where an input stands among those of the moved parameters; -1: nowhere. */
  private place(input: number): number {
    const param = this.params.find(({ first, count }) => input >= first && input < first + count);
    return param === undefined ? -1 : param.firstMoved + input - param.first;
  }

  private moved(at: readonly number[]): Datum[] {
    const { args, inputs } = this.question;
    return args.map((arg, i) => {
      const param = this.params.find(({ index }) => index === i);
      if (param === undefined) return arg;
      let leaf = param.first;
      return replaceLeaves(arg, param.type, (value) => {
        const which = inputs.indexOf(leaf++);
        return which < 0 ? value : (at[which] ?? value);
      });
    });
  }
}

function movedParams({ root }: Program, { args, inputs, target: { wrt } }: ScanQuestion): MovedParam[] {
  const found: MovedParam[] = [];
  let first = 0, firstMoved = 0;
  args.forEach((arg, index) => {
    const type = root.paramTypes[index];
    if (type === undefined || !wrt.includes(root.paramNames[index] ?? '')) return;
    const count = leafCount(arg, type), end = first + count;
    if (inputs.some((input) => input >= first && input < end)) {
      found.push({ index, type, first, firstMoved, count });
      firstMoved += count;
    }
    first = end;
  });
  return found;
}
