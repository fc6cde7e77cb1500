/** What the text alone says of a function: its name, and where it stands. */
import ts from 'typescript';
import type { Span } from '../ir/origin';
import type { MarkedFunction } from './api';
import { className } from './classes';
import { functionName } from './lower/unit';
import { isMemberFunction, isStatic, spanOf, type FunctionNode, type MemberFunction } from './oracle';

/** A function together with the statement or declaration that its comment stands above. */
export interface Candidate { readonly node: FunctionNode; readonly statement: ts.Node; readonly mark: ts.JSDocTag | null }

/** Of a member: its class's name, a dot and its own. */
export function nameOf(node: FunctionNode): string {
  const name = functionName(node)?.text ?? 'default';
  return isMemberFunction(node) && ts.isClassLike(node.parent) ? `${className(node.parent)}.${name}` : name;
}

/** What the object of a method is called as a parameter: a name that none of the method's own has. */
export function selfName(node: FunctionNode): string {
  const taken = new Set<string>();
  const add = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) taken.add(name.text);
    else for (const element of name.elements) if (!ts.isOmittedExpression(element)) add(element.name);
  };
  for (const parameter of node.parameters) add(parameter.name);
  let name = 'self';
  while (taken.has(name)) name += 'Bar';
  return name;
}

/** Whether a function is called on an object: a method or a getter that is not static. */
export const hasObject = (node: FunctionNode): node is MemberFunction => isMemberFunction(node) && ts.isClassLike(node.parent) && !isStatic(node);

/** `@differentiable` itself. */
export const tagName = (tag: ts.JSDocTag): Span => ({ file: tag.getSourceFile().fileName, start: tag.tagName.getStart() - 1, end: tag.tagName.end });

type Place = Pick<MarkedFunction, 'name' | 'file' | 'nameSpan' | 'declarationSpan' | 'commentSpan' | 'markSpan' | 'signatureEnd' | 'exported'>;

/** What the text alone says of a function. */
export function placeOf(file: ts.SourceFile, { node, statement, mark }: Candidate): Place {
  const body: ts.ConciseBody = node.body;
  const comment: ts.Node | undefined = mark?.parent;
  const nameSpan = spanOf(functionName(node) ?? node.getFirstToken(file) ?? node);
  // A method is as visible as its class.
  const declared = isMemberFunction(node) ? ts.findAncestor(node, ts.isStatement) ?? statement : statement;
  const modifiers = ts.canHaveModifiers(declared) ? ts.getModifiers(declared) ?? [] : [];
  return {
    name: nameOf(node), file: file.fileName, nameSpan, declarationSpan: spanOf(statement),
    commentSpan: comment === undefined ? nameSpan : { file: file.fileName, start: comment.getStart(file), end: comment.end },
    markSpan: mark === null ? nameSpan : tagName(mark),
    signatureEnd: ts.isBlock(body) ? body.getStart(file) + 1 : body.getStart(file),
    exported: ts.isExportAssignment(statement) || modifiers.some(modifier => modifier.kind === ts.SyntaxKind.ExportKeyword),
  };
}
