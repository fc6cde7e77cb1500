/**
 * The JavaScript behind the declarations (`.d.ts`) of packages. A declared function or constant is what the module that the declaration
 * describes exports by the same name: the script beside the declaration, or the one that the import would run. Scripts are not in
 * the program until something of them is used; what is missing is asked for, and the program is made again with it (see `Project.learn`).
 */
import ts from 'typescript';
import type { SourceHost } from './api';
import { together, type FunctionTypes } from './annotations';
import type { PackageNeeds } from './packageKnowledge';
import { isLibraryFile } from './project';

/** A module as it is declared, and its script. */
interface Pair { readonly declared: ts.Symbol; readonly script: string }

const declarationEnding = /\.d\.([cm]?)ts$/;

/** `@types/a__b` declares `@a/b`. */
function packageOf(path: string): string | null {
  const found = /^.*\/node_modules\/(@[^/]+\/[^/]+|[^/]+)\//.exec(path)?.[1];
  if (found === undefined) return null;
  return found.startsWith('@types/') ? found.slice('@types/'.length).replace(/^(.+)__(.+)$/, '@$1/$2') : found;
}

export class Implementations {
  readonly needs: PackageNeeds = { files: new Set(), functions: new Map() };
  private readonly known = new Map<ts.Symbol, ts.Symbol>();
  private pairsOfPackages: ReadonlyMap<string, readonly Pair[]> | null = null;

  constructor(private readonly program: ts.Program, private readonly checker: ts.TypeChecker, private readonly host: SourceHost) {}

  /** What runs where `symbol` is declared; `symbol` itself where that is not known. */
  of(symbol: ts.Symbol): ts.Symbol {
    const file = declaringFile(symbol);
    if (file === null) return symbol;
    const known = this.known.get(symbol);
    if (known !== undefined) return known;
    // While it is looked for: a script that exports what its own declaration declares.
    this.known.set(symbol, symbol);
    const found = this.find(symbol, file) ?? symbol;
    this.known.set(symbol, found);
    return found;
  }

  private find(symbol: ts.Symbol, file: ts.SourceFile): ts.Symbol | null {
    for (const { declared, script } of [...this.besides(file), ...this.entriesOf(file.fileName)]) {
      const paths = this.exportPaths(declared, symbol);
      if (paths.length === 0) continue;
      const source = this.program.getSourceFile(script);
      if (source === undefined) {
        this.needs.files.add(script);
        continue;
      }
      const found = paths.map(path => this.exported(source, path)).find(each => each !== null);
      if (found !== undefined && found !== null) return found;
    }
    return null;
  }

  /** The scripts beside a declaration. */
  private besides(file: ts.SourceFile): readonly Pair[] {
    const declared = this.checker.getSymbolAtLocation(file);
    if (declared === undefined) return [];
    const stem = file.fileName.replace(declarationEnding, '');
    const endings = file.fileName.endsWith('.d.ts') ? ['.js', '.mjs', '.cjs'] : [file.fileName.endsWith('.d.mts') ? '.mjs' : '.cjs'];
    return endings.map(ending => stem + ending).filter(script => this.host.fileExists(script)).map(script => ({ declared, script }));
  }

  /** What the imports of a package lead to: its declarations and the script that runs. */
  private entriesOf(path: string): readonly Pair[] {
    const name = packageOf(path);
    return name === null ? [] : this.importedPackages().get(name) ?? [];
  }

  private importedPackages(): ReadonlyMap<string, readonly Pair[]> {
    if (this.pairsOfPackages !== null) return this.pairsOfPackages;
    const pairs = new Map<string, Pair[]>();
    const seen = new Set<ts.Symbol>();
    for (const source of this.program.getSourceFiles()) {
      if (source.isDeclarationFile) continue;
      for (const specifier of specifiersIn(source)) {
        const declared = specifier.text.startsWith('.') ? undefined : this.checker.getSymbolAtLocation(specifier);
        const file = declared?.declarations?.[0]?.getSourceFile();
        const name = file?.isDeclarationFile === true ? packageOf(file.fileName) : null;
        if (declared === undefined || name === null || seen.has(declared)) continue;
        seen.add(declared);
        pairs.set(name, [...pairs.get(name) ?? [], ...this.scriptsOf(specifier, source).map(script => ({ declared, script }))]);
      }
    }
    this.pairsOfPackages = pairs;
    return pairs;
  }

