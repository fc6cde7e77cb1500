/** What the type parameters of a generic callee stand for at a call. */
import ts from 'typescript';
import type { Type } from '../../ir/type';
import type { FunctionNode } from '../oracle';
import type { TypeArguments } from '../types';
import type { FunctionScope } from './scope';

/** Types nest; beyond this depth nothing is inferred. */
const deepest = 6;

export function inferTypeArguments(fn: FunctionScope, call: ts.CallExpression | ts.NewExpression, callee: FunctionNode, known: TypeArguments): TypeArguments {
  if (callee.typeParameters === undefined || callee.typeParameters.length === 0) return known;
  const { oracle, localTypes: types } = fn.lexicon;
  const { checker } = oracle;
  const declared = checker.getSignatureFromDeclaration(callee);
  const resolved = checker.getResolvedSignature(call);
  if (declared === undefined || resolved === undefined) return known;
  const found = new Map<ts.Type, ts.Type>();
  const match = (wanted: ts.Type, actual: ts.Type, depth: number): void => {
    if (depth > deepest || wanted === actual) return;
    if (wanted.flags & ts.TypeFlags.TypeParameter) {
      if (!found.has(wanted)) found.set(wanted, actual);
      return;
    }
    const isList = (type: ts.Type): boolean => checker.isArrayType(type) || checker.isTupleType(type);
    if (isList(wanted) && isList(actual)) {
      const inner = checker.getTypeArguments(actual as ts.TypeReference);
      checker.getTypeArguments(wanted as ts.TypeReference).forEach((member, i) => { if (inner[i] !== undefined) match(member, inner[i], depth + 1); });
      return;
    }
    const [wantedCall] = wanted.getCallSignatures();
    const [actualCall] = actual.getCallSignatures();
    if (wantedCall !== undefined && actualCall !== undefined) matchSignatures(wantedCall, actualCall, depth + 1);
    if (!(wanted.flags & ts.TypeFlags.Object)) return;
    for (const property of wanted.getProperties()) {
      const other = actual.getProperty(property.name);
      if (other !== undefined) match(oracle.typeOfSymbol(property, call), oracle.typeOfSymbol(other, call), depth + 1);
    }
  };
  const matchSignatures = (wanted: ts.Signature, actual: ts.Signature, depth: number): void => {
    wanted.parameters.forEach((parameter, i) => {
      const other = actual.parameters[i];
      if (other !== undefined) match(oracle.typeOfSymbol(parameter, call), oracle.typeOfSymbol(other, call), depth);
    });
    match(wanted.getReturnType(), actual.getReturnType(), depth);
  };
  matchSignatures(declared, resolved, 0);
  const result = new Map<ts.Type, Type>(known);
  for (const [parameter, actual] of found) {
    const type = types.read(actual, call, fn.typeArguments);
    if (type.kind !== 'problem') result.set(parameter, type);
  }
  return result;
}
