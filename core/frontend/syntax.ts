/** Syntax errors, by the statement that they keep from being read. */
import ts from 'typescript';
import { problem, type Diagnostic } from '../messages';

/** Syntax errors of a statement; one that is open lacks its end, which is found missing behind all that was taken for it. */
export function syntaxProblems(program: ts.Program, file: ts.SourceFile, statement: ts.Node, isOpen: boolean): Diagnostic[] {
  return program.getSyntacticDiagnostics(file).flatMap(({ start, length, messageText }) => {
    const inside = start + length >= statement.pos && (isOpen || start <= statement.end + 1);
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    return inside ? [problem('syntaxError', { message }, { file: file.fileName, start, end: start + length })] : [];
  });
}

/** Whether a body lacks its closing brace. */
export const isOpenBlock = (body: ts.ConciseBody): boolean => ts.isBlock(body) && body.statements.end === body.end;

/** Whether a class around a node lacks its closing brace: what cannot be a member ends it early. */
export function isInOpenClass(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) if (ts.isClassLike(at) && at.members.end === at.end) return true;
  return false;
}
