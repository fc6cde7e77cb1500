/** What the parameters of a marked function are called: in points, after `wrt`, on the command line and in generated code. */
import ts from 'typescript';
import type { FunctionNode, Oracle } from './oracle';

/**
 * A pattern has no name of its own: it is called as its `@param` tag says, else after the type it is declared with (`Params` → `params`),
 * else after its place (`arg0`), which it is also where the other name means something already.
 */
export function parameterNames(oracle: Oracle, node: FunctionNode): readonly string[] {
  const given = node.parameters.map(parameter => (ts.isIdentifier(parameter.name) ? parameter.name.text : taggedName(parameter) ?? typeName(parameter)));
  const isFree = (name: string): boolean => given.filter(other => other === name).length === 1 && oracle.visibleSymbol(name, node.parent) === undefined;
  return node.parameters.map((parameter, i) => {
    const name = given[i] ?? null;
    return name !== null && (ts.isIdentifier(parameter.name) || isFree(name)) ? name : `arg${String(i)}`;
  });
}

/** `p` of `@param {Params} p`. */
function taggedName(parameter: ts.ParameterDeclaration): string | null {
  const [tag] = ts.getJSDocParameterTags(parameter);
  return tag !== undefined && ts.isIdentifier(tag.name) && tag.name.text !== '' ? tag.name.text : null;
}

function typeName(parameter: ts.ParameterDeclaration): string | null {
  const type = parameter.type ?? ts.getJSDocType(parameter);
  if (type === undefined || !ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName) || type.typeArguments !== undefined) return null;
  const { text } = type.typeName;
  const name = text.slice(0, 1).toLowerCase() + text.slice(1);
  return name === text || ts.identifierToKeywordKind(ts.factory.createIdentifier(name)) !== undefined ? null : name;
}
