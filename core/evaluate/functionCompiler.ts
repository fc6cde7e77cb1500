/** Flattens one function of either form to instructions; see `program.ts` for the layouts. */
import { isBooleanPrimitive, isRealPrimitive, noConventions, type Conventions, type Primitive } from '../ir/primitive';
import type { Func } from '../ir/module';
import type { Origin } from '../ir/origin';
import type { Label, LoopOp, Op, Region, Slot, Value, WhileOp } from '../ir/op';
import { operands, visitOps } from '../ir/walk';
import { absenceIn } from '../ir/type';
import { errorText } from './errorText';
import { primitivePlace } from './primitiveTable';
import { BranchRole, Code, Kind, kindOf, missingWrites, type FunctionCode, type MissingWrite } from './program';
import { contentOf, storageNames } from './storages';
import type { ModuleCompiler } from './moduleCompiler';

/** `loop`: where the loop stands; null for a block. */
interface JumpTarget { readonly label: Label; readonly loop: Origin | null; readonly breaks: number[]; readonly continues: number[] }

const booleanCodes: Partial<Record<Primitive, Code>> = {
  lt: Code.Less, le: Code.LessEqual, gt: Code.Greater, ge: Code.GreaterEqual, eq: Code.Equal, ne: Code.NotEqual,
  not: Code.Not, truthy: Code.Truthy, isNaN: Code.IsNaN, isFinite: Code.IsFinite, isInteger: Code.IsInteger,
};
const arithmeticCodes: Partial<Record<Primitive, Code>> = { add: Code.Add, sub: Code.Sub, mul: Code.Mul, div: Code.Div, neg: Code.Neg };


export class FunctionCompiler {
  private numbers = 0;
  private references = 0;
  private readonly registers = new Map<Value, number>();
  private readonly slots = new Map<Slot, number>();
  private readonly cells: ReadonlySet<Slot>;
  private readonly constants = new Map<number, number>();
  private readonly literals = new Map<Value, number>();
  /** What is written where an element is missing. */
  private readonly missing = new Set<Value>();
  private readonly names = new Map<Value, string>();
  private readonly targets: JumpTarget[] = [];

  constructor(private readonly unit: ModuleCompiler, private readonly func: Func) {
    const captured = new Set<Slot>(func.captures);
    visitOps(func.body, (op) => {
      if (op.kind === 'closure') op.captures.forEach((slot) => captured.add(slot));
      else if (op.kind === 'set') this.nameAfter(op.value, op.slot.name);
      else if (op.kind === 'slot') this.nameAfter(op.init, op.slot.name);
    });
    this.cells = captured;
  }

  compile(): FunctionCode {
    const { func } = this;
    const params = func.params.map((param) => ({ kind: kindOf(param.value.type), register: this.define(param.value) }));
    const captures = func.captures.map((slot) => {
      const register = this.references++;
      this.slots.set(slot, register);
      return register;
    });
    const entry = this.unit.position;
    this.region(func.body);
    if (func.body.ops.at(-1)?.kind !== 'return') this.unit.emit(Code.ReturnNothing);
    return {
      name: func.name, entry, numbers: this.numbers, references: this.references,
      constants: Array.from(this.constants, ([value, register]) => ({ register, value })),
      params, captures, paramTypes: func.params.map((p) => p.value.type), paramNames: func.params.map((p) => p.name),
      paramSpans: func.params.map((p) => p.origin.span), resultType: func.result,
    };
  }

  private nameAfter(value: Value, name: string): void {
    if (!this.names.has(value)) this.names.set(value, name);
  }

  private fresh(kind: Kind): number { return kind === Kind.Number ? this.numbers++ : this.references++; }

  private define(value: Value): number {
    const register = this.fresh(kindOf(value.type));
    this.registers.set(value, register);
    return register;
  }

  /** The register of a value; a value never defined is a mistake of a pass, found by the verifier. */
  private use(value: Value): number {
    const register = this.registers.get(value);
    if (register === undefined) throw new RangeError(`value ${value.name ?? value.id} is used in ${this.func.name} before it is defined`);
    return register;
  }

