/** Reading and rebuilding operations without knowing their kind. */
import type { FillOp, InsertOp, Op, PopOp, PushOp, Region, RemoveOp, SetFieldOp, StoreOp, Value } from './op';
import { mapThrown, thrownValues } from './thrown';

/** The values an operation reads itself (not those its regions read). */
export function operands(op: Op): readonly Value[] {
  switch (op.kind) {
    case 'const': case 'global': case 'get': case 'closure': case 'while': case 'block': case 'replay':
    case 'break': case 'continue': return [];
    case 'throw': return thrownValues(op);
    case 'prim': case 'call': case 'deriv': return op.args;
    case 'alloc': return [op.length];
    case 'array': return op.elements;
    case 'struct': return op.values;
    case 'distinct': return op.lists;
    case 'copy': case 'len': case 'norm': case 'getfield': case 'pop': return [op.ref];
    case 'load': case 'has': case 'remove': return [op.ref, op.index];
    case 'view': return [op.ref, op.from, op.to];
    case 'store': case 'insert': return [op.ref, op.index, op.value];
    case 'setfield': case 'push': case 'fill': return [op.ref, op.value];
    case 'slot': return [op.init];
    case 'set': case 'record': return [op.value];
    case 'callvalue': return [op.fn, ...op.args];
    case 'if': return [op.cond];
    case 'loop': return op.counter === null ? op.inits : [op.counter.from, op.counter.to, ...op.inits];
    case 'yield': return op.values;
    case 'return': return op.value === null ? [] : [op.value];
  }
}

/** The values an operation defines for what follows it. */
export function results(op: Op): readonly Value[] {
  switch (op.kind) {
    case 'if': case 'loop': return op.results;
    case 'store': case 'setfield': case 'push': case 'insert': case 'fill': case 'slot': case 'set': case 'while': case 'block': case 'record':
    case 'yield': case 'break': case 'continue': case 'return': case 'throw': return [];
    default: return [op.result];
  }
}

/** The regions nested in an operation, in source order. */
export function regions(op: Op): readonly Region[] {
  switch (op.kind) {
    case 'if': return [op.then, op.else];
    case 'loop': return op.test === null ? [op.body] : [op.test, op.body];
    case 'while': return op.first ? [op.test, op.body, op.update] : [op.body, op.update, op.test];
    case 'block': return [op.body];
    default: return [];
  }
}

/** Visits every operation of a region and of the regions below it, in source order, parents first. */
export function visitOps(region: Region, visit: (op: Op) => void): void {
  for (const op of region.ops) {
    visit(op);
    for (const inner of regions(op)) visitOps(inner, visit);
  }
}

/** The same operation with each operand replaced, and each region rebuilt. Results are kept as they are. */
export function mapOp(op: Op, value: (v: Value) => Value, region: (r: Region) => Region): Op {
  switch (op.kind) {
    case 'const': case 'global': case 'get': case 'closure': case 'replay': case 'break': case 'continue': return op;
    case 'throw': return mapThrown(op, value);
    case 'prim': case 'call': case 'deriv': return { ...op, args: op.args.map(value) };
    case 'alloc': return { ...op, length: value(op.length) };
    case 'array': return { ...op, elements: op.elements.map(value) };
    case 'struct': return { ...op, values: op.values.map(value) };
    case 'distinct': return { ...op, lists: op.lists.map(value) };
    case 'copy': case 'len': case 'norm': case 'getfield': case 'pop': return { ...op, ref: value(op.ref) };
    case 'load': case 'has': case 'remove': return { ...op, ref: value(op.ref), index: value(op.index) };
    case 'view': return { ...op, ref: value(op.ref), from: value(op.from), to: value(op.to) };
    case 'store': case 'insert': return { ...op, ref: value(op.ref), index: value(op.index), value: value(op.value) };
    case 'setfield': case 'push': case 'fill': return { ...op, ref: value(op.ref), value: value(op.value) };
    case 'slot': return { ...op, init: value(op.init) };
    case 'set': case 'record': return { ...op, value: value(op.value) };
    case 'callvalue': return { ...op, fn: value(op.fn), args: op.args.map(value) };
    case 'if': return { ...op, cond: value(op.cond), then: region(op.then), else: region(op.else) };
    case 'while': return { ...op, test: region(op.test), body: region(op.body), update: region(op.update) };
    case 'block': return { ...op, body: region(op.body) };
    case 'loop': return {
      ...op,
      counter: op.counter === null ? null : { ...op.counter, from: value(op.counter.from), to: value(op.counter.to) },
      test: op.test === null ? null : region(op.test),
      inits: op.inits.map(value), body: region(op.body),
    };
    case 'yield': return { ...op, values: op.values.map(value) };
    case 'return': return op.value === null ? op : { ...op, value: value(op.value) };
  }
}

export type MemoryWrite = StoreOp | SetFieldOp | PushOp | PopOp | InsertOp | RemoveOp | FillOp;
/** Whether an operation changes memory by itself. */
export const writesMemory = (op: Op): op is MemoryWrite =>
  op.kind === 'store' || op.kind === 'setfield' || op.kind === 'fill' || changesLength(op);

/** Whether an operation makes an array longer or shorter. */
export const changesLength = (op: Op): op is PushOp | PopOp | InsertOp | RemoveOp =>
  op.kind === 'push' || op.kind === 'pop' || op.kind === 'insert' || op.kind === 'remove';

/** Whether an operation puts a value into memory that exists. */
export const putsValue = (op: Op): op is StoreOp | SetFieldOp | PushOp | InsertOp | FillOp =>
  op.kind === 'store' || op.kind === 'setfield' || op.kind === 'push' || op.kind === 'insert' || op.kind === 'fill';

/** Whether an operation ends its region. */
export const isTerminator = (op: Op): boolean =>
  op.kind === 'yield' || op.kind === 'break' || op.kind === 'continue' || op.kind === 'return' || op.kind === 'throw';
