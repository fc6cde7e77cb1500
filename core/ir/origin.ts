/** Where an operation comes from. Every operation carries one from the front end on; passes keep it. */

/** A range of UTF-16 offsets in a source file. */
export interface Span { readonly file: string; readonly start: number; readonly end: number }

/** What an operation does in a derivative: the source's own arithmetic, or what was added to it. */
export type Role = 'primal' | 'tangent' | 'adjoint' | 'tape';

/**
 * `site` numbers the source operation within its module. Copies that passes make keep it, so conventions resolved
 * at a site, trace nodes and generated lines all find each other. Synthetic operations have site -1.
 */
export interface Origin { readonly span: Span | null; readonly role: Role; readonly site: number }

export const nowhere: Origin = { span: null, role: 'primal', site: -1 };

export const withRole = (origin: Origin, role: Role): Origin => (origin.role === role ? origin : { ...origin, role });
