/** A point as it is written in a comment, from its values. */
import { elementsOf, isDatumRecord, type Datum } from '../../core/evaluate';

/** What was typed, if it names its parameters; numbers in order and JSON are written out by name. */
export function writtenText(typed: string, at: ReadonlyMap<string, Datum>): string {
  const text = typed.trim();
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*\s*[=:]/u.test(text) ? text : Array.from(at, ([name, datum]) => `${name}=${literal(datum)}`).join(', ');
}

/** A value as it can be written in a point. */
export function literal(datum: Datum): string {
  const elements = elementsOf(datum);
  if (elements !== null) return `[${elements.map(literal).join(', ')}]`;
  if (isDatumRecord(datum)) return `{ ${Object.entries(datum).map(([name, value]) => `${name}: ${literal(value)}`).join(', ')} }`;
  return Object.is(datum, -0) ? '-0' : String(datum);
}
