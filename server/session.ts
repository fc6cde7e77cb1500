/** What the requests of one connection share: documents, files, settings, the picked points, the analyses. */
import type { Connection, InitializeParams } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { MarkedFunction, Point } from '../core/frontend/api';
import type { Diagnostic } from '../core/messages';
import { Analyses } from './analysis';
import { Evaluations } from './evaluation';
import { activeText, writtenPoint } from './features/points';
import type { FileSystem, ReadingScope } from './file-system';
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
  /** Why the last derivative that was asked for could not be generated; a function object stands for one text, so an edit clears it. */
  readonly generationProblems = new WeakMap<MarkedFunction, readonly Diagnostic[]>();
  /** The value lens of each function as it was last shown, by address and name. */
  readonly lastTitles = new Map<string, string>();
  /** Asks the client to ask for lenses and diagnostics again. */
  refresh: () => Promise<void> = () => Promise.resolve();
  settings: Settings = defaultSettings;
  activePoints: readonly ActivePoint[] = [];
  /** Restricted until the client says otherwise. */
  scope: ReadingScope = { trusted: false, folders: [] };

  constructor(connection: Connection, host: Host) {
    const remote = new RemoteFiles((params) => connection.sendRequest<ReadFilesResult>(readFiles, params));
    this.files = host.files(remote, () => this.scope);
    this.sources = new Sources(this.files);
    this.analyses = new Analyses(this.sources);
    this.documents.onDidOpen(({ document }) => {
      this.sources.opened(document);
    });
    this.documents.onDidClose(({ document }) => {
      this.sources.closed(document);
    });
  }

  initialize({ workspaceFolders, initializationOptions }: InitializeParams): void {
    const options: unknown = initializationOptions;
    const trusted = typeof options === 'object' && options !== null && 'trusted' in options && options.trusted === true;
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

  /** True as long as the document is open in the version it has now. */
  current({ document }: OpenDocument): () => boolean {
    const { uri, version } = document;
    return () => this.documents.get(uri)?.version === version;
  }
}
