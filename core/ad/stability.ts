/**
 * Analysis: which reads give the same answer in the reverse sweep. Primal memory is never restored, so a read can be repeated there
 * exactly if nothing can write its place after it: later in the program, or anywhere in a loop around it.
 */
import type { Func, Module } from '../ir/module';
import type { Op, Region } from '../ir/op';
import { isReference, type Type } from '../ir/type';
import { regions, writesMemory } from '../ir/walk';
import { calleesOf } from '../passes/callGraph';
import type { Definitions } from '../passes/definitions';
import { elements, reachedFrom, type Block, type Memory, type Place } from '../passes/memory';

/** The length of a block's arrays, as something that can be written. */
const length = '#';

/** Everything that can be written in memory of a type. */
export function placesOf(type: Type): readonly string[] {
  if (type.kind === 'array') return [elements, length];
  return type.kind === 'struct' ? type.fields.map(field => field.name) : [];
}

/** What an operation writes: places, and blocks all of whose places count as written. */
type Written = ReadonlySet<Place | Block>;

const holds = (written: Written, place: Place): boolean => written.has(place) || written.has(place.block.find());

export class Stability {
  private readonly written = new Map<Op, Written>();

  constructor(private readonly module: Module, private readonly memory: Memory, private readonly definitions: Definitions) {}

  /** Whether repeating this read after the whole function has run gives the same value. */
  isStable(op: Op): boolean {
    if (this.placesRead(op).length === 0) return true;
    const writesIt = (other: Op): boolean => this.writesRead(other, op);
    const found = 'result' in op ? this.definitions.of(op.result) : null;
    if (found === null || found.kind !== 'operation') return false;
    let region: Region = found.region;
    let position = found.position;
    for (;;) {
      if (region.ops.slice(position + 1).some(writesIt)) return false;
      const around = this.definitions.around(region);
      if (around === null) return true;
      if (around.op.kind === 'loop' && writesIt(around.op)) return false;
      region = around.region;
      position = around.position;
    }
  }

  /** Whether an operation, or what is nested in it, writes what another one reads. */
  writesRead(op: Op, reader: Op): boolean {
    const written = this.writes(op);
    return this.placesRead(reader).some(place => holds(written, place));
  }

  /** Whether some operation of the function writes the place. */
  isWritten(place: Place, func: Func): boolean { return func.body.ops.some(op => holds(this.writes(op), place)); }

  private placesRead(op: Op): readonly Place[] {
    switch (op.kind) {
      case 'load': return [this.memory.placeOf(op.ref, elements)];
      case 'getfield': return [this.memory.placeOf(op.ref, op.field)];
      case 'len': return [this.memory.placeOf(op.ref, length)];
      case 'distinct': return op.lists.flatMap(list => [this.memory.placeOf(list, elements), this.memory.placeOf(list, length)]);
      case 'norm': case 'has': case 'pop': case 'remove': return [this.memory.placeOf(op.ref, elements), this.memory.placeOf(op.ref, length)];
      default: return [];
    }
  }

  private writes(op: Op): Written {
    let places = this.written.get(op);
    if (places === undefined) {
      const set = new Set<Place | Block>();
      this.collect(op, set);
      places = set;
      this.written.set(op, places);
    }
    return places;
  }

  private collect(op: Op, into: Set<Place | Block>): void {
    switch (op.kind) {
      case 'store': case 'fill': into.add(this.memory.placeOf(op.ref, elements)); break;
      case 'setfield': into.add(this.memory.placeOf(op.ref, op.field)); break;
      case 'push': into.add(this.memory.placeOf(op.ref, length)); break;
      // What an element is after these is not what it was.
      case 'pop': case 'insert': case 'remove':
        into.add(this.memory.placeOf(op.ref, length)).add(this.memory.placeOf(op.ref, elements));
        break;
      // A call that stays a call: if anything it reaches writes memory, all that its arguments lead to counts as written.
      case 'call':
        if (mayWrite(op.callee, this.module)) for (const arg of op.args) if (isReference(arg.type)) for (const { block } of reachedFrom(this.memory.block(arg), arg.type)) into.add(block);
        break;
      default: break;
    }
    for (const inner of regions(op)) for (const nested of inner.ops) for (const written of this.writes(nested)) into.add(written);
  }
}

/** Whether a function, or one it calls, has an operation that writes memory. */
export function mayWrite(name: string, module: Module, seen: Set<string> = new Set()): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  const func = module.funcs.get(name);
  if (func === undefined) return true;
  const writesHere = (region: Region): boolean => region.ops.some(op => writesMemory(op) || regions(op).some(writesHere));
  return writesHere(func.body) || [...calleesOf(func)].some(callee => mayWrite(callee, module, seen));
}
