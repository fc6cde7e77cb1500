/**
 * The text form of the IR. Names are the source's where it has them (`%x`, the second one `%x#2`), else numbers;
 * they are unique within a function. `parseModule` reads it back.
 */
import { unnamed } from './builder';
import type { Data, Func, Global, Module, Param } from './module';
import type { ErrorArgument, IfOp, LoopOp, Op, Region, Slot, TextPart, ThrowOp, Value } from './op';
import type { Origin } from './origin';
import type { Conventions } from './primitive';
import { printField, printType } from './type';
import { visitOps } from './walk';

export interface PrintOptions {
  /** Also prints where each operation comes from: ` at file:start-end #site role`, file numbers from a table at the top. */
  readonly origins?: boolean;
}

export function printModule(module: Module, options: PrintOptions = {}): string {
  const files = options.origins === true ? new Files(module) : null;
  const globals = [...module.globals.values()].map(global => `${printGlobal(global, files)}\n`);
  const funcs = [...module.funcs.values()].map(func => new FuncPrinter(files).print(func));
  return [...(files?.table() ?? []), ...globals, ...funcs].join('\n');
}

export const printFunc = (func: Func): string => new FuncPrinter(null).print(func);

/** Numbers the source files that origins refer to. */
class Files {
  private readonly numbers = new Map<string, number>();

  constructor(module: Module) {
    const note = ({ span }: Origin): void => { if (span !== null && !this.numbers.has(span.file)) this.numbers.set(span.file, this.numbers.size); };
    for (const global of module.globals.values()) note(global.origin);
    for (const func of module.funcs.values()) {
      note(func.origin);
      for (const param of func.params) note(param.origin);
      visitOps(func.body, op => { note(op.origin); });
    }
  }

  table(): string[] { return [...this.numbers].map(([file, number]) => `file ${number} ${JSON.stringify(file)}\n`); }

  suffix({ span, site, role }: Origin): string {
    const parts = [
      span === null ? '' : ` ${this.numbers.get(span.file) ?? 0}:${span.start}-${span.end}`,
      site === -1 ? '' : ` #${site}`,
      role === 'primal' ? '' : ` ${role}`,
    ].join('');
    return parts === '' ? '' : ` at${parts}`;
  }
}

/** Prints one function; holds the names given so far. */
class FuncPrinter {
  private readonly values = new Map<Value, string>();
  private readonly slots = new Map<Slot, string>();
  private readonly taken = new Set<string>();
  private readonly lines: string[] = [];
  private anonymous = 0;

  constructor(private readonly files: Files | null) {}

  print(func: Func): string {
    const captures = func.captures.map(slot => `${this.defineSlot(slot)}: ${printType(slot.type)}`);
    const params = func.params.map(param => this.param(param));
    const captured = captures.length === 0 ? '' : `[${captures.join(', ')}]`;
    const form = func.form === 'value' ? 'value ' : '';
    this.lines.push(`${form}func @${func.name}${captured}(${params.join(', ')}) -> ${printType(func.result)}${this.at(func.origin)} {`);
    this.region(func.body, 1);
    this.lines.push('}', '');
    return this.lines.join('\n');
  }

  private at(origin: Origin): string { return this.files?.suffix(origin) ?? ''; }

  private param(param: Param): string {
    const name = this.define(param.value);
    const declared = param.value.name === param.name ? '' : `${param.name} as `;
    return `${declared}${name}: ${printType(param.value.type)}${this.at(param.origin)}`;
  }

  private unique(sigil: string, name: string): string {
    // `Math.E` would read as a field.
    const word = name.replaceAll(/[^\p{ID_Continue}$?]/gu, '$');
    let text = `${sigil}${word}`;
    for (let n = 2; this.taken.has(text); n++) text = `${sigil}${word}#${n}`;
    this.taken.add(text);
    return text;
  }

  private define(value: Value): string {
    const text = value.name === null ? `%${this.anonymous++}` : this.unique('%', value.name);
    this.values.set(value, text);
    return text;
  }

  private defineSlot(slot: Slot): string {
    const text = slot.name === unnamed ? `$${this.anonymous++}` : this.unique('$', slot.name);
    this.slots.set(slot, text);
    return text;
  }

  /** A value used before its definition (ill-formed IR, which the verifier reports) prints as `%?id`. */
  private use(value: Value): string { return this.values.get(value) ?? `%?${value.id}`; }
  private useSlot(slot: Slot): string { return this.slots.get(slot) ?? `$?${slot.id}`; }
  private list(values: readonly Value[]): string { return values.map(value => this.use(value)).join(', '); }
  private typed(values: readonly Value[]): string[] { return values.map(value => `${this.define(value)}: ${printType(value.type)}`); }

