/**
 * Runs flattened code. `run` executes at most the given number of instructions and can be called again, so a caller may look at the clock
 * or at a cancellation in between; calls use an explicit stack, so recursion in the source needs none here.
 * With a tape, the node ids of active data travel beside the numbers (0: came from no input).
 *
 * Register windows are sized by the compiler and grown on calls, so reads of registers and of code are always in range; they are
 * written `as number` because the index signature cannot say so.
 */
import { Frames } from './frames';
import type { Fault, FaultKind, Limits } from './fault';
import { Closure, Cell, liveBytes, Numbers, References, Struct, type Ref } from './memory';
import { binaryFunctions, unaryFunctions, variadicFunctions } from './primitiveTable';
import { writtenError } from './errorText';
import { BranchRole, Code, Kind, missingWrites, type FunctionCode, type Program } from './program';
import { materialize } from './transfer';
import type { Tape } from './tape';
import { contentNames, storageNames } from './storages';

/** What came out: a number with its node, a reference, or nothing. */
export interface MachineResult { readonly kind: Kind; readonly value: number; readonly id: number; readonly ref: Ref | undefined }
export interface Watched { readonly note: number; readonly context: number; readonly value: number; readonly id: number; readonly ref: Ref | null }

/** Of `Math.hypot(...xs)`: what fits on the stack of a call. */
const mostArguments = 60_000;
const maxWatched = 100_000, mostWatchedBytes = 2 ** 24;

export class Machine {
  /** Instructions executed so far, moves and jumps included. */
  executed = 0;
  /** Of these, moves and jumps. */
  moves = 0;
  fault: Fault | null = null;
  result: MachineResult | null = null;
  readonly watched: Watched[] = [];
  private watchedBytes = 0;
  private numbers = new Float64Array(256);
  private ids = new Int32Array(256);
  private references: (Ref | undefined)[] = [];
  private readonly frames = new Frames();
  private pc: number;
  private numberBase = 0;
  private referenceBase = 0;
  private func: FunctionCode;
  private allocated = 0;
  private readonly globals: (Ref | undefined)[] = [];
  private readonly tapeNumbers: number[] = [];
  private readonly tapeIds: number[] = [];
  private readonly tapeReferences: (Ref | undefined)[] = [];
  private readonly callCounts: number[];

  constructor(private readonly program: Program, private readonly limits: Limits, readonly tape: Tape | null = null) {
    this.func = program.root;
    this.pc = program.root.entry;
    this.callCounts = program.functions.map(() => 0);
    this.enterWindow(program.root);
  }

  /** Puts an argument of the root in its register. */
  setArgument(index: number, value: number, id: number, ref: Ref | undefined): void {
    const param = this.program.root.params[index];
    if (param === undefined) return;
    if (param.kind === Kind.Number) {
      this.numbers[param.register] = value;
      this.ids[param.register] = id;
    } else {
      this.references[param.register] = ref;
      if (ref !== undefined) this.allocated += ref.bytes;
    }
  }

