/** Programs over a `SourceHost`: one for each nearest tsconfig.json or jsconfig.json, one for files outside any. */
import ts from 'typescript';
import { unlessTooDeep } from '../messages/stack';
import { withAnnotations } from './annotations';
import type { SourceHost } from './api';
import { nestsTooDeeply } from './nesting';
import { PackageKnowledge, type PackageNeeds } from './packageKnowledge';

/** Library declarations live in a folder of their own that no workspace has. */
const libraryFolder = '/@nabla/lib/';

export interface Project {
  readonly host: SourceHost;
  /** Path of the configuration, or null. */
  readonly configPath: string | null;
  /** The program that holds `path` in its current text. */
  program(path: string): ts.Program;
  /** Whether a file nests so deeply that the program holds it without its text. */
  isUnread(path: string): boolean;
  /** Takes what functions were found to need of packages, so that the next program has it; false where nothing of it is new. */
  learn(needs: PackageNeeds, mayReplace: (place: string) => boolean): boolean;
  /** Asks as if `path` had another text: that is how generated code is read again before anyone gets it. */
  withText<T>(path: string, text: string, ask: () => T): T;
  /** Gives its files back to the registry it shares; it cannot be asked any more. */
  dispose(): void;
}

export interface Workspace {
  /** The project of the nearest configuration above `path`. */
  projectFor(path: string): Project;
  /** A project of its own with the same configuration, for suppositions: asking it leaves the programs of `projectFor` as they are. */
  draftFor(path: string): Project;
}

export const isLibraryFile = (path: string): boolean => path.startsWith(libraryFolder);

const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0));

/** Projects are kept as long as the text of their configuration stays the same. */
export function createWorkspace(host: SourceHost): Workspace {
  // Parsed library declarations are shared; a file that is supposed to have another text is merely parsed again.
  const registry = ts.createDocumentRegistry(host.caseSensitive);
  const keep = (): ((path: string) => Project) => {
    const projects = new Map<string, { project: Project; version: string }>();
    return path => {
      const configPath = nearestConfig(host, path);
      const version = configPath === null ? '' : host.version(configPath);
      const known = projects.get(configPath ?? '');
      if (known !== undefined && known.version === version) return known.project;
      known?.project.dispose();
      const project = createProject(host, configPath, registry);
      projects.set(configPath ?? '', { project, version });
      return project;
    };
  };
  return { projectFor: keep(), draftFor: keep() };
}

function nearestConfig(host: SourceHost, path: string): string | null {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    for (const name of ['tsconfig.json', 'jsconfig.json']) {
      const candidate = `${folder}/${name}`;
      if (host.fileExists(candidate)) return candidate;
    }
    if (folder === '') return null;
  }
}

/** Options of the configuration; which files it includes does not matter, a project holds what was asked for and its imports. */
function optionsOf(host: SourceHost, configPath: string | null): ts.CompilerOptions {
  const always: ts.CompilerOptions = {
    noEmit: true, skipLibCheck: true, allowJs: true, checkJs: true, composite: false, incremental: false, declaration: false,
    plugins: [], maxNodeModuleJsDepth: 5,
  };
  if (configPath === null) {
    return {
      ...always, strict: true, target: ts.ScriptTarget.ESNext, lib: ['lib.esnext.d.ts'], module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler, allowImportingTsExtensions: true, resolveJsonModule: true, types: [],
    };
  }
  const { config } = ts.readConfigFile(configPath, path => host.readFile(path)) as { config?: unknown };
  const parsed = ts.parseJsonConfigFileContent(config ?? {}, {
    useCaseSensitiveFileNames: host.caseSensitive,
    readDirectory: () => [],
    fileExists: path => host.fileExists(path),
    readFile: path => host.readFile(path),
  }, folderOf(configPath), undefined, configPath);
  return { ...parsed.options, ...always };
}

