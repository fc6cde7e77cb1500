/**
 * Memory of any depth, handled leaf by leaf: zeros in its shape, copies that share nothing, sums, and the shape of a derivative.
 * Loops are emitted for arrays; records are taken field by field.
 */
import { newValue, RegionBuilder } from '../ir/builder';
import { missingValue } from '../ir/missing';
import type { Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { presenceFor, presenceOf } from '../ir/presence';
import { shadows, shadowType, type Companion } from './companions';
import { absenceIn, holdsReals, isReference, num, sameType, structOf, withElement, type ArrayType, type StructType, type Type } from '../ir/type';
import { elements, reachedFrom, type Block } from '../passes/memory';
import type { Analysis } from './analysis';

/** Whether references are kept in memory of this type. */
export function holdsReferences(type: Type): boolean {
  return type.kind === 'array' ? isReference(type.element) : type.kind === 'struct' && type.fields.some(field => isReference(field.type));
}

/** New memory of the same lengths that stands beside memory: numbers are 0 (or what `companion` says); what cannot hold a derivative is shared. */
export function zerosLike(ref: Value, out: RegionBuilder, origin: Origin, name: string | null, companion = shadows): Value {
  const { type } = ref;
  if (!holdsReals(type)) return ref;
  if (type.kind === 'struct') return zeroRecord(ref, type, out, origin, name, companion);
  if (type.kind !== 'array') return ref;
  if (isReference(type.element)) return eachElement(ref, out, origin, name, (element, inner) => zeroOf(element, inner, origin, companion), companion.array(type));
  const made = out.alloc(companion.array(type), out.len(ref, origin), origin, name);
  if (companion.initial === true) out.fill(made, out.constant(true, origin), origin);
  return made;
}

function zeroRecord(ref: Value, type: StructType, out: RegionBuilder, origin: Origin, name: string | null, companion: Companion): Value {
  const made = companion.struct(type);
  const values = made.fields.map(({ name: field }) => {
    const own = type.fields.find(declared => declared.name === field)?.type;
    return own?.kind === 'num' ? out.constant(companion.initial, origin) : zeroOf(out.getField(ref, field, origin), out, origin, companion);
  });
  return out.struct(made, values, origin, name);
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
  return type.kind === 'array' && isReference(type.element) ? eachElement(ref, out, origin, name, inner) : out.copy(ref, origin, name);
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
    const add = (at: RegionBuilder): void => {
      const [a, b] = [at.load(target, k, origin), at.load(source, k, origin)];
      if (isReference(a.type)) addInto(a, b, within(elements), at, origin);
      else at.store(target, k, sum(at, a, b), origin);
    };
    if (absenceIn(source.type) === null) add(inner);
    else whereThere(source, k, inner, origin, add);
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
  if (type.kind === 'array' && isReference(type.element)) return eachElement(shadow, out, origin, name, (element, at) => inner(element, at, elements));
  return !holdsReals(type) || memory.isActive(memory.block, type) ? out.copy(shadow, origin, name) : zerosLike(shadow, out, origin, name);
}

/** The type of a derivative with respect to something of this type: fields that hold no real number are left out. */
export function derivativeType(type: Type): Type {
  switch (type.kind) {
    case 'array': return withElement(type, derivativeType(type.element));
    case 'struct': return derivativeRecord(type);
    case 'num': case 'bool': case 'text': case 'void': case 'func': return type;
  }
}

const derivativeRecord = (type: StructType): StructType =>
  structOf(type.fields.filter(field => holdsReals(field.type) || isPresenceOfReal(type, field.name)).map(field => ({ name: field.name, type: derivativeType(field.type) })));

function isPresenceOfReal(type: StructType, name: string): boolean {
  const presence = presenceFor(name);
  return presence !== null && type.fields.some(field => field.name === presence.field && holdsReals(field.type));
}

/** A direction in the shape of a derivative, completed to a shadow: where a field is missing, 0. */
export function shadowFrom(direction: Value, out: RegionBuilder, origin: Origin): Value {
  const { type } = direction;
  const wanted = shadowType(type);
  if (sameType(wanted, type) || wanted.kind !== 'struct' && wanted.kind !== 'array') return direction;
  const inner = (value: Value, at: RegionBuilder): Value => (isReference(value.type) ? shadowFrom(value, at, origin) : value);
  if (type.kind === 'struct' && wanted.kind === 'struct') {
    const values = wanted.fields.map(({ name }) => inner(presentOrZero(direction, type, name, out, origin), out));
    return out.struct(wanted, values, origin, direction.name);
  }
  if (type.kind !== 'array' || wanted.kind !== 'array') return direction;
  if (type.absence !== undefined) return eachPresent(direction, direction, wanted, out, origin, 0);
  return eachElement(direction, out, origin, direction.name, (element, at) => inner(element, at), wanted);
}

function presentOrZero(ref: Value, type: StructType, name: string, out: RegionBuilder, origin: Origin): Value {
  const presence = presenceOf(type, name);
  const own = type.fields.find(field => field.name === name)?.type;
  // What stands where memory is missing is memory.
  if (presence === null || own === undefined || isReference(own)) return out.getField(ref, name, origin);
  const there = new RegionBuilder();
  there.yield([there.getField(ref, name, origin)], origin);
  const missing = new RegionBuilder();
  missing.yield([missingValue(own, missing, origin, 0)], origin);
  const result = newValue(own);
  out.if(out.getField(ref, presence.name, origin), there.finish(), missing.finish(), [result], origin);
  return result;
}

/** A finished shadow in the shape of the derivative of what it belongs to, which says what is missing. */
export function inDerivativeShape(shadow: Value, ref: Value, out: RegionBuilder, origin: Origin): Value {
  const made = derivativeType(ref.type);
  if (sameType(shadow.type, made)) return shadow;
  if (made.kind === 'struct') {
    const values = made.fields.map(({ name }) => {
      const own = out.getField(presenceFor(name) === null ? shadow : ref, name, origin);
      return isReference(own.type) ? inDerivativeShape(own, out.getField(ref, name, origin), out, origin) : own;
    });
    return out.struct(made, values, origin, shadow.name);
  }
  if (made.kind === 'array' && made.absence !== undefined) return eachPresent(shadow, ref, made, out, origin, null);
  if (made.kind !== 'array' || !isReference(made.element)) return shadow;
  return eachElement(shadow, out, origin, shadow.name, (element, at, k) => inDerivativeShape(element, at.load(ref, k, origin), at, origin), made);
}

/** A new array of the elements of one that are there in another, and something in the place of the rest. */
function eachPresent(from: Value, there: Value, made: ArrayType, out: RegionBuilder, origin: Origin, otherwise: 0 | null): Value {
  const array = out.alloc(made, out.len(from, origin), origin, from.name);
  if (otherwise === null) out.fill(array, out.constant(otherwise, origin), origin);
  forEach(from, out, origin, (inner, k) => {
    whereThere(there, k, inner, origin, at => { at.store(array, k, at.load(from, k, origin), origin); });
  });
  return array;
}

function whereThere(ref: Value, k: Value, out: RegionBuilder, origin: Origin, body: (at: RegionBuilder) => void): void {
  const [then, otherwise] = [new RegionBuilder(), new RegionBuilder()];
  body(then);
  for (const side of [then, otherwise]) side.yield([], origin);
  out.if(out.has(ref, k, origin, true), then.finish(), otherwise.finish(), [], origin);
}

function eachField(ref: Value, type: StructType, out: RegionBuilder, origin: Origin, name: string | null, map: (field: Value, name: string) => Value): Value {
  return out.struct(type, type.fields.map(field => map(out.getField(ref, field.name, origin), field.name)), origin, name);
}

/** `made`: the type of what is made, where it is another one. */
function eachElement(ref: Value, out: RegionBuilder, origin: Origin, name: string | null, map: (element: Value, at: RegionBuilder, k: Value) => Value, made: Type = ref.type): Value {
  if (made.kind !== 'array') return ref;
  const array = out.array(made, [], origin, name);
  forEach(ref, out, origin, (inner, k) => { inner.push(array, map(inner.load(ref, k, origin), inner, k), origin); });
  return array;
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