  private constant(value: number): number {
    // Map keys compare 0 and -0 equal, so negative zero is filed under a number of its own.
    if (Object.is(value, -0)) {
      const register = this.numbers++;
      this.unit.emit(Code.Neg, this.unit.note({ op: 'const', origin: this.func.origin, name: null, prim: null, decision: null, conventions: noConventions, literals: null }), register, this.constant(0));
      return register;
    }
    const known = this.constants.get(value);
    if (known !== undefined) return known;
    const register = this.numbers++;
    this.constants.set(value, register);
    return register;
  }

  private note(op: Op, result: Value | null = null, args: readonly Value[] = [], prim: Primitive | null = null, conventions: Conventions = noConventions): number {
    const literals = args.map((arg) => this.literals.get(arg) ?? null);
    return this.unit.note({
      op: op.kind, origin: op.origin, name: result === null ? null : (result.name ?? this.names.get(result) ?? null),
      prim: prim !== null && isRealPrimitive(prim) ? prim : null, decision: prim !== null && isBooleanPrimitive(prim) ? prim : null, conventions, literals: literals.every((l) => l === null) ? null : literals,
    });
  }

  private move(kind: Kind, to: number, from: number): void {
    if (kind === Kind.Nothing || to === from) return;
    this.unit.emit(kind === Kind.Number ? Code.MoveNumber : Code.MoveReference, to, from);
  }

  /** Moves values to registers as if all at once: a destination may be another value's source. */
  private moveAll(values: readonly Value[], to: readonly number[]): void {
    const moves = values.map((value, i) => ({ kind: kindOf(value.type), from: this.use(value), to: to[i] ?? 0 }));
    const clash = moves.some((m, i) => moves.some((other, j) => j > i && other.kind === m.kind && other.from === m.to && m.from !== m.to));
    if (!clash) {
      for (const m of moves) this.move(m.kind, m.to, m.from);
      return;
    }
    const staged = moves.map((m) => {
      const through = this.fresh(m.kind);
      this.move(m.kind, through, m.from);
      return { ...m, through };
    });
    for (const m of staged) this.move(m.kind, m.to, m.through);
  }

  private region(region: Region): void {
    for (const op of region.ops) {
      // Nothing that follows a return is reached.
      if (op.kind === 'return') this.watch(op);
      this.op(op);
      if (op.kind !== 'return') this.watch(op);
    }
  }

  /** The values a region yields at its end, if it ends so. */
  private yielded(region: Region): readonly Value[] | null {
    const last = region.ops.at(-1);
    return last?.kind === 'yield' ? last.values : null;
  }

  private watch(op: Op): void {
    if (!this.unit.isWatched(op.origin)) return;
    const value = watchedValue(op);
    if (value === null) return;
    const kind = kindOf(value.type);
    if (kind !== Kind.Nothing) this.unit.emit(kind === Kind.Number ? Code.WatchNumber : Code.WatchReference, this.note(op), this.use(value));
  }

