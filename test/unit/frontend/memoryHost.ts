/** A source host over a map of texts; library declarations come from the installed compiler. */
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { SourceHost } from '../../../core/frontend';

const libraryFolder = path.dirname(require.resolve('typescript'));
const libraries = new Map<string, string | undefined>();

function libraryFile(name: string): string | undefined {
  if (!libraries.has(name)) {
    const file = path.join(libraryFolder, name);
    libraries.set(name, existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  }
  return libraries.get(name);
}

export interface MemoryHost extends SourceHost { write(file: string, text: string): void }

export function memoryHost(files: Readonly<Record<string, string>>): MemoryHost {
  const texts = new Map(Object.entries(files));
  const versions = new Map<string, number>();
  return {
    caseSensitive: true,
    readFile: file => texts.get(file),
    fileExists: file => texts.has(file),
    version: file => String(versions.get(file) ?? 0),
    libraryFile,
    write(file, text) {
      texts.set(file, text);
      versions.set(file, (versions.get(file) ?? 0) + 1);
    },
  };
}
