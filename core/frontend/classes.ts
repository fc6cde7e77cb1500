/**
 * The classes of the source: what they extend, where their members are, and which classes an object of a type may be of. Objects of
 * classes that may stand for each other are told apart by a number they carry (see `Family`).
 */
import ts from 'typescript';
import type { StructType } from '../ir/type';
import { isWritten } from './writes';
import { isAccess, isFunctionNode, isMemberFunction, isStatic, stripped, type FunctionNode, type Oracle } from './oracle';

export type ClassNode = ts.ClassLikeDeclaration;

/** Classes whose objects may stand where one name is declared, and behave differently there. */
export interface Family {
  /** The field that says which of `classes` an object is of. */
  readonly tag: string;
  /** Those of which there can be objects, in the order of the source. */
  readonly classes: readonly ClassNode[];
}

export type MemberKind = 'method' | 'get' | 'set';

/** A name objects of classes may be declared by: a class, an interface or an object type with methods, a union of classes. */
interface Declared { readonly node: ClassNode | ts.InterfaceDeclaration | ts.TypeAliasDeclaration; readonly type: ts.Type }
interface Concrete { readonly node: ClassNode; readonly type: ts.Type; readonly names: ReadonlySet<string> }

/** The classes of files that lead to each other. */
interface World {
  readonly files: ReadonlySet<ts.SourceFile>;
  readonly families: ReadonlyMap<ts.Node, Family>;
  readonly objects: ReadonlyMap<ts.Node, readonly ClassNode[]>;
  readonly classes: readonly ClassNode[];
  /** Names of fields that are written somewhere. */
  readonly assigned: ReadonlySet<string>;
}

export class Classes {
  private readonly chains = new Map<ClassNode, readonly ClassNode[] | null>();
  private readonly worlds: World[] = [];

  /** `file`: that of the functions that are read. */
  constructor(private readonly oracle: Oracle, private readonly file: ts.SourceFile) {}

  /** A class and those it extends, the most basic first; null where one of them is no class of the source. */
  chain(node: ClassNode): readonly ClassNode[] | null {
    const known = this.chains.get(node);
    if (known !== undefined) return known;
    this.chains.set(node, null);
    const extended = baseExpression(node);
    const base = extended === null ? null : this.classOf(this.oracle.typeOf(extended));
    const before = extended === null ? [] : base === null ? null : this.chain(base);
    const found = before === null ? null : [...before, node];
    this.chains.set(node, found);
    return found;
  }

  /** The class whose objects, or whose constructor, a type describes. */
  classOf(type: ts.Type): ClassNode | null {
    const declaration = type.getSymbol()?.valueDeclaration;
    return declaration !== undefined && ts.isClassLike(declaration) && !declaration.getSourceFile().isDeclarationFile ? declaration : null;
  }

  base(node: ClassNode): ClassNode | null { return this.chain(node)?.at(-2) ?? null; }

  /** Whether some class extends this one. */
  isExtended(node: ClassNode): boolean { return this.extensions(node).length > 0; }

  /** Whether a class that extends this one has a static member of this name. */
  replacesStatic(node: ClassNode, name: string): boolean {
    return this.extensions(node).some(other => other.members.some(member => isStatic(member) && member.name !== undefined && ts.isIdentifier(member.name) && member.name.text === name));
  }

  private extensions(node: ClassNode): readonly ClassNode[] { return this.around(node).classes.filter(other => other !== node && this.chain(other)?.includes(node) === true); }

  /** The function that a field holds from the start and keeps: `f = (x: number) => …`. */
  heldFunction(member: ts.Node): FunctionNode | null {
    if (!ts.isPropertyDeclaration(member) || member.initializer === undefined || isStatic(member) || !ts.isIdentifier(member.name)) return null;
    const initializer = stripped(member.initializer);
    return isFunctionNode(initializer) && !this.around(member).assigned.has(member.name.text) ? initializer : null;
  }

