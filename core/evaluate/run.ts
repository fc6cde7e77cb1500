/**
 * Running a function on arguments: straight, or with a trace. Runs are generators that yield between slices of instructions,
 * so a server can look at the clock and drop them; `finish` runs one to its end.
 */
import type { Module } from '../ir/module';
import { isPlain } from '../ir/type';
import type { Datum } from './datum';
import { defaultLimits, type Fault, type Limits } from './fault';
import { leafCount, type InputParam } from './inputs';
import { Machine, type Watched } from './machine';
import { compileModule } from './moduleCompiler';
import { Kind, type Program } from './program';
import { Tape } from './tape';
import { extract, materialize, numberFrom, type OutputLeaf } from './transfer';

/** A computation in slices. Abandoning it is cancelling it. */
export type Task<T> = Generator<void, T, void>;

/** Instructions between two yields: well below a millisecond. */
export const sliceSteps = 20_000;

export function finish<T>(task: Task<T>): T {
  for (;;) {
    const step = task.next();
    if (step.done === true) return step.value;
  }
}

/** `operations` counts what was executed, moves and jumps left out. */
export type Run = { readonly ok: true; readonly value: Datum; readonly operations: number } | { readonly ok: false; readonly fault: Fault };

export interface Trace {
  readonly tape: Tape;
  readonly program: Program;
  readonly value: Datum;
  /** Every number of the value, depth first. */
  readonly outputs: readonly OutputLeaf[];
  /** Inputs are nodes 1 … inputCount. */
  readonly inputs: readonly InputParam[];
  readonly inputCount: number;
  readonly watched: readonly Watched[];
  readonly operations: number;
}
export type TraceResult = { readonly ok: true; readonly trace: Trace } | { readonly ok: false; readonly fault: Fault };

export interface TraceOptions {
  /** Names of the parameters to differentiate with respect to. */
  readonly wrt: readonly string[];
  readonly limits?: Limits;
  /** Log what the operations of these sites compute, active or not. */
  readonly watch?: readonly number[];
}

const noSuchFunction = (root: string): { readonly ok: false; readonly fault: Fault } =>
  ({ ok: false, fault: { kind: 'not-runnable', message: `there is no function ${root}`, span: null } });

/** Runs a function of either form. Arguments are copied in; the result shares no memory with them. */
export function* interpret(module: Module, root: string, args: readonly Datum[], limits: Limits = defaultLimits): Task<Run> {
  const program = compileModule(module, root);
  return program === null ? noSuchFunction(root) : yield* interpretProgram(program, args, limits);
}

export function* interpretProgram(program: Program, args: readonly Datum[], limits: Limits = defaultLimits): Task<Run> {
  const machine = new Machine(program, limits);
  const seen = new Map();
  args.forEach((arg, i) => setArgument(machine, program, i, arg, () => 0, seen));
  while (!machine.run(sliceSteps)) yield;
  const value = resultOf(machine, program, () => undefined);
  return value.ok ? { ok: true, value: value.datum, operations: machine.executed - machine.moves } : value;
}

/** Runs a function and records its trace. */
export function* trace(module: Module, root: string, args: readonly Datum[], options: TraceOptions): Task<TraceResult> {
  const program = compileModule(module, root, options.watch);
  return program === null ? noSuchFunction(root) : yield* traceProgram(program, args, options);
}

export function* traceProgram(program: Program, args: readonly Datum[], options: TraceOptions): Task<TraceResult> {
  const limits = options.limits ?? defaultLimits;
  const tape = new Tape(program.notes, limits.memory);
  const machine = new Machine(program, limits, tape);
  const inputs: InputParam[] = [];
  const seen = new Map();
  args.forEach((arg, i) => {
    const name = program.root.paramNames[i] ?? '', type = program.root.paramTypes[i];
    const isInput = options.wrt.includes(name);
    const first = tape.count + 1;
    setArgument(machine, program, i, arg, isInput ? (value) => tape.input(value) : () => 0, seen);
    if (!isInput || type === undefined) return;
    // The same array given for two parameters is one array, with one set of nodes.
    const twin = typeof arg === 'object' ? inputs.find((input) => input.datum === arg) : undefined;
    inputs.push({ name, type, datum: arg, first: twin?.first ?? first, count: leafCount(arg, type) });
  });
  const inputCount = tape.count;
  while (!machine.run(sliceSteps)) yield;
  const outputs: OutputLeaf[] = [];
  const value = resultOf(machine, program, (leaf) => outputs.push(leaf));
  if (!value.ok) return value;
  return {
    ok: true,
    trace: { tape, program, value: value.datum, outputs, inputs, inputCount, watched: machine.watched, operations: machine.executed - machine.moves },
  };
}

function setArgument(machine: Machine, program: Program, index: number, arg: Datum, inputId: (value: number) => number, seen: Parameters<typeof materialize>[4]): void {
  const type = program.root.paramTypes[index];
  if (type === undefined) return;
  if (isPlain(type)) {
    const value = numberFrom(arg, program.texts);
    machine.setArgument(index, value, type.kind === 'num' ? inputId(value) : 0, undefined);
  } else machine.setArgument(index, 0, 0, materialize(arg, type, program.texts, inputId, seen));
}

function resultOf(machine: Machine, program: Program, leaf: (output: OutputLeaf) => void): { readonly ok: true; readonly datum: Datum } | { readonly ok: false; readonly fault: Fault } {
  const { result, fault } = machine;
  if (fault !== null) return { ok: false, fault };
  if (result === null || result.kind === Kind.Nothing) return { ok: true, datum: null };
  const { resultType } = program.root;
  if (result.kind === Kind.Number) {
    if (resultType.kind === 'bool') return { ok: true, datum: result.value !== 0 };
    if (resultType.kind === 'text') return { ok: true, datum: program.texts.textOf(result.value) };
    leaf({ value: result.value, id: result.id });
    return { ok: true, datum: result.value };
  }
  return { ok: true, datum: extract(result.ref, resultType, program.texts, leaf) };
}
