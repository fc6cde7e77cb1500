/**
 * Analysis: which stored values a load may see, for a whole module in slot form.
 *
 * References that may be the same memory are put into one class (by unification, regardless of the order of statements), and
 * a class has one cell for its elements or for each field. Input: a module in slot form. Output: cells with the values stored.
 * Example: `%b = alloc num[] %n  store %a[%i], %x  %t = if %c { yield %a } else { yield %b }  %l = load %t[%j]`: the cell of
 * %a, %b and %t is one and holds %x and zeros.
 */
import type { Module } from '../ir/module';
import type { Value } from '../ir/op';
import { isReference, type Type } from '../ir/type';

/** The contents of memory of one class: elements, or one field. */
export class Cell {
  readonly stored = new Set<Value>();
  /** Holds what the caller of the root passed in. */
  external = false;
  /** Holds zeros of a new array. */
  zeros = false;
  /** Holds numbers of a constant of the module. */
  readonly numbers = new Set<number>();
  constructor(readonly name: string) {}
}

class MemoryClass {
  parent: MemoryClass | null = null;
  readonly cells = new Map<string, Cell>();
  readonly inner = new Map<string, MemoryClass>();
}

export const elements = '[]';

export class MemoryCells {
  private readonly classes = new Map<Value, MemoryClass>();

  cellOf(ref: Value, field: string): Cell { return this.cell(this.classOf(ref), field); }

  /** Two references that may be the same. */
  same(a: Value, b: Value): void {
    if (isReference(a.type) && isReference(b.type)) this.unify(this.classOf(a), this.classOf(b));
  }

  store(ref: Value, field: string, value: Value): void {
    if (isReference(value.type)) this.unify(this.innerOf(this.classOf(ref), field), this.classOf(value));
    else this.cellOf(ref, field).stored.add(value);
  }

  load(ref: Value, field: string, result: Value): void {
    if (isReference(result.type)) this.unify(this.innerOf(this.classOf(ref), field), this.classOf(result));
  }

  /** Marks everything reachable from a parameter of the root as coming from outside. */
  external(ref: Value): void { this.markExternal(this.classOf(ref), ref.type); }

  private markExternal(of: MemoryClass, type: Type): void {
    const mark = (field: string, inner: Type): void => {
      if (isReference(inner)) this.markExternal(this.innerOf(of, field), inner);
      else this.cell(of, field).external = true;
    };
    if (type.kind === 'array') mark(elements, type.element);
    else if (type.kind === 'struct') for (const field of type.fields) mark(field.name, field.type);
  }

  constant(ref: Value, global: string, module: Module): void {
    const data = module.globals.get(global)?.data;
    if (data !== undefined) this.markConstant(this.classOf(ref), data);
  }

  private markConstant(of: MemoryClass, data: unknown): void {
    if (typeof data !== 'object' || data === null) return;
    const entries: readonly [string, unknown][] = Object.entries(data);
    for (const [key, item] of entries) {
      const field = Array.isArray(data) ? elements : key;
      if (typeof item === 'object' && item !== null) this.markConstant(this.innerOf(of, field), item);
      else if (typeof item === 'number') this.cell(of, field).numbers.add(item);
    }
  }

  private classOf(ref: Value): MemoryClass {
    const known = this.classes.get(ref) ?? new MemoryClass();
    this.classes.set(ref, known);
    return find(known);
  }

  private cell(of: MemoryClass, field: string): Cell {
    const found = find(of);
    const cell = found.cells.get(field) ?? new Cell(field);
    found.cells.set(field, cell);
    return cell;
  }

  private innerOf(of: MemoryClass, field: string): MemoryClass {
    const found = find(of);
    const inner = found.inner.get(field) ?? new MemoryClass();
    found.inner.set(field, inner);
    return find(inner);
  }

  private unify(a: MemoryClass, b: MemoryClass): void {
    const kept = find(a), merged = find(b);
    if (kept === merged) return;
    merged.parent = kept;
    for (const [field, cell] of merged.cells) {
      const into = this.cell(kept, field);
      for (const value of cell.stored) into.stored.add(value);
      for (const value of cell.numbers) into.numbers.add(value);
      into.external ||= cell.external;
      into.zeros ||= cell.zeros;
    }
    for (const [field, inner] of merged.inner) this.unify(this.innerOf(kept, field), inner);
  }
}

function find(of: MemoryClass): MemoryClass {
  let root = of;
  while (root.parent !== null) root = root.parent;
  return root;
}
