/**
 * What references point to while the machine runs. Numbers and booleans (as 0 and 1) are kept in `Float64Array`s whatever the storage;
 * rounding happens on store, so a `Float32Array` or `Uint8Array` of the source holds the same numbers here.
 * Beside numbers lie the ids of the trace nodes they came from; 0 is "no node", and untouched memory has no id array at all.
 */
import type { Storage } from '../ir/type';

export type Ref = Numbers | References | Struct | Closure | Cell;

/** An array of numbers or booleans. Only `array` storage grows. */
export class Numbers {
  data: Float64Array;
  ids: Int32Array | null = null;

  constructor(readonly storage: Storage, readonly holdsBooleans: boolean, public length: number, data?: Float64Array) {
    this.data = data ?? new Float64Array(length);
  }

  setId(index: number, id: number): void {
    if (this.ids === null) {
      if (id === 0) return;
      this.ids = new Int32Array(this.data.length);
    }
    this.ids[index] = id;
  }

  idAt(index: number): number { return this.ids === null ? 0 : (this.ids[index] ?? 0); }

  push(value: number, id: number): void {
    if (this.length === this.data.length) {
      const grown = new Float64Array(Math.max(8, this.length * 2));
      grown.set(this.data);
      this.data = grown;
      if (this.ids !== null) {
        const ids = new Int32Array(grown.length);
        ids.set(this.ids);
        this.ids = ids;
      }
    }
    this.data[this.length] = value;
    this.setId(this.length, id);
    this.length++;
  }

  copy(): Numbers {
    const copied = new Numbers(this.storage, this.holdsBooleans, this.length, this.data.slice(0, this.length));
    if (this.ids !== null) copied.ids = this.ids.slice(0, this.length);
    return copied;
  }

  get bytes(): number { return 64 + this.data.length * 8 + (this.ids === null ? 0 : this.ids.length * 4); }
}

/** An array of references; `undefined` where nothing was stored yet. */
export class References {
  constructor(readonly items: (Ref | undefined)[]) {}

  get bytes(): number { return 48 + this.items.length * 8; }
}

/** The layout shared by all records of one type: which fields are numbers, which references, and where they lie. */
export class Shape {
  private readonly places: ReadonlyMap<string, number>;

  constructor(readonly fields: readonly string[], readonly isReference: readonly boolean[], readonly isBoolean: readonly boolean[]) {
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
