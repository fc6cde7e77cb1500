/**
 * What references point to while the machine runs. Numbers, booleans (as 0 and 1) and texts (see `textTable.ts`) are kept in `Float64Array`s whatever the storage;
 * rounding happens on store, so a `Float32Array` or `Uint8Array` of the source holds the same numbers here.
 * Beside numbers lie the ids of the trace nodes they came from; 0 is "no node", and untouched memory has no id array at all.
 */
import type { Plain, Storage } from '../ir/type';

export type Ref = Numbers | References | Struct | Closure | Cell;

/** An array of numbers, booleans or texts. Only `array` storage grows, shrinks and has holes. */
export class Numbers {
  data: Float64Array;
  ids: Int32Array | null = null;
  /** 1 where nothing was written yet, or a missing element was; null when every element is there. */
  private holes: Uint8Array | null = null;
  private missing = 0;

  constructor(readonly storage: Storage, readonly content: Plain['kind'], public length: number, data?: Float64Array) {
    this.data = data ?? new Float64Array(length);
  }

  setId(index: number, id: number): void {
    if (this.ids === null) {
      if (id === 0) return;
      this.ids = new Int32Array(this.data.length);
    }
    this.ids[index] = id;
  }

  /** Makes every element a hole. */
  clear(): void {
    this.data.fill(NaN);
    this.missing = this.length;
    this.holes = this.length === 0 ? null : new Uint8Array(this.data.length).fill(1);
  }

  isHole(index: number): boolean { return this.holes !== null && this.holes[index] === 1; }

  /** Makes an element a hole. */
  unset(index: number): void {
    if (this.isHole(index)) return;
    this.holes ??= new Uint8Array(this.data.length);
    this.holes[index] = 1;
    this.missing++;
    this.data[index] = NaN;
    this.setId(index, 0);
  }

  /** Notes that an element is written. */
  written(index: number): void {
    if (this.holes?.[index] !== 1) return;
    this.holes[index] = 0;
    this.missing--;
    if (this.missing === 0) this.holes = null;
  }

  allWritten(): void { this.holes = null; this.missing = 0; }

  idAt(index: number): number { return this.ids === null ? 0 : (this.ids[index] ?? 0); }

  push(value: number, id: number): void {
    this.insert(this.length, value, id);
  }

  insert(index: number, value: number, id: number): void {
    if (this.length === this.data.length) this.grow(Math.max(8, this.length * 2));
    this.shift(index + 1, index);
    this.length++;
    if (this.holes !== null) this.holes[index] = 0;
    this.data[index] = value;
    this.setId(index, id);
  }

  remove(index: number): void {
    if (this.isHole(index)) this.missing--;
    this.shift(index, index + 1);
    this.length--;
    if (this.missing === 0) this.holes = null;
  }

  /** A part under another name, as `subarray` has it. `traced`: node ids are shared from now on. */
  view(from: number, to: number, traced: boolean): Numbers {
    const data = this.data.subarray(from, to);
    const seen = new Numbers(this.storage, this.content, data.length, data);
    if (traced) this.ids ??= new Int32Array(this.data.length);
    seen.ids = this.ids?.subarray(from, to) ?? null;
    return seen;
  }

  private shift(to: number, from: number): void {
    if (from === this.length) return;
    this.data.copyWithin(to, from, this.length);
    this.ids?.copyWithin(to, from, this.length);
    this.holes?.copyWithin(to, from, this.length);
  }

  private grow(capacity: number): void {
    const data = new Float64Array(capacity);
    data.set(this.data);
    this.data = data;
    if (this.ids !== null) {
      const ids = new Int32Array(capacity);
      ids.set(this.ids);
      this.ids = ids;
    }
    if (this.holes !== null) {
      const holes = new Uint8Array(capacity);
      holes.set(this.holes);
      this.holes = holes;
    }
  }

  copy(): Numbers {
    const copied = new Numbers(this.storage, this.content, this.length, this.data.slice(0, this.length));
    if (this.ids !== null) copied.ids = this.ids.slice(0, this.length);
    if (this.holes !== null) copied.holes = this.holes.slice(0, this.length);
    copied.missing = this.missing;
    return copied;
  }

  get bytes(): number { return 64 + this.data.length * 8 + (this.ids === null ? 0 : this.ids.length * 4); }
}

/** An array of references; `undefined` where nothing was stored yet. */
export class References {
  constructor(readonly items: (Ref | undefined)[]) {}

  get bytes(): number { return 48 + this.items.length * 8; }
}

/** The layout shared by all records of one type: which fields are numbers, booleans and texts, which references (null), and where they lie. */
export class Shape {
  private readonly places: ReadonlyMap<string, number>;

  constructor(readonly fields: readonly string[], readonly contents: readonly (Plain['kind'] | null)[]) {
    this.places = new Map(fields.map((field, i) => [field, i]));
  }

  /** The place of a field in `numbers` and `refs`, or -1. */
  place(field: string): number { return this.places.get(field) ?? -1; }
}

export class Struct {
  readonly ids: number[];

  constructor(readonly shape: Shape, readonly numbers: number[], readonly refs: (Ref | undefined)[]) {
    this.ids = new Array<number>(numbers.length).fill(0);
  }

  get bytes(): number { return 80 + this.numbers.length * 24; }
}

/** A function literal with the cells it captured. */
export class Closure {
  constructor(readonly func: number, readonly cells: readonly Cell[]) {}

  get bytes(): number { return 40 + this.cells.length * 8; }
}

/** A slot that some function literal captures: shared between activations. */
export class Cell {
  value = 0;
  id = 0;
  ref: Ref | undefined = undefined;

  get bytes(): number { return 48; }
}

/** Bytes reachable from `roots`: what a collector would keep. */
export function liveBytes(roots: Iterable<Ref | undefined>): number {
  const seen = new Set<Ref>();
  const open: Ref[] = [];
  let bytes = 0;
  const visit = (ref: Ref | undefined): void => {
    if (ref === undefined || seen.has(ref)) return;
    seen.add(ref);
    open.push(ref);
  };
  for (const root of roots) visit(root);
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    bytes += ref.bytes;
    if (ref instanceof References) ref.items.forEach(visit);
    else if (ref instanceof Struct) ref.refs.forEach(visit);
    else if (ref instanceof Closure) ref.cells.forEach(visit);
    else if (ref instanceof Cell) visit(ref.ref);
  }
  return bytes;
}
