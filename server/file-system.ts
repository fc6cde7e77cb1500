/**
 * The files beside the open documents, as the analysis reads them: synchronously, by path. Where files come through the
 * client (a virtual workspace, the web) the first answer may be "not there yet"; `settled` says when to ask again.
 */
export interface FileSystem {
  read(path: string): string | undefined;
  fileExists(path: string): boolean;
  directoryExists(path: string): boolean;
  /** Changes whenever the text may have changed. */
  version(path: string): string;
  /** The text of one of TypeScript's library declarations by its base name. */
  libraryFile(name: string): string | undefined;
  readonly caseSensitive: boolean;
  /** Waits for what was asked for and had not arrived; true when something arrived, so that an analysis has to be repeated. */
  settled(): Promise<boolean>;
  /** Grows whenever files may have appeared or vanished. */
  generation(): number;
  /** Forgets what is known of files that changed outside the editor. */
  changed(paths: readonly string[]): void;
}

/** Where files may be read: everywhere in a trusted workspace, only in the workspace's folders in Restricted Mode. */
export interface ReadingScope {
  readonly trusted: boolean;
  /** Paths of the workspace's folders. */
  readonly folders: readonly string[];
}

export function mayRead(scope: ReadingScope, path: string): boolean {
  return scope.trusted || scope.folders.some((folder) => path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`));
}
