/** When two numbers computed in different ways count as the same. */
import { elementsOf, isDatumRecord, type Datum } from '../evaluate';

export interface Disagreement { readonly what: string; readonly found: number; readonly expected: number }

/**
 * Relative slack for rounding in another order: adjoints are sums of the same products, associated differently.
 * Arrays of 32-bit floats round each partial sum, so there the slack is that of their format.
 */
export const slack = { double: 1e-8, single: 2e-4 };

/** The part of what cancelled that rounding may leave, in units of the slack. */
export const cancelled = { double: 1e-5, single: 1e-3 };

/** `size`: magnitude of the numbers that were added up; what cancellation leaves is compared against it. */
export function agrees(found: number, expected: number, size: number, relative: number): boolean {
  if (Object.is(found, expected) || found === expected) return true;
  // Infinite contributions of both signs are none together; code that adds up what a pole is multiplied with has one infinite number.
  if (Number.isNaN(expected)) return !Number.isFinite(found);
  if (Number.isNaN(found)) return false;
  if (!Number.isFinite(found) || !Number.isFinite(expected)) return false;
  return Math.abs(found - expected) <= relative * Math.max(Math.abs(expected), size);
}

/** Where what a number is computed from may be larger than any 32-bit float, and the smallest with all its digits. */
const largeSingle = 2 ** 100, smallestSingle = 2 ** -126;

/** Whether a number is infinite, of the sign of any part of its sum, or 0, only because 32-bit floats hold none of its size; what comes of an infinite one may also be none. */
export const isBeyondSingle = (found: number, expected: number): boolean =>
  (Math.abs(expected) > largeSingle && !Number.isFinite(found)) || (Math.abs(expected) < smallestSingle && Math.abs(found) < smallestSingle);

/** The first number in which two data of one shape differ. */
export function firstDisagreement(what: string, found: Datum | undefined, expected: Datum, same: (found: number, expected: number) => boolean): Disagreement | null {
  if (typeof expected === 'number') {
    const number = typeof found === 'number' ? found : NaN;
    return typeof found === 'number' && same(number, expected) ? null : { what, found: number, expected };
  }
  const elements = elementsOf(expected);
  if (elements !== null) {
    const own = found === undefined ? null : elementsOf(found);
    if (own?.length !== elements.length) return { what: `the length of ${what}`, found: own?.length ?? NaN, expected: elements.length };
    for (const [i, element] of elements.entries()) {
      const inner = firstDisagreement(`${what}[${String(i)}]`, own[i], element, same);
      if (inner !== null) return inner;
    }
    return null;
  }
  if (!isDatumRecord(expected)) return null;
  for (const [field, item] of Object.entries(expected)) {
    const inner = firstDisagreement(`${what}.${field}`, found !== undefined && isDatumRecord(found) ? found[field] : undefined, item, same);
    if (inner !== null) return inner;
  }
  return null;
}
