/**
 * Line breaking after Wadler, "A prettier printer" (2003), in the strict form Prettier uses: a group is printed flat if it
 * fits in the rest of the line, else each of its own lines breaks.
 */
import type { Origin } from '../ir/origin';
import type { Note, Piece } from './lines';

export type Doc =
  | string
  | { readonly kind: 'concat'; readonly parts: readonly Doc[] }
  /** `broken`: never flat, nor is what it stands in. */
  | { readonly kind: 'group'; readonly content: Doc; readonly broken: boolean }
  | { readonly kind: 'indent'; readonly content: Doc }
  /** `flat`: what stands here when the group is not broken. */
  | { readonly kind: 'line'; readonly flat: string }
  /** A list of short texts: broken, as many in a line as fit, with a comma behind the last. */
  | { readonly kind: 'fill'; readonly items: readonly string[] }
  /** Text only in a broken, or only in a flat group. */
  | { readonly kind: 'choice'; readonly broken: string; readonly flat: string }
  /** No text: is noted for the place where it stands. */
  | { readonly kind: 'note'; readonly note: Note };

export const concat = (...parts: readonly Doc[]): Doc => ({ kind: 'concat', parts });
export const group = (...parts: readonly Doc[]): Doc => ({ kind: 'group', content: concat(...parts), broken: parts.some(holdsBroken) });
export const brokenGroup = (...parts: readonly Doc[]): Doc => ({ kind: 'group', content: concat(...parts), broken: true });
export const indent = (...parts: readonly Doc[]): Doc => ({ kind: 'indent', content: concat(...parts) });
export const line: Doc = { kind: 'line', flat: ' ' };
export const softline: Doc = { kind: 'line', flat: '' };
export const fill = (items: readonly string[]): Doc => ({ kind: 'fill', items });
/** Before what an operation is recognised by. */
export const computing = (origin: Origin | null | undefined): Doc => (origin === null || origin === undefined ? '' : { kind: 'note', note: { kind: 'operation', origin } });
export const giving = (field: string): Doc => ({ kind: 'note', note: { kind: 'field', field } });
export const ifBroken = (broken: string, flat = ''): Doc => ({ kind: 'choice', broken, flat });

export function join(separator: Doc, items: readonly Doc[]): Doc {
  return concat(...items.flatMap((item, i) => (i === 0 ? [item] : [separator, item])));
}

function holdsBroken(doc: Doc): boolean {
  if (typeof doc === 'string') return false;
  switch (doc.kind) {
    case 'group': return doc.broken;
    case 'concat': return doc.parts.some(holdsBroken);
    case 'indent': return holdsBroken(doc.content);
    case 'line': case 'fill': case 'choice': case 'note': return false;
  }
}

interface Item { readonly doc: Doc; readonly depth: number; readonly flat: boolean }

/** Prints at a nesting depth; continuation lines are indented by it. The first line is not: its caller has done so. */
export const printDoc = (doc: Doc, unit: string, depth: number, width: number): string => printPiece(doc, unit, depth, width).text;

/** The same with its notes. */
export function printPiece(doc: Doc, unit: string, depth: number, width: number): Piece {
  const tab = unit === '\t' ? width / 60 : unit.length;
  const work: Item[] = [{ doc, depth, flat: false }];
  const notes: { at: number; note: Note }[] = [];
  let text = '';
  let column = depth * tab;
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const { doc: at, depth: nested, flat } = item;
    if (typeof at === 'string') { text += at; column += at.length; continue; }
    switch (at.kind) {
      case 'concat': for (const part of [...at.parts].reverse()) work.push({ doc: part, depth: nested, flat }); break;
      case 'indent': work.push({ doc: at.content, depth: nested + 1, flat }); break;
      case 'group': {
        const whole: Item = { doc: at.content, depth: nested, flat: true };
        work.push(flat || (!at.broken && fits(whole, work, width - column)) ? whole : { ...whole, flat: false });
        break;
      }
      case 'fill': {
        const commas = at.items.map((part, i) => (flat && i === at.items.length - 1 ? part : `${part},`));
        for (const [i, part] of commas.entries()) {
          const fitsHere = flat || column + 1 + part.length <= width;
          text += i === 0 ? part : fitsHere ? ` ${part}` : `\n${unit.repeat(nested)}${part}`;
          column = i === 0 ? column + part.length : fitsHere ? column + 1 + part.length : nested * tab + part.length;
        }
        break;
      }
      case 'choice': { const chosen = flat ? at.flat : at.broken; text += chosen; column += chosen.length; break; }
      case 'note': notes.push({ at: text.length, note: at.note }); break;
      case 'line':
        if (flat) { text += at.flat; column += at.flat.length; break; }
        text = `${text.trimEnd()}\n${unit.repeat(nested)}`;
        column = nested * tab;
    }
  }
  return { text, notes };
}

function fits(first: Item, rest: readonly Item[], room: number): boolean {
  const work = [first];
  let left = room;
  let next = rest.length;
  while (left >= 0) {
    const item = work.pop() ?? rest[--next];
    if (item === undefined) return true;
    const { doc, depth, flat } = item;
    if (typeof doc === 'string') { left -= doc.length; continue; }
    switch (doc.kind) {
      case 'concat': for (const part of [...doc.parts].reverse()) work.push({ doc: part, depth, flat }); break;
      case 'group': case 'indent': work.push({ doc: doc.content, depth, flat }); break;
      case 'fill': if (!flat) return true; left -= doc.items.join(', ').length; break;
      case 'choice': left -= (flat ? doc.flat : doc.broken).length; break;
      case 'note': break;
      case 'line': if (!flat) return true; left -= doc.flat.length;
    }
  }
  return false;
}
