/**
 * Pass: calls of function literals become first order.
 *
 * Purpose: value form has no function values. Captured slots are the reason this happens while slots still exist.
 * Input: slot form after `structureExits`. Output: slot form without `closure` and `callvalue`. A literal that does not recurse is
 * inlined where it is called, its captures being the caller's own slots. For one that recurses, the slots it captures become cells
 * (records with one field), which it takes as further parameters. Calls of functions that are not known here are left: `unresolved`.
 * Example:
 *   %f = closure @add[$s]   %r = callvalue %f(%x)          func @add[$t](%v) { %a = get $t  %b = add %a, %v  set $t, %b  return }
 *   becomes
 *   %a = get $s   %b = add %a, %x   set $s, %b
 */
import { newSlot, newValue } from '../ir/builder';
import type { Func, Module, Param } from '../ir/module';
import type { CallValueOp, ClosureOp, Op, Region, Slot, Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { structOf } from '../ir/type';
import { mapOp, results, visitOps } from '../ir/walk';
import { recursiveFunctions } from './callGraph';

export interface Resolved { readonly module: Module; /** Calls of function values that stay unknown. */ readonly unresolved: readonly Origin[] }

export function resolveClosures(module: Module): Resolved {
  const recursive = recursiveFunctions(module);
  const reassigned = reassignedSlots(module);
  const unresolved: Origin[] = [];
  const funcs = new Map<string, Func>();
  for (const [name, func] of module.funcs) {
    // A literal that is always inlined has no life of its own.
    if (func.captures.length > 0 && !recursive.has(name)) continue;
    funcs.set(name, new Resolver(module, recursive, reassigned, unresolved).func(func));
  }
  return { module: { ...module, funcs }, unresolved };
}

/** Slots of functions that are assigned after their declaration, by whichever name: what a call of theirs reaches is not known here. */
function reassignedSlots(module: Module): ReadonlySet<Slot> {
  const found = new Set<Slot>();
  const closures: ClosureOp[] = [];
  for (const func of module.funcs.values()) visitOps(func.body, op => {
    if (op.kind === 'set' && op.slot.type.kind === 'func') found.add(op.slot);
    if (op.kind === 'closure') closures.push(op);
  });
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { callee, captures } of closures) module.funcs.get(callee)?.captures.forEach((inner, i) => {
      const outer = captures[i];
      if (outer !== undefined && found.has(inner)) found.add(outer);
    });
  }
  return found;
}

/** The one field of a cell. */
const content = 'value';

/** Slots, as the module has them, that a recursive function captures: they outlive what the resolver can see, so they live in memory. */
function boxedSlots(func: Func, module: Module, recursive: ReadonlySet<string>): Set<Slot> {
  const boxed = new Set<Slot>(recursive.has(func.name) ? func.captures : []);
  const visit = (region: Region, seen: ReadonlySet<string>, actual: (slot: Slot) => Slot): void => {
    visitOps(region, op => {
      if (op.kind !== 'closure') return;
      const callee = module.funcs.get(op.callee);
      if (recursive.has(op.callee)) for (const slot of op.captures) boxed.add(actual(slot));
      else if (callee !== undefined && !seen.has(op.callee)) {
        const captures = op.captures;
        visit(callee.body, new Set([...seen, op.callee]), slot => { const i = callee.captures.indexOf(slot); return actual(captures[i] ?? slot); });
      }
    });
  };
  visit(func.body, new Set(), slot => slot);
  return boxed;
}

class Resolver {
  private readonly values = new Map<Value, Value>();
  private readonly slots = new Map<Slot, Slot>();
  private readonly cells = new Map<Slot, Value>();
  private readonly closures = new Map<Value, ClosureOp>();
  private readonly closureSlots = new Map<Slot, ClosureOp>();
  private boxed: ReadonlySet<Slot> = new Set();

  constructor(
    private readonly module: Module, private readonly recursive: ReadonlySet<string>,
    private readonly reassigned: ReadonlySet<Slot>, private readonly unresolved: Origin[],
  ) {}

  func(func: Func): Func {
    this.boxed = boxedSlots(func, this.module, this.recursive);
    const extra = func.captures.map((slot): Param => {
      const cell = newValue(structOf([{ name: content, type: slot.type }]), slot.name);
      this.cells.set(slot, cell);
      return { name: slot.name, value: cell, origin: func.origin };
    });
    return { ...func, params: [...func.params, ...extra], captures: [], body: this.region(func.body) };
  }