  /** Executes at most `steps` instructions. True when the run is over: with `result`, or with `fault`. */
  run(steps: number): boolean {
    if (this.fault !== null || this.result !== null) return true;
    const { program: { code, shapes, fields, messages }, tape } = this;
    const allowed = Math.min(steps, this.limits.operations - this.executed);
    let left = allowed;
    const { references } = this;
    let { numbers, ids, pc, numberBase: nb, referenceBase: rb } = this;
    let moves = 0;
    for (;;) {
      if (left === 0) {
        this.pause(pc, allowed - left, moves);
        if (this.executed < this.limits.operations) return false;
        return this.fail(-1, 'budget', `stopped after ${this.limits.operations} operations`);
      }
      left--;
      switch (code[pc] as number) {
        case Code.Jump: moves++; pc = code[pc + 1] as number; break;
        case Code.Branch: {
          moves++;
          const cond = nb + (code[pc + 2] as number);
          if (tape !== null && ids[cond] !== 0 && code[pc + 4] === BranchRole.Trips) tape.event('trips', ids[cond] as number, code[pc + 1] as number);
          pc = numbers[cond] === 0 ? (code[pc + 3] as number) : pc + 5;
          break;
        }
        case Code.Taint: {
          moves++;
          const to = nb + (code[pc + 1] as number);
          if (tape !== null && ids[to] === 0) ids[to] = ids[nb + (code[pc + 2] as number)] as number;
          pc += 3;
          break;
        }
        case Code.MoveNumber: {
          moves++;
          const to = nb + (code[pc + 1] as number), from = nb + (code[pc + 2] as number);
          numbers[to] = numbers[from] as number;
          if (tape !== null) ids[to] = ids[from] as number;
          pc += 3;
          break;
        }
        case Code.MoveReference: moves++; references[rb + (code[pc + 1] as number)] = references[rb + (code[pc + 2] as number)]; pc += 3; break;
        case Code.NewCellNumber: case Code.NewCellReference: case Code.SetCellNumber: case Code.SetCellReference: {
          moves++;
          const at = rb + (code[pc + 1] as number), from = code[pc + 2] as number;
          const opcode = code[pc] as number;
          let cell = references[at];
          if (opcode === Code.NewCellNumber || opcode === Code.NewCellReference || !(cell instanceof Cell)) {
            references[at] = cell = new Cell();
            this.allocated += cell.bytes;
          }
          if (opcode === Code.NewCellNumber || opcode === Code.SetCellNumber) {
            cell.value = numbers[nb + from] as number;
            cell.id = ids[nb + from] as number;
          } else cell.ref = references[rb + from];
          pc += 3;
          break;
        }
        case Code.GetCellNumber: {
          moves++;
          const cell = references[rb + (code[pc + 2] as number)], to = nb + (code[pc + 1] as number);
          if (cell instanceof Cell) { numbers[to] = cell.value; ids[to] = cell.id; }
          pc += 3;
          break;
        }
        case Code.GetCellReference: {
          moves++;
          const cell = references[rb + (code[pc + 3] as number)];
          references[rb + (code[pc + 2] as number)] = cell instanceof Cell ? cell.ref : undefined;
          pc += 4;
          break;
        }
        case Code.LoopEnter:
          moves++;
          if (tape !== null) {
            const state = nb + (code[pc + 1] as number);
            numbers[state] = tape.current;
            numbers[state + 1] = 0;
          }
          pc += 2;
          break;
        case Code.LoopIterate:
          moves++;
          if (tape !== null) {
            if (tape.exhausted) return this.stop(pc, allowed - left, moves, -1, 'memory', this.memoryMessage());
            const state = nb + (code[pc + 2] as number);
            const iteration = numbers[state + 1] as number;
            tape.current = tape.contexts.add(numbers[state] as number, iteration, -1, code[pc + 1] as number);
            numbers[state + 1] = iteration + 1;
          }
          if (this.allocated > this.limits.memory && this.collect()) return this.stop(pc, allowed - left, moves, -1, 'memory', this.memoryMessage());
          pc += 3;
          break;
        case Code.LoopExit:
          moves++;
          if (tape !== null) tape.current = numbers[nb + (code[pc + 1] as number)] as number;
          pc += 2;
          break;

        case Code.Add: case Code.Sub: case Code.Mul: case Code.Div: case Code.Binary: {
          const opcode = code[pc] as number;
          const to = nb + (code[pc + 2] as number), at = nb + (code[pc + 3] as number), bt = nb + (code[pc + 4] as number);
          const a = numbers[at] as number, b = numbers[bt] as number;
          let value: number;
          if (opcode === Code.Add) value = a + b;
          else if (opcode === Code.Sub) value = a - b;
          else if (opcode === Code.Mul) value = a * b;
          else if (opcode === Code.Div) value = a / b;
          else value = (binaryFunctions[code[pc + 5] as number] as (x: number, y: number) => number)(a, b);
          if (tape !== null) {
            const ia = ids[at] as number, ib = ids[bt] as number;
            ids[to] = (ia | ib) === 0 ? 0 : tape.primitive(code[pc + 1] as number, [a, b], [ia, ib], value);
          }
          numbers[to] = value;
          pc += opcode === Code.Binary ? 6 : 5;
          break;
        }
        case Code.Neg: case Code.Unary: {
          const isNeg = code[pc] === Code.Neg;
          const to = nb + (code[pc + 2] as number), at = nb + (code[pc + 3] as number);
          const a = numbers[at] as number;
          const value = isNeg ? -a : (unaryFunctions[code[pc + 4] as number] as (x: number) => number)(a);
          if (tape !== null) {
            const ia = ids[at] as number;
            ids[to] = ia === 0 ? 0 : tape.primitive(code[pc + 1] as number, [a], [ia], value);
          }
          numbers[to] = value;
          pc += isNeg ? 4 : 5;
          break;
        }
        case Code.Variadic: {
          const to = nb + (code[pc + 2] as number), count = code[pc + 4] as number;
          const args: number[] = [], nodes: number[] = [];
          let active = 0;
          for (let k = 0; k < count; k++) {
            const at = nb + (code[pc + 5 + k] as number);
            args.push(numbers[at] as number);
            nodes.push(ids[at] as number);
            active |= ids[at] as number;
          }
          const value = (variadicFunctions[code[pc + 3] as number] as (...args: number[]) => number)(...args);
          ids[to] = tape === null || active === 0 ? 0 : tape.primitive(code[pc + 1] as number, args, nodes, value);
          numbers[to] = value;
          pc += 5 + count;
          break;
        }
        case Code.Less: case Code.LessEqual: case Code.Greater: case Code.GreaterEqual: case Code.Equal: case Code.NotEqual: {
          const opcode = code[pc] as number;
          const to = nb + (code[pc + 2] as number), at = nb + (code[pc + 3] as number), bt = nb + (code[pc + 4] as number);
          const a = numbers[at] as number, b = numbers[bt] as number;
          let holds: boolean;
          if (opcode === Code.Less) holds = a < b;
          else if (opcode === Code.LessEqual) holds = a <= b;
          else if (opcode === Code.Greater) holds = a > b;
          else if (opcode === Code.GreaterEqual) holds = a >= b;
          else if (opcode === Code.Equal) holds = a === b;
          else holds = a !== b;
          if (tape !== null) {
            const ia = ids[at] as number, ib = ids[bt] as number;
            const from = ia === 0 || (ib !== 0 && tape.varied[ia] !== 1) ? ib : ia;
            ids[to] = from;
            if (ia !== 0) tape.event('decision', ia, code[pc + 1] as number);
            if (ib !== 0 && ib !== ia) tape.event('decision', ib, code[pc + 1] as number);
            if (from !== 0 && opcode !== Code.Equal && opcode !== Code.NotEqual) tape.compared(code[pc + 1] as number, a, b, ia, ib);
            if (from !== 0 && a === b && ia !== ib) tape.event('comparison', from, code[pc + 1] as number, null, from === ia ? ib : ia);
          }
          numbers[to] = holds ? 1 : 0;
          pc += 5;
          break;
        }
        case Code.Not: case Code.Truthy: case Code.IsNaN: case Code.IsFinite: case Code.IsInteger: {
          const opcode = code[pc] as number;
          const to = nb + (code[pc + 2] as number), at = nb + (code[pc + 3] as number);
          const a = numbers[at] as number;
          let holds: boolean;
          if (opcode === Code.Not) holds = a === 0;
          else if (opcode === Code.Truthy) holds = a !== 0 && !Number.isNaN(a);
          else if (opcode === Code.IsNaN) holds = Number.isNaN(a);
          else if (opcode === Code.IsFinite) holds = Number.isFinite(a);
          else holds = Number.isInteger(a);
          if (tape !== null) {
            ids[to] = ids[at] as number;
            if (opcode !== Code.Not && ids[at] !== 0) tape.event('decision', ids[at] as number, code[pc + 1] as number);
            if (opcode === Code.Truthy && a === 0 && ids[at] !== 0) tape.event('comparison', ids[at] as number, code[pc + 1] as number);
          }
          numbers[to] = holds ? 1 : 0;
          pc += 4;
          break;
        }
        case Code.Same: {
          const to = nb + (code[pc + 1] as number);
          numbers[to] = references[rb + (code[pc + 2] as number)] === references[rb + (code[pc + 3] as number)] ? 1 : 0;
          ids[to] = 0;
          pc += 4;
          break;
        }

        case Code.LoadNumber: {
          const array = references[rb + (code[pc + 3] as number)];
          const to = nb + (code[pc + 2] as number), it = nb + (code[pc + 4] as number);
          const index = numbers[it] as number;
          if (!(array instanceof Numbers)) return this.stop(pc, allowed - left, moves, code[pc + 1] as number, 'unset-element', 'this array was never assigned');
          const value = array.data[index];
          if (value === undefined || index >= array.length) return this.stop(pc, allowed - left, moves, code[pc + 1] as number, 'read-outside', outside('read', index, array.length));
          if (array.isHole(index)) return this.stop(pc, allowed - left, moves, code[pc + 1] as number, 'unset-element', unwritten(index));
          numbers[to] = value;
          if (tape !== null) {
            ids[to] = array.idAt(index);
            if (ids[it] !== 0) tape.event('index', ids[it] as number, code[pc + 1] as number);
          }
          pc += 5;
          break;
        }
        case Code.StoreNumber: {
          const array = references[rb + (code[pc + 2] as number)];
          const it = nb + (code[pc + 3] as number), from = nb + (code[pc + 4] as number);
          const index = numbers[it] as number;
          if (!(array instanceof Numbers)) return this.stop(pc, allowed - left, moves, code[pc + 1] as number, 'unset-element', 'this array was never assigned');
          if (!(index >= 0 && index < array.length) || array.data[index] === undefined) return this.stop(pc, allowed - left, moves, code[pc + 1] as number, 'write-outside', outside('write', index, array.length));
          array.written(index);
          if (tape !== null) {
            if (ids[it] !== 0) tape.event('index', ids[it] as number, code[pc + 1] as number);
            this.storeTraced(tape, array, index, numbers[from] as number, ids[from] as number, code[pc + 1] as number);
          } else array.data[index] = array.storage === 'array' || array.storage === 'f64' ? (numbers[from] as number) : rounded(array, numbers[from] as number);
          pc += 5;
          break;
        }
        case Code.Length: {
          const array = references[rb + (code[pc + 3] as number)];
          const to = nb + (code[pc + 2] as number);
          if (array instanceof Numbers) numbers[to] = array.length;
          else if (array instanceof References) numbers[to] = array.items.length;
          else return this.stop(pc, allowed - left, moves, code[pc + 1] as number, 'unset-element', 'this array was never assigned');
          ids[to] = 0;
          pc += 4;
          break;
        }
        case Code.GetFieldNumber: {
          const struct = references[rb + (code[pc + 3] as number)];
          const to = nb + (code[pc + 2] as number);
          if (!(struct instanceof Struct)) return this.stop(pc, allowed - left, moves, code[pc + 1] as number, 'unset-element', 'this object was never assigned');
          const place = struct.shape.place(fields[code[pc + 4] as number] as string);
          if (place < 0) return this.stop(pc, allowed - left, moves, code[pc + 1] as number, 'unset-element', `this object has no ${fields[code[pc + 4] as number] as string}`);
          numbers[to] = struct.numbers[place] ?? NaN;
          ids[to] = struct.ids[place] ?? 0;
          pc += 5;
          break;
        }
        case Code.SetFieldNumber: {
          const struct = references[rb + (code[pc + 2] as number)];
          const from = nb + (code[pc + 4] as number);
          if (!(struct instanceof Struct)) return this.stop(pc, allowed - left, moves, code[pc + 1] as number, 'unset-element', 'this object was never assigned');
          const place = struct.shape.place(fields[code[pc + 3] as number] as string);
          if (place < 0) return this.stop(pc, allowed - left, moves, code[pc + 1] as number, 'unset-element', `this object has no ${fields[code[pc + 3] as number] as string}`);
          struct.numbers[place] = numbers[from] as number;
          struct.ids[place] = ids[from] as number;
          pc += 5;
          break;
        }
        case Code.NewStruct: {
          const shape = shapes[code[pc + 3] as number];
          if (shape === undefined) return this.stop(pc, allowed - left, moves, code[pc + 1] as number, 'not-runnable', 'unknown record type');
          const struct = new Struct(shape, new Array<number>(shape.fields.length).fill(0), []);
          for (let k = 0; k < shape.fields.length; k++) {
            const from = code[pc + 4 + k] as number;
            if (shape.contents[k] === null) struct.refs[k] = references[rb + from];
            else { struct.numbers[k] = numbers[nb + from] as number; struct.ids[k] = ids[nb + from] as number; }
          }
          references[rb + (code[pc + 2] as number)] = struct;
          this.allocated += struct.bytes;
          pc += 4 + shape.fields.length;
          break;
        }

        case Code.Call: case Code.CallValue: {
          const note = code[pc + 1] as number;
          let callee: FunctionCode | undefined, cells: readonly Cell[] = [], index = code[pc + 2] as number;
          if (code[pc] === Code.CallValue) {
            const closure = references[rb + index];
            if (closure instanceof Closure) { index = closure.func; cells = closure.cells; callee = this.program.functions[index]; }
          } else callee = this.program.functions[index];
          if (callee === undefined) return this.stop(pc, allowed - left, moves, note, 'unset-element', 'this function was never assigned');
          if (this.frames.depth >= this.limits.depth) return this.stop(pc, allowed - left, moves, note, 'depth', `more than ${this.limits.depth} nested calls`);
          if (tape?.exhausted === true || (this.allocated > this.limits.memory && this.collect())) return this.stop(pc, allowed - left, moves, note, 'memory', this.memoryMessage());
          const count = code[pc + 5] as number;
          this.frames.push(pc + 6 + 2 * count, this.func, nb, rb, code[pc + 3] as number, code[pc + 4] as number, tape?.current ?? 0);
          this.numberBase = nb + this.func.numbers;
          this.referenceBase = rb + this.func.references;
          this.enterWindow(callee);
          ({ numbers, ids } = this);
          for (let k = 0; k < count; k++) {
            const register = (callee.params[k] as FunctionCode['params'][number]).register, from = code[pc + 7 + 2 * k] as number;
            if (code[pc + 6 + 2 * k] === Kind.Number) {
              numbers[this.numberBase + register] = numbers[nb + from] as number;
              ids[this.numberBase + register] = ids[nb + from] as number;
            } else references[this.referenceBase + register] = references[rb + from];
          }
          for (let k = 0; k < cells.length; k++) references[this.referenceBase + (callee.captures[k] as number)] = cells[k];
          nb = this.numberBase;
          rb = this.referenceBase;
          if (tape !== null) {
            const calls = this.callCounts[index] as number;
            this.callCounts[index] = calls + 1;
            tape.current = tape.contexts.add(tape.current, calls, index, note);
          }
          this.func = callee;
          pc = callee.entry;
          break;
        }
        case Code.ReturnNumber: case Code.ReturnReference: case Code.ReturnNothing: {
          const kind: Kind = code[pc] === Code.ReturnNumber ? Kind.Number : code[pc] === Code.ReturnReference ? Kind.Reference : Kind.Nothing;
          const from = code[pc + 1] as number;
          const value = kind === Kind.Number ? (numbers[nb + from] as number) : 0;
          const id = kind === Kind.Number ? (ids[nb + from] as number) : 0;
          const ref = kind === Kind.Reference ? references[rb + from] : undefined;
          const frame = this.frames.pop();
          if (frame === null) {
            this.pause(pc, allowed - left, moves);
            if (tape?.exhausted === true) return this.fail(-1, 'memory', this.memoryMessage());
            this.result = { kind, value, id, ref };
            return true;
          }
          this.func = frame.func;
          this.numberBase = nb = frame.numberBase;
          this.referenceBase = rb = frame.referenceBase;
          if (tape !== null) tape.current = frame.context;
          if (frame.toKind === Kind.Number) { numbers[nb + frame.to] = value; ids[nb + frame.to] = id; }
          else if (frame.toKind === Kind.Reference) references[rb + frame.to] = ref;
          pc = frame.returnTo;
          break;
        }
        case Code.RecordNumber: {
          const from = nb + (code[pc + 2] as number);
          this.tapeNumbers.push(numbers[from] as number);
          this.tapeIds.push(ids[from] as number);
          this.allocated += 16;
          pc += 3;
          break;
        }
        case Code.ReplayNumber: {
          const to = nb + (code[pc + 1] as number);
          numbers[to] = this.tapeNumbers.pop() ?? NaN;
          ids[to] = this.tapeIds.pop() ?? 0;
          this.allocated -= 16;
          pc += 2;
          break;
        }
        case Code.Throw: return this.stop(pc, allowed - left, moves, code[pc + 1] as number, 'uncaught-throw', this.errorAt(pc, nb));
        case Code.NotRunnable: return this.stop(pc, allowed - left, moves, code[pc + 1] as number, 'not-runnable', messages[code[pc + 2] as number] as string);
        default: {
          const length = this.memoryOperation(pc, nb, rb);
          if (length === 0) { this.pause(pc, allowed - left, moves); return true; }
          pc += length;
        }
      }
    }
  }