  private region(region: Region, depth: number): void {
    for (const op of region.ops) this.op(op, depth);
  }

  private line(depth: number, text: string): void { this.lines.push('  '.repeat(depth) + text); }

  private op(op: Op, depth: number): void {
    const at = this.at(op.origin);
    switch (op.kind) {
      case 'if': this.ifOp(op, depth, at); return;
      case 'loop': this.loop(op, depth, at); return;
      case 'while':
        this.line(depth, `${op.first ? 'while' : 'do'} ${op.label}${at} {`);
        this.region(op.test, depth + 1);
        this.line(depth, '} body {');
        this.region(op.body, depth + 1);
        this.line(depth, '} update {');
        this.region(op.update, depth + 1);
        this.line(depth, '}');
        return;
      case 'block':
        this.line(depth, `block ${op.label}${at} {`);
        this.region(op.body, depth + 1);
        this.line(depth, '}');
        return;
      default: this.line(depth, this.simple(op) + at);
    }
  }

  /** Results are visible to what follows, so they are named after the regions. */
  private ifOp(op: IfOp, depth: number, at: string): void {
    const header = this.lines.length;
    this.lines.push('');
    const cond = this.use(op.cond);
    this.region(op.then, depth + 1);
    const [only] = op.else.ops;
    const elseIsEmpty = op.else.ops.length === 1 && only?.kind === 'yield' && only.values.length === 0 && this.at(only.origin) === at;
    if (!elseIsEmpty) {
      this.line(depth, '} else {');
      this.region(op.else, depth + 1);
    }
    this.line(depth, '}');
    this.lines[header] = `${'  '.repeat(depth)}${this.resultList(op.results)}if ${cond}${at} {`;
  }

  private loop(op: LoopOp, depth: number, at: string): void {
    const header = this.lines.length;
    this.lines.push('');
    const inits = op.inits.map(init => this.use(init));
    const initialised = (params: readonly Value[]): string => this.typed(params).map((param, i) => `${param} = ${inits[i] ?? '?'}`).join(', ');
    let text: string;
    if (op.counter !== null) {
      const { from, to, step, compare } = op.counter;
      const bounds = `${this.use(from)} to ${this.use(to)} by ${printNumber(step)} ${compare}`;
      const [induction, ...carried] = op.body.params;
      text = `loop for ${induction === undefined ? '%?' : this.define(induction)} = ${bounds} carry(${initialised(carried)})`;
    } else if (op.test !== null) {
      text = `loop test(${initialised(op.test.params)})`;
      this.region(op.test, depth + 1);
      this.line(depth, `} carry(${this.typed(op.body.params).join(', ')}) {`);
    } else {
      text = `loop carry(${initialised(op.body.params)})`;
    }
    this.region(op.body, depth + 1);
    this.line(depth, '}');
    this.lines[header] = `${'  '.repeat(depth)}${this.resultList(op.results)}${text}${at} {`;
  }

  private resultList(results: readonly Value[]): string { return results.length === 0 ? '' : `${this.typed(results).join(', ')} = `; }

  private simple(op: Exclude<Op, { kind: 'if' | 'loop' | 'while' | 'block' }>): string {
    switch (op.kind) {
      case 'store': case 'insert': return `${op.kind} ${this.use(op.ref)}[${this.use(op.index)}], ${this.use(op.value)}`;
      case 'setfield': return `setfield ${this.use(op.ref)}.${printField(op.field)}, ${this.use(op.value)}`;
      case 'push': case 'fill': return `${op.kind} ${this.use(op.ref)}, ${this.use(op.value)}`;
      case 'slot': {
        const init = this.use(op.init);
        return `slot ${this.defineSlot(op.slot)}: ${printType(op.slot.type)} = ${init}`;
      }
      case 'set': return `set ${this.useSlot(op.slot)}, ${this.use(op.value)}`;
      case 'record': return `record ${this.use(op.value)}`;
      case 'yield': return op.values.length === 0 ? 'yield' : `yield ${this.list(op.values)}`;
      case 'break': case 'continue': return `${op.kind} ${op.label}`;
      case 'return': return op.value === null ? 'return' : `return ${this.use(op.value)}`;
      case 'throw': return this.thrown(op);
      default: {
        const computed = this.computed(op);
        const isVoidCall = (op.kind === 'call' || op.kind === 'callvalue') && op.result.type.kind === 'void' && op.result.name === null;
        return isVoidCall ? computed : `${this.define(op.result)} = ${computed}`;
      }
    }
  }

