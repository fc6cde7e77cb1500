/** Types as documents: those of the back end, and those of the source as they are written there. Broken where Prettier breaks them. */
import { brokenGroup, concat, group, ifBroken, indent, join, line, type Doc } from './document';

/** Prettier keeps an object type open whose first field stands on a line of its own. */
export function typeLayout(text: string, semicolons: boolean): Doc {
  const plain = text.replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
  const open = plain.indexOf('{');
  if (open < 0) return plain.replace(/\s+/g, ' ').trim();
  const close = closing(plain, open);
  if (close < 0) return text;
  const content = plain.slice(open + 1, close);
  const fields = membersOf(content).map(member => typeLayout(member, semicolons));
  const end = semicolons ? ';' : '';
  const make = /^[^\S\n]*\n/.test(content) ? brokenGroup : group;
  const object = fields.length === 0 ? '{}' : make('{', indent(line, join(concat(ifBroken(end, ';'), line), fields)), ifBroken(end), line, '}');
  const rest = plain.slice(close + 1);
  return concat(plain.slice(0, open).replace(/\s+/g, ' ').trimStart(), object, /^\s*[|&]/.test(rest) ? ' ' : '', typeLayout(rest, semicolons));
}

/** Whether the whole type is an object type. */
export const isObjectType = (text: string): boolean => text.startsWith('{') && closing(text, 0) === text.length - 1;

const opening: ReadonlySet<string> = new Set(['{', '(', '[', '<']), ending: ReadonlySet<string> = new Set(['}', ')', ']', '>']);

/** Offsets outside quotes, with how deep they are nested, from `start` on; the depth of a bracket is that of what stands around it. */
function* nesting(text: string, start: number): Generator<{ readonly at: number; readonly depth: number }, void, void> {
  let depth = 0, quote: string | null = null;
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote !== null) {
      if (char === quote) quote = null;
      continue;
    }
    if (char === "'" || char === '"' || char === '`') quote = char;
    else if (ending.has(char) && text.charAt(at - 1) !== '=') depth--;
    yield { at, depth };
    if (opening.has(char)) depth++;
  }
}

function closing(text: string, open: number): number {
  for (const { at, depth } of nesting(text, open)) if (depth === 0 && at > open) return at;
  return -1;
}

/** The fields of an object type, however they are separated. */
function membersOf(content: string): string[] {
  const members: string[] = [];
  let from = 0;
  for (const { at, depth } of nesting(content, 0)) {
    if (depth > 0 || !/[;,\n]/.test(content.charAt(at))) continue;
    members.push(content.slice(from, at));
    from = at + 1;
  }
  return [...members, content.slice(from)].map(member => member.trim()).filter(member => member !== '');
}
