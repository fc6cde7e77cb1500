/**
 * Analysis: which values a read of a slot may see, and which values are certainly equal, in one function of slot form.
 *
 * Purpose: facts, discreteness and conventions follow data, not names (`let best = 0; best = Math.max(x, best)`).
 * Input: a well-formed function in slot form. Output: for each `get` the values that may have been put into its slot last;
 * for each value a congruence number: equal numbers mean equal values where both are visible.
 * Example: `slot $s: num = %c  %a = get $s  %b = get $s  %m = mul %a, %b`: both reads see {%c} and are congruent.
 */
import { literalKey } from '../ir/builder';
import type { Func } from '../ir/module';
import type { Label, Op, Region, Slot, Value, WhileOp } from '../ir/op';
import { regions, visitOps } from '../ir/walk';

/** What is known of the slots and of memory at a place. Never changed once shared: joins and writes make new ones. */
interface State { readonly slots: ReadonlyMap<Slot, Content>; readonly memory: number }
interface Content { readonly values: ReadonlySet<Value>; readonly version: number }

/** Slots that functions share, with every value put into them anywhere: reads of them see all of these. */
export type SharedSlots = ReadonlyMap<Slot, ReadonlySet<Value>>;

export interface Flow {
  reads(get: Value): ReadonlySet<Value>;
  congruent(a: Value, b: Value): boolean;
}

/** `equal`: parameters taken to be the same value as an earlier one. */
export function analyseFlow(func: Func, shared: SharedSlots, equal: ReadonlyMap<Value, Value> = new Map()): Flow {
  return new FlowWalk(shared, equal).run(func);
}

class FlowWalk implements Flow {
  private readonly seen = new Map<Value, ReadonlySet<Value>>();
  private readonly numbers = new Map<Value, number>();
  private readonly forms = new Map<string, number>();
  private readonly breaks = new Map<Label, State | null>();
  private readonly continues = new Map<Label, State | null>();
  private lastVersion = 0;

  constructor(private readonly shared: SharedSlots, private readonly equal: ReadonlyMap<Value, Value>) {}

  run(func: Func): Flow {
    this.region(func.body, { slots: new Map(), memory: 0 });
    return this;
  }

  reads(get: Value): ReadonlySet<Value> { return this.seen.get(get) ?? new Set(); }

  congruent(a: Value, b: Value): boolean { return this.number(a) === this.number(b); }

  private number(value: Value): number {
    const same = this.equal.get(value) ?? value;
    return this.numbers.get(same) ?? this.numberOf(`value ${same.id}`);
  }

  private numberOf(form: string): number {
    const known = this.forms.get(form) ?? this.forms.size;
    this.forms.set(form, known);
    return known;
  }

  private fresh(): number { return ++this.lastVersion; }

  /** The state after the region; null where control does not reach its end. */
  private region(region: Region, start: State): State | null {
    let state: State | null = start;
    for (const op of region.ops) {
      // What follows an exit is never run, yet its reads are given an (empty) answer.
      state = this.op(op, state ?? { slots: new Map(), memory: this.fresh() }, state === null);
    }
    return state;
  }

  private op(op: Op, state: State, dead: boolean): State | null {
    const after = this.reached(op, state);
    return dead ? null : after;
  }

  private reached(op: Op, state: State): State | null {
    switch (op.kind) {
      case 'slot': return this.write(op.slot, op.init, state);
      case 'set': return this.write(op.slot, op.value, state);
      case 'get': {
        const shared = this.shared.get(op.slot);
        const content = state.slots.get(op.slot);
        this.seen.set(op.result, shared ?? content?.values ?? new Set());
        this.numbers.set(op.result, this.numberOf(`slot ${op.slot.id} version ${shared !== undefined || content === undefined ? this.fresh() : content.version}`));
        return state;
      }
      case 'const': this.numbers.set(op.result, this.numberOf(`const ${literalKey(op.value)}`)); return state;
      case 'global': this.numbers.set(op.result, this.numberOf(`global ${op.global}`)); return state;
      case 'prim': this.numbers.set(op.result, this.numberOf(`${op.prim} ${op.args.map(arg => this.number(arg)).join(' ')}`)); return state;
      case 'load': this.numbers.set(op.result, this.numberOf(`load ${this.number(op.ref)} ${this.number(op.index)} ${state.memory}`)); return state;
      case 'getfield': this.numbers.set(op.result, this.numberOf(`field ${this.number(op.ref)} ${op.field} ${state.memory}`)); return state;
      case 'len': this.numbers.set(op.result, this.numberOf(`len ${this.number(op.ref)} ${state.memory}`)); return state;
      case 'store': case 'setfield': case 'push': case 'pop': case 'insert': case 'remove': case 'fill': case 'call': case 'callvalue': case 'deriv': return { ...state, memory: this.fresh() };
      case 'if': return this.join(this.region(op.then, state), this.region(op.else, state));
      case 'block': {
        this.breaks.set(op.label, null);
        const end = this.region(op.body, state);
        return this.join(end, this.breaks.get(op.label) ?? null);
      }
      case 'while': return this.loop(op, state);
      case 'break': this.breaks.set(op.label, this.join(this.breaks.get(op.label) ?? null, state)); return null;
      case 'continue': this.continues.set(op.label, this.join(this.continues.get(op.label) ?? null, state)); return null;
      case 'return': case 'throw': return null;
      default: return state;
    }
  }

  private write(slot: Slot, value: Value, state: State): State {
    return { ...state, slots: new Map(state.slots).set(slot, { values: new Set([value]), version: this.fresh() }) };
  }

  private loop(op: WhileOp, entry: State): State | null {
    let header = this.atHeader(op, entry);
    for (;;) {
      this.breaks.set(op.label, null);
      this.continues.set(op.label, null);
      const tested = op.first ? this.region(op.test, header) : header;
      const ended = tested === null ? null : this.region(op.body, tested);
      const continued = this.join(ended, this.continues.get(op.label) ?? null);
      const updated = continued === null ? null : this.region(op.update, continued);
      const back = op.first || updated === null ? updated : this.region(op.test, updated);
      const next = this.atHeader(op, this.join(header, back) ?? header);
      if (sameValues(next, header)) return this.join(op.first ? tested : back, this.breaks.get(op.label) ?? null);
      header = next;
    }
  }

  /** The state in which an iteration starts: what the loop writes has another version in each. */
  private atHeader(op: WhileOp, state: State): State {
    const slots = new Map(state.slots);
    for (const region of regions(op)) {
      visitOps(region, inner => {
        const content = inner.kind === 'set' ? slots.get(inner.slot) : undefined;
        if (inner.kind === 'set' && content !== undefined) slots.set(inner.slot, { ...content, version: this.fresh() });
      });
    }
    return { slots, memory: this.fresh() };
  }

  private join(a: State | null, b: State | null): State | null {
    if (a === null || b === null || a === b) return a ?? b;
    const slots = new Map<Slot, Content>();
    for (const [slot, content] of a.slots) {
      const other = b.slots.get(slot);
      if (other === undefined) continue;
      const same = content.version === other.version;
      slots.set(slot, same ? content : { values: new Set([...content.values, ...other.values]), version: this.fresh() });
    }
    return { slots, memory: a.memory === b.memory ? a.memory : this.fresh() };
  }
}

function sameValues(a: State, b: State): boolean {
  for (const [slot, content] of a.slots) {
    if (content.values.size !== b.slots.get(slot)?.values.size) return false;
  }
  return true;
}
