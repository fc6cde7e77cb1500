/** Which token of a marked function the pointer means, and what it stands for. */
import type { MarkedFunction, TokenTarget } from '../../core/frontend/api';

/** The targets of the innermost token at an offset, all with the same range; several where its function was specialised several times. */
export function targetsAt(fn: MarkedFunction, path: string, offset: number): readonly TokenTarget[] {
  const here = (fn.lowered?.tokens ?? []).filter(({ token }) => token.file === path && token.start <= offset && offset < Math.max(token.end, token.start + 1));
  const size = ({ token, range }: TokenTarget): number => (token.end - token.start) * 1e7 + (range.end - range.start);
  const smallest = Math.min(...here.map(size));
  return here.filter((candidate) => size(candidate) === smallest);
}

/** The targets of the expression that is selected, give or take spaces around it; else of the smallest one that holds the selection. */
export function targetsOf(fn: MarkedFunction, path: string, { start, end }: { readonly start: number; readonly end: number }): readonly TokenTarget[] {
  const around = (fn.lowered?.tokens ?? []).filter(({ range }) => range.file === path && range.start <= start && end <= range.end);
  const size = ({ range }: TokenTarget): number => range.end - range.start;
  const smallest = Math.min(...around.map(size));
  const all = around.filter((candidate) => size(candidate) === smallest);
  // Tokens of one range: that of the operation, rather than a name in it.
  const [first] = all;
  return all.filter(({ token }) => token.start === first?.token.start && token.end === first.token.end);
}
