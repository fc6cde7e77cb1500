/** A line of mathematics: typeset for the eye, and as the plain text it was for screen readers, which read that the same everywhere. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import temml from 'temml';
import { formula } from './tex';

/** Texts repeat from step to step and from row to row. */
const known = new Map<string, Node>();
const mostKnown = 2000;

/** A line of a table; what a later cell begins anew stands apart. */
export const lineOf = (cells: readonly string[]): string => cells.filter((cell) => cell !== '').map((cell, i) => (i === 0 ? cell : `${cell.startsWith('=') ? ' ' : '   '}${cell}`)).join('');

export function Formula({ text }: { readonly text: string }): JSX.Element {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => { place.current?.replaceChildren(typeset(text).cloneNode(true)); }, [text]);
  return (
    <>
      <span class="spoken">{text}</span>
      <span class="typeset" aria-hidden="true" ref={place} />
    </>
  );
}

function typeset(text: string): Node {
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= mostKnown) known.clear();
  const made = typesetAnew(text);
  known.set(text, made);
  return made;
}

function typesetAnew(text: string): Node {
  const place = document.createElement('span');
  try {
    temml.render(formula(text), place, { throwOnError: true });
    return place.firstElementChild ?? document.createTextNode(text);
  } catch {
    // A name of the source that TeX cannot read.
    return document.createTextNode(text);
  }
}