  private op(op: Op): void {
    const { unit } = this;
    switch (op.kind) {
      case 'const': {
        const value = typeof op.value === 'string' ? unit.texts.numberOf(op.value) : Number(op.value ?? NaN);
        this.registers.set(op.result, this.constant(value));
        if (op.value === null) this.missing.add(op.result);
        if (typeof op.value === 'number') this.literals.set(op.result, value);
        return;
      }
      case 'prim': return this.primitive(op.prim, op.args, op);
      case 'alloc': {
        const note = this.note(op);
        const length = this.use(op.length);
        const element = kindOf(op.type.element);
        if (element === Kind.Number) {
          unit.emit(Code.AllocNumbers, note, this.define(op.result), length, storageNames.indexOf(op.type.storage), contentOf(op.type.element), Number(op.holes));
        } else unit.emit(Code.AllocReferences, note, this.define(op.result), length);
        return;
      }
      case 'array': {
        const elements = op.elements.map((e) => this.use(e));
        const note = this.note(op);
        if (kindOf(op.type.element) === Kind.Number) {
          unit.emit(Code.ArrayNumbers, note, this.define(op.result), storageNames.indexOf(op.type.storage), contentOf(op.type.element), elements.length, ...elements);
          op.elements.forEach((element, i) => { if (this.missing.has(element)) this.putMissing('store', op.result, this.constant(i), op); });
        } else unit.emit(Code.ArrayReferences, note, this.define(op.result), elements.length, ...elements);
        return;
      }
      case 'struct': {
        const values = op.values.map((v) => this.use(v));
        unit.emit(Code.NewStruct, this.note(op), this.define(op.result), unit.shapes.index(op.type), ...values);
        return;
      }
      case 'copy': { unit.emit(Code.Copy, this.note(op), this.define(op.result), this.use(op.ref)); return; }
      case 'global': {
        const global = unit.global(op.global);
        if (global === null) { unit.emitNotRunnable(this.note(op), `there is no constant ${op.global}`); this.define(op.result); return; }
        if (kindOf(global.type) === Kind.Number) this.registers.set(op.result, this.constant(typeof global.data === 'string' ? unit.texts.numberOf(global.data) : Number(global.data)));
        else unit.emit(Code.Global, this.note(op), this.define(op.result), global.index);
        return;
      }
      case 'load': {
        const [array, index] = [this.use(op.ref), this.use(op.index)];
        unit.emit(kindOf(op.result.type) === Kind.Number ? Code.LoadNumber : Code.LoadReference, this.note(op), this.define(op.result), array, index);
        return;
      }
      case 'store': {
        if (this.missing.has(op.value)) return this.putMissing('store', op.ref, this.use(op.index), op);
        unit.emit(kindOf(op.value.type) === Kind.Number ? Code.StoreNumber : Code.StoreReference, this.note(op), this.use(op.ref), this.use(op.index), this.use(op.value));
        return;
      }
      case 'getfield': {
        const ref = this.use(op.ref);
        unit.emit(kindOf(op.result.type) === Kind.Number ? Code.GetFieldNumber : Code.GetFieldReference, this.note(op), this.define(op.result), ref, unit.field(op.field));
        return;
      }
      case 'setfield': {
        unit.emit(kindOf(op.value.type) === Kind.Number ? Code.SetFieldNumber : Code.SetFieldReference, this.note(op), this.use(op.ref), unit.field(op.field), this.use(op.value));
        return;
      }
      case 'len': { unit.emit(Code.Length, this.note(op), this.define(op.result), this.use(op.ref)); return; }
      case 'has': {
        const [array, index] = [this.use(op.ref), this.use(op.index)];
        unit.emit(Code.Has, this.note(op), this.define(op.result), array, index, Number(op.within));
        return;
      }
      case 'norm': { unit.emit(Code.Norm, this.note(op, op.result, [], 'hypot', { zeroAtZero: true }), this.define(op.result), this.use(op.ref)); return; }
      case 'distinct': { const lists = op.lists.map(list => this.use(list)); unit.emit(Code.Distinct, this.note(op), this.define(op.result), lists.length, ...lists); return; }
      case 'pop': {
        const array = this.use(op.ref);
        if (kindOf(op.result.type) === Kind.Number) unit.emit(Code.PopNumber, this.note(op), this.define(op.result), array, Number(absenceIn(op.ref.type) !== null));
        else unit.emit(Code.PopReference, this.note(op), this.define(op.result), array);
        return;
      }
      case 'remove': {
        const [array, index] = [this.use(op.ref), this.use(op.index)];
        if (kindOf(op.result.type) === Kind.Number) unit.emit(Code.RemoveNumber, this.note(op), this.define(op.result), array, index, Number(absenceIn(op.ref.type) !== null));
        else unit.emit(Code.RemoveReference, this.note(op), this.define(op.result), array, index);
        return;
      }
      case 'insert': {
        if (this.missing.has(op.value)) return this.putMissing('insert', op.ref, this.use(op.index), op);
        unit.emit(kindOf(op.value.type) === Kind.Number ? Code.InsertNumber : Code.InsertReference, this.note(op), this.use(op.ref), this.use(op.index), this.use(op.value));
        return;
      }
      case 'view': {
        const [array, from, to] = [this.use(op.ref), this.use(op.from), this.use(op.to)];
        unit.emit(Code.View, this.note(op), this.define(op.result), array, from, to);
        return;
      }
      case 'push': case 'fill': {
        if (this.missing.has(op.value)) return this.putMissing(op.kind, op.ref, this.constant(0), op);
        const isNumber = kindOf(op.value.type) === Kind.Number;
        const code = op.kind === 'push' ? (isNumber ? Code.PushNumber : Code.PushReference) : isNumber ? Code.FillNumber : Code.FillReference;
        unit.emit(code, this.note(op), this.use(op.ref), this.use(op.value));
        return;
      }
      case 'call': {
        const callee = unit.functionIndex(op.callee);
        if (callee === null) { unit.emitNotRunnable(this.note(op), `there is no function ${op.callee}`); this.defineResult(op.result); return; }
        this.call(Code.Call, op, callee, op.args, op.result);
        return;
      }
      case 'callvalue': return this.call(Code.CallValue, op, this.use(op.fn), op.args, op.result);
      case 'deriv': { unit.emitNotRunnable(this.note(op), `the derivative of ${op.callee} is not resolved yet`); this.define(op.result); return; }
      case 'closure': {
        const callee = unit.functionIndex(op.callee);
        if (callee === null) { unit.emitNotRunnable(this.note(op), `there is no function ${op.callee}`); this.define(op.result); return; }
        const cells = op.captures.map((slot) => this.slot(slot));
        unit.emit(Code.NewClosure, this.note(op), this.define(op.result), callee, cells.length, ...cells);
        return;
      }
      case 'slot': return this.declare(op.slot, this.use(op.init));
      case 'get': {
        const kind = kindOf(op.slot.type);
        const slot = this.slot(op.slot);
        const to = this.define(op.result);
        if (!this.cells.has(op.slot)) this.move(kind, to, slot);
        else if (kind === Kind.Number) unit.emit(Code.GetCellNumber, to, slot);
        else unit.emit(Code.GetCellReference, this.note(op), to, slot);
        return;
      }
      case 'set': {
        const kind = kindOf(op.slot.type);
        if (!this.cells.has(op.slot)) this.move(kind, this.slot(op.slot), this.use(op.value));
        else unit.emit(kind === Kind.Number ? Code.SetCellNumber : Code.SetCellReference, this.slot(op.slot), this.use(op.value));
        return;
      }
      case 'while': return this.whileLoop(op);
      case 'block': {
        const target = this.enter(op.label, null);
        const state = holdsLoop(op.body) ? this.loopState() : null;
        this.region(op.body);
        this.leave(target);
        if (state !== null) unit.emit(Code.LoopExit, state);
        return;
      }
      case 'if': return this.conditional(op);
      case 'loop': return this.loop(op);
      case 'record': {
        unit.emit(kindOf(op.value.type) === Kind.Number ? Code.RecordNumber : Code.RecordReference, this.note(op), this.use(op.value));
        return;
      }
      case 'replay': {
        if (kindOf(op.result.type) === Kind.Number) unit.emit(Code.ReplayNumber, this.define(op.result));
        else unit.emit(Code.ReplayReference, this.note(op), this.define(op.result));
        return;
      }
      case 'yield': return;
      case 'break': { this.target(op.label)?.breaks.push(unit.emitJump()); return; }
      case 'continue': { this.target(op.label)?.continues.push(unit.emitJump()); return; }
      case 'return': {
        const kind = op.value === null ? Kind.Nothing : kindOf(op.value.type);
        if (op.value === null || kind === Kind.Nothing) unit.emit(Code.ReturnNothing);
        else unit.emit(kind === Kind.Number ? Code.ReturnNumber : Code.ReturnReference, this.use(op.value));
        return;
      }
      case 'throw': {
        const values = operands(op);
        unit.emit(Code.Throw, this.note(op), unit.error(errorText(op, values)), values.length, ...values.map(value => this.use(value)));
        return;
      }
    }
  }