  /** The method or accessor of this name that objects of a class have. */
  member(node: ClassNode, name: string, kind: MemberKind): FunctionNode | null {
    for (const owner of [...this.chain(node) ?? []].reverse()) {
      const own = owner.members.filter(member => member.name !== undefined && (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name)) && member.name.text === name && !isStatic(member));
      const found = own.find((member): member is ts.ClassElement & FunctionNode => isMemberFunction(member) && isOfKind(member, kind));
      if (found !== undefined) return found;
      const held = own.flatMap(member => this.heldFunction(member) ?? []);
      if (kind === 'method' && held[0] !== undefined) return held[0];
      // A field, or one half of a pair of accessors, hides what is inherited.
      if (own.some(member => !ts.isMethodDeclaration(member) || member.body !== undefined)) return null;
    }
    return null;
  }

  /** The family that objects of a declared type belong to. */
  family(type: ts.Type): Family | null {
    const declared = declarationOf(type);
    return declared === null ? null : this.around(declared).families.get(declared) ?? null;
  }

  /** The same for objects that come from outside: an object of a class is of that class or of one that extends it. */
  objectsFromOutside(type: ts.Type): readonly ClassNode[] {
    const own = this.classOf(type);
    return own === null ? this.objects(type) : this.objects(type).filter(node => this.chain(node)?.includes(own) === true);
  }

  /** The classes that objects of a declared type may be of; empty where that is no class and no type with methods. */
  objects(type: ts.Type): readonly ClassNode[] {
    if (type.isUnion()) return [...new Set(type.types.flatMap(member => this.objects(member)))];
    const declared = declarationOf(type);
    if (declared === null) return [];
    const { families, objects } = this.around(declared);
    const found = objects.get(declared);
    if (found === undefined) return ts.isClassLike(declared) ? [declared] : [];
    return families.has(declared) || !ts.isClassLike(declared) || isAbstract(declared) ? found : [declared];
  }

  /** The name of a field in the IR; that of a `#private` one is hidden, as two classes of a chain may have one of the same name. */
  fieldName(property: ts.Symbol): string {
    const declaration = property.valueDeclaration;
    if (declaration === undefined || !ts.isPropertyDeclaration(declaration) || !ts.isPrivateIdentifier(declaration.name)) return property.name;
    const { text } = declaration.name;
    const chain = ts.isClassLike(declaration.parent) ? this.chain(declaration.parent) ?? [] : [];
    const before = chain.slice(0, -1).filter(node => node.members.some(member => member.name !== undefined && ts.isPrivateIdentifier(member.name) && member.name.text === text)).length;
    return `$${text.slice(1)}${before === 0 ? '' : String(before + 1)}`;
  }

  /** What is known of the classes that may meet one: those of its file and of the files that this leads to; the file of the functions comes first. */
  private around(node: ts.Node): World {
    const file = node.getSourceFile();
    const known = this.worlds.find(({ files }) => files.has(file));
    if (known !== undefined) return known;
    const files = new Set(importedFiles(this.oracle, this.worlds.length === 0 ? this.file : file));
    const { declared, concrete, tested, assigned } = this.declarations(files);
    const world: World = { files, families: new Map(), objects: new Map(), classes: declared.map(each => each.node).filter(ts.isClassLike), assigned };
    this.worlds.push(world);
    // What follows asks which fields are assigned.
    this.worlds[this.worlds.indexOf(world)] = { ...world, ...this.related(declared, concrete, tested) };
    return this.around(node);
  }

  private related(declared: readonly Declared[], concrete: readonly Concrete[], tested: ReadonlySet<ts.Node>): Pick<World, 'families' | 'objects'> {
    const objects = new Map<ts.Node, readonly ClassNode[]>();
    const groups = new Groups();
    for (const each of declared) {
      const found = concrete.filter(other => other.node === each.node || this.standsFor(other, each, tested));
      objects.set(each.node, found.map(({ node }) => node));
      for (const { node } of found) groups.join(each.node, node);
    }
    const families = new Map<ts.Node, Family>();
    for (const group of groups.all()) {
      const members = declared.filter(({ node }) => group.has(node));
      const classes = concrete.filter(({ node }) => group.has(node)).map(({ node }) => node);
      if (classes.length < 2 || !classes.some(node => tested.has(node)) && !members.some(each => this.differ(each, objects.get(each.node) ?? []))) continue;
      const widest = members.reduce((best, each) => ((objects.get(each.node)?.length ?? 0) > (objects.get(best.node)?.length ?? 0) ? each : best));
      const name = ts.isClassLike(widest.node) ? className(widest.node) : widest.node.name.text;
      const family = { tag: `$${name}`, classes };
      for (const { node } of members) families.set(node, family);
    }
    return { families, objects };
  }

  private declarations(files: Iterable<ts.SourceFile>): { readonly declared: readonly Declared[]; readonly concrete: readonly Concrete[]; readonly tested: ReadonlySet<ts.Node>; readonly assigned: ReadonlySet<string> } {
    const declared: Declared[] = [];
    const concrete: Concrete[] = [];
    const tested = new Set<ts.Node>();
    const assigned = new Set<string>();
    const visit = (node: ts.Node): void => {
      if (ts.isClassLike(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
        const type = this.typeDeclared(node);
        if (type !== null) {
          declared.push({ node, type });
          if (ts.isClassLike(node) && !isAbstract(node)) concrete.push({ node, type, names: new Set(type.getProperties().map(({ name }) => name)) });
        }
      }
      if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) {
        const found = this.classOf(this.oracle.typeOf(node.right));
        if (found !== null) tested.add(found);
      }
      if (isAccess(node) && isWritten(node)) assigned.add(ts.isPropertyAccessExpression(node) ? node.name.text : stripped(node.argumentExpression).getText().replace(/^['"`]|['"`]$/g, ''));
      ts.forEachChild(node, visit);
    };
    for (const file of files) visit(file);
    return { declared, concrete, tested, assigned };
  }

  private typeDeclared(node: Declared['node']): ts.Type | null {
    if (ts.isClassLike(node)) return this.oracle.objectType(node);
    const symbol = this.oracle.symbolOf(node.name);
    if (symbol === undefined) return null;
    const type = this.oracle.checker.getDeclaredTypeOfSymbol(symbol);
    if (ts.isInterfaceDeclaration(node)) return type;
    if (type.isUnion() && type.types.every(member => this.classOf(member) !== null)) return type;
    return declarationOf(type) === node ? type : null;
  }

  private readonly behaviours = new Map<ts.Type, readonly string[]>();

  /** Names of what the objects of a type do. */
  private behaviour(type: ts.Type): readonly string[] {
    const known = this.behaviours.get(type) ?? this.readBehaviour(type);
    this.behaviours.set(type, known);
    return known;
  }

  private readBehaviour(type: ts.Type): readonly string[] {
    return type.getProperties().filter(property => {
      const declaration = property.valueDeclaration;
      if (declaration === undefined) return false;
      return (property.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)) !== 0 || this.heldFunction(declaration) !== null
        || ts.isPropertySignature(declaration) && this.oracle.checker.getTypeOfSymbol(property).getCallSignatures().length > 0;
    }).map(({ name }) => name);
  }

  /** Whether objects of a class may stand where the other name is declared. */
  private standsFor(object: Concrete, other: Declared, tested: ReadonlySet<ts.Node>): boolean {
    const { checker } = this.oracle;
    if (other.type.isUnion()) return other.type.types.some(member => this.classOf(member) === object.node);
    if (ts.isClassLike(other.node) && this.chain(object.node)?.includes(other.node) === true) return true;
    if (this.isImplementedBy(other.node, object.node)) return true;
    const members = this.behaviour(other.type);
    if (members.length === 0 && !tested.has(object.node)) return false;
    return members.every(name => object.names.has(name)) && checker.isTypeAssignableTo(object.type, other.type);
  }

  private isImplementedBy(declared: ts.Node, node: ClassNode): boolean {
    const named = (of: ts.Node): boolean => {
      if (of === declared) return true;
      if (!ts.isInterfaceDeclaration(of) && !ts.isClassLike(of)) return false;
      return (of.heritageClauses ?? []).filter(clause => ts.isInterfaceDeclaration(of) || clause.token === ts.SyntaxKind.ImplementsKeyword)
        .some(clause => clause.types.some(type => (this.oracle.symbolOf(type.expression)?.declarations ?? []).some(named)));
    };
    return ts.isInterfaceDeclaration(declared) && this.behaviour(this.oracle.typeOf(declared)).length > 0 && (this.chain(node) ?? [node]).some(named);
  }

  /** Whether objects of these classes do something else than the name they are declared by. */
  private differ({ node, type }: Declared, classes: readonly ClassNode[]): boolean {
    const names = type.isUnion() ? [...new Set(type.types.flatMap(member => this.behaviour(member)))] : this.behaviour(type);
    const [first] = type.isUnion() || !ts.isClassLike(node) || isAbstract(node) ? classes : [node];
    const does = (of: ClassNode, name: string): readonly (FunctionNode | null)[] => [this.member(of, name, 'method'), this.member(of, name, 'get'), this.member(of, name, 'set')];
    return first !== undefined && classes.some(other => names.some(name => does(other, name).some((member, i) => member !== does(first, name)[i])));
  }
}

/** Whether a field of the IR is none that the source can name from outside. */
export const isHidden = (field: string): boolean => field.startsWith('$');
export const hidesFields = (type: StructType): boolean => type.fields.some(({ name }) => isHidden(name));

/** Sets of nodes that have been joined. */
class Groups {
  private readonly of = new Map<ts.Node, Set<ts.Node>>();

  join(a: ts.Node, b: ts.Node): void {
    const [left, right] = [this.of.get(a) ?? new Set([a]), this.of.get(b) ?? new Set([b])];
    for (const node of right) left.add(node);
    for (const node of left) this.of.set(node, left);
  }

  all(): ReadonlySet<ReadonlySet<ts.Node>> { return new Set(this.of.values()); }
}

/** The name of a class, or of the constant that holds it. */
export function className(node: ClassNode): string {
  const { parent } = node;
  return node.name?.text ?? (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : 'default');
}

export const isAbstract = (node: ClassNode): boolean => (ts.getModifiers(node) ?? []).some(modifier => modifier.kind === ts.SyntaxKind.AbstractKeyword);

export const baseExpression = (node: ClassNode): ts.Expression | null =>
  node.heritageClauses?.find(clause => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression ?? null;

const isOfKind = (member: ts.Node, kind: MemberKind): boolean =>
  kind === 'method' ? ts.isMethodDeclaration(member) : kind === 'get' ? ts.isGetAccessor(member) : ts.isSetAccessor(member);

/** The class, interface or alias of an object type that a type is declared by. */
function declarationOf(type: ts.Type): Declared['node'] | null {
  const alias = type.aliasSymbol?.declarations?.find(ts.isTypeAliasDeclaration);
  if (alias !== undefined && type.isUnion()) return alias;
  for (const declaration of type.getSymbol()?.declarations ?? []) {
    if (ts.isClassLike(declaration) || ts.isInterfaceDeclaration(declaration)) return declaration;
    if (ts.isTypeLiteralNode(declaration) && ts.isTypeAliasDeclaration(declaration.parent)) return declaration.parent;
  }
  return null;
}

/** The files that a file leads to through its imports, itself first. */
function importedFiles(oracle: Oracle, file: ts.SourceFile): readonly ts.SourceFile[] {
  const found = new Set<ts.SourceFile>([file]);
  for (const each of found) {
    for (const statement of each.statements) {
      const specifier = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) ? statement.moduleSpecifier : undefined;
      const module = specifier === undefined ? undefined : oracle.symbolOf(specifier)?.valueDeclaration;
      if (module !== undefined && ts.isSourceFile(module) && !module.isDeclarationFile) found.add(module);
    }
  }
  return [...found];
}
