/** Where the values of a value-form function are defined. */
import type { Func } from '../ir/module';
import type { LoopOp, Op, Region, Value } from '../ir/op';
import { regions, results } from '../ir/walk';

/** What defines a value. */
export type Definition =
  | { readonly kind: 'parameter'; readonly index: number }
  | { readonly kind: 'operation'; readonly op: Op; readonly region: Region; readonly position: number }
  /** The induction variable of a counted loop. */
  | { readonly kind: 'counter'; readonly loop: LoopOp }
  /** A carried value inside a loop's body or test; `index` counts carried values. */
  | { readonly kind: 'carried'; readonly loop: LoopOp; readonly index: number; readonly region: Region };

/** The operation a region belongs to, and the region that operation stands in. */
export interface Nesting { readonly op: Op; readonly region: Region; readonly position: number }

export class Definitions {
  private readonly definitions = new Map<Value, Definition>();
  private readonly nesting = new Map<Region, Nesting>();

  constructor(readonly func: Func) {
    func.params.forEach((param, index) => this.definitions.set(param.value, { kind: 'parameter', index }));
    this.scan(func.body);
  }

  of(value: Value): Definition {
    const definition = this.definitions.get(value);
    if (definition === undefined) throw new Error(`%${value.name ?? ''}${String(value.id)} has no definition in @${this.func.name}`);
    return definition;
  }

  /** The operation that defines a value, if an operation does. */
  opOf(value: Value): Op | null {
    const definition = this.definitions.get(value);
    return definition !== undefined && definition.kind === 'operation' ? definition.op : null;
  }

  /** The region in which a value comes to be. */
  regionOf(value: Value): Region {
    const definition = this.of(value);
    switch (definition.kind) {
      case 'parameter': return this.func.body;
      case 'operation': return definition.region;
      case 'counter': return definition.loop.body;
      case 'carried': return definition.region;
    }
  }

  /** The operation around a region; null for the function's body. */
  around(region: Region): Nesting | null { return this.nesting.get(region) ?? null; }

  /** Whether `inner` is `outer` or nested anywhere in it. */
  isWithin(inner: Region, outer: Region): boolean {
    for (let region: Region | null = inner; region !== null; region = this.nesting.get(region)?.region ?? null) {
      if (region === outer) return true;
    }
    return false;
  }

  private scan(region: Region): void {
    for (const [position, op] of region.ops.entries()) {
      for (const result of results(op)) this.definitions.set(result, { kind: 'operation', op, region, position });
      for (const inner of regions(op)) this.nesting.set(inner, { op, region, position });
      if (op.kind === 'loop') this.scanLoop(op);
      for (const inner of regions(op)) this.scan(inner);
    }
  }

  private scanLoop(loop: LoopOp): void {
    loop.test?.params.forEach((param, index) => this.definitions.set(param, { kind: 'carried', loop, index, region: loop.test ?? loop.body }));
    const [first] = loop.body.params;
    if (loop.counter !== null && first !== undefined) this.definitions.set(first, { kind: 'counter', loop });
    const carried = loop.counter === null ? loop.body.params : loop.body.params.slice(1);
    carried.forEach((param, index) => this.definitions.set(param, { kind: 'carried', loop, index, region: loop.body }));
  }
}

/** The parameters of a loop's body that stand for carried values. */
export const carriedParams = (loop: LoopOp): readonly Value[] => (loop.counter === null ? loop.body.params : loop.body.params.slice(1));

/** The values a region yields. */
export function yielded(region: Region): readonly Value[] {
  const end = region.ops.at(-1);
  return end !== undefined && end.kind === 'yield' ? end.values : [];
}

/** The next carried values at the end of a loop's body (without the leading `again`). */
export const nextCarried = (loop: LoopOp): readonly Value[] => yielded(loop.body).slice(1);
