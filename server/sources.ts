/** The texts an analysis reads: what is open in the editor, saved or not, before what lies on disk. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { SourceHost } from '../core/frontend/api';
import type { FileSystem } from './file-system';
import { pathOf } from './paths';

export class Sources implements SourceHost {
  private readonly open = new Map<string, TextDocument>();
  /** Documents opened and closed so far: a file that exists only in the editor comes and goes with them. */
  private openings = 0;

  constructor(private readonly files: FileSystem) {}

  get caseSensitive(): boolean {
    return this.files.caseSensitive;
  }

  opened(document: TextDocument): void {
    this.open.set(pathOf(document.uri, document.languageId), document);
    this.openings++;
  }

  closed(document: TextDocument): void {
    this.open.delete(pathOf(document.uri, document.languageId));
    this.openings++;
  }

  documentAt(path: string): TextDocument | undefined {
    return this.open.get(path);
  }

  readFile(path: string): string | undefined {
    return this.open.get(path)?.getText() ?? this.files.read(path);
  }

  fileExists(path: string): boolean {
    return this.open.has(path) || this.files.fileExists(path);
  }

  directoryExists(path: string): boolean {
    return this.files.directoryExists(path) || [...this.open.keys()].some((file) => file.startsWith(`${path}/`));
  }

  /** Versions of the editor and of the disk are told apart, so that closing an unsaved document is a change. */
  version(path: string): string {
    const document = this.open.get(path);
    return document === undefined ? this.files.version(path) : `open-${String(document.version)}`;
  }

  generation(): number {
    return this.openings + this.files.generation();
  }

  libraryFile(name: string): string | undefined {
    return this.files.libraryFile(name);
  }

  settled(): Promise<boolean> {
    return this.files.settled();
  }
}
