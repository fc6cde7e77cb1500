/** Where an operation comes from. Every operation carries one from the front end on; passes keep it. */

/** A range of UTF-16 offsets in a source file. */
export interface Span { readonly file: string; readonly start: number; readonly end: number }

/** What an operation does in a derivative: the source's own arithmetic, or what was added to it. */
export type Role = 'primal' | 'tangent' | 'adjoint' | 'tape';

/**
 * `site` numbers the source operation within its module. Copies that passes make keep it, so conventions resolved
 * at a site, trace nodes and generated lines all find each other. Synthetic operations have site -1.
 */
export interface Origin {
  readonly span: Span | null;
  readonly role: Role;
  readonly site: number;
  /** Of operations that passes left out or took apart, and whose part this one plays too: `1 * x`, `x + 0`, what is computed twice. */
  readonly absorbed?: readonly Origin[];
}

export const nowhere: Origin = { span: null, role: 'primal', site: -1 };

export const withRole = (origin: Origin, role: Role): Origin => (origin.role === role ? origin : { span: origin.span, role, site: origin.site });

/** Of what belongs to no operation of the source. */
export const ofRole = (role: Role): Origin => withRole(nowhere, role);

/** The same, as of an operation that computes what others did too. */
export const absorbing = (origin: Origin, others: readonly Origin[]): Origin =>
  (others.length === 0 ? origin : { ...origin, absorbed: [...new Set([...origin.absorbed ?? [], ...others])] });

/** More than this are no explanation of one line. */
const mostAbsorbed = 50;

/** An origin and those it absorbed, nearest first. */
export function withAbsorbed(origin: Origin): readonly Origin[] {
  const all = new Set([origin]);
  for (const each of all) for (const absorbed of each.absorbed ?? []) if (all.size <= mostAbsorbed) all.add(absorbed);
  return [...all];
}