  /** The script that an import runs; where that is written for script tags, the package names one with exports besides. */
  private scriptsOf(specifier: ts.StringLiteral, source: ts.SourceFile): readonly string[] {
    const options: ts.CompilerOptions = { ...this.program.getCompilerOptions(), noDtsResolution: true };
    const mode = this.program.getModeForUsageLocation(source, specifier);
    const resolved = ts.resolveModuleName(specifier.text, source.fileName, options, this.host, undefined, undefined, mode).resolvedModule?.resolvedFileName;
    const folder = resolved === undefined ? undefined : /^.*\/node_modules\/(@[^/]+\/[^/]+|[^/]+)(?=\/)/.exec(resolved)?.[0];
    const manifest = folder === undefined || specifier.text.replace(/^@[^/]+\//, '').includes('/') ? undefined : this.host.readFile(`${folder}/package.json`);
    const entry = manifest === undefined ? undefined : moduleField(manifest);
    const scripts = [resolved, entry === undefined || folder === undefined ? undefined : `${folder}/${entry.replace(/^\.\//, '')}`];
    return [...new Set(scripts)].filter(script => script !== undefined).filter(script => /\.[cm]?jsx?$/.test(script) && this.host.fileExists(script));
  }

  /** The names by which a module exports a symbol, itself or in a namespace: a path for each. */
  private exportPaths(module: ts.Symbol, symbol: ts.Symbol): readonly (readonly string[])[] {
    const whole = module.exports?.get(ts.InternalSymbolName.ExportEquals);
    if (whole !== undefined && this.resolved(whole) === symbol) return [[ts.InternalSymbolName.ExportEquals]];
    return this.checker.getExportsOfModule(module).flatMap(each => {
      const target = this.resolved(each);
      if (target === symbol) return [[each.name]];
      const inner = isNamespace(target) && target !== module ? this.checker.getExportsOfModule(target).find(entry => this.resolved(entry) === symbol) : undefined;
      return inner === undefined ? [] : [[each.name, inner.name]];
    });
  }

  /** What a script exports by a path of names, where that is no declaration in its turn. */
  private exported(source: ts.SourceFile, path: readonly string[]): ts.Symbol | null {
    let at = this.checker.getSymbolAtLocation(source) ?? commonJsModule(source);
    for (const name of path) at = at === undefined ? undefined : this.member(at, name, source);
    const found = at === undefined ? undefined : this.of(this.named(at));
    return found === undefined || declaringFile(found) !== null ? null : found;
  }

  /** An export of a module, or a property of what it exports as a whole. */
  private member(symbol: ts.Symbol, name: string, at: ts.Node): ts.Symbol | undefined {
    const owner = this.resolved(symbol);
    const whole = owner.exports?.get(ts.InternalSymbolName.ExportEquals);
    if (name === 'export=') return whole;
    if (whole === undefined && isNamespace(owner)) return this.checker.getExportsOfModule(owner).find(each => each.name === name);
    return this.checker.getPropertyOfType(this.checker.getTypeOfSymbolAtLocation(this.resolved(whole ?? owner), at), name);
  }

  private resolved(symbol: ts.Symbol): ts.Symbol { return (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? this.checker.getAliasedSymbol(symbol) : symbol; }

  /** Through `module.exports = { f, g: h }` and `exports.f = f` to what is named there. */
  private named(symbol: ts.Symbol): ts.Symbol {
    const target = this.resolved(symbol);
    const declaration = target.valueDeclaration;
    if (declaration === undefined) return target;
    if (ts.isShorthandPropertyAssignment(declaration)) return this.resolved(this.checker.getShorthandAssignmentValueSymbol(declaration) ?? target);
    const content = assignedContent(declaration);
    return content !== undefined && ts.isIdentifier(content) ? this.resolved(this.checker.getSymbolAtLocation(content) ?? target) : target;
  }

  /** Keeps types for a function, with what is known of it from other calls. */
  say(file: string, offset: number, types: FunctionTypes): void {
    const functions = this.needs.functions.get(file) ?? new Map<number, FunctionTypes>();
    const known = functions.get(offset);
    functions.set(offset, known === undefined ? types : together(known, types));
    this.needs.functions.set(file, functions);
  }
}

const isNamespace = (symbol: ts.Symbol): boolean => (symbol.flags & (ts.SymbolFlags.ValueModule | ts.SymbolFlags.NamespaceModule)) !== 0;

/** The checker gives out the symbols of ES modules only. */
const commonJsModule = (source: ts.SourceFile & { readonly symbol?: ts.Symbol }): ts.Symbol | undefined => source.symbol;

/** The declaration file of a function or variable of a package, or of one that has its script beside it. */
function declaringFile(symbol: ts.Symbol): ts.SourceFile | null {
  if ((symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable)) === 0 || (symbol.flags & ts.SymbolFlags.Class) !== 0) return null;
  const file = symbol.valueDeclaration?.getSourceFile();
  return file?.isDeclarationFile === true && !isLibraryFile(file.fileName) ? file : null;
}

/** What `exports.f = …`, `module.exports = …` and `f: …` give a name. */
export function assignedContent(declaration: ts.Node): ts.Expression | undefined {
  if (ts.isPropertyAssignment(declaration)) return declaration.initializer;
  const assignment = ts.isBinaryExpression(declaration) ? declaration : declaration.parent;
  return ts.isBinaryExpression(assignment) && assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken && (assignment === declaration || assignment.left === declaration) ? assignment.right : undefined;
}

/** The texts of imports, re-exports and `require`s at the top level of a file. */
function specifiersIn(source: ts.SourceFile): readonly ts.StringLiteral[] {
  return source.statements.flatMap(statement => {
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return statement.moduleSpecifier !== undefined && ts.isStringLiteral(statement.moduleSpecifier) ? [statement.moduleSpecifier] : [];
    if (ts.isImportEqualsDeclaration(statement)) return ts.isExternalModuleReference(statement.moduleReference) && ts.isStringLiteral(statement.moduleReference.expression) ? [statement.moduleReference.expression] : [];
    return ts.isVariableStatement(statement) ? statement.declarationList.declarations.flatMap(({ initializer }) => requiredBy(initializer)) : [];
  });
}

function requiredBy(initializer: ts.Expression | undefined): readonly ts.StringLiteral[] {
  const call = initializer !== undefined && ts.isPropertyAccessExpression(initializer) ? initializer.expression : initializer;
  if (call === undefined || !ts.isCallExpression(call) || !ts.isIdentifier(call.expression) || call.expression.text !== 'require') return [];
  const [name] = call.arguments;
  return name !== undefined && ts.isStringLiteral(name) ? [name] : [];
}

/** The file that bundlers take. */
function moduleField(manifest: string): string | undefined {
  const { config } = ts.parseConfigFileTextToJson('package.json', manifest) as { config?: unknown };
  return typeof config === 'object' && config !== null && 'module' in config && typeof config.module === 'string' ? config.module : undefined;
}
