/** Gradients that a person wrote into the same file: functions that take the same arguments and give the same derivatives. */
import { compileModule, displaced, interpretProgram, isDatumRecord, numbersOf, type Datum, type Limits, type Program, type Target, type Task, type Trace } from '../../core/evaluate';
import { printType } from '../../core/ir/type';
import { costOf, type Cost } from './run-cost';

/** A function of the file. */
export interface Candidate {
  readonly name: string;
  readonly target: Target;
}

export interface ByHandQuestion {
  readonly target: Target;
  readonly trace: Trace;
  /** In the order of the parameters. */
  readonly args: readonly Datum[];
  readonly limits: Limits;
  /** The generated gradient. */
  readonly gradient: Program;
  readonly candidates: readonly Candidate[];
}

export interface ByHand {
  readonly name: string;
  readonly cost: Cost;
}

/** Relative to the largest derivative; difference quotients are less exact. */
const tolerance = 1e-9;

/** Those that agree with the generated gradient at the point and beside it: alone, or behind the value. */
export function* byHandTask({ target, trace, args, limits, gradient, candidates }: ByHandQuestion): Task<readonly ByHand[]> {
  const parameters = parametersOf(target), beside = Array.from({ length: trace.inputCount }, (_, i) => (1 + Math.abs(trace.tape.value[i + 1] ?? 0)) / (i + 1));
  const places = [args, displaced(trace, args, beside, 2 ** -7)], found: ByHand[] = [];
  const expected = yield* valuesAt(gradient);
  if (expected === null) return [];
  for (const { name, target: candidate } of candidates) {
    if (parametersOf(candidate) !== parameters) continue;
    const program = compileModule(candidate.module, candidate.root), values = program === null ? null : yield* valuesAt(program);
    if (values?.every((numbers, i) => agrees(numbers, expected[i] ?? [])) !== true) continue;
    const cost = yield* costOf(program, args, limits);
    if (cost !== null) found.push({ name, cost });
  }
  return found;

  function* valuesAt(program: Program): Task<readonly (readonly number[])[] | null> {
    const values: number[][] = [];
    for (const place of places) {
      const run = yield* interpretProgram(program, place, limits);
      if (!run.ok) return null;
      values.push(numbersOf(valueFirst(run.value)));
    }
    return values;
  }
}

const parametersOf = ({ module, root }: Target): string => (module.funcs.get(root)?.params ?? []).map(({ value }) => printType(value.type)).join();

/** `value` may stand anywhere in a record that a person writes. */
const valueFirst = (result: Datum): Datum => {
  if (!isDatumRecord(result) || !('value' in result)) return result;
  const { value = null, ...derivatives } = result;
  return [value, derivatives];
};

/** `expected` begins with the value. */
function agrees(numbers: readonly number[], expected: readonly number[]): boolean {
  const [value = NaN, ...derivatives] = expected, largest = derivatives.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const isClose = (given: readonly number[]): boolean => given.length === derivatives.length && given.every((each, i) => Math.abs(each - (derivatives[i] ?? NaN)) <= tolerance * largest);
  const [first = NaN, ...rest] = numbers;
  return isClose(numbers) || (Math.abs(first - value) <= tolerance * Math.abs(value) && isClose(rest));
}
