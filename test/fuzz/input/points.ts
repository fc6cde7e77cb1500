/** Points for functions that have none: small numbers by type, whole ones for parameters that need them. */
import { discreteParameters } from '../../../core/passes/discrete';
import type { MarkedFunction } from '../../../core/frontend';
import type { Type } from '../../../core/ir/type';

const pattern: readonly number[] = [0.75, 1.5, 0.375, 2.25, 1.125, 0.625, 1.875, 3.5];

/** Texts of points, different in their numbers and in the lengths of arrays. */
export function inventedPoints({ params, lowered }: MarkedFunction): readonly string[] {
  if (lowered === null) return [];
  const discrete = discreteParameters(lowered.module, lowered.root);
  const given = params.filter(param => !param.optional);
  return [3, 16, 1].map((length, turn) => {
    let count = 3 * turn;
    const number = (): string => String(pattern[count++ % pattern.length]);
    return given.map((param, i) => `${param.name}=${param.type === null ? '0' : value(param.type, discrete.has(i) ? () => String(2 - turn) : number, length)}`).join(', ');
  });
}

function value(type: Type, number: () => string, length: number): string {
  switch (type.kind) {
    case 'num': return number();
    case 'bool': return 'true';
    case 'text': return "'a'";
    case 'array': return `[${Array.from({ length }, () => value(type.element, number, length)).join(', ')}]`;
    case 'struct': return `{ ${type.fields.map(field => `${JSON.stringify(field.name)}: ${value(field.type, number, length)}`).join(', ')} }`;
    case 'func': case 'void': return '0';
  }
}