/** `known`: files of the program from the start, so that asking for one after the other makes one program for all. */
export function createProject(
  files: SourceHost, configPath: string | null, registry = ts.createDocumentRegistry(files.caseSensitive), known: readonly string[] = [],
): Project {
  let supposed: { readonly path: string; readonly text: string; readonly version: string } | null = null;
  let suppositions = 0;
  const host: SourceHost = {
    readFile: path => (path === supposed?.path ? supposed.text : files.readFile(path)),
    fileExists: path => path === supposed?.path || files.fileExists(path),
    ...(files.directoryExists === undefined ? {} : { directoryExists: (path: string) => files.directoryExists?.(path) ?? true }),
    version: path => (path === supposed?.path ? supposed.version : files.version(path)),
    libraryFile: name => files.libraryFile(name),
    caseSensitive: files.caseSensitive,
  };
  const options = optionsOf(host, configPath);
  let generation = 0;
  const roots = new Set(known);
  const readFile = (path: string): string | undefined =>
    isLibraryFile(path) ? host.libraryFile(path.slice(libraryFolder.length)) : host.readFile(path);
  /** Versions of files that nest too deeply to be read. */
  const unread = new Map<string, string>();
  const isUnread = (path: string): boolean => unread.get(path) === host.version(path);
  const packages = new PackageKnowledge(host);
  /** The file that is being parsed: its text was asked for last. */
  let latest = '';
  const serviceHost: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...roots],
    // A file whose version is new has its imports resolved again; those of packages do not come and go while one edits.
    getScriptVersion: path => (isLibraryFile(path) ? '1' : `${host.version(path)} ${path.includes('/node_modules/') ? '' : String(generation)} ${isUnread(path) ? 'unread' : ''} ${packages.revision(path)}`),
    getScriptSnapshot: path => {
      latest = path;
      const text = isUnread(path) ? '' : readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(withAnnotations(text, packages.annotations(path)));
    },
    getCurrentDirectory: () => (configPath === null ? '/' : folderOf(configPath)),
    getDefaultLibFileName: () => libraryFolder + ts.getDefaultLibFileName(options),
    useCaseSensitiveFileNames: () => host.caseSensitive,
    fileExists: path => (isLibraryFile(path) ? host.libraryFile(path.slice(libraryFolder.length)) !== undefined : host.fileExists(path)),
    readFile,
    ...(host.directoryExists === undefined ? {} : { directoryExists: (path: string) => host.directoryExists?.(path) ?? true }),
  };
  const service = ts.createLanguageService(serviceHost, registry);
  const measured = new WeakSet<ts.SourceFile>();
  /** The program, or the file whose text exhausted the stack of its parser. */
  const parsed = (): ts.Program | string => unlessTooDeep(() => {
    const program = service.getProgram();
    if (program === undefined) throw new Error('the compiler makes no program');
    return program;
  }, () => {
    if (isUnread(latest)) throw new Error(`${latest} cannot be parsed`);
    return latest;
  });
  /** The files that nest too deeply for what follows parsing. */
  const deepFiles = (program: ts.Program): readonly string[] => {
    const fresh = program.getSourceFiles().filter(file => !file.isDeclarationFile && !measured.has(file));
    for (const file of fresh) measured.add(file);
    return fresh.filter(nestsTooDeeply).map(file => file.fileName);
  };
  return {
    host,
    configPath,
    program(path) {
      // A file that is gone must not keep the program from being made.
      for (const root of roots) if (root !== path && !host.fileExists(root)) roots.delete(root);
      roots.add(path);
      packages.subject(path);
      generation = files.generation?.() ?? 0;
      for (;;) {
        const program = parsed();
        const deep = typeof program === 'string' ? [program] : deepFiles(program);
        if (typeof program !== 'string' && deep.length === 0) return program;
        for (const file of deep) unread.set(file, host.version(file));
      }
    },
    isUnread,
    learn(needs, mayReplace) {
      const isNew = [...needs.files].filter(file => !roots.has(file)).map(file => roots.add(file)).length > 0;
      return packages.learn(needs.functions, mayReplace) || isNew;
    },
    withText(path, text, ask) {
      const before = supposed;
      supposed = { path, text, version: `${files.version(path)} supposed ${String(++suppositions)}` };
      try {
        return ask();
      } finally {
        supposed = before;
      }
    },
    dispose() { service.dispose(); },
  };
}