  /** The rarer operations on memory; answers the instruction's length, or 0 after a fault. */
  private memoryOperation(pc: number, nb: number, rb: number): number {
    const { program: { code, fields }, numbers, ids, references, tape } = this;
    const word = (k: number): number => code[pc + k] as number;
    const note = word(1);
    const fault = (kind: FaultKind, message: string): 0 => {
      this.fail(note, kind, message);
      return 0;
    };
    const unset = (): 0 => fault('unset-element', 'this array was never assigned');
    const define = (ref: Ref): void => {
      references[rb + word(2)] = ref;
      this.allocated += ref.bytes;
    };
    switch (word(0)) {
      case Code.AllocNumbers: case Code.AllocReferences: {
        const length = numbers[nb + word(3)] as number;
        if (!Number.isInteger(length) || length < 0 || length > 2 ** 32 - 1) return fault('bad-length', `${length} is not the length of an array`);
        if (tape !== null && ids[nb + word(3)] !== 0) tape.event('index', ids[nb + word(3)] as number, note);
        if (this.allocated + length * 8 > this.limits.memory && (this.collect() || this.allocated + length * 8 > this.limits.memory)) return fault('memory', this.memoryMessage());
        if (word(0) === Code.AllocReferences) { define(new References(new Array<Ref | undefined>(length).fill(undefined))); return 4; }
        const made = new Numbers(storageNames[word(4)] ?? 'array', contentNames[word(5)] ?? 'num', length);
        if (word(6) === 1) made.clear();
        define(made);
        return 7;
      }
      case Code.ArrayNumbers: {
        const count = word(5);
        const array = new Numbers(storageNames[word(3)] ?? 'array', contentNames[word(4)] ?? 'num', count);
        for (let k = 0; k < count; k++) {
          const from = nb + word(6 + k);
          if (tape !== null) this.storeTraced(tape, array, k, numbers[from] as number, ids[from] as number, note);
          else array.data[k] = rounded(array, numbers[from] as number);
        }
        define(array);
        return 6 + count;
      }
      case Code.ArrayReferences: {
        const count = word(3);
        const items: (Ref | undefined)[] = [];
        for (let k = 0; k < count; k++) items.push(references[rb + word(4 + k)]);
        define(new References(items));
        return 4 + count;
      }
      case Code.Copy: {
        const from = references[rb + word(3)];
        if (from instanceof Numbers) define(from.copy());
        else if (from instanceof References) define(new References(from.items.slice()));
        else if (from instanceof Struct) {
          const copied = new Struct(from.shape, from.numbers.slice(), from.refs.slice());
          from.ids.forEach((id, i) => { copied.ids[i] = id; });
          define(copied);
        } else return unset();
        return 4;
      }
      case Code.Global: {
        const index = word(3), global = this.program.globals[index];
        if (global !== undefined) this.globals[index] ??= materialize(global.data, global.type, this.program.texts, () => 0);
        references[rb + word(2)] = this.globals[index];
        return 4;
      }
      case Code.LoadReference: {
        const array = references[rb + word(3)], index = numbers[nb + word(4)] as number;
        if (!(array instanceof References)) return unset();
        if (!(index >= 0 && index < array.items.length && Number.isInteger(index))) return fault('read-outside', outside('read', index, array.items.length));
        if (tape !== null && ids[nb + word(4)] !== 0) tape.event('index', ids[nb + word(4)] as number, note);
        const item = array.items[index];
        if (item === undefined) return fault('unset-element', unwritten(index));
        references[rb + word(2)] = item;
        return 5;
      }
      case Code.StoreReference: {
        const array = references[rb + word(2)], index = numbers[nb + word(3)] as number;
        if (!(array instanceof References)) return unset();
        if (!(index >= 0 && index < array.items.length && Number.isInteger(index))) return fault('write-outside', outside('write', index, array.items.length));
        array.items[index] = references[rb + word(4)];
        return 5;
      }
      case Code.GetFieldReference: {
        const struct = references[rb + word(3)];
        if (!(struct instanceof Struct)) return unset();
        references[rb + word(2)] = struct.refs[struct.shape.place(fields[word(4)] ?? '')];
        return 5;
      }
      case Code.SetFieldReference: {
        const struct = references[rb + word(2)];
        if (!(struct instanceof Struct)) return unset();
        struct.refs[struct.shape.place(fields[word(3)] ?? '')] = references[rb + word(4)];
        return 5;
      }
      case Code.PushNumber: {
        const array = references[rb + word(2)], from = nb + word(3);
        if (!(array instanceof Numbers)) return unset();
        array.push(numbers[from] as number, ids[from] as number);
        this.allocated += 8;
        return 4;
      }
      case Code.PushReference: {
        const array = references[rb + word(2)];
        if (!(array instanceof References)) return unset();
        array.items.push(references[rb + word(3)]);
        this.allocated += 8;
        return 4;
      }
      case Code.FillNumber: {
        const array = references[rb + word(2)], from = nb + word(3);
        if (!(array instanceof Numbers)) return unset();
        const value = numbers[from] as number, id = ids[from] as number;
        array.allWritten();
        if (tape === null || id === 0) {
          array.data.fill(rounded(array, value), 0, array.length);
          array.ids?.fill(0);
        } else for (let k = 0; k < array.length; k++) this.storeTraced(tape, array, k, value, id, note);
        return 4;
      }
      case Code.FillReference: {
        const array = references[rb + word(2)];
        if (!(array instanceof References)) return unset();
        array.items.fill(references[rb + word(3)]);
        return 4;
      }
      case Code.PopNumber: case Code.PopReference: case Code.RemoveNumber: case Code.RemoveReference: case Code.InsertNumber: case Code.InsertReference:
      case Code.PutMissing: case Code.Has: case Code.View: return this.resizeOperation(pc, nb, rb);
      case Code.Norm: {
        const array = references[rb + word(3)];
        if (!(array instanceof Numbers)) return unset();
        const to = nb + word(2), args = array.data.subarray(0, array.length);
        const hole = args.findIndex((_, k) => array.isHole(k));
        if (hole >= 0) return fault('unset-element', unwritten(hole));
        if (array.length > mostArguments) return fault('uncaught-throw', `RangeError: ${array.length} arguments are more than a call can take`);
        const value = Math.hypot(...args);
        const nodes = Array.from(args, (_, k) => array.idAt(k));
        ids[to] = tape === null || nodes.every(id => id === 0) ? 0 : tape.primitive(note, [...args], nodes, value);
        numbers[to] = value;
        return 4;
      }
      case Code.Distinct: {
        const items = new Set<Ref | undefined>();
        for (let k = 0; k < word(3); k++) {
          const list = references[rb + word(4 + k)];
          if (!(list instanceof References)) return unset();
          for (const item of list.items) items.add(item);
        }
        numbers[nb + word(2)] = items.size;
        ids[nb + word(2)] = 0;
        return 4 + word(3);
      }
      case Code.NewClosure: {
        const cells: Cell[] = [];
        for (let k = 0; k < word(4); k++) {
          const cell = references[rb + word(5 + k)];
          if (cell instanceof Cell) cells.push(cell);
        }
        define(new Closure(word(3), cells));
        return 5 + word(4);
      }
      case Code.RecordReference: this.tapeReferences.push(references[rb + word(2)]); this.allocated += 8; return 3;
      case Code.ReplayReference: references[rb + word(2)] = this.tapeReferences.pop(); this.allocated -= 8; return 3;
      case Code.WatchNumber: this.watch(note, numbers[nb + word(2)] as number, ids[nb + word(2)] as number, null); return 3;
      case Code.WatchReference: {
        const ref = references[rb + word(2)];
        const kept = ref instanceof Numbers ? this.snapshot(ref) : ref;
        if (kept !== undefined && kept !== null) this.watch(note, NaN, 0, kept);
        return 3;
      }
      default: return fault('not-runnable', `unknown instruction ${word(0)}`);
    }
  }

