/** Flattens the functions of a module that are reachable from a root; collects what instructions refer to by number. */
import type { Data, Func, Module } from '../ir/module';
import type { Origin } from '../ir/origin';
import type { Type } from '../ir/type';
import { FunctionCompiler } from './functionCompiler';
import { Code, type BranchRole, type ErrorText, type FunctionCode, type Note, type Program } from './program';
import { ShapeTable } from './shapes';
import { TextTable } from './textTable';

export class ModuleCompiler {
  readonly shapes = new ShapeTable();
  readonly texts = new TextTable();
  private code = new Int32Array(1024);
  position = 0;
  private readonly notes: Note[] = [];
  private readonly order: Func[] = [];
  private readonly indices = new Map<string, number>();
  private readonly globals: { type: Type; data: Data }[] = [];
  private readonly globalIndices = new Map<string, number>();
  private readonly fields: string[] = [];
  private readonly fieldIndices = new Map<string, number>();
  private readonly messages: string[] = [];
  private readonly errors: ErrorText[] = [];
  private readonly watched: ReadonlySet<number>;

  constructor(private readonly module: Module, watch: readonly number[]) {
    this.watched = new Set(watch);
  }

  compile(root: Func): Program {
    this.order.push(root);
    this.indices.set(root.name, 0);
    const functions: FunctionCode[] = [];
    for (let next = this.order[0]; next !== undefined; next = this.order[functions.length]) functions.push(new FunctionCompiler(this, next).compile());
    const [first] = functions;
    if (first === undefined) throw new RangeError('a program has a root');
    return {
      code: this.code.slice(0, this.position), notes: this.notes, functions, root: first,
      globals: this.globals, shapes: this.shapes.shapes, fields: this.fields, messages: this.messages, errors: this.errors, texts: this.texts,
    };
  }

  emit(...words: readonly number[]): number {
    const at = this.position;
    if (at + words.length > this.code.length) {
      const grown = new Int32Array((at + words.length) * 2);
      grown.set(this.code);
      this.code = grown;
    }
    this.code.set(words, at);
    this.position += words.length;
    return at;
  }

  /** A jump to be patched; answers where its target stands. */
  emitJump(): number { return this.emit(Code.Jump, 0) + 1; }

  emitBranch(note: number, cond: number, role: BranchRole): number { return this.emit(Code.Branch, note, cond, 0, role) + 3; }

  emitNotRunnable(note: number, message: string): void { this.emit(Code.NotRunnable, note, this.message(message)); }

  patch(target: number): void { this.code[target] = this.position; }

  note(note: Note): number { return this.notes.push(note) - 1; }

  message(text: string): number { return this.messages.push(text) - 1; }

  error(text: ErrorText): number { return this.errors.push(text) - 1; }

  field(name: string): number {
    const known = this.fieldIndices.get(name);
    if (known !== undefined) return known;
    this.fieldIndices.set(name, this.fields.length);
    return this.fields.push(name) - 1;
  }

  functionIndex(name: string): number | null {
    const known = this.indices.get(name);
    if (known !== undefined) return known;
    const func = this.module.funcs.get(name);
    if (func === undefined) return null;
    this.indices.set(name, this.order.length);
    return this.order.push(func) - 1;
  }

  global(name: string): { readonly index: number; readonly type: Type; readonly data: Data } | null {
    const global = this.module.globals.get(name);
    if (global === undefined) return null;
    let index = this.globalIndices.get(name);
    if (index === undefined) {
      index = this.globals.push({ type: global.type, data: global.data }) - 1;
      this.globalIndices.set(name, index);
    }
    return { index, type: global.type, data: global.data };
  }

  isWatched(origin: Origin): boolean { return origin.site >= 0 && this.watched.has(origin.site); }
}

/**
 * Flattens `root` and what it reaches; null when the module has no such function.
 * Values of operations whose site is one of `watch` are logged when they are computed.
 */
export function compileModule(module: Module, root: string, watch: readonly number[] = []): Program | null {
  const func = module.funcs.get(root);
  if (func === undefined) return null;
  const known = watch.length === 0 ? compiled.get(func) : undefined;
  if (known !== undefined && known.module === module) return known.program;
  const program = new ModuleCompiler(module, watch).compile(func);
  if (watch.length === 0) compiled.set(func, { module, program });
  return program;
}

/** Checks run the same function many times; programs are never changed, and live as long as their function. */
const compiled = new WeakMap<Func, { readonly module: Module; readonly program: Program }>();
