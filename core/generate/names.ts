/** The names of generated declarations (design A2). */
import type { TapeNames } from '../backend';
import type { DerivativeKind } from './derive';

const suffixes: { readonly [kind in DerivativeKind]: string } = { gradient: 'Grad', jvp: 'Jvp', vjp: 'Vjp' };

export const derivativeName = (name: string, kind: DerivativeKind): string => `${name}${suffixes[kind]}`;

/** The name for a derivative when the usual one is taken by code of the user. */
export const alternativeName = (name: string, kind: DerivativeKind): string => `${name}${{ gradient: 'Gradient', jvp: 'Tangent', vjp: 'Pullback' }[kind]}`;

/** Scratch is module-private; each derivative of a function has its own. `shared`: helpers use the same tape. */
export function tapeNames(name: string, derivative: string, kind: DerivativeKind, shared: boolean, taken: ReadonlySet<string>): TapeNames {
  const stem = stemOf(name, derivative, kind);
  // Tapes of references have longer names.
  const tape = firstFree(`${stem}Tape`, candidate => [...taken].some(each => each.startsWith(candidate)));
  return { tape, top: shared ? freeName(`${stem}Top`, taken) : null, grow: freeName(`${derivative}_grow`, taken) };
}

const stemOf = (name: string, derivative: string, kind: DerivativeKind): string => (kind === 'gradient' ? name : derivative);

export const freeName = (wanted: string, taken: ReadonlySet<string>): string => firstFree(wanted, candidate => taken.has(candidate));

function firstFree(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  for (let n = 2; isTaken(name); n++) name = `${wanted}${String(n)}`;
  return name;
}

/** Whether a declaration belongs to a derivative: itself, its helpers, its scratch. */
export function belongsTo(declared: string, name: string, derivative: string, kind: DerivativeKind): boolean {
  const stem = stemOf(name, derivative, kind);
  return declared === derivative || [`${derivative}_`, `${stem}Top`, `${stem}Tape`].some(start => declared.startsWith(start));
}
