/** What stands where a value is missing (see `presence.ts`). */
import type { RegionBuilder } from './builder';
import { zeroLiteral } from './builder';
import type { Value } from './op';
import type { Origin } from './origin';
import { presenceFor } from './presence';
import type { Type } from './type';

/** `number`: what a number is. */
export function missingValue(type: Type, out: RegionBuilder, origin: Origin, number = NaN): Value {
  switch (type.kind) {
    case 'array': return out.array(type, [], origin);
    case 'struct': return out.struct(type, type.fields.map(field => (presenceFor(field.name) === null ? missingValue(field.type, out, origin, number) : out.constant(false, origin))), origin);
    case 'num': return out.constant(number, origin);
    case 'bool': case 'text': case 'void': case 'func': return out.constant(zeroLiteral(type), origin);
  }
}
