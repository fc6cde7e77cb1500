/** The named declarations at the top level of a file, with the text that belongs to each. */
import ts from 'typescript';
import type { Project } from './project';
import { tokensOf, type Token } from './tokens';

export interface TopLevelDeclaration {
  readonly name: string;
  readonly nameStart: number;
  /** Offsets of the comment above it, if it has one, and of its end. */
  readonly start: number;
  readonly end: number;
  readonly comment: string;
  readonly isExported: boolean;
  /** Carries `@scratch`. */
  readonly isScratch: boolean;
  /** Carries a `@differentiable` of the user. */
  readonly isMarked: boolean;
  /** Tokens of the statement, without comments. */
  readonly tokens: () => readonly Token[];
}

export function topLevelDeclarations(project: Project, path: string): readonly TopLevelDeclaration[] {
  const file = project.program(path).getSourceFile(path);
  if (file === undefined) return [];
  return file.statements.flatMap((statement): TopLevelDeclaration[] => {
    const named = ts.isFunctionDeclaration(statement) ? statement.name
      : ts.isVariableStatement(statement) ? statement.declarationList.declarations[0]?.name : undefined;
    if (named === undefined) return [];
    const docs = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
    const tags = docs.flatMap(doc => doc.tags ?? []);
    const [first] = docs;
    return [{
      name: named.getText(file), nameStart: named.getStart(file), start: first?.getStart(file) ?? statement.getStart(file), end: statement.end,
      comment: docs.map(doc => doc.getText(file)).join('\n'),
      isExported: ts.canHaveModifiers(statement) && (ts.getModifiers(statement) ?? []).some(modifier => modifier.kind === ts.SyntaxKind.ExportKeyword),
      isScratch: tags.some(tag => tag.tagName.text === 'scratch'), isMarked: tags.some(tag => tag.tagName.text === 'differentiable'),
      tokens: () => tokensOf(statement, file),
    }];
  });
}
