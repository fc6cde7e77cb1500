/**
 * A number that may be missing, as a value: what is read from `(number | null)[]`, and what a function of type `number | null` returns. It
 * is a record of a number (NaN where it is missing) and a boolean, made anew wherever there is one, so that nothing can tell two of them apart.
 */
import { fieldThatMayBeMissing } from '../ir/presence';
import { arrayOf, num, structOf, type ArrayType, type ElementAbsence, type StructType, type Type } from '../ir/type';

const content = 'number';
const made = (absence: ElementAbsence): StructType => structOf(fieldThatMayBeMissing(content, num, absence) ?? []);
const types = { null: made('null'), undefined: made('undefined') } as const;

export const numberOr = (absence: ElementAbsence): StructType => types[absence];

/** What stands where such a number is missing; null for other types, also for objects of the source that have the same field. */
export const absenceOfNumber = (type: Type): ElementAbsence | null => (type === types.null ? 'null' : type === types.undefined ? 'undefined' : null);

export const numberField = content;
export const isThereField = (absence: ElementAbsence): string => `${content}?${absence}`;

/** What is read from an array. */
export const elementType = ({ element, absence }: ArrayType): Type => (absence === undefined ? element : numberOr(absence));

/** The array of which such values are read. */
export function arrayHolding(element: Type): ArrayType {
  const absence = absenceOfNumber(element);
  return absence === null ? arrayOf('array', element) : { ...arrayOf('array'), absence };
}
