/** Numbers known from the source text. */
import type { Value } from '../ir/op';
import type { Analysis } from './analysis';

/** The literal that a value is, or null. */
export function literalIn(analysis: Pick<Analysis, 'definitions'>, value: Value): number | null {
  const op = analysis.definitions.opOf(value);
  return op !== null && op.kind === 'const' && typeof op.value === 'number' ? op.value : null;
}
