/** Which token of a marked function the pointer means, and what it stands for. */
import type { MarkedFunction, TokenTarget } from '../../core/frontend/api';

/** The targets of the innermost token at an offset, all with the same range; several where its function was specialised several times. */
export function targetsAt(fn: MarkedFunction, path: string, offset: number): readonly TokenTarget[] {
  const here = (fn.lowered?.tokens ?? []).filter(({ token }) => token.file === path && token.start <= offset && offset < Math.max(token.end, token.start + 1));
  const size = ({ token, range }: TokenTarget): number => (token.end - token.start) * 1e7 + (range.end - range.start);
  const smallest = Math.min(...here.map(size));
  return here.filter((candidate) => size(candidate) === smallest);
}
