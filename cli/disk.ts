/** The file system as the front end reads it, and TypeScript's library declarations. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import type { SourceHost } from '../core/frontend/api';

/** Absolute, with forward slashes. */
export const absolute = (file: string): string => path.resolve(file).replaceAll('\\', '/');

export function createDisk(): SourceHost {
  const texts = new Map<string, string | undefined>();
  const libraries = libraryReader();
  return {
    readFile(file) {
      if (!texts.has(file)) texts.set(file, read(file));
      return texts.get(file);
    },
    fileExists: (file) => existsSync(file) && statSync(file).isFile(),
    directoryExists: (folder) => existsSync(folder) && statSync(folder).isDirectory(),
    // A command reads each file once.
    version: () => '1',
    libraryFile: libraries,
    caseSensitive: process.platform === 'linux',
  };
}

export function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Beside the bundle all declarations are one JSON file; elsewhere they lie in the `typescript` package. */
function libraryReader(): (name: string) => string | undefined {
  const bundled = read(path.join(__dirname, 'typescript-libs.json'));
  if (bundled !== undefined) {
    const texts = JSON.parse(bundled) as { readonly [name: string]: string };
    return (name) => texts[name];
  }
  const folder = path.dirname(require.resolve('typescript'));
  return (name) => read(path.join(folder, name));
}
