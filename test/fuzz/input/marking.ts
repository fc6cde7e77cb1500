/**
 * Puts a mark on every function of a text. A function that cannot be marked where it stands (a method, a function that is assigned
 * or passed) is copied to a constant behind its statement, where the same names are visible. Functions of JavaScript whose
 * parameters have no type get one by how they are used.
 */
import ts from 'typescript';
import { typesByUse } from './parameterTypes';

export interface MarkedText {
  readonly text: string;
  /** Functions with a body. */
  readonly functions: number;
  /** Those of them whose parameters got a type; by the name that the marked function has. */
  readonly typed: ReadonlySet<string>;
}

type Fn = ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody };
interface Insertion { readonly at: number; readonly text: string }

export const copyPrefix = 'nablaCopy';

/** Functions with more text than this (a whole library in one function) are looked at only where they stand. */
const largestCopy = 20_000;

export function marked(file: string, text: string, isJavaScript: boolean): MarkedText {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const insertions: Insertion[] = [];
  const typed = new Set<string>();
  let functions = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      functions++;
      const fn = node as Fn;
      const types = isJavaScript ? typesByUse(fn) : null;
      const place = placeOf(fn);
      const copyName = place === null ? `${copyPrefix}${String(functions)}` : null;
      const name = copyName ?? nameOf(fn);
      if (types !== null && name !== null) typed.add(name);
      if (place !== null) insertions.push(markAt(source, place, types));
      else if (copyName !== null) insertions.push(...copied(source, fn, copyName, types));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { text: applied(text, insertions), functions, typed };
}

function nameOf(fn: Fn): string | null {
  if (ts.isFunctionDeclaration(fn)) return fn.name?.text ?? 'default';
  const declaration = declarationOf(fn);
  return declaration !== null && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name) ? declaration.name.text : null;
}

const declarationOf = (fn: Fn): ts.Node | null => {
  let at: ts.Node = fn.parent;
  while (ts.isParenthesizedExpression(at)) at = at.parent;
  return ts.isVariableDeclaration(at) ? at : null;
};

/** The node before which a mark of the function stands; null: it cannot be marked. */
function placeOf(fn: Fn): ts.Node | null {
  if (ts.isFunctionDeclaration(fn)) return fn;
  const declaration = declarationOf(fn);
  if (declaration === null || !ts.isVariableDeclarationList(declaration.parent)) return null;
  const list = declaration.parent;
  if ((list.flags & ts.NodeFlags.BlockScoped) !== ts.NodeFlags.Const || !ts.isVariableStatement(list.parent)) return null;
  return list.declarations[0] === declaration ? list.parent : declaration;
}

const tagsOf = (types: readonly string[] | null): string => ['@differentiable', ...types ?? []].map(tag => `\n * ${tag}`).join('');

function markAt(source: ts.SourceFile, place: ts.Node, types: readonly string[] | null): Insertion {
  const comment = ts.getJSDocCommentsAndTags(place).filter(ts.isJSDoc).filter(doc => doc.parent === place).at(-1);
  return comment === undefined ? { at: place.getStart(source), text: `/**${tagsOf(types)}\n */ ` } : { at: comment.end - 2, text: `${tagsOf(types)}\n ` };
}

/** The function once more, as a constant behind the statement that holds it. */
function copied(source: ts.SourceFile, fn: Fn, name: string, types: readonly string[] | null): Insertion[] {
  if (fn.end - fn.getStart(source) > largestCopy) return [];
  const statement = enclosingStatement(fn);
  if (statement === null) return [];
  const comment = ts.getJSDocCommentsAndTags(fn).filter(ts.isJSDoc).at(-1)?.getText(source).slice(0, -2) ?? '/**';
  return [{ at: statement.end, text: `;\n${comment}${tagsOf(types)}\n */\nconst ${name} = ${functionText(source, fn)};\n` }];
}

function functionText(source: ts.SourceFile, fn: Fn): string {
  if (ts.isFunctionExpression(fn) || ts.isArrowFunction(fn)) return fn.getText(source);
  const isAsync = ts.canHaveModifiers(fn) && ts.getModifiers(fn)?.some(modifier => modifier.kind === ts.SyntaxKind.AsyncKeyword) === true;
  const text = source.text.slice(fn.getStart(source), fn.end);
  const open = (fn.typeParameters?.pos ?? fn.parameters.pos) - 1 - fn.getStart(source);
  return `${isAsync ? 'async ' : ''}function${fn.asteriskToken === undefined ? '' : '*'} ${text.slice(open)}`;
}

/** The innermost statement in a list of statements. */
function enclosingStatement(node: ts.Node): ts.Node | null {
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isBlock(at.parent) || ts.isSourceFile(at.parent) || ts.isModuleBlock(at.parent)) return at;
  }
  return null;
}

function applied(text: string, insertions: readonly Insertion[]): string {
  const sorted = insertions.map((insertion, order) => ({ ...insertion, order })).sort((a, b) => a.at - b.at || a.order - b.order);
  let result = '', from = 0;
  for (const { at, text: piece } of sorted) {
    result += text.slice(from, at) + piece;
    from = at;
  }
  return result + text.slice(from);
}
