/** Whether a function is one of numbers: every parameter and the result made of numbers, by the compiler's word. */
import ts from 'typescript';
import type { MarkedFunction } from '../../../core/frontend';
import type { Project } from '../../../core/frontend/project';

/** Codes of errors that say of a parameter or a binding that it has no type. */
const untypedInside: ReadonlySet<number> = new Set([7006, 7019, 7031]);

export class NumberFunctions {
  private readonly errors = new Map<string, readonly ts.Diagnostic[]>();
  private readonly program: ts.Program;

  /** `project` is asked for nothing else meanwhile. */
  constructor(project: Project, anyFile: string) { this.program = project.program(anyFile); }

  /** `isGuessed`: its types were invented; then the body must be free of type errors under them. */
  has(fn: MarkedFunction, isGuessed: boolean): boolean {
    const file = this.program.getSourceFile(fn.file);
    const node = file === undefined ? null : functionAt(file, fn);
    if (file === undefined || node === null || node.parameters.length === 0) return false;
    const checker = this.program.getTypeChecker();
    const numbers = (type: ts.Type): boolean => isMadeOfNumbers(checker, type, node, 0);
    if (!node.parameters.every(parameter => numbers(checker.getNonNullableType(checker.getTypeAtLocation(parameter))))) return false;
    const signature = checker.getSignatureFromDeclaration(node);
    if (signature === undefined || !numbers(checker.getReturnTypeOfSignature(signature))) return false;
    return !isGuessed || !this.errorsOf(file).some(({ start = 0 }) => start >= node.pos && start < node.end);
  }

  /** Missing types of parameters of inner functions are no sign that the guess is wrong. */
  private errorsOf(file: ts.SourceFile): readonly ts.Diagnostic[] {
    const known = this.errors.get(file.fileName);
    if (known !== undefined) return known;
    const found = this.program.getSemanticDiagnostics(file).filter(({ category, code }) => category === ts.DiagnosticCategory.Error && (!untypedInside.has(code)));
    this.errors.set(file.fileName, found);
    return found;
  }
}

function functionAt(file: ts.SourceFile, fn: MarkedFunction): ts.FunctionLikeDeclaration | null {
  const find = (node: ts.Node): ts.FunctionLikeDeclaration | undefined => {
    if (node.end < fn.signatureEnd || node.pos > fn.nameSpan.start) return undefined;
    return ts.forEachChild(node, find)
      ?? ((ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node)) && isBodyAt(file, node.body, fn.signatureEnd) ? node : undefined);
  };
  return find(file) ?? null;
}

const isBodyAt = (file: ts.SourceFile, body: ts.ConciseBody | undefined, signatureEnd: number): boolean =>
  body !== undefined && body.getStart(file) + (ts.isBlock(body) ? 1 : 0) === signatureEnd;

const deepest = 4;

function isMadeOfNumbers(checker: ts.TypeChecker, type: ts.Type, at: ts.Node, depth: number): boolean {
  if (depth > deepest) return false;
  if ((type.flags & ts.TypeFlags.NumberLike) !== 0) return true;
  const inside = (inner: ts.Type): boolean => isMadeOfNumbers(checker, inner, at, depth + 1);
  if (type.isUnion()) return type.types.every(inside);
  if ((type.flags & ts.TypeFlags.Object) === 0) return false;
  if (checker.isArrayType(type) || checker.isTupleType(type)) {
    const elements = checker.getTypeArguments(type as ts.TypeReference);
    return elements.length > 0 && elements.every(inside);
  }
  if (/^(Float(32|64)|Int(8|16|32)|Uint(8|16|32|8Clamped))Array$/.test(type.getSymbol()?.name ?? '')) return true;
  const properties = checker.getPropertiesOfType(type);
  return properties.length > 0 && type.getCallSignatures().length === 0 && checker.getIndexInfosOfType(type).length === 0
    && properties.every(property => inside(checker.getTypeOfSymbolAtLocation(property, at)));
}
