/** Where functions held by objects and lists are replaced: what is known of such an object from its literal does not hold then. */
import ts from 'typescript';
import { mutatingMethods } from './constants';
import { isAccess, stripped, type Oracle } from './oracle';
import { isWritten } from './writes';

interface Writes {
  /** Names of members that are assigned in objects that hold functions. */
  readonly members: ReadonlySet<string>;
  /** Variables whose lists of functions are written, and parameters that are given such lists. */
  readonly lists: ReadonlySet<ts.Symbol>;
}

export class FunctionWrites {
  private readonly known = new Map<ts.SourceFile, Writes>();

  constructor(private readonly oracle: Oracle) {}

  /** Whether a field of this name is assigned somewhere in a file, in an object that holds functions. */
  assignsMember(file: ts.SourceFile, name: string): boolean { return this.of(file).members.has(name); }

  /** Whether the list of functions in a variable is written. */
  writesList(file: ts.SourceFile, symbol: ts.Symbol): boolean { return this.of(file).lists.has(symbol); }
  writesSomeList(file: ts.SourceFile): boolean { return this.of(file).lists.size > 0; }

  private of(file: ts.SourceFile): Writes {
    const found = this.known.get(file);
    if (found !== undefined) return found;
    const members = new Set<string>();
    const lists = new Set<ts.Symbol>();
    const visit = (node: ts.Node): void => {
      if (isAccess(node) && isWritten(node) && holdsFunctions(this.oracle, this.oracle.typeOf(node.expression))) {
        if (ts.isPropertyAccessExpression(node)) members.add(node.name.text);
        else if (ts.isStringLiteralLike(node.argumentExpression)) members.add(node.argumentExpression.text);
        else this.addRoot(node.expression, lists);
      }
      const callee = ts.isCallExpression(node) ? node.expression : null;
      if (callee !== null && ts.isPropertyAccessExpression(callee) && mutatingMethods.has(callee.name.text) && holdsFunctions(this.oracle, this.oracle.typeOf(callee.expression))) {
        this.addRoot(callee.expression, lists);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    const made = { members, lists };
    this.known.set(file, made);
    return made;
  }

  private addRoot(node: ts.Expression, into: Set<ts.Symbol>): void {
    let root = stripped(node);
    while (isAccess(root)) root = stripped(root.expression);
    const symbol = ts.isIdentifier(root) ? this.oracle.symbolOf(root) : undefined;
    if (symbol !== undefined) into.add(symbol);
  }
}

/** Types nest; deeper than this no function is looked for. */
const deepest = 3;

/** Whether values of a type are functions, or plain objects and lists that hold some. Instances of classes are not among them. */
export function holdsFunctions(oracle: Oracle, type: ts.Type, depth = 0): boolean {
  const { checker } = oracle;
  const present = checker.getNonNullableType(type);
  if (present.getCallSignatures().length > 0) return true;
  if (depth === deepest || !(present.flags & (ts.TypeFlags.Object | ts.TypeFlags.Union | ts.TypeFlags.Intersection))) return false;
  if (present.isUnion()) return present.types.some(member => holdsFunctions(oracle, member, depth));
  if (checker.isArrayType(present) || checker.isTupleType(present)) {
    return checker.getTypeArguments(present as ts.TypeReference).some(element => holdsFunctions(oracle, element, depth + 1));
  }
  const declarations = present.getSymbol()?.declarations ?? [];
  if (declarations.some(declaration => ts.isClassLike(declaration) || declaration.getSourceFile().isDeclarationFile && ts.isInterfaceDeclaration(declaration))) return false;
  return checker.getPropertiesOfType(present).some(property =>
    (property.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)) !== 0 || holdsFunctions(oracle, checker.getTypeOfSymbol(property), depth + 1));
}
