/** Files for the server in a worker: all through the client; TypeScript's library declarations are fetched before the first analysis. */
import type { FileSystem } from '../file-system';
import type { RemoteFiles } from '../remote-files';

export class WorkerFiles implements FileSystem {
  readonly caseSensitive = true;
  private libraries: ReadonlyMap<string, string> | undefined;

  constructor(
    private readonly remote: RemoteFiles,
    private readonly librariesUrl: () => string,
  ) {}

  read(path: string): string | undefined {
    return this.remote.read(path);
  }

  fileExists(path: string): boolean {
    return this.remote.read(path) !== undefined;
  }

  /** The client answers for files only; a folder is as good as the files in it. */
  directoryExists(): boolean {
    return true;
  }

  version(path: string): string {
    return this.remote.version(path);
  }

  libraryFile(name: string): string | undefined {
    return this.libraries?.get(name);
  }

  async settled(): Promise<boolean> {
    if (this.libraries !== undefined) return this.remote.settled();
    const answer: unknown = await (await fetch(this.librariesUrl())).json();
    const entries = typeof answer === 'object' && answer !== null ? Object.entries(answer) : [];
    this.libraries = new Map(entries.map(([name, text]) => [name, String(text)]));
    await this.remote.settled();
    return true;
  }

  generation(): number {
    return this.remote.generation();
  }

  changed(paths: readonly string[]): void {
    this.remote.changed(paths);
  }
}
