/** What the requests of one connection share: documents, files, settings, the picked points, the analyses. */
import type { Connection, InitializeParams } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { MarkedFunction, Point } from '../core/frontend/api';
import type { Diagnostic } from '../core/messages';
import type { DerivativeKind } from '../core/generate/derive';
import { Analyses } from './analysis';
import { Checks, type Check } from './checks';
import type { CarriedDiagnostics } from './diagnostics-request';
import { Evaluations } from './evaluation';
import { activeText, writtenPoint } from './features/points';
import type { FileSystem, ReadingScope } from './file-system';
import { initializationParams } from './params';
import { pathOf } from './paths';
import { readFiles, type ActivePoint, type FunctionRef, type ReadFilesResult } from './protocol';
import { RemoteFiles } from './remote-files';
import { defaultSettings, type Settings } from './settings';
import { Sources } from './sources';

/** What differs between Node and a worker. */
export interface Host {
  files(remote: RemoteFiles, scope: () => ReadingScope): FileSystem;
  /** Called once with what the client sent, before anything is loaded. */
  initialize(options: unknown): void;
}

export interface OpenDocument {
  readonly document: TextDocument;
  readonly path: string;
}

export class Session {
  readonly documents = new TextDocuments(TextDocument);
  readonly files: FileSystem;
  readonly sources: Sources;
  readonly analyses: Analyses;
  readonly evaluations = new Evaluations();
  private readonly checks: Checks;
  /** Why the last derivative that was asked for could not be generated; a function object stands for one text, so an edit clears it. */
  readonly generationProblems = new WeakMap<MarkedFunction, readonly Diagnostic[]>();
  /** What was last found at the points of each function, by address and name. */
  readonly atPoints = new Map<string, ReadonlyMap<string, CarriedDiagnostics>>();
  /** The value lens of each function as it was last shown, by address and name. */
  readonly lastTitles = new Map<string, string>();
  /** Asks the client to ask for lenses and diagnostics again. */
  refresh: () => Promise<void> = () => Promise.resolve();
  settings: Settings = defaultSettings;
  activePoints: readonly ActivePoint[] = [];
  /** Address of the folder with the diagnostics' pages, if the client has them. */
  diagnosticPages: string | undefined;
  /** Restricted until the client says otherwise. */
  scope: ReadingScope = { trusted: false, folders: [] };

  constructor(connection: Connection, host: Host) {
    const remote = new RemoteFiles((params) => connection.sendRequest<ReadFilesResult>(readFiles, params));
    this.files = host.files(remote, () => this.scope);
    this.sources = new Sources(this.files);
    this.analyses = new Analyses(this.sources);
    this.checks = new Checks(
      (subject) => this.analyses.check(subject.fn.file, subject),
      (check, { fn }) => {
        if (check.kind === 'failed') this.generationProblems.set(fn, check.diagnostics);
        if (check.kind === 'failed' || (check.kind === 'passed' && check.isInFile)) void this.refresh();
      },
    );
    this.documents.onDidOpen(({ document }) => {
      this.sources.opened(document);
    });
    this.documents.onDidClose(({ document }) => {
      this.sources.closed(document);
      this.atPoints.delete(document.uri);
      for (const key of this.lastTitles.keys()) if (key.startsWith(`${document.uri}#`)) this.lastTitles.delete(key);
    });
  }

  initialize({ workspaceFolders, initializationOptions }: InitializeParams): void {
    const { trusted, diagnosticPages } = initializationParams(initializationOptions);
    this.diagnosticPages = diagnosticPages;
    this.scope = { trusted, folders: (workspaceFolders ?? []).map(({ uri }) => pathOf(uri)) };
  }

  /** Declaration files hold no bodies to differentiate. */
  open(uri: string): OpenDocument | undefined {
    const document = this.documents.get(uri);
    return document === undefined || uri.endsWith('.d.ts') ? undefined : { document, path: pathOf(uri, document.languageId) };
  }

  /** The marked function of this name in an open document, as its text is now. */
  async find({ uri, name }: FunctionRef): Promise<(OpenDocument & { readonly fn: MarkedFunction }) | undefined> {
    const open = this.open(uri);
    if (open === undefined) return undefined;
    const fn = (await this.analyses.of(open.path)).functions.find((candidate) => candidate.name === name);
    return fn === undefined ? undefined : { ...open, fn };
  }

  /** The point that lenses and hovers use: the one that was picked or entered, else the first written one. */
  async activePoint({ document, path }: OpenDocument, fn: MarkedFunction): Promise<Point | null> {
    const text = activeText(fn, document.uri, this.activePoints);
    return text === null ? null : this.point(path, fn, text);
  }

  async point(path: string, fn: MarkedFunction, text: string): Promise<Point | null> {
    return writtenPoint(fn, text) ?? this.analyses.point(path, fn, text);
  }

  /** What is known of the check of a function's derivative at these points; asking starts it. `kind`: the one that stands for the function. */
  checkOf(open: OpenDocument, fn: MarkedFunction, points: readonly Point[], kind: DerivativeKind = ownKind(fn)): Check {
    const reason = whyUnchecked(fn, points);
    return reason === null ? this.checks.of({ fn, kind, points, wanted: this.current(open) }) : { kind: 'impossible', reason };
  }

  /** The check at the written points, once it is done. */
  async checked(open: OpenDocument, fn: MarkedFunction): Promise<Check> {
    const reason = whyUnchecked(fn, fn.points);
    return reason === null ? this.checks.ended({ fn, kind: ownKind(fn), points: fn.points, wanted: this.current(open) }) : { kind: 'impossible', reason };
  }

  /** True as long as the document is open in the version it has now. */
  current({ document }: OpenDocument): () => boolean {
    const { uri, version } = document;
    return () => this.documents.get(uri)?.version === version;
  }
}

const ownKind = (fn: MarkedFunction): DerivativeKind => (fn.resultType?.kind === 'num' ? 'gradient' : 'jvp');

const whyUnchecked = (fn: MarkedFunction, points: readonly Point[]): string | null => (fn.lowered === null ? 'it has problems' : points.length === 0 ? 'no @at' : null);
