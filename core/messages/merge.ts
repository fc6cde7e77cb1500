/** Diagnostics that several callers report about the same place are one. */
import type { Diagnostic, RelatedInformation } from './diagnostic';

/** Each code, place and text once, in order of its first appearance, with everything that was related to any of them. */
export function mergeRepeated(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const merged = new Map<string, { readonly diagnostic: Diagnostic; readonly related: Map<string, RelatedInformation> }>();
  for (const diagnostic of diagnostics) {
    const { code, span, message, related = [] } = diagnostic;
    const key = [code, span.file, span.start, span.end, message].join(' ');
    const known = merged.get(key) ?? { diagnostic, related: new Map<string, RelatedInformation>() };
    for (const each of related) known.related.set([each.span.file, each.span.start, each.span.end, each.message].join(' '), each);
    merged.set(key, known);
  }
  return Array.from(merged.values(), ({ diagnostic, related }) => (related.size === 0 ? diagnostic : { ...diagnostic, related: [...related.values()] }));
}
