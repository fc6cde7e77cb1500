/**
 * Text on its way to the output, with what its lines compute: the layout notes operations where their operators stand, so that what a line is for is
 * known without reading it again.
 */
import { withAbsorbed, type Origin, type Role } from '../ir/origin';

/** Said of the place where it stands: an operation is computed here, or a field of the result gets its value. */
export type Note = { readonly kind: 'operation'; readonly origin: Origin } | { readonly kind: 'field'; readonly field: string };

/** Notes with their offsets in the text. */
export interface Piece { readonly text: string; readonly notes: readonly { readonly at: number; readonly note: Note }[] }

/** A line of the output. */
export interface Line {
  readonly text: string;
  /** Null where nothing is computed: comments, signatures, braces. */
  readonly role: Role | null;
  /** The operations that the line computes, without repetition; of those that are no arithmetic any more, those that went into what is left. */
  readonly origins: readonly Origin[];
  /** Fields of the result that get their value here, or a part of it. */
  readonly fields: readonly string[];
}

export const bareLine = (text: string): Line => ({ text, role: null, origins: [], fields: [] });

export function joined(...parts: readonly (string | Piece)[]): Piece {
  let text = '';
  const notes: { at: number; note: Note }[] = [];
  for (const part of parts) {
    if (typeof part !== 'string') for (const { at, note } of part.notes) notes.push({ at: text.length + at, note });
    text += typeof part === 'string' ? part : part.text;
  }
  return { text, notes };
}

export const noted = (piece: Piece, ...notes: readonly Note[]): Piece => ({ ...piece, notes: [...notes.map(note => ({ at: 0, note })), ...piece.notes] });

/** `role`: of the statement that the text belongs to; it counts where no operation says more. */
export function linesOf(piece: Piece, role: Role): readonly Line[] {
  let start = 0;
  return piece.text.split('\n').map(text => {
    const end = start + text.length;
    const here = piece.notes.filter(({ at }) => at >= start && at <= end).map(({ note }) => note);
    start = end + 1;
    const computed = here.flatMap(note => (note.kind === 'operation' ? withAbsorbed(note.origin) : []));
    const sited = computed.filter(({ site }) => site >= 0);
    return {
      text, role: sited.length === 0 || role === 'tape' ? role : roleOf(sited.map(origin => origin.role)), origins: distinct(sited),
      fields: [...new Set(here.flatMap(note => (note.kind === 'field' ? [note.field] : [])))],
    };
  });
}

function distinct(origins: readonly Origin[]): readonly Origin[] {
  const seen = new Map<string, Origin>();
  for (const origin of origins) {
    const key = `${origin.role} ${String(origin.site)}`;
    if (!seen.has(key)) seen.set(key, origin);
  }
  return [...seen.values()];
}

/** What is derivative arithmetic in any part is derivative arithmetic. */
const roleOf = (roles: readonly Role[]): Role => (['adjoint', 'tangent', 'tape'] as const).find(role => roles.includes(role)) ?? 'primal';
