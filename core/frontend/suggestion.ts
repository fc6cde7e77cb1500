/** Points in the shapes of the parameters, for who has not written one. */
import { ownFields, presenceOf } from '../ir/presence';
import type { Type } from '../ir/type';
import type { MarkedParam } from './api';

/** Elements in the suggestion for an array: enough to see where more go. */
const suggestedLength = 3;

/** A point text that gives every number of the required parameters the same value. */
export function suggestion(params: readonly MarkedParam[], value: number): string {
  return params
    .flatMap(({ name, type, optional, hasDefault }) => (optional || hasDefault || type === null ? [] : [`${name}=${literal(type, value)}`]))
    .join(', ');
}

/** A value of the type that can be written in a point. */
export function literal(type: Type, value: number): string {
  switch (type.kind) {
    case 'num':
      return String(value);
    case 'bool':
      return 'false';
    case 'text':
      return "'text'";
    case 'array':
      return `[${Array.from({ length: suggestedLength }, () => literal(type.element, value)).join(', ')}]`;
    case 'struct':
      return `{ ${ownFields(type).filter((field) => presenceOf(type, field.name) === null).map((field) => `${field.name}: ${literal(field.type, value)}`).join(', ')} }`;
    case 'void':
    case 'func':
      return 'null';
  }
}
