/** Verification of one function: walks its regions with the names in scope. */
import type { Func, Module } from './module';
import type { ClosureOp, IfOp, Label, LoopOp, Op, Region, Slot, Terminator, Value, WhileOp } from './op';
import { typeProblem } from './type-rules';
import type { Problem } from './verifier';
import { absenceIn, bool, isPlain, num, printType, sameType, type Type } from './type';
import { isTerminator, operands, results } from './walk';

const slotFormOnly: ReadonlySet<Op['kind']> = new Set<Op['kind']>(['slot', 'get', 'set', 'closure', 'callvalue', 'while', 'block', 'break', 'continue']);
const valueFormOnly: ReadonlySet<Op['kind']> = new Set<Op['kind']>(['loop', 'record', 'replay']);
const effects: ReadonlySet<Op['kind']> = new Set<Op['kind']>(['store', 'setfield', 'push', 'pop', 'insert', 'remove', 'fill', 'record', 'replay', 'set']);

/** What a region stands in. */
interface Context {
  readonly values: ReadonlySet<Value>;
  readonly slots: ReadonlySet<Slot>;
  /** Labels to break out of, with whether `continue` may name them too. */
  readonly labels: ReadonlyMap<Label, boolean>;
  /** What `yield` must give; null where the region may not end in `yield`. */
  readonly yields: readonly Type[] | null;
  /** Whether control may leave the region by break, continue or return. */
  readonly exits: boolean;
  /** Whether the region may only compute (the test of a value-form loop). */
  readonly pure: boolean;
}

export class FuncVerifier {
  private readonly problems: Problem[] = [];
  private readonly defined = new Set<Value>();
  private readonly declared = new Set<Slot>();
  /** What is written where an element is missing. */
  private readonly missing = new Set<Value>();

  constructor(private readonly func: Func, private readonly module: Module) {}

  run(): readonly Problem[] {
    const { func } = this;
    const params = func.params.map(param => param.value);
    if (func.form === 'value' && func.captures.length > 0) this.report(null, 'a function in value form captures nothing');
    const bodyParams = func.body.params;
    if (bodyParams.length > 0 && (bodyParams.length !== params.length || bodyParams.some((value, i) => value !== params[i]))) {
      this.report(null, 'the body has parameters that are not those of the function');
    }
    for (const value of params) this.define(value, null);
    for (const slot of func.captures) this.declared.add(slot);
    this.region({ params: [], ops: func.body.ops }, {
      values: new Set(params), slots: new Set(func.captures), labels: new Map(), yields: null, exits: true, pure: false,
    });
    return this.problems;
  }

  private report(op: Op | null, message: string): void {
    this.problems.push({ func: this.func.name, op, message: op === null ? message : `${op.kind}: ${message}` });
  }

  private define(value: Value, op: Op | null): void {
    if (this.defined.has(value)) this.report(op, `%${value.name ?? value.id} is defined twice`);
    this.defined.add(value);
  }

  private region(region: Region, context: Context): void {
    const values = new Set(context.values);
    const slots = new Set(context.slots);
    for (const param of region.params) {
      this.define(param, null);
      values.add(param);
    }
    const inside: Context = { ...context, values, slots };
    region.ops.forEach((op, i) => {
      this.op(op, inside);
      if (isTerminator(op) !== (i === region.ops.length - 1)) this.report(op, isTerminator(op) ? 'ends the region, yet operations follow' : 'the region does not end in a terminator');
      for (const result of results(op)) {
        this.define(result, op);
        values.add(result);
      }
      if (op.kind === 'slot') {
        if (this.declared.has(op.slot)) this.report(op, `$${op.slot.name} is declared twice`);
        this.declared.add(op.slot);
        slots.add(op.slot);
      }
    });
    if (region.ops.length === 0) this.report(null, 'a region is empty: it has no terminator');
  }

  private op(op: Op, context: Context): void {
    if (this.func.form === 'value' && slotFormOnly.has(op.kind)) this.report(op, 'belongs to slot form');
    if (this.func.form === 'slot' && valueFormOnly.has(op.kind)) this.report(op, 'belongs to value form');
    if (context.pure && effects.has(op.kind)) this.report(op, 'has an effect inside the test of a loop');
    for (const operand of operands(op)) {
      if (!context.values.has(operand)) this.report(op, `%${operand.name ?? operand.id} is not defined here`);
      if (operand.type.kind === 'void') this.report(op, 'uses the result of a function that returns nothing');
    }
    if (op.kind === 'const' && op.value === null) this.missing.add(op.result);
    if (operands(op).some(operand => this.missing.has(operand)) && !writesMissing(op, this.missing)) this.report(op, 'uses a missing element as a number');
    const wrong = typeProblem(op, this.module);
    if (wrong !== null) this.report(op, wrong);
    switch (op.kind) {
      case 'get': case 'set': this.slotInScope(op, op.slot, context); break;
      case 'closure': this.closure(op, context); break;
      case 'if': this.ifOp(op, context); break;
      case 'while': this.whileOp(op, context); break;
      case 'block': this.region(op.body, { ...context, labels: this.withLabel(op, op.label, false, context), yields: [], exits: true }); break;
      case 'loop': this.loop(op, context); break;
      case 'yield': case 'break': case 'continue': case 'return': case 'throw': this.terminator(op, context); break;
      default: break;
    }
  }