  /** `throw "text"` of a plain `Error`; a text in pieces in brackets. */
  private thrown({ error, args, isVisible }: ThrowOp): string {
    const argument = (arg: ErrorArgument): string => (arg.kind === 'value' ? this.use(arg.value) : `[${arg.parts.map(piece).join(', ')}]`);
    const piece = (part: TextPart): string => (typeof part === 'string' ? JSON.stringify(part)
      : part.format === null ? this.use(part.value) : `${this.use(part.value)} ${part.format.method} ${String(part.format.digits)}`);
    const [only, ...more] = args ?? [];
    if (error === 'Error' && isVisible && only?.kind === 'text' && more.length === 0 && only.parts.length === 1 && typeof only.parts[0] === 'string') return `throw ${piece(only.parts[0])}`;
    return `throw ${isVisible ? '' : 'unseen '}${error}${args === null ? '' : `(${args.map(argument).join(', ')})`}`;
  }

  private computed(op: Extract<Op, { result: Value }>): string {
    const type = printType(op.result.type);
    switch (op.kind) {
      case 'const': return `const ${typeof op.value === 'number' ? printNumber(op.value) : typeof op.value === 'string' ? JSON.stringify(op.value) : String(op.value)}`;
      case 'prim': return `${op.prim}${printConventions(op.conventions)} ${this.list(op.args)}`.trimEnd();
      case 'alloc': return `alloc${op.holes ? '{holes}' : ''} ${type} ${this.use(op.length)}`;
      case 'array': return `array ${type} (${this.list(op.elements)})`;
      case 'struct': return `struct ${type} (${this.list(op.values)})`;
      case 'copy': case 'len': case 'norm': case 'pop': return `${op.kind} ${this.use(op.ref)}`;
      case 'distinct': return `distinct (${this.list(op.lists)})`;
      case 'global': return `global @${op.global}: ${type}`;
      case 'has': return `has${op.within ? '{within}' : ''} ${this.use(op.ref)}[${this.use(op.index)}]`;
      case 'load': case 'remove': return `${op.kind} ${this.use(op.ref)}[${this.use(op.index)}]`;
      case 'view': return `view ${this.use(op.ref)}[${this.use(op.from)}, ${this.use(op.to)}]`;
      case 'getfield': return `field ${this.use(op.ref)}.${printField(op.field)}`;
      case 'call': return op.result.type.kind === 'void' ? `call @${op.callee}(${this.list(op.args)})` : `call @${op.callee}(${this.list(op.args)}) : ${type}`;
      case 'deriv': return `deriv ${op.mode} ${op.wrt.join(',')} @${op.callee}(${this.list(op.args)}) : ${type}`;
      case 'get': return `get ${this.useSlot(op.slot)}`;
      case 'closure': return `closure @${op.callee}[${op.captures.map(slot => this.useSlot(slot)).join(', ')}] : ${type}`;
      case 'callvalue': return `callvalue ${this.use(op.fn)}(${this.list(op.args)})`;
      case 'replay': return `replay : ${type}`;
    }
  }
}

function printConventions({ zeroAtZero, structuralZero, tieOrder, switchCase }: Conventions): string {
  const parts = [...(zeroAtZero === true ? ['zero at 0'] : []), ...(structuralZero === true ? ['structural'] : []), ...(tieOrder === undefined ? [] : [`tie ${tieOrder.join(' ')}`]), ...(switchCase === true ? ['case'] : [])];
  return parts.length === 0 ? '' : `{${parts.join(', ')}}`;
}

const printGlobal = (global: Global, files: Files | null): string =>
  `global @${global.name}: ${printType(global.type)}${global.isHidden === true ? ' hidden' : ''} = ${printData(global.data)}${files?.suffix(global.origin) ?? ''}`;

function printData(data: Data): string {
  if (typeof data === 'number') return printNumber(data);
  if (typeof data === 'boolean' || data === null) return String(data);
  if (isList(data)) return `[${data.map(printData).join(', ')}]`;
  return `{${Object.entries(data).map(([field, value]) => `${printField(field)}: ${printData(value)}`).join(', ')}}`;
}
const isList = (data: Data): data is readonly Data[] => Array.isArray(data);

/** A number as JavaScript would write it, except that -0 keeps its sign. */
export const printNumber = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
