/** What the text alone says of a function: its name, and where it stands. */
import ts from 'typescript';
import type { Span } from '../ir/origin';
import type { MarkedFunction } from './api';
import { functionName } from './lower/unit';
import { spanOf, type FunctionNode } from './oracle';

/** A function together with the statement or declaration that its comment stands above. */
export interface Candidate { readonly node: FunctionNode; readonly statement: ts.Node; readonly mark: ts.JSDocTag | null }

export const nameOf = (node: FunctionNode): string => functionName(node)?.text ?? 'default';

/** `@differentiable` itself. */
export const tagName = (tag: ts.JSDocTag): Span => ({ file: tag.getSourceFile().fileName, start: tag.tagName.getStart() - 1, end: tag.tagName.end });

type Place = Pick<MarkedFunction, 'name' | 'file' | 'nameSpan' | 'declarationSpan' | 'commentSpan' | 'markSpan' | 'signatureEnd' | 'exported'>;

/** What the text alone says of a function. */
export function placeOf(file: ts.SourceFile, { node, statement, mark }: Candidate): Place {
  const body: ts.ConciseBody = node.body;
  const comment: ts.Node | undefined = mark?.parent;
  const nameSpan = spanOf(functionName(node) ?? node.getFirstToken(file) ?? node);
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) ?? [] : [];
  return {
    name: nameOf(node), file: file.fileName, nameSpan, declarationSpan: spanOf(statement),
    commentSpan: comment === undefined ? nameSpan : { file: file.fileName, start: comment.getStart(file), end: comment.end },
    markSpan: mark === null ? nameSpan : tagName(mark),
    signatureEnd: ts.isBlock(body) ? body.getStart(file) + 1 : body.getStart(file),
    exported: ts.isExportAssignment(statement) || modifiers.some(modifier => modifier.kind === ts.SyntaxKind.ExportKeyword),
  };
}