  /** Operations that make arrays longer or shorter, ask for an element, or give a part another name. */
  private resizeOperation(pc: number, nb: number, rb: number): number {
    const { program: { code }, numbers, ids, references, tape } = this;
    const word = (k: number): number => code[pc + k] as number;
    const note = word(1);
    const fault = (kind: FaultKind, message: string): 0 => {
      this.fail(note, kind, message);
      return 0;
    };
    const unset = (): 0 => fault('unset-element', 'this array was never assigned');
    const traced = (register: number): void => { if (tape !== null && ids[nb + register] !== 0) tape.event('index', ids[nb + register] as number, note); };
    switch (word(0)) {
      case Code.PopNumber: case Code.RemoveNumber: {
        const array = references[rb + word(3)], to = nb + word(2);
        if (!(array instanceof Numbers)) return unset();
        const index = word(0) === Code.PopNumber ? array.length - 1 : numbers[nb + word(4)] as number;
        if (!isWithin(index, array.length)) return fault('read-outside', outside('read', index, array.length));
        const isPop = word(0) === Code.PopNumber;
        if (array.isHole(index) && word(isPop ? 4 : 5) === 0) return fault('unset-element', unwritten(index));
        if (!isPop) traced(word(4));
        numbers[to] = array.data[index] as number;
        ids[to] = array.idAt(index);
        array.remove(index);
        return isPop ? 5 : 6;
      }
      case Code.PopReference: case Code.RemoveReference: {
        const array = references[rb + word(3)];
        if (!(array instanceof References)) return unset();
        const index = word(0) === Code.PopReference ? array.items.length - 1 : numbers[nb + word(4)] as number;
        if (!isWithin(index, array.items.length)) return fault('read-outside', outside('read', index, array.items.length));
        const item = array.items[index];
        if (item === undefined) return fault('unset-element', unwritten(index));
        if (word(0) === Code.RemoveReference) traced(word(4));
        references[rb + word(2)] = item;
        array.items.splice(index, 1);
        return word(0) === Code.PopReference ? 4 : 5;
      }
      case Code.InsertNumber: case Code.InsertReference: {
        const array = references[rb + word(2)], index = numbers[nb + word(3)] as number;
        const length = array instanceof Numbers ? array.length : array instanceof References ? array.items.length : -1;
        if (length < 0) return unset();
        if (!isWithin(index, length + 1)) return fault('write-outside', outside('write', index, length));
        traced(word(3));
        if (array instanceof Numbers) array.insert(index, numbers[nb + word(4)] as number, ids[nb + word(4)] as number);
        else if (array instanceof References) array.items.splice(index, 0, references[rb + word(4)]);
        this.allocated += 8;
        return 5;
      }
      case Code.Has: {
        const array = references[rb + word(3)], index = numbers[nb + word(4)] as number, to = nb + word(2);
        traced(word(4));
        const length = array instanceof Numbers ? array.length : array instanceof References ? array.items.length : 0;
        if (word(5) === 1 && !isWithin(index, length)) return fault('read-outside', outside('read', index, length));
        if (array instanceof Numbers) numbers[to] = isWithin(index, array.length) && !array.isHole(index) ? 1 : 0;
        else if (array instanceof References) numbers[to] = isWithin(index, array.items.length) && array.items[index] !== undefined ? 1 : 0;
        else return unset();
        ids[to] = 0;
        return 6;
      }
      case Code.PutMissing: {
        const array = references[rb + word(3)], write = missingWrites[word(2)], index = numbers[nb + word(4)] as number;
        if (!(array instanceof Numbers)) return unset();
        if (write === 'fill') array.clear();
        else {
          const at = write === 'push' ? array.length : index;
          if (!isWithin(at, write === 'store' ? array.length : array.length + 1)) return fault('write-outside', outside('write', at, array.length));
          if (write !== 'push') traced(word(4));
          if (write !== 'store') {
            array.insert(at, NaN, 0);
            this.allocated += 8;
          }
          array.unset(at);
        }
        return 5;
      }
      default: {
        const array = references[rb + word(3)], from = numbers[nb + word(4)] as number, to = numbers[nb + word(5)] as number;
        if (!(array instanceof Numbers)) return unset();
        traced(word(4));
        traced(word(5));
        const seen = array.view(from, to, tape !== null);
        references[rb + word(2)] = seen;
        this.allocated += seen.bytes;
        return 6;
      }
    }
  }

