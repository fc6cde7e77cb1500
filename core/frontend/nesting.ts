/**
 * How deeply a text nests. The parser, the checker and everything that follows go down into a tree by calling themselves, so a text
 * that nests without measure would exhaust the stack somewhere; it is not read at all, which is said at its marks.
 */
import ts from 'typescript';

/** Levels of a syntax tree; what people write has a few dozen. A third of what exhausts a stack of one megabyte. */
export const mostLevels = 500;

/** A chain like `a + b + c` is a deep tree to the left, which much of what walks it does without calling itself. */
const levelsOf = (child: ts.Node, parent: ts.Node): number => (ts.isBinaryExpression(parent) && parent.left === child ? 1 / 3 : 1);

export function nestsTooDeeply(file: ts.SourceFile): boolean {
  const waiting: { readonly node: ts.Node; readonly level: number }[] = [{ node: file, level: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, level } = next;
    if (level > mostLevels) return true;
    ts.forEachChild(node, child => { waiting.push({ node: child, level: level + levelsOf(child, node) }); });
  }
  return false;
}
