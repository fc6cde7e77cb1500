/** The names of generated declarations (design A2). */
import type { TapeNames } from '../backend';
import type { DerivativeKind } from './derive';

const suffixes: { readonly [kind in DerivativeKind]: string } = { gradient: 'Grad', jvp: 'Jvp', vjp: 'Vjp' };

export const derivativeName = (name: string, kind: DerivativeKind): string => `${name}${suffixes[kind]}`;

/** The name for a derivative when the usual one is taken by code of the user. */
export const alternativeName = (name: string, kind: DerivativeKind): string => `${name}${{ gradient: 'Gradient', jvp: 'Tangent', vjp: 'Pullback' }[kind]}`;

/** Scratch is module-private; each derivative of a function has its own. `shared`: helpers use the same tape. */
export function tapeNames(name: string, derivative: string, kind: DerivativeKind, shared: boolean): TapeNames {
  const stem = kind === 'gradient' ? name : derivative;
  return { tape: `${stem}Tape`, top: shared ? `${stem}Top` : null, grow: `${derivative}_grow` };
}

/** Whether a declaration belongs to a derivative: itself, its helpers, its scratch. */
export function belongsTo(declared: string, name: string, derivative: string, kind: DerivativeKind): boolean {
  const { tape } = tapeNames(name, derivative, kind, true);
  const stem = tape.slice(0, -'Tape'.length);
  return declared === derivative || declared.startsWith(`${derivative}_`) || declared === `${stem}Top` || declared.startsWith(tape);
}
