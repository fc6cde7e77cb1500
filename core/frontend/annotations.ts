/**
 * Types for functions of packages that are JavaScript: comments that are put before them when their file is parsed, so that the
 * compiler infers everything inside from them. Places are always those of the file as it is.
 */
import type ts from 'typescript';

/** What is said of a function; null: nothing. */
export interface FunctionTypes {
  readonly params: readonly { readonly name: string; readonly type: string | null; readonly optional: boolean }[];
  readonly result: string | null;
}

/** Types by the offset at which the text of the function starts. */
export type Annotations = ReadonlyMap<number, FunctionTypes>;

const opening = '/** [nabla] ';
const comments = /\/\*\* \[nabla\] .*? \*\//g;

/** Text that is JavaScript of a package, where nothing is marked. */
export const isAnnotated = (path: string): boolean => path.includes('/node_modules/') && /\.[cm]?jsx?$/.test(path);

export function withAnnotations(text: string, annotations: Annotations): string {
  let result = '', from = 0;
  for (const [offset, types] of [...annotations].sort(([a], [b]) => a - b)) {
    result += text.slice(from, offset) + comment(types);
    from = offset;
  }
  return result + text.slice(from);
}

function comment({ params, result }: FunctionTypes): string {
  const tags = params.flatMap(({ name, type, optional }) => (type === null && !optional ? [] : [`@param {${type ?? '*'}} ${optional ? `[${name}]` : name}`]));
  return `${opening}${[...tags, ...(result === null ? [] : [`@returns {${result}}`])].join(' ')} */`;
}

/** The types of a function where two calls say something of it: what the first leaves open the second tells. */
export function together(known: FunctionTypes, found: FunctionTypes): FunctionTypes {
  const params = found.params.map((param, i) => {
    const before = known.params[i];
    return before === undefined ? param : { name: param.name, type: before.type ?? param.type, optional: before.optional || param.optional };
  });
  return { params, result: known.result ?? found.result };
}

/** Whether both name a type for the same place, and not the same. */
export const disagree = (a: FunctionTypes, b: FunctionTypes): boolean => {
  const differ = (x: string | null | undefined, y: string | null | undefined): boolean => typeof x === 'string' && typeof y === 'string' && x !== y;
  return differ(a.result, b.result) || b.params.some(({ type }, i) => differ(a.params[i]?.type, type));
};

export const sameTypes = (a: FunctionTypes, b: FunctionTypes): boolean => comment(a) === comment(b);

interface Inserted { readonly end: number; readonly length: number }
const insertedIn = new WeakMap<ts.SourceFile, readonly Inserted[]>();

function inserted(source: ts.SourceFile): readonly Inserted[] {
  const known = insertedIn.get(source);
  if (known !== undefined) return known;
  const found = isAnnotated(source.fileName) ? [...source.text.matchAll(comments)].map(({ index, 0: text }) => ({ end: index + text.length, length: text.length })) : [];
  insertedIn.set(source, found);
  return found;
}

/** The offset in the file as it is of an offset in the text that was parsed. */
export function offsetInFile(source: ts.SourceFile, offset: number): number {
  let shift = 0;
  for (const { end, length } of inserted(source)) if (end <= offset) shift += length;
  return offset - shift;
}