  private putMissing(write: MissingWrite, ref: Value, index: number, op: Op): void {
    this.unit.emit(Code.PutMissing, this.note(op), missingWrites.indexOf(write), this.use(ref), index);
  }

  private slot(slot: Slot): number {
    const register = this.slots.get(slot);
    if (register === undefined) throw new RangeError(`slot ${slot.name} is used in ${this.func.name} before it is declared`);
    return register;
  }

  private declare(slot: Slot, init: number): void {
    const kind = kindOf(slot.type);
    const isCell = this.cells.has(slot);
    const register = this.slots.get(slot) ?? this.fresh(isCell ? Kind.Reference : kind);
    this.slots.set(slot, register);
    if (isCell) this.unit.emit(kind === Kind.Number ? Code.NewCellNumber : Code.NewCellReference, register, init);
    else this.move(kind, register, init);
  }

  private defineResult(result: Value): number { return kindOf(result.type) === Kind.Nothing ? 0 : this.define(result); }

  private call(code: Code.Call | Code.CallValue, op: Op, callee: number, args: readonly Value[], result: Value): void {
    const operands = args.flatMap((arg) => [kindOf(arg.type), this.use(arg)]);
    const to = this.defineResult(result);
    this.unit.emit(code, this.note(op, result), callee, kindOf(result.type), to, args.length, ...operands);
  }

