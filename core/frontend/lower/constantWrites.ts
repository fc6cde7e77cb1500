/** Finds writes to a module's constant data through other names: aliases, callees, containers. */
import type { Module } from '../../ir/module';
import type { Op, Slot, Value } from '../../ir/op';
import type { Span } from '../../ir/origin';
import { isReference } from '../../ir/type';
import { visitOps, writesMemory } from '../../ir/walk';

export interface ConstantWrite { readonly global: string; readonly span: Span }

/** Without regard to the order of statements, so a variable that ever names a constant is never written through. */
export function constantWrites(module: Module): ConstantWrite[] {
  if (module.globals.size === 0) return [];
  const flow = new ConstantFlow(module);
  while (flow.step()) { /* until nothing more is reached */ }
  return flow.writes();
}

class ConstantFlow {
  /** The constant that a value or variable may name. */
  private readonly names = new Map<Value | Slot, string>();
  /** The constant that an element or field of a container may name. */
  private readonly holds = new Map<Value | Slot, string>();
  private readonly closures = new Map<Value, string>();
  private changed = false;

  constructor(private readonly module: Module) {}

  /** One visit of every operation; whether anything new was reached. */
  step(): boolean {
    this.changed = false;
    for (const func of this.module.funcs.values()) visitOps(func.body, op => { this.visit(op); });
    return this.changed;
  }

  writes(): ConstantWrite[] {
    const found: ConstantWrite[] = [];
    for (const func of this.module.funcs.values()) {
      visitOps(func.body, op => {
        if (!writesMemory(op)) return;
        const global = this.names.get(op.ref);
        if (global !== undefined && op.origin.span !== null) found.push({ global, span: op.origin.span });
      });
    }
    return found;
  }

  private add(to: Map<Value | Slot, string>, key: Value | Slot, global: string | undefined): void {
    if (global === undefined || to.has(key)) return;
    to.set(key, global);
    this.changed = true;
  }

  private move(from: Value | Slot, to: Value | Slot): void {
    this.add(this.names, to, this.names.get(from));
    this.add(this.holds, to, this.holds.get(from));
  }

  private visit(op: Op): void {
    switch (op.kind) {
      case 'global': this.add(this.names, op.result, op.global); break;
      case 'get': this.move(op.slot, op.result); break;
      case 'set': this.move(op.value, op.slot); break;
      case 'slot': this.move(op.init, op.slot); break;
      case 'view': this.move(op.ref, op.result); break;
      case 'load': case 'pop': case 'remove': case 'getfield': case 'copy': {
        const inner = this.names.get(op.ref) ?? this.holds.get(op.ref);
        if (op.kind === 'copy') this.add(this.holds, op.result, inner);
        else if (isReference(op.result.type)) this.add(this.names, op.result, inner);
        break;
      }
      case 'array': for (const element of op.elements) this.add(this.holds, op.result, this.names.get(element)); break;
      case 'struct': for (const value of op.values) this.add(this.holds, op.result, this.names.get(value)); break;
      case 'store': case 'setfield': case 'push': case 'insert': case 'fill': this.add(this.holds, op.ref, this.names.get(op.value)); break;
      case 'if':
        for (const region of [op.then, op.else]) {
          const last = region.ops[region.ops.length - 1];
          if (last?.kind === 'yield') op.results.forEach((result, i) => { this.moveIf(last.values[i], result); });
        }
        break;
      case 'closure': {
        this.closures.set(op.result, op.callee);
        const inner = this.module.funcs.get(op.callee)?.captures ?? [];
        op.captures.forEach((slot, i) => { this.moveIf(slot, inner[i]); this.moveIf(inner[i], slot); });
        break;
      }
      case 'call': this.call(op.callee, op.args, op.result); break;
      case 'callvalue': this.call(this.closures.get(op.fn), op.args, op.result); break;
      default: break;
    }
  }

  private moveIf(from: Value | Slot | undefined, to: Value | Slot | undefined): void {
    if (from !== undefined && to !== undefined) this.move(from, to);
  }

  /** Arguments reach parameters, results what is returned; a function value that is not known may be any closure. */
  private call(callee: string | undefined, args: readonly Value[], result: Value): void {
    const targets = callee === undefined ? [...new Set(this.closures.values())] : [callee];
    for (const target of targets) {
      const func = this.module.funcs.get(target);
      if (func === undefined) continue;
      args.forEach((arg, i) => { this.moveIf(arg, func.params[i]?.value); });
      visitOps(func.body, op => { if (op.kind === 'return' && op.value !== null) this.move(op.value, result); });
    }
  }
}
