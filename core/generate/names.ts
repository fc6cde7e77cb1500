/** The names of generated declarations (design A2). */
import type { TapeNames } from '../backend';
import type { DerivativeKind } from './derive';

const suffixes: { readonly [kind in DerivativeKind]: string } = { gradient: 'Grad', jvp: 'Jvp', vjp: 'Vjp' };

/** What the names of a function's derivatives begin with: its own name; for a method also that with its class before it, where several have its name. */
export function stemsOf(name: string): readonly [string, ...string[]] {
  const [owner = '', method] = name.split('.');
  return method === undefined ? [owner] : [method, `${owner.charAt(0).toLowerCase()}${owner.slice(1)}${method.charAt(0).toUpperCase()}${method.slice(1)}`];
}

export const derivativeName = (stem: string, kind: DerivativeKind): string => `${stem}${suffixes[kind]}`;

/** The name for a derivative when the usual one is taken by code of the user. */
export const alternativeName = (stem: string, kind: DerivativeKind): string => `${stem}${{ gradient: 'Gradient', jvp: 'Tangent', vjp: 'Pullback' }[kind]}`;

/** What kind of derivative of a function this is, by its name, and whether it has the other one. */
export function kindOfName(derivative: string, name: string): { readonly kind: DerivativeKind; readonly isAlternative: boolean } | null {
  for (const kind of ['gradient', 'jvp', 'vjp'] as const) for (const stem of stemsOf(name)) {
    if (derivative === derivativeName(stem, kind)) return { kind, isAlternative: false };
    if (derivative === alternativeName(stem, kind)) return { kind, isAlternative: true };
  }
  return null;
}

/** Scratch is module-private; each derivative of a function has its own. `shared`: helpers use the same tape. */
export function tapeNames(name: string, derivative: string, kind: DerivativeKind, shared: boolean, taken: ReadonlySet<string>): TapeNames {
  const stem = stemOf(name, derivative, kind);
  // Tapes of references have longer names.
  const tape = firstFree(`${stem}Tape`, candidate => [...taken].some(each => each.startsWith(candidate)));
  return { tape, top: shared ? freeName(`${stem}Top`, taken) : null, grow: freeName(`${derivative}_grow`, taken) };
}

function stemOf(name: string, derivative: string, kind: DerivativeKind): string {
  const [first, ...more] = stemsOf(name);
  return kind === 'gradient' ? more.find(longer => derivative.startsWith(longer)) ?? first : derivative;
}

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
