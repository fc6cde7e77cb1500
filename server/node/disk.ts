/** Files for the server in Node: those on disk directly, within the reading scope; those of virtual workspaces through the client. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { mayRead, type FileSystem, type ReadingScope } from '../file-system';
import { isOnDisk } from '../paths';
import type { RemoteFiles } from '../remote-files';

/** The build leaves TypeScript's library declarations beside the bundled server. */
const libraries = path.join(__dirname, 'typescript-libs.json');

export class DiskFiles implements FileSystem {
  readonly caseSensitive = !existsSync(__filename.toUpperCase());
  private libraryTexts: ReadonlyMap<string, string> | undefined;

  constructor(
    private readonly remote: RemoteFiles,
    private readonly scope: () => ReadingScope,
  ) {}

  read(file: string): string | undefined {
    if (!isOnDisk(file)) return this.remote.read(file);
    if (!mayRead(this.scope(), file)) return undefined;
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  }

  fileExists(file: string): boolean {
    if (!isOnDisk(file)) return this.remote.read(file) !== undefined;
    return this.stat(file)?.isFile() === true;
  }

  directoryExists(folder: string): boolean {
    return isOnDisk(folder) ? this.stat(folder)?.isDirectory() === true : true;
  }

  version(file: string): string {
    if (!isOnDisk(file)) return this.remote.version(file);
    const found = this.stat(file);
    return found === undefined ? '' : `${String(found.mtimeMs)}-${String(found.size)}`;
  }

  libraryFile(name: string): string | undefined {
    this.libraryTexts ??= textsIn(readFileSync(libraries, 'utf8'));
    return this.libraryTexts.get(name);
  }

  settled(): Promise<boolean> {
    return this.remote.settled();
  }

  generation(): number {
    return this.remote.generation();
  }

  changed(paths: readonly string[]): void {
    this.remote.changed(paths);
  }

  private stat(file: string): ReturnType<typeof statSync> {
    return mayRead(this.scope(), file) ? statSync(file, { throwIfNoEntry: false }) : undefined;
  }
}

function textsIn(json: string): ReadonlyMap<string, string> {
  const parsed: unknown = JSON.parse(json);
  const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [];
  return new Map(entries.map(([name, text]) => [name, String(text)]));
}
