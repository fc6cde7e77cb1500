/** Oracles on programs themselves: each looks at a program and a point from its own side and says what is wrong, if anything. */
import { evaluatePoint, finish, gradient, interpret, largestThrough, numbersOf, targetOf, type Datum, type Target, type Trace } from '../../core/evaluate';
import type { MarkedFunction } from '../../core/frontend';
import type { Module } from '../../core/ir/module';
import { verifyModule } from '../../core/ir/verifier';
import { difference, filled } from './bits';
import type { FuzzCase } from './program';
import { Sheet, type Native } from './sheet';

/** A program that was lowered, with Node's own version of it. */
export interface Lowered {
  readonly program: FuzzCase;
  readonly fn: MarkedFunction;
  readonly module: Module;
  readonly target: Target;
  /** Runs the transpiled source on copies of the arguments. */
  run(args: readonly Datum[]): unknown;
}

/** `check` answers what disagrees, or null. */
export interface Oracle { readonly name: string; check(lowered: Lowered, args: readonly Datum[]): string | null }

/** The program through the front end. Every generated program lies in the language, so being refused is a failure. */
export function read(program: FuzzCase, sheet: Sheet, native: Native): Lowered | string {
  const fn = sheet.read(program.root);
  if (fn === null) return 'the function was not found';
  const errors = fn.diagnostics.filter(found => found.severity === 'error');
  if (fn.lowered === null) return `refused: ${errors.map(({ code, message, span }) => `${code} ${message} at '${sheet.textOf(span)}'`).join('; ')}`;
  const { module } = fn.lowered;
  const problems = verifyModule(module);
  if (problems.length > 0) return `ill-formed: ${problems.map(problem => `@${problem.func} ${problem.message}`).join('; ')}`;
  return { program, fn, module, target: targetOf(module, program.root, program.real), run: args => native(...structuredClone(args)) };
}

/** One program alone. */
export function lower(program: FuzzCase): Lowered | string {
  const sheet = new Sheet();
  sheet.append(program.source);
  return read(program, sheet, sheet.execute()(program.root));
}

/** Interpreter and Node agree bit for bit, also in throwing. */
export const interpretation: Oracle = {
  name: 'interpreter ≡ Node',
  check({ program, module, run }, args) {
    const result = finish(interpret(module, program.root, args));
    let expected: unknown;
    try {
      expected = run(args);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return !result.ok && result.fault.kind === 'uncaught-throw' && result.fault.message.includes(message) ? null : `Node throws ${message}; the interpreter does not`;
    }
    if (!result.ok) return `the interpreter stopped: ${result.fault.message}; Node gives ${String(expected)}`;
    return difference(result.value, expected, 'the interpreter\'s value');
  },
};

/** The parameters that are real have a derivative. */
export const activity: Oracle = {
  name: 'real parameters',
  check({ program, module }) {
    const { wrt } = targetOf(module, program.root, null);
    return wrt.join() === program.real.join() ? null : `differentiates in ${wrt.join()}, expected ${program.real.join()}`;
  },
};

/** Central differences at three widths agree with each other and with the trace's gradient, where no convention decided. */
export const differences: Oracle = {
  name: 'trace ≈ differences',
  check({ program, target, run }, args) {
    if (args.some(arg => arg instanceof Float32Array) || /fround|Float32Array/.test(program.source)) return null;
    const result = finish(evaluatePoint(target, args, { oneSidedOperations: 1e6 }));
    if (!result.ok) return result.fault.kind === 'uncaught-throw' ? null : `the trace stopped: ${result.fault.message}`;
    if (result.warnings.length > 0) return null;
    for (const [output] of result.trace.outputs.entries()) {
      const found = gradient(result.trace, output);
      const rounding = roundingOf(result.trace, output);
      for (const [index, name] of program.params.entries()) {
        if (!program.real.includes(name)) continue;
        const exact = numbersOf(found[name] ?? 0);
        for (const [leaf, derivative] of exact.entries()) {
          const estimate = centralDifference(run, args, index, leaf, output);
          if (estimate === null || !Number.isFinite(derivative) || Math.abs(derivative) > 1e6) continue;
          const [slope, uncertainty] = estimate;
          if (Math.abs(slope - derivative) > 1e-5 * (1 + Math.abs(slope)) + 20 * (uncertainty + rounding / mediumWidth)) {
            return `d${name}${exact.length > 1 ? `[${String(leaf)}]` : ''} of output ${String(output)} = ${String(derivative)}, differences give ${String(slope)} ± ${String(uncertainty)}`;
          }
        }
      }
    }
    return null;
  },
};

const mediumWidth = 1e-5;

/** What an output owes to the rounding of the largest value on its way: a difference of two outputs says nothing below it. */
const roundingOf = ({ tape, outputs }: Trace, output: number): number => Number.EPSILON * largestThrough(tape, [{ node: outputs[output]?.id ?? 0, weight: 1 }]);

/** Slope and uncertainty; null where the function is not smooth enough to tell. */
function centralDifference(run: Lowered['run'], args: readonly Datum[], index: number, leaf: number, output: number): readonly [number, number] | null {
  const at = (shift: number): number => numbersOf(run(args.map((arg, i) => (i === index ? shifted(arg, leaf, shift) : arg))) as Datum)[output] ?? NaN;
  const middle = at(0);
  const widths = [10 * mediumWidth, mediumWidth, mediumWidth / 10];
  const slopes = widths.map(h => (at(h) - at(-h)) / (2 * h));
  const sides = [(at(1e-6) - middle) / 1e-6, (middle - at(-1e-6)) / 1e-6];
  const [wide = NaN, medium = NaN, narrow = NaN] = slopes;
  const spread = Math.max(...[...slopes, ...sides].map(slope => Math.abs(slope - medium)));
  const size = 1 + Math.abs(medium);
  if (!Number.isFinite(middle) || !(spread <= 1e-3 * size)) return null;
  return [medium, Math.min(Math.abs(wide - medium), Math.abs(narrow - medium)) + 1e-10 * Math.abs(middle)];
}

function shifted(arg: Datum, leaf: number, by: number): Datum {
  let count = 0;
  const numbers = numbersOf(arg);
  return filled(arg, () => { const i = count++; return (numbers[i] ?? NaN) + (i === leaf ? by : 0); });
}

export const oracles: readonly Oracle[] = [activity, interpretation, differences];
