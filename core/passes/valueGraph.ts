/**
 * Analysis: where each value of a module in slot form comes from, through slots, memory, branches and calls.
 *
 * Purpose: one graph that facts are computed over forwards and demands backwards. Input: a module in slot form and a root.
 * Output: the sources of each value. Functions that the root does not reach are left out.
 * Example: in `func @g(%x: num) -> num { return %x }`, `%a = call @g(%b) : num` has the source %x, and %x has the source %b.
 */
import type { Func, Module } from '../ir/module';
import type { CallValueOp, ClosureOp, Op, Slot, Value } from '../ir/op';
import { sameType } from '../ir/type';
import { visitOps } from '../ir/walk';
import { calleesOf } from './callGraph';
import { analyseFlow, type Flow } from './flow';
import { elements, MemoryCells, type Cell } from './memoryCells';

/** A call, or one of the functions that a call of a function value may reach. */
export interface CallSite { readonly callee: Func; readonly args: readonly Value[] }

export interface ValueGraph {
  readonly root: Func;
  readonly funcs: readonly Func[];
  readonly flows: ReadonlyMap<Func, Flow>;
  /** The operation that defines a value; parameters have none. */
  readonly definitions: ReadonlyMap<Value, Op>;
  readonly owners: ReadonlyMap<Value, Func>;
  /** The values that a slot read, the result of a branch or call, or a parameter may be; undefined for other values. */
  readonly choices: ReadonlyMap<Value, ReadonlySet<Value>>;
  /** The calls that a value is the result of. */
  readonly calls: ReadonlyMap<Value, readonly CallSite[]>;
  /** The memory that a load or a field read sees. */
  readonly cells: ReadonlyMap<Value, Cell>;
  /** What memory of a reference's class holds: elements, or one field. */
  cellOf(ref: Value, field: string): Cell;
  /** What the root returns. */
  readonly returned: readonly Value[];
}

export function buildValueGraph(module: Module, rootName: string, equal: ReadonlyMap<Value, Value> = new Map()): ValueGraph {
  const root = module.funcs.get(rootName);
  if (root === undefined) throw new RangeError(`no function @${rootName}`);
  const funcs = reachable(module, root);
  const shared = sharedSlots(module, funcs);
  const flows = new Map(funcs.map(func => [func, analyseFlow(func, shared, func === root ? equal : new Map())]));
  const definitions = new Map<Value, Op>();
  const owners = new Map<Value, Func>();
  const choices = new Map<Value, Set<Value>>();
  const memory = new MemoryCells();
  const loads: { readonly result: Value; readonly ref: Value; readonly field: string }[] = [];
  const returned = new Map(funcs.map(func => [func, returnsOf(func)]));
  const choose = (value: Value, from: Iterable<Value>): void => {
    const known = choices.get(value) ?? new Set();
    choices.set(value, known);
    for (const source of from) {
      known.add(source);
      memory.same(value, source);
    }
  };
  const calls = new Map<Value, CallSite[]>();
  const enter = (callee: Func, args: readonly Value[], result: Value): void => {
    calls.set(result, [...calls.get(result) ?? [], { callee, args }]);
    callee.params.forEach((param, i) => { const arg = args[i]; if (arg !== undefined) choose(param.value, [arg]); });
    choose(result, returned.get(callee) ?? []);
  };
  const closures: ClosureOp[] = [], indirect: CallValueOp[] = [];

  for (const func of funcs) {
    for (const param of func.params) owners.set(param.value, func);
    visitOps(func.body, op => {
      if ('result' in op) {
        definitions.set(op.result, op);
        owners.set(op.result, func);
      }
      switch (op.kind) {
        case 'get': choose(op.result, flows.get(func)?.reads(op.result) ?? []); break;
        case 'if':
          for (const [i, result] of op.results.entries()) {
            definitions.set(result, op);
            owners.set(result, func);
            for (const side of [op.then, op.else]) {
              const end = side.ops.at(-1);
              const value = end?.kind === 'yield' ? end.values[i] : undefined;
              choose(result, value === undefined ? [] : [value]);
            }
          }
          break;
        case 'call': {
          const callee = module.funcs.get(op.callee);
          if (callee !== undefined) enter(callee, op.args, op.result);
          break;
        }
        case 'callvalue': choose(op.result, []); indirect.push(op); break;
        case 'closure': closures.push(op); break;
        case 'load': case 'pop': case 'remove': memory.load(op.ref, elements, op.result); loads.push({ result: op.result, ref: op.ref, field: elements }); break;
        case 'getfield': memory.load(op.ref, op.field, op.result); loads.push({ result: op.result, ref: op.ref, field: op.field }); break;
        case 'norm': memory.load(op.ref, elements, op.result); loads.push({ result: op.result, ref: op.ref, field: elements }); break;
        case 'store': case 'push': case 'insert': case 'fill': memory.store(op.ref, elements, op.value); break;
        case 'setfield': memory.store(op.ref, op.field, op.value); break;
        case 'array': for (const element of op.elements) memory.store(op.result, elements, element); break;
        case 'struct': for (const [i, field] of op.type.fields.entries()) { const value = op.values[i]; if (value !== undefined) memory.store(op.result, field.name, value); } break;
        case 'alloc': if (!op.holes) memory.cellOf(op.result, elements).zeros = true; break;
        case 'copy': case 'view': memory.same(op.result, op.ref); break;
        case 'global': memory.constant(op.result, op.global, module); break;
        case 'deriv': if (op.result.type.kind !== 'num') memory.external(op.result); break;
        default: break;
      }
    });
  }
  for (const param of root.params) memory.external(param.value);
  const isKnown = (value: Value): boolean => choices.has(value) || !root.params.some(param => param.value === value);
  const entered = new Map(indirect.map(op => [op, new Set<ClosureOp>()]));
  // A function that is entered may hand function values to further calls.
  for (let grows = true; grows;) {
    grows = false;
    for (const [op, reached] of entered) {
      for (const closure of closuresOf(op.fn, { definitions, choices, memory, isKnown }) ?? closures.filter(each => sameType(each.result.type, op.fn.type))) {
        const callee = module.funcs.get(closure.callee);
        if (callee === undefined || reached.has(closure)) continue;
        reached.add(closure);
        enter(callee, op.args, op.result);
        grows = true;
      }
    }
  }
  const cells = new Map(loads.map(({ result, ref, field }) => [result, memory.cellOf(ref, field)]));
  return { root, funcs, flows, definitions, owners, choices, calls, cells, cellOf: (ref, field) => memory.cellOf(ref, field), returned: returned.get(root) ?? [] };
}

