/**
 * Elements that are made again only when something about them changed. Preact does not look into an element that is the same object as before, so a
 * step of a sweep costs what it changes, not what is on the screen.
 */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

type Keep = (key: string, parts: readonly unknown[], make: () => JSX.Element | null) => JSX.Element | null;

/** A function that makes the element for a key, or gives the one made before with the same parts. */
export function useKept(): Keep {
  const kept = useRef(new Map<string, { readonly parts: readonly unknown[]; readonly element: JSX.Element | null }>());
  return (key, parts, make) => {
    const before = kept.current.get(key);
    if (before !== undefined && before.parts.every((part, i) => Object.is(part, parts[i]))) return before.element;
    const element = make();
    kept.current.set(key, { parts, element });
    return element;
  };
}
