/** Appends operations to a region under construction; the one place where values and slots are numbered. */
import type { Literal, LoopOp, Op, Region, Slot, Value } from './op';
import type { Origin } from './origin';
import { isBooleanPrimitive, noConventions, type Conventions, type Primitive } from './primitive';
import { bool, num, text, type ArrayType, type StructType, type Type } from './type';

let nextId = 0;
export const newValue = (type: Type, name: string | null = null): Value => ({ id: nextId++, type, name });
/** The name of slots the source has no name for: it names no value. */
export const unnamed = '';
export const newSlot = (type: Type, name: string): Slot => ({ id: nextId++, type, name });

export const literalType = (value: Literal): Type => (typeof value === 'number' || value === null ? num : typeof value === 'boolean' ? bool : text);

/** Different for literals that differ. */
export const literalKey = (value: Literal): string => (typeof value === 'string' ? JSON.stringify(value) : Object.is(value, -0) ? '-0' : String(value));

/** What memory of a type begins with. */
export const zeroLiteral = (type: Type): Literal => (type.kind === 'bool' ? false : type.kind === 'text' ? '' : 0);

export class RegionBuilder {
  private readonly ops: Op[] = [];

  constructor(private readonly params: readonly Value[] = []) {}

  append(op: Op): void { this.ops.push(op); }

  constant(value: Literal, origin: Origin): Value {
    const result = newValue(literalType(value));
    this.append({ kind: 'const', value, result, origin });
    return result;
  }

  /** A constant that the source has a name for. */
  namedConstant(value: Literal, name: string, origin: Origin): Value {
    const result = newValue(literalType(value), name);
    this.append({ kind: 'const', value, result, origin });
    return result;
  }

  /** A reference to a constant of the module. */
  global(global: string, type: Type, origin: Origin, name: string | null = null): Value {
    const result = newValue(type, name);
    this.append({ kind: 'global', global, result, origin });
    return result;
  }

  prim(prim: Primitive, args: readonly Value[], origin: Origin, name: string | null = null, conventions: Conventions = noConventions): Value {
    const result = newValue(isBooleanPrimitive(prim) ? bool : num, name);
    this.append({ kind: 'prim', prim, args, conventions, result, origin });
    return result;
  }

  alloc(type: ArrayType, length: Value, origin: Origin, name: string | null = null): Value {
    const result = newValue(type, name);
    this.append({ kind: 'alloc', type, length, holes: false, result, origin });
    return result;
  }

  allocHoles(type: ArrayType, length: Value, origin: Origin, name: string | null = null): Value {
    const result = newValue(type, name);
    this.append({ kind: 'alloc', type, length, holes: true, result, origin });
    return result;
  }

  array(type: ArrayType, elements: readonly Value[], origin: Origin, name: string | null = null): Value {
    const result = newValue(type, name);
    this.append({ kind: 'array', type, elements, result, origin });
    return result;
  }

  struct(type: StructType, values: readonly Value[], origin: Origin, name: string | null = null): Value {
    const result = newValue(type, name);
    this.append({ kind: 'struct', type, values, result, origin });
    return result;
  }

  copy(ref: Value, origin: Origin, name: string | null = null): Value {
    const result = newValue(ref.type, name);
    this.append({ kind: 'copy', ref, result, origin });
    return result;
  }

  load(ref: Value, index: Value, origin: Origin, name: string | null = null): Value {
    const result = newValue(ref.type.kind === 'array' ? ref.type.element : num, name);
    this.append({ kind: 'load', ref, index, result, origin });
    return result;
  }

  store(ref: Value, index: Value, value: Value, origin: Origin): void {
    this.append({ kind: 'store', ref, index, value, origin });
  }

  getField(ref: Value, field: string, origin: Origin, name: string | null = null): Value {
    const declared = ref.type.kind === 'struct' ? ref.type.fields.find(f => f.name === field) : undefined;
    const result = newValue(declared?.type ?? num, name);
    this.append({ kind: 'getfield', ref, field, result, origin });
    return result;
  }

  setField(ref: Value, field: string, value: Value, origin: Origin): void {
    this.append({ kind: 'setfield', ref, field, value, origin });
  }

  len(ref: Value, origin: Origin): Value {
    const result = newValue(num);
    this.append({ kind: 'len', ref, result, origin });
    return result;
  }

  norm(ref: Value, origin: Origin): Value {
    const result = newValue(num);
    this.append({ kind: 'norm', ref, result, origin });
    return result;
  }

  distinct(lists: readonly Value[], origin: Origin): Value {
    const result = newValue(num);
    this.append({ kind: 'distinct', lists, result, origin });
    return result;
  }

  has(ref: Value, index: Value, origin: Origin, within = false): Value {
    const result = newValue(bool);
    this.append({ kind: 'has', ref, index, within, result, origin });
    return result;
  }

  pop(ref: Value, origin: Origin, name: string | null = null): Value {
    const result = newValue(ref.type.kind === 'array' ? ref.type.element : num, name);
    this.append({ kind: 'pop', ref, result, origin });
    return result;
  }

  remove(ref: Value, index: Value, origin: Origin, name: string | null = null): Value {
    const result = newValue(ref.type.kind === 'array' ? ref.type.element : num, name);
    this.append({ kind: 'remove', ref, index, result, origin });
    return result;
  }

  insert(ref: Value, index: Value, value: Value, origin: Origin): void { this.append({ kind: 'insert', ref, index, value, origin }); }

  view(ref: Value, from: Value, to: Value, origin: Origin, name: string | null = null): Value {
    const result = newValue(ref.type, name);
    this.append({ kind: 'view', ref, from, to, result, origin });
    return result;
  }

  push(ref: Value, value: Value, origin: Origin): void { this.append({ kind: 'push', ref, value, origin }); }

  fill(ref: Value, value: Value, origin: Origin): void { this.append({ kind: 'fill', ref, value, origin }); }

  call(callee: string, args: readonly Value[], result: Type, origin: Origin, name: string | null = null): Value {
    const value = newValue(result, name);
    this.append({ kind: 'call', callee, args, result: value, origin });
    return value;
  }

  if(cond: Value, then: Region, otherwise: Region, results: readonly Value[], origin: Origin): void {
    this.append({ kind: 'if', cond, then, else: otherwise, results, origin });
  }

  loop(loop: Omit<LoopOp, 'kind'>): void { this.append({ kind: 'loop', ...loop }); }

  declare(slot: Slot, init: Value, origin: Origin): void { this.append({ kind: 'slot', slot, init, origin }); }

  get(slot: Slot, origin: Origin): Value {
    const result = newValue(slot.type, slot.name === unnamed ? null : slot.name);
    this.append({ kind: 'get', slot, result, origin });
    return result;
  }

  set(slot: Slot, value: Value, origin: Origin): void { this.append({ kind: 'set', slot, value, origin }); }

  yield(values: readonly Value[], origin: Origin): void { this.append({ kind: 'yield', values, origin }); }

  return(value: Value | null, origin: Origin): void { this.append({ kind: 'return', value, origin }); }

  get isEmpty(): boolean { return this.ops.length === 0; }

  finish(): Region { return { params: this.params, ops: this.ops }; }
}
