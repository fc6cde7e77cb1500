/** Types for the parameters of a function of a package that is JavaScript without types: as it is declared, else as it is called. */
import ts from 'typescript';
import { isAnnotated, type FunctionTypes } from '../annotations';
import { isOptional, spanOf, type FunctionNode } from '../oracle';
import type { FunctionScope } from './scope';

/** Keeps what a call says of the types of its callee; the next program has them. */
export function noteTypes(fn: FunctionScope, call: ts.CallExpression | ts.NewExpression, callee: FunctionNode): void {
  const file = callee.getSourceFile().fileName;
  if (!isAnnotated(file) || ts.isConstructorDeclaration(callee)) return;
  const { checker, packages } = fn.lexicon.oracle;
  const signature = checker.getResolvedSignature(call);
  if (signature === undefined) return;
  const declaration = signature.getDeclaration() as ts.SignatureDeclaration | undefined;
  const isDeclared = declaration !== undefined && declaration.getSourceFile().isDeclarationFile;
  const given = call.arguments ?? [];
  if (!isDeclared && callee.parameters.every(parameter => !isAny(checker.getTypeAtLocation(parameter))) && given.length >= callee.parameters.length) return;
  const declarations = isDeclared ? signature.parameters : [];
  const params = callee.parameters.map((parameter, i) => {
    const declared = declarations[i];
    const ofDeclared = declared === undefined ? [] : [checker.getTypeOfSymbolAtLocation(declared, call)];
    const argument = given[i];
    const ofArgument = argument === undefined || ts.isSpreadElement(argument) ? [] : [checker.getBaseTypeOfLiteralType(checker.getTypeAtLocation(argument))];
    const name = parameter.name.getText();
    if (parameter.dotDotDotToken !== undefined) {
      const element = first(fn, [...ofDeclared.flatMap(type => checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? []), ...ofArgument], call);
      return { name, type: element === null ? null : `...${element}`, optional: false };
    }
    const isLeftOut = argument === undefined || declared?.valueDeclaration !== undefined && ts.isParameter(declared.valueDeclaration) && isOptional(declared.valueDeclaration);
    return { name, type: first(fn, [...ofDeclared, ...ofArgument].map(type => checker.getNonNullableType(type)), call), optional: isLeftOut && parameter.initializer === undefined };
  });
  const result = isDeclared ? first(fn, [signature.getReturnType()], call) : null;
  const types: FunctionTypes = { params, result };
  if (params.some(({ type, optional }) => type !== null || optional)) packages.say(file, spanOf(callee).start, types);
}

const isAny = (type: ts.Type): boolean => (type.flags & ts.TypeFlags.Any) !== 0;

/** The text of the first type that the language has. */
function first(fn: FunctionScope, types: readonly ts.Type[], at: ts.Node): string | null {
  const { oracle, localTypes } = fn.lexicon;
  for (const type of types) {
    const isFunction = type.getCallSignatures().length > 0;
    const read = localTypes.read(type, at, fn.typeArguments);
    if (isFunction || read.kind !== 'problem') return oracle.checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseFullyQualifiedType);
  }
  return null;
}

