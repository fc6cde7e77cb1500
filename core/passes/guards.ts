/**
 * Analysis: the conditions that operations stand under, in slot form: those of the branches and loops around them, and those of the exits
 * that leave them out.
 *
 * Input: functions in slot form. Output: booleans, for operations, for values (wherever they are written) and for functions (their calls).
 * Example: in `while (a) { if (b) break; s = x; }` the write of x stands under a and b.
 */
import type { Func } from '../ir/module';
import type { Label, Op, Region, Value } from '../ir/op';
import { regions } from '../ir/walk';
import { yielded } from './definitions';

const none: ReadonlySet<Value> = new Set();

export class Guards {
  private readonly operations = new Map<Op, ReadonlySet<Value>>();
  private readonly values = new Map<Value, Set<Value>>();
  private readonly calls = new Map<string, Set<Value>>();
  /** Of calls of functions that are values: any function literal may be meant. */
  private readonly valueCalls = new Set<Value>();
  private readonly returns = new Map<Func, Set<Value>>();

  constructor(funcs: readonly Func[]) { for (const func of funcs) this.region(func, func.body, none); }

  ofOperation(op: Op): ReadonlySet<Value> { return this.operations.get(op) ?? none; }
  ofValue(value: Value): ReadonlySet<Value> { return this.values.get(value) ?? none; }
  /** Of the calls of a function and of the returns in it. */
  ofFunction(func: Func): ReadonlySet<Value> {
    return new Set([...this.calls.get(func.name) ?? none, ...this.valueCalls, ...this.returns.get(func) ?? none]);
  }

  private region(func: Func, region: Region, above: ReadonlySet<Value>): void {
    for (const op of region.ops) {
      this.operations.set(op, above);
      this.operation(func, op, above);
    }
  }

  private operation(func: Func, op: Op, above: ReadonlySet<Value>): void {
    switch (op.kind) {
      case 'store': case 'setfield': case 'push': case 'insert': case 'fill': case 'set': this.add(this.values, op.value, above); return;
      case 'call': this.add(this.calls, op.callee, above); return;
      case 'callvalue': for (const value of above) this.valueCalls.add(value); return;
      case 'return': this.add(this.returns, func, above); return;
      case 'if': for (const side of regions(op)) this.region(func, side, new Set([...above, op.cond])); return;
      case 'while': for (const inner of regions(op)) this.region(func, inner, new Set([...above, ...yielded(op.test), ...exitsTo(op.label, regions(op), none)])); return;
      case 'block': this.region(func, op.body, new Set([...above, ...exitsTo(op.label, [op.body], none)])); return;
      default: return;
    }
  }

  private add<K>(map: Map<K, Set<Value>>, key: K, values: ReadonlySet<Value>): void {
    const known = map.get(key) ?? new Set();
    map.set(key, known);
    for (const value of values) known.add(value);
  }
}

/** The conditions under which a construct is left, or begun again. */
function exitsTo(label: Label, inner: readonly Region[], under: ReadonlySet<Value>): ReadonlySet<Value> {
  const found = new Set<Value>();
  for (const op of inner.flatMap(region => region.ops)) {
    if ((op.kind === 'break' || op.kind === 'continue') && op.label === label) for (const value of under) found.add(value);
    const conditions = op.kind === 'if' ? [op.cond] : op.kind === 'while' ? yielded(op.test) : [];
    for (const value of exitsTo(label, regions(op), new Set([...under, ...conditions]))) found.add(value);
  }
  return found;
}