  private primitive(prim: Primitive, args: readonly Value[], op: Extract<Op, { kind: 'prim' }>): void {
    const { unit } = this;
    const operands = args.map((arg) => this.use(arg));
    const note = this.note(op, op.result, args, prim, op.conventions);
    const to = this.define(op.result);
    const [a = 0, b = 0] = operands;
    if (prim === 'same') { unit.emit(Code.Same, to, a, b); return; }
    const direct = booleanCodes[prim] ?? arithmeticCodes[prim];
    if (direct !== undefined) { unit.emit(direct, note, to, ...operands); return; }
    const place = primitivePlace(prim);
    if (place === null) return;
    if (place.table === 'unary') unit.emit(Code.Unary, note, to, a, place.index);
    else if (place.table === 'binary') unit.emit(Code.Binary, note, to, a, b, place.index);
    else unit.emit(Code.Variadic, note, to, place.index, operands.length, ...operands);
  }

  private enter(label: Label, loop: Origin | null): JumpTarget {
    const target: JumpTarget = { label, loop, breaks: [], continues: [] };
    this.targets.push(target);
    return target;
  }

  private leave(target: JumpTarget): void {
    this.targets.pop();
    for (const jump of target.breaks) this.unit.patch(jump);
  }

  private target(label: Label): JumpTarget | undefined { return this.targets.findLast((target) => target.label === label); }

  /** Whether control may leave a loop that holds this region of a branch, so that the branch decides a trip count. */
  private leavesLoop(region: Region, { origin: at }: Op): boolean {
    const innermost = this.targets.findLastIndex((target) => target.loop !== null);
    const loop = this.targets[innermost]?.loop;
    if (loop === undefined || loop === null || isSearch(loop, at)) return false;
    const leaving = new Set(this.targets.slice(0, innermost + 1).map((target) => target.label));
    let leaves = false;
    visitOps(region, (op) => {
      if (op.kind === 'return' || (op.kind === 'break' && leaving.has(op.label))) leaves = true;
    });
    return leaves;
  }

  private conditional(op: Extract<Op, { kind: 'if' }>): void {
    const { unit } = this;
    const cond = this.use(op.cond);
    const role = this.leavesLoop(op.then, op) || this.leavesLoop(op.else, op) ? BranchRole.Trips : BranchRole.Choice;
    const results = op.results.map((result) => this.define(result));
    const toElse = unit.emitBranch(this.note(op), cond, role);
    this.branch(op.then, results);
    const toEnd = unit.emitJump();
    unit.patch(toElse);
    this.branch(op.else, results);
    unit.patch(toEnd);
    op.results.forEach((result, i) => {
      if (result.type.kind === 'bool') unit.emit(Code.Taint, results[i] ?? 0, cond);
    });
  }