  /** Keeps what the loop holds in locals, which closures must not capture if they are to stay in machine registers. */
  private pause(pc: number, executed: number, moves: number): void {
    this.pc = pc;
    this.executed += executed;
    this.moves += moves;
  }

  private stop(pc: number, executed: number, moves: number, note: number, kind: FaultKind, message: string): true {
    this.pause(pc, executed, moves);
    return this.fail(note, kind, message);
  }

  /** The array as it is now, as long as there is room for one more. */
  private snapshot(array: Numbers): Numbers | null {
    this.watchedBytes += array.bytes;
    return this.watchedBytes > mostWatchedBytes ? null : array.copy();
  }

  private watch(note: number, value: number, id: number, ref: Ref | null): void {
    if (this.watched.length < maxWatched) this.watched.push({ note, context: this.tape?.current ?? 0, value, id, ref });
  }

  private storeTraced(tape: Tape, array: Numbers, index: number, value: number, id: number, note: number): void {
    const kept = rounded(array, value);
    array.data[index] = kept;
    if (id === 0 || array.content !== 'num' || array.storage === 'array' || array.storage === 'f64') array.setId(index, id);
    else array.setId(index, tape.rounding(array.storage === 'f32' ? 'fround' : 'truncate', note, value, id, kept));
  }

