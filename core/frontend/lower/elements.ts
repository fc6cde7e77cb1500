/** Elements of arrays, read and written where they may be missing: `(number | null)[]` (see `numberOr`). */
import type ts from 'typescript';
import type { Value } from '../../ir/op';
import { absenceIn, bool, num, type ArrayType, type ElementAbsence, type Type } from '../../ir/type';
import { absenceOfNumber, isThereField, numberField, numberOr } from '../numberOr';
import type { FunctionScope } from './scope';

/** A number that may be missing. `number`: NaN where it is. */
function numberThat(fn: FunctionScope, absence: ElementAbsence, number: Value, isThere: Value, at: ts.Node): Value {
  return fn.b.struct(numberOr(absence), [number, isThere], fn.at(at));
}

/** One of which it is known; `number` null: it is missing. */
export function knownNumber(fn: FunctionScope, absence: ElementAbsence, number: Value | null, at: ts.Node): Value {
  const made = numberThat(fn, absence, number ?? fn.constant(NaN, at), fn.constant(number !== null, at), at);
  fn.unit.knownNumbers.set(made, number);
  return made;
}

/** One that is there where `isThere` says so. */
export function numberWhere(fn: FunctionScope, absence: ElementAbsence, isThere: Value, number: () => Value, at: ts.Node): Value {
  return numberThat(fn, absence, fn.choose(num, isThere, number, () => fn.constant(NaN, at), at), isThere, at);
}

export const isThere = (fn: FunctionScope, value: Value, absence: ElementAbsence, at: ts.Node): Value => fn.b.getField(value, isThereField(absence), fn.at(at));
export const numberIn = (fn: FunctionScope, value: Value, at: ts.Node): Value => fn.b.getField(value, numberField, fn.at(at));

/** A number as one that may be missing, and back: as arithmetic takes it, null is 0. Null where the types are others. */
export function asNumberOr(fn: FunctionScope, value: Value, type: Type, at: ts.Node): Value | null {
  const [from, to] = [absenceOfNumber(value.type), absenceOfNumber(type)];
  if (from === null) return to !== null && value.type.kind === 'num' ? knownNumber(fn, to, value, at) : null;
  if (type.kind !== 'num') return null;
  const known = fn.unit.knownNumbers.get(value);
  if (known !== undefined && known !== null) return known;
  if (from === 'undefined') return numberIn(fn, value, at);
  return fn.choose(num, isThere(fn, value, from, at), () => numberIn(fn, value, at), () => fn.constant(0, at), at);
}

/** The element at an index, which must be inside the array. */
export function loadElement(fn: FunctionScope, array: Value, index: Value, at: ts.Node): Value {
  const absence = absenceIn(array.type);
  if (absence === null) return fn.b.load(array, index, fn.at(at));
  return numberWhere(fn, absence, fn.b.has(array, index, fn.at(at), true), () => fn.b.load(array, index, fn.at(at)), at);
}

/** Takes an element away; `remove` gives what it was, NaN where it was missing. */
export function takeElement(fn: FunctionScope, array: Value, index: () => Value, remove: () => Value, at: ts.Node): Value {
  const absence = absenceIn(array.type);
  if (absence === null) return remove();
  const there = fn.b.has(array, index(), fn.at(at), true);
  return numberThat(fn, absence, remove(), there, at);
}

/** Runs `write` for a number, or for each of the two that it may be: itself, or what is written where it is missing. */
function writing(fn: FunctionScope, array: Value, value: Value, at: ts.Node, write: (value: Value) => void): void {
  const absence = absenceOfNumber(value.type);
  if (array.type.kind !== 'array' || array.type.absence === undefined || absence === null) {
    write(array.type.kind === 'array' ? fn.fit(value, array.type.element, at) : value);
    return;
  }
  const known = fn.unit.knownNumbers.get(value);
  const missing = (): void => { write(fn.b.constant(null, fn.at(at))); };
  if (known === null) missing();
  else if (known !== undefined) write(known);
  else {
    const side = (run: () => void): ReturnType<FunctionScope['region']> => fn.region(at, () => {
      run();
      return [];
    });
    fn.b.if(isThere(fn, value, absence, at), side(() => { write(numberIn(fn, value, at)); }), side(missing), [], fn.at(at));
  }
}

export function storeElement(fn: FunctionScope, array: Value, index: Value, value: Value, at: ts.Node, origin = fn.at(at)): void {
  writing(fn, array, value, at, content => { fn.b.store(array, index, content, origin); });
}

export function pushElement(fn: FunctionScope, array: Value, value: Value, at: ts.Node): void {
  writing(fn, array, value, at, content => { fn.b.push(array, content, fn.at(at)); });
}

export function insertElement(fn: FunctionScope, array: Value, index: Value, value: Value, at: ts.Node): void {
  writing(fn, array, value, at, content => { fn.b.insert(array, index, content, fn.at(at)); });
}

export function fillElements(fn: FunctionScope, array: Value, value: Value, at: ts.Node): void {
  writing(fn, array, value, at, content => { fn.b.fill(array, content, fn.at(at)); });
}

/** A new array; what may be missing is stored afterwards, where it is there. */
export function arrayOfElements(fn: FunctionScope, type: ArrayType, values: readonly Value[], at: ts.Node): Value {
  const contents = values.map(value => (absenceOfNumber(value.type) === null ? value : fn.unit.knownNumbers.get(value) ?? fn.b.constant(null, fn.at(at))));
  const array = fn.b.array(type, contents, fn.at(at));
  values.forEach((value, i) => {
    const absence = absenceOfNumber(value.type);
    if (absence === null || fn.unit.knownNumbers.has(value)) return;
    const then = fn.region(at, () => {
      fn.b.store(array, fn.constant(i, at), numberIn(fn, value, at), fn.at(at));
      return [];
    });
    fn.b.if(isThere(fn, value, absence, at), then, fn.region(at, () => []), [], fn.at(at));
  });
  return array;
}

export const booleanThat = (fn: FunctionScope, first: Value, second: () => Value, at: ts.Node): Value => fn.choose(bool, first, second, () => fn.constant(false, at), at);