interface Sources {
  readonly definitions: ReadonlyMap<Value, Op>;
  readonly choices: ReadonlyMap<Value, ReadonlySet<Value>>;
  readonly memory: MemoryCells;
  isKnown(value: Value): boolean;
}

/** The function literals that a function value may be; null: it may come from outside. */
function closuresOf(fn: Value, { definitions, choices, memory, isKnown }: Sources): readonly ClosureOp[] | null {
  const found: ClosureOp[] = [];
  const seen = new Set([fn]);
  for (const value of seen) {
    if (!isKnown(value)) return null;
    const op = definitions.get(value);
    if (op?.kind === 'closure') found.push(op);
    if (op?.kind === 'deriv' || op?.kind === 'global') return null;
    for (const choice of choices.get(value) ?? []) seen.add(choice);
    const cell = op?.kind === 'load' ? memory.cellOf(op.ref, elements) : op?.kind === 'getfield' ? memory.cellOf(op.ref, op.field) : null;
    if (cell?.external === true) return null;
    for (const stored of cell?.stored ?? []) seen.add(stored);
  }
  return found;
}

function reachable(module: Module, root: Func): readonly Func[] {
  const found = new Set([root]);
  for (const func of found) {
    for (const callee of calleesOf(func)) {
      const target = module.funcs.get(callee);
      if (target !== undefined) found.add(target);
    }
  }
  return [...found];
}

function returnsOf(func: Func): readonly Value[] {
  const values: Value[] = [];
  visitOps(func.body, op => { if (op.kind === 'return' && op.value !== null) values.push(op.value); });
  return values;
}

/** Slots that closures write: any read may see any write. Slots that closures only read keep the order of their owner. */
function sharedSlots(module: Module, funcs: readonly Func[]): ReadonlyMap<Slot, ReadonlySet<Value>> {
  const groups = new Map<Slot, Set<Slot>>();
  const group = (slot: Slot): Set<Slot> => groups.get(slot) ?? new Set([slot]);
  const writes = new Map<Slot, Set<Value>>();
  const writtenInside = new Set<Slot>();
  for (const func of funcs) {
    const captured = new Set(func.captures);
    const write = (slot: Slot, value: Value): void => {
      writes.set(slot, (writes.get(slot) ?? new Set()).add(value));
      if (captured.has(slot)) writtenInside.add(slot);
    };
    visitOps(func.body, op => {
      if (op.kind === 'slot') write(op.slot, op.init);
      if (op.kind === 'set') write(op.slot, op.value);
      if (op.kind !== 'closure') return;
      module.funcs.get(op.callee)?.captures.forEach((inner, i) => {
        const outer = op.captures[i];
        if (outer === undefined) return;
        const merged = new Set([...group(inner), ...group(outer)]);
        for (const slot of merged) groups.set(slot, merged);
      });
    });
  }
  const shared = new Map<Slot, ReadonlySet<Value>>();
  const captures = new Set(funcs.flatMap(func => func.captures));
  for (const [slot, members] of groups) {
    const isWrittenInside = [...members].some(member => writtenInside.has(member));
    if (isWrittenInside || captures.has(slot)) shared.set(slot, new Set([...members].flatMap(member => [...(writes.get(member) ?? [])])));
  }
  return shared;
}
