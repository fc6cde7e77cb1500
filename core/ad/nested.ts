/**
 * Memory of any depth, handled leaf by leaf: zeros in its shape, copies that share nothing, sums, and the shape of a derivative.
 * Loops are emitted for arrays; records are taken field by field.
 */
import { newValue, RegionBuilder } from '../ir/builder';
import type { Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { shadows, type Companion } from './companions';
import { arrayOf, holdsReals, isReference, num, sameType, structOf, type ArrayType, type StructType, type Type } from '../ir/type';
import { elements, reachedFrom, type Block } from '../passes/memory';
import type { Analysis } from './analysis';

/** Whether references are kept in memory of this type. */
export function holdsReferences(type: Type): boolean {
  return type.kind === 'array' ? isReference(type.element) : type.kind === 'struct' && type.fields.some(field => isReference(field.type));
}

/** New memory of the same lengths that stands beside memory: numbers are 0 (or what `companion` says); what cannot hold a derivative is shared. */
export function zerosLike(ref: Value, out: RegionBuilder, origin: Origin, name: string | null, companion = shadows): Value {
  const { type } = ref;
  if (type.kind === 'struct') return eachField(ref, type, out, origin, name, field => zeroOf(field, out, origin, companion), companion);
  if (type.kind !== 'array' || !holdsReals(type)) return ref;
  if (isReference(type.element)) return eachElement(ref, type, out, origin, name, (element, inner) => zeroOf(element, inner, origin, companion), companion);
  const made = out.alloc(companion.array(type), out.len(ref, origin), origin, name);
  if (companion.initial === true) out.fill(made, out.constant(true, origin), origin);
  return made;
}

function zeroOf(value: Value, out: RegionBuilder, origin: Origin, companion: Companion): Value {
  if (isReference(value.type)) return zerosLike(value, out, origin, null, companion);
  return value.type.kind === 'num' ? out.constant(companion.initial, origin) : value;
}

/** New memory with the same numbers, at every depth. */
export function deepCopy(ref: Value, out: RegionBuilder, origin: Origin, name: string | null): Value {
  const { type } = ref;
  const inner = (value: Value, at: RegionBuilder): Value => (isReference(value.type) ? deepCopy(value, at, origin, null) : value);
  if (type.kind === 'struct') return eachField(ref, type, out, origin, name, field => inner(field, out));
  return type.kind === 'array' && isReference(type.element) ? eachElement(ref, type, out, origin, name, inner) : out.copy(ref, origin, name);
}

/** The memory that a reference leads to, and what of it holds adjoints: memory without anything active stands for its own shadow. */
export interface Shadowed { readonly block: Block; readonly isActive: (block: Block, type: Type) => boolean }

export const shadowed = ({ memory, activity }: Analysis, ref: Value): Shadowed =>
  ({ block: memory.block(ref), isActive: (block, type) => activity.isActiveBlock(block, type) });

/** target += source, number by number where there are adjoints; lengths are those of the target. */
export function addInto(target: Value, source: Value, memory: Shadowed, out: RegionBuilder, origin: Origin): void {
  const { type } = target;
  if (!memory.isActive(memory.block, type)) return;
  const sum = (at: RegionBuilder, a: Value, b: Value): Value => at.prim('add', [a, b], origin);
  const within = (name: string): Shadowed => ({ ...memory, block: memory.block.within(name) });
  if (type.kind === 'struct') {
    for (const field of type.fields) {
      if (!holdsReals(field.type) || (isReference(field.type) && !memory.isActive(memory.block.within(field.name), field.type))) continue;
      const [a, b] = [out.getField(target, field.name, origin), out.getField(source, field.name, origin)];
      if (isReference(field.type)) addInto(a, b, within(field.name), out, origin);
      else out.setField(target, field.name, sum(out, a, b), origin);
    }
    return;
  }
  forEach(target, out, origin, (inner, k) => {
    const [a, b] = [inner.load(target, k, origin), inner.load(source, k, origin)];
    if (isReference(a.type)) addInto(a, b, within(elements), inner, origin);
    else inner.store(target, k, sum(inner, a, b), origin);
  });
}

/** Whether a finished shadow shares nothing with the memory it belongs to, and holds adjoints or tangents only. */
export const isWhollyActive = ({ block, isActive }: Shadowed, type: Type): boolean =>
  [...reachedFrom(block, type)].every(reached => holdsReals(reached.type) && isActive(reached.block, reached.type));

/** A finished shadow as memory of its own: zeros where nothing is active. */
export function ownShadow(shadow: Value, memory: Shadowed, out: RegionBuilder, origin: Origin, name: string | null): Value {
  const { type } = shadow;
  const inner = (value: Value, at: RegionBuilder, place: string): Value =>
    (isReference(value.type) ? ownShadow(value, { ...memory, block: memory.block.within(place) }, at, origin, null) : value);
  if (type.kind === 'struct') {
    const isActive = memory.isActive(memory.block, type);
    return eachField(shadow, type, out, origin, name, (value, field) => (value.type.kind === 'num' && !isActive ? out.constant(0, origin) : inner(value, out, field)));
  }
  if (type.kind === 'array' && isReference(type.element)) return eachElement(shadow, type, out, origin, name, (element, at) => inner(element, at, elements));
  return !holdsReals(type) || memory.isActive(memory.block, type) ? out.copy(shadow, origin, name) : zerosLike(shadow, out, origin, name);
}

/** The type of a derivative with respect to something of this type: fields that hold no real number are left out. */
export function derivativeType(type: Type): Type {
  switch (type.kind) {
    case 'array': return arrayOf(type.storage, derivativeType(type.element));
    case 'struct': return derivativeRecord(type);
    case 'num': case 'bool': case 'void': case 'func': return type;
  }
}

const derivativeRecord = (type: StructType): StructType =>
  structOf(type.fields.filter(field => holdsReals(field.type)).map(field => ({ name: field.name, type: derivativeType(field.type) })));

/** A direction in the shape of a derivative, completed to a shadow: what cannot hold a derivative is shared with the memory it belongs to. */
export function shadowFrom(direction: Value, ref: Value, out: RegionBuilder, origin: Origin): Value {
  const { type } = ref;
  if (sameType(direction.type, type)) return direction;
  const inner = (own: Value, given: (at: RegionBuilder) => Value, at: RegionBuilder): Value => {
    if (!holdsReals(own.type)) return own;
    return isReference(own.type) ? shadowFrom(given(at), own, at, origin) : given(at);
  };
  if (type.kind === 'struct') {
    const values = type.fields.map(field => inner(out.getField(ref, field.name, origin), at => at.getField(direction, field.name, origin), out));
    return out.struct(type, values, origin, direction.name);
  }
  if (type.kind !== 'array') return direction;
  return eachElement(ref, type, out, origin, direction.name, (element, at, k) => inner(element, () => at.load(direction, k, origin), at));
}

/** A finished shadow in the shape of its derivative. */
export function derivativeOf(shadow: Value, out: RegionBuilder, origin: Origin): Value {
  const { type } = shadow;
  if (sameType(type, derivativeType(type))) return shadow;
  if (type.kind === 'struct') {
    const made = derivativeRecord(type);
    const values = made.fields.map(field => {
      const own = out.getField(shadow, field.name, origin);
      return isReference(own.type) ? derivativeOf(own, out, origin) : own;
    });
    return out.struct(made, values, origin, shadow.name);
  }
  if (type.kind !== 'array' || !isReference(type.element)) return shadow;
  const made = out.array(arrayOf(type.storage, derivativeType(type.element)), [], origin, shadow.name);
  forEach(shadow, out, origin, (inner, k) => { inner.push(made, derivativeOf(inner.load(shadow, k, origin), inner, origin), origin); });
  return made;
}

function eachField(
  ref: Value, type: StructType, out: RegionBuilder, origin: Origin, name: string | null, map: (field: Value, name: string) => Value, companion = shadows,
): Value {
  return out.struct(companion.struct(type), type.fields.map(field => map(out.getField(ref, field.name, origin), field.name)), origin, name);
}

function eachElement(ref: Value, type: ArrayType, out: RegionBuilder, origin: Origin, name: string | null, map: (element: Value, at: RegionBuilder, k: Value) => Value, companion = shadows): Value {
  const made = out.array(companion.array(type), [], origin, name);
  forEach(ref, out, origin, (inner, k) => { inner.push(made, map(inner.load(ref, k, origin), inner, k), origin); });
  return made;
}

function forEach(ref: Value, out: RegionBuilder, origin: Origin, body: (inner: RegionBuilder, k: Value) => void): void {
  const k = newValue(num, 'k');
  const inner = new RegionBuilder([k]);
  body(inner, k);
  inner.yield([inner.constant(true, origin)], origin);
  out.loop({
    counter: { from: out.constant(0, origin), to: out.len(ref, origin), step: 1, compare: 'lt' }, test: null, origin,
    inits: [], body: inner.finish(), results: [],
  });
}