  private branch(region: Region, results: readonly number[]): void {
    this.region(region);
    const values = this.yielded(region);
    if (values !== null) this.moveAll(values, results);
  }

  private loopState(): number {
    const state = this.numbers;
    this.numbers += 2;
    this.unit.emit(Code.LoopEnter, state);
    return state;
  }

  private whileLoop(op: WhileOp): void {
    const { unit } = this;
    const state = this.loopState();
    const target = this.enter(op.label, op.origin);
    const start = unit.position;
    unit.emit(Code.LoopIterate, this.note(op), state);
    const test = (): void => {
      this.region(op.test);
      const cond = this.yielded(op.test)?.[0];
      if (cond !== undefined) target.breaks.push(unit.emitBranch(this.note(op), this.use(cond), BranchRole.Trips));
    };
    if (op.first) test();
    this.region(op.body);
    for (const jump of target.continues) unit.patch(jump);
    this.region(op.update);
    if (!op.first) test();
    unit.emit(Code.Jump, start);
    this.leave(target);
    unit.emit(Code.LoopExit, state);
  }

  private loop(op: LoopOp): void {
    const { unit } = this;
    const params = op.body.params.map((param) => this.define(param));
    const carried = op.counter === null ? params : params.slice(1);
    op.test?.params.forEach((param, i) => this.registers.set(param, carried[i] ?? 0));
    const variable = params[0] ?? 0;
    if (op.counter !== null) this.move(Kind.Number, variable, this.use(op.counter.from));
    this.moveAll(op.inits, carried);
    const state = this.loopState();
    const ends: number[] = [];
    const start = unit.position;
    unit.emit(Code.LoopIterate, this.note(op), state);
    if (op.counter !== null) {
      const more = this.numbers++;
      unit.emit(booleanCodes[op.counter.compare] ?? Code.Less, this.note(op), more, variable, this.use(op.counter.to));
      ends.push(unit.emitBranch(this.note(op), more, BranchRole.Trips));
    }
    if (op.test !== null) {
      this.region(op.test);
      const cond = this.yielded(op.test)?.[0];
      if (cond !== undefined) ends.push(unit.emitBranch(this.note(op), this.use(cond), BranchRole.Trips));
    }
    this.region(op.body);
    const [again, ...next] = this.yielded(op.body) ?? [];
    if (again !== undefined) {
      // `again` may be a carried value itself, so it is read before the carried values change.
      const more = this.numbers++;
      this.move(Kind.Number, more, this.use(again));
      this.moveAll(next, carried);
      ends.push(unit.emitBranch(this.note(op), more, BranchRole.Trips));
      if (op.counter !== null) unit.emit(Code.Add, this.note(op), variable, variable, this.constant(op.counter.step));
      unit.emit(Code.Jump, start);
    }
    for (const end of ends) unit.patch(end);
    unit.emit(Code.LoopExit, state);
    op.results.forEach((result, i) => this.move(kindOf(result.type), this.define(result), carried[i] ?? 0));
  }
}

/**
 * Whether an exit stands exactly where its loop does: `some`, `find` and their like stop at the first element found. Nobody wrote a loop
 * there, and how far it ran decides no more than the branch that follows.
 */
const isSearch = (loop: Origin, exit: Origin): boolean =>
  loop.span !== null && exit.span !== null && loop.span.file === exit.span.file && loop.span.start === exit.span.start && loop.span.end === exit.span.end;

/** Breaks may leave loops inside a block, so the block restores the context of what follows it. */
function holdsLoop(region: Region): boolean {
  let holds = false;
  visitOps(region, (op) => { if (op.kind === 'while') holds = true; });
  return holds;
}

/** What an operation computes or keeps. */
function watchedValue(op: Op): Value | null {
  switch (op.kind) {
    case 'set': case 'store': case 'setfield': case 'return': return op.value;
    case 'slot': return op.init;
    default: return 'result' in op ? op.result : null;
  }
}
