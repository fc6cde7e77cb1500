/**
 * Types for parameters of JavaScript that have none, by how the body uses them: indexed or asked for a length: `number[]`; an index
 * that is indexed again: `number[][]`; asked for other fields: an object of numbers; else `number`. A guess, which the compiler judges
 * (see `ofNumbers`).
 */
import ts from 'typescript';

const arrayMembers: ReadonlySet<string> = new Set([
  'length', 'map', 'reduce', 'forEach', 'slice', 'concat', 'fill', 'push', 'pop', 'reverse', 'sort', 'filter', 'some', 'every', 'indexOf', 'join', 'splice', 'shift', 'unshift', 'at', 'set', 'subarray',
]);

/** Tags `@param`, or null where there is nothing to give, or no type that could be right. */
export function typesByUse(fn: ts.FunctionLikeDeclaration): readonly string[] | null {
  if (fn.parameters.length === 0 || fn.body === undefined || hasTypes(fn)) return null;
  const tags: string[] = [];
  for (const parameter of fn.parameters) {
    if (!ts.isIdentifier(parameter.name) || parameter.dotDotDotToken !== undefined) return null;
    const type = typeByUse(parameter.name.text, fn.body);
    if (type === null) return null;
    tags.push(`@param {${type}} ${parameter.name.text}`);
  }
  return tags;
}

const hasTypes = (fn: ts.FunctionLikeDeclaration): boolean =>
  ts.getJSDocType(fn) !== undefined || fn.parameters.some(parameter => parameter.type !== undefined || ts.getJSDocParameterTags(parameter).length > 0 || ts.getJSDocType(parameter) !== undefined);

interface Uses { depth: number; readonly fields: Set<string>; isCalled: boolean }

function typeByUse(name: string, body: ts.Node): string | null {
  const uses: Uses = { depth: 0, fields: new Set(), isCalled: false };
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name) note(node, uses);
    ts.forEachChild(node, visit);
  };
  visit(body);
  if (uses.isCalled || (uses.depth > 0 && uses.fields.size > 0)) return null;
  if (uses.fields.size > 0) return `{ ${[...uses.fields].map(field => `${field}: number`).join(', ')} }`;
  return `number${'[]'.repeat(uses.depth)}`;
}

function note(node: ts.Identifier, uses: Uses): void {
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.expression === node) uses.isCalled = true;
  let depth = 0;
  for (let at: ts.Node = node; ; at = at.parent) {
    const outer = at.parent;
    if (ts.isElementAccessExpression(outer) && outer.expression === at) depth++;
    else {
      if (ts.isForOfStatement(outer) && outer.expression === at) depth++;
      if (ts.isPropertyAccessExpression(outer) && outer.expression === at) {
        if (arrayMembers.has(outer.name.text)) depth++;
        else if (depth === 0 && ts.isIdentifier(outer.name)) uses.fields.add(outer.name.text);
      }
      break;
    }
  }
  uses.depth = Math.max(uses.depth, depth);
}