  private readonly value = (v: Value): Value => this.values.get(v) ?? v;
  private slot(slot: Slot): Slot { return this.slots.get(slot) ?? slot; }
  private region(region: Region): Region { return { params: region.params, ops: this.list(region.ops) }; }
  private list(ops: readonly Op[]): readonly Op[] { return ops.flatMap(op => this.op(op)); }

  private op(op: Op): readonly Op[] {
    switch (op.kind) {
      case 'closure': this.closures.set(op.result, { ...op, captures: op.captures.map(slot => this.slot(slot)) }); return [];
      case 'slot': {
        const closure = this.closureOf(op.init);
        if (closure !== null) {
          if (!this.reassigned.has(op.slot)) this.closureSlots.set(this.slot(op.slot), closure);
          return [];
        }
        const slot = this.slot(op.slot);
        if (!this.boxed.has(op.slot)) return [{ ...op, slot, init: this.value(op.init) }];
        const type = structOf([{ name: content, type: slot.type }]);
        const cell = newValue(type, slot.name);
        this.cells.set(slot, cell);
        return [{ kind: 'struct', type, values: [this.value(op.init)], result: cell, origin: op.origin }];
      }
      case 'get': {
        const slot = this.slot(op.slot);
        const closure = this.closureSlots.get(slot);
        if (closure !== undefined) { this.closures.set(op.result, closure); return []; }
        if (slot.type.kind === 'func') return [];
        const cell = this.cells.get(slot);
        const result = this.fresh(op.result);
        return [cell === undefined ? { ...op, slot, result } : { kind: 'getfield', ref: cell, field: content, result, origin: op.origin }];
      }
      case 'set': {
        if (op.slot.type.kind === 'func') return [];
        const slot = this.slot(op.slot);
        const cell = this.cells.get(slot);
        const value = this.value(op.value);
        return [cell === undefined ? { ...op, slot, value } : { kind: 'setfield', ref: cell, field: content, value, origin: op.origin }];
      }
      case 'callvalue': return this.callValue(op);
      default: {
        const mapped = mapOp(op, this.value, region => this.region(region));
        if (mapped.kind === 'if') return [{ ...mapped, results: op.kind === 'if' ? op.results.map(result => this.fresh(result)) : [] }];
        const [result] = results(op);
        return [result !== undefined && 'result' in mapped ? { ...mapped, result: this.fresh(result) } : mapped];
      }
    }
  }

  private closureOf(value: Value): ClosureOp | null { return this.closures.get(value) ?? null; }

  private cellOf(slot: Slot): Value {
    const cell = this.cells.get(slot);
    if (cell === undefined) throw new Error(`$${slot.name} is captured by a function that calls itself and lives in memory`);
    return cell;
  }

  private callValue(op: CallValueOp): readonly Op[] {
    const closure = this.closureOf(op.fn);
    const callee = closure === null ? undefined : this.module.funcs.get(closure.callee);
    if (closure === null || callee === undefined) {
      this.unresolved.push(op.origin);
      return [];
    }
    const args = op.args.map(this.value);
    if (this.recursive.has(callee.name)) {
      const cells = closure.captures.map(slot => this.cellOf(slot));
      return [{ kind: 'call', callee: callee.name, args: [...args, ...cells], result: this.fresh(op.result), origin: op.origin }];
    }
    return this.inline(callee, closure, args, op.result);
  }

  private inline(callee: Func, closure: ClosureOp, args: readonly Value[], result: Value): readonly Op[] {
    callee.params.forEach((param, i) => { const arg = args[i]; if (arg !== undefined) this.values.set(param.value, arg); });
    callee.captures.forEach((slot, i) => { const actual = closure.captures[i]; if (actual !== undefined) this.slots.set(slot, actual); });
    visitOps(callee.body, op => { if (op.kind === 'slot') this.slots.set(op.slot, newSlot(op.slot.type, op.slot.name)); });
    const end = callee.body.ops.at(-1);
    const ops = this.list(end?.kind === 'return' ? callee.body.ops.slice(0, -1) : callee.body.ops);
    if (end?.kind === 'return' && end.value !== null) {
      const closureResult = this.closureOf(end.value);
      if (closureResult !== null) this.closures.set(result, closureResult);
      else this.values.set(result, this.value(end.value));
    }
    return ops;
  }

  private fresh(value: Value): Value {
    const copy = newValue(value.type, value.name);
    this.values.set(value, copy);
    return copy;
  }
}
