/** Files that only the client can read: asked for in batches, kept until they change, known to be missing once it said so. */
import type { ReadFilesParams, ReadFilesResult } from './protocol';
import { uriOf } from './paths';

export type AskForFiles = (params: ReadFilesParams) => Promise<ReadFilesResult>;

export class RemoteFiles {
  private readonly texts = new Map<string, { readonly text: string | undefined; readonly version: number }>();
  private readonly wanted = new Set<string>();
  private arrivals = 0;
  private changes = 0;

  constructor(private readonly ask: AskForFiles) {}

  /** The text, or undefined while it is unknown and where there is none; asking for an unknown file marks it as wanted. */
  read(path: string): string | undefined {
    const known = this.texts.get(path);
    if (known === undefined) this.wanted.add(path);
    return known?.text;
  }

  version(path: string): string {
    return String(this.texts.get(path)?.version ?? 0);
  }

  /** Fetches what is wanted; true when there was anything to fetch. */
  async settled(): Promise<boolean> {
    if (this.wanted.size === 0) return false;
    const paths = [...this.wanted];
    this.wanted.clear();
    const texts = await this.ask({ uris: paths.map(uriOf) });
    this.arrivals++;
    paths.forEach((path, index) => this.texts.set(path, { text: texts[index] ?? undefined, version: this.arrivals }));
    return true;
  }

  generation(): number {
    return this.arrivals + this.changes;
  }

  changed(paths: readonly string[]): void {
    this.changes++;
    for (const path of paths) this.texts.delete(path);
  }
}