  private slotInScope(op: Op, slot: Slot, context: Context): void {
    if (!context.slots.has(slot)) this.report(op, `$${slot.name} is not declared here`);
  }

  private closure(op: ClosureOp, context: Context): void {
    for (const slot of op.captures) this.slotInScope(op, slot, context);
  }

  private withLabel(op: Op, label: Label, continues: boolean, context: Context): ReadonlyMap<Label, boolean> {
    if (context.labels.has(label)) this.report(op, `label ${label} is in use around it`);
    return new Map([...context.labels, [label, continues]]);
  }

  private ifOp(op: IfOp, context: Context): void {
    const yields = op.results.map(result => result.type);
    for (const region of [op.then, op.else]) {
      if (region.params.length > 0) this.report(op, 'its regions take no parameters');
      this.region(region, { ...context, yields });
    }
  }

  private whileOp(op: WhileOp, context: Context): void {
    for (const region of [op.test, op.body, op.update]) if (region.params.length > 0) this.report(op, 'its regions take no parameters');
    const labels = this.withLabel(op, op.label, true, context);
    this.region(op.test, { ...context, yields: [bool], exits: false });
    this.region(op.body, { ...context, labels, yields: [] });
    this.region(op.update, { ...context, yields: [], exits: false });
  }

  private loop(op: LoopOp, context: Context): void {
    const carried = op.results.map(result => result.type);
    if (!sameTypes(op.inits.map(init => init.type), carried)) this.report(op, 'results and initial values differ in number or type');
    if (op.counter !== null && op.test !== null) this.report(op, 'has both a counter and a test');
    const induction = op.counter === null ? [] : [num];
    if (!sameTypes(op.body.params.map(param => param.type), [...induction, ...carried])) this.report(op, 'the parameters of its body differ from what is carried');
    if (op.test !== null) {
      if (!sameTypes(op.test.params.map(param => param.type), carried)) this.report(op, 'the parameters of its test differ from what is carried');
      this.region(op.test, { ...context, yields: [bool], exits: false, pure: true });
    }
    this.region(op.body, { ...context, yields: [bool, ...carried], exits: false });
  }

  private terminator(op: Terminator, context: Context): void {
    switch (op.kind) {
      case 'yield':
        if (context.yields === null) this.report(op, 'a function body ends in return or throw');
        else if (!sameTypes(op.values.map(value => value.type), context.yields)) {
          this.report(op, `gives (${op.values.map(value => printType(value.type)).join(', ')}), expected (${context.yields.map(printType).join(', ')})`);
        }
        return;
      case 'break': case 'continue': {
        const continues = context.labels.get(op.label);
        if (continues === undefined) this.report(op, `no label ${op.label} around it`);
        else if (op.kind === 'continue' && !continues) this.report(op, `${op.label} is a block, not a loop`);
        if (!context.exits) this.report(op, 'may not leave the region it stands in');
        return;
      }
      case 'return': {
        const given: Type = op.value?.type ?? { kind: 'void' };
        if (!sameType(given, this.func.result)) this.report(op, `returns ${printType(given)} from a function of ${printType(this.func.result)}`);
        if (!context.exits) this.report(op, 'may not leave the region it stands in');
        if (this.func.form === 'value' && context.yields !== null) this.report(op, 'stands inside a region: in value form it ends the function body');
        return;
      }
      case 'throw':
        for (const value of operands(op)) if (!isPlain(value.type)) this.report(op, `writes a value of type ${printType(value.type)}`);
        return;
    }
  }
}

/** Whether an operation uses missing elements only to write them, to an array that may have some. */
function writesMissing(op: Op, missing: ReadonlySet<Value>): boolean {
  switch (op.kind) {
    case 'array': return op.type.absence !== undefined;
    case 'store': case 'insert': return absenceIn(op.ref.type) !== null && !missing.has(op.index);
    case 'push': case 'fill': return absenceIn(op.ref.type) !== null;
    default: return false;
  }
}

function sameTypes(a: readonly Type[], b: readonly Type[]): boolean {
  return a.length === b.length && a.every((type, i) => {
    const other = b[i];
    return other !== undefined && sameType(type, other);
  });
}
