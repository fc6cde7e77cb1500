/** What a derivative was made from: the tokens of the function, the mark's `wrt`, callees, constants and types across files. */
import ts from 'typescript';
import type { Fingerprint, MarkedFunction } from './api';
import { lexiconOf, nodeOf } from './functions';
import { isLibrarySymbol, isMemberFunction, type Oracle } from './oracle';
import type { Project } from './project';
import { tokensOf } from './tokens';

/** The function first, then `wrt`, then each declaration it leads to in order of first mention. */
export function fingerprint(project: Project, fn: MarkedFunction): Fingerprint {
  const program = project.program(fn.file);
  const root = nodeOf(program, fn);
  if (root === null) return [];
  const { oracle } = lexiconOf(project, program, root.getSourceFile());
  const pieces: string[] = [];
  const seen = new Set<ts.Node>([root]);
  // A method reads what else its class has.
  const owner = isMemberFunction(root) ? ts.findAncestor(root, isTopLevel) : undefined;
  const queue: ts.Node[] = owner === undefined ? [root] : [root, owner];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    pieces.push(...tokensOf(node, node.getSourceFile()).map(token => token.text), ...jsDocTypes(node), ';');
    if (node === root) pieces.push('wrt', ...(fn.wrt ?? ['*']), ';');
    for (const mentioned of declarationsMentioned(node, oracle)) {
      if (seen.has(mentioned)) continue;
      seen.add(mentioned);
      queue.push(mentioned);
    }
  }
  return pieces;
}

/** Types written in comments count in JavaScript. */
function jsDocTypes(node: ts.Node): string[] {
  if (!/\.[cm]?jsx?$/.test(node.getSourceFile().fileName)) return [];
  return ts.getJSDocTags(node).filter(tag => ts.isJSDocParameterTag(tag) || ts.isJSDocReturnTag(tag) || ts.isJSDocTypeTag(tag))
    .map(tag => tag.getText().replace(/[\s*]+/g, ' '));
}

/** Declarations outside `node` that its names refer to: functions, constants, types. */
function declarationsMentioned(node: ts.Node, oracle: Oracle): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isIdentifier(at)) {
      const symbol = oracle.symbolOf(at);
      if (symbol !== undefined && !isLibrarySymbol(symbol)) {
        for (const declaration of symbol.declarations ?? []) {
          const whole = ts.isEnumMember(declaration) ? declaration.parent : declaration;
          if (isTopLevel(whole) && !contains(node, whole)) found.push(whole);
        }
      }
    }
    ts.forEachChild(at, visit);
  };
  visit(node);
  return found;
}

const contains = (outer: ts.Node, inner: ts.Node): boolean =>
  outer.getSourceFile() === inner.getSourceFile() && outer.pos <= inner.pos && inner.end <= outer.end;

function isTopLevel(node: ts.Node): boolean {
  if (ts.isVariableDeclaration(node)) return ts.isVariableStatement(node.parent.parent) && ts.isSourceFile(node.parent.parent.parent);
  return ts.isFunctionDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node)
    || ts.isClassDeclaration(node) || ts.isExportAssignment(node);
}