  private enterWindow(func: FunctionCode): void {
    const needed = this.numberBase + func.numbers;
    if (needed > this.numbers.length) {
      const grownNumbers = new Float64Array(needed * 2);
      grownNumbers.set(this.numbers);
      this.numbers = grownNumbers;
      const grownIds = new Int32Array(needed * 2);
      grownIds.set(this.ids);
      this.ids = grownIds;
    }
    while (this.references.length < this.referenceBase + func.references) this.references.push(undefined);
    for (const { register, value } of func.constants) {
      this.numbers[this.numberBase + register] = value;
      this.ids[this.numberBase + register] = 0;
    }
  }

  /** Counts what is really alive; true when that exceeds the bound. */
  private collect(): boolean {
    this.references.length = this.referenceBase + this.func.references;
    this.allocated = liveBytes([...this.references, ...this.tapeReferences, ...this.globals]) + this.tapeNumbers.length * 16;
    return this.allocated + (this.tape?.bytes ?? 0) > this.limits.memory;
  }

  private memoryMessage(): string { return `stopped at the memory bound of ${Math.round(this.limits.memory / 2 ** 20)} MB`; }

  private errorAt(pc: number, base: number): string {
    const { code, errors } = this.program;
    return writtenError(errors[code[pc + 2] as number] ?? [], this.program.texts, i => this.numbers[base + (code[pc + 4 + i] as number)] as number);
  }

  private fail(note: number, kind: FaultKind, message: string): true {
    this.fault = { kind, message, span: this.program.notes[note]?.origin.span ?? null };
    return true;
  }
}

const isWithin = (index: number, length: number): boolean => Number.isInteger(index) && index >= 0 && index < length;

const unwritten = (index: number): string => `element ${index} is read before it is written, or where it is missing`;

const outside = (what: 'read' | 'write', index: number, length: number): string =>
  `${what} at index ${index} of an array of length ${length}`;

/** A number as the array's storage keeps it. */
function rounded(array: Numbers, value: number): number {
  switch (array.storage) {
    case 'array': case 'f64': return value;
    case 'f32': return Math.fround(value);
    case 'i32': return value | 0;
    case 'u8': return value & 255;
  }
}
