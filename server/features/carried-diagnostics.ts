/**
 * What was found at the points of an earlier text, at its places in the present one: shown until the evaluation of the present text is
 * there, so that nothing vanishes and comes back with every key.
 */
import type { Span } from '../../core/ir/origin';
import type { Diagnostic } from '../../core/messages';

/** The part of a text that an edit replaced: up to `start` both are the same, and after `end` of each. */
interface Change {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

function changeBetween(before: string, after: string): Change {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { start, oldEnd: before.length - same, newEnd: after.length - same };
}

/** Diagnostics of the text `before` of the file at `path`; those whose place was edited are left out. */
export function carried(diagnostics: readonly Diagnostic[], path: string, before: string, after: string): Diagnostic[] {
  if (before === after) return [...diagnostics];
  const change = changeBetween(before, after);
  const moved = (span: Span): Span | null => {
    if (span.file !== path || span.end <= change.start) return span;
    if (span.start < change.oldEnd) return null;
    const by = change.newEnd - change.oldEnd;
    return { file: path, start: span.start + by, end: span.end + by };
  };
  return diagnostics.flatMap((diagnostic) => {
    const span = moved(diagnostic.span);
    if (span === null) return [];
    const related = (diagnostic.related ?? []).flatMap((each) => {
      const place = moved(each.span);
      return place === null ? [] : [{ ...each, span: place }];
    });
    return [{ ...diagnostic, span, ...(related.length === 0 ? {} : { related }) }];
  });
}
