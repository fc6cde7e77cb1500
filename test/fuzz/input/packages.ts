/** Which packages were installed to be read. */
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

interface Manifest { readonly version?: string; readonly dependencies?: Readonly<Record<string, string>>; readonly devDependencies?: Readonly<Record<string, string>> }

const manifest = (folder: string): Manifest => {
  const file = path.join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Manifest : {};
};

/** Names and versions of what the package around a `node_modules` asks for, without types. */
export function packagesIn(folder: string): readonly string[] {
  const { dependencies, devDependencies } = manifest(path.dirname(folder));
  return Object.keys({ ...dependencies, ...devDependencies }).filter(name => !name.startsWith('@types/')).sort()
    .map(name => `${name} ${manifest(path.join(folder, name)).version ?? ''}`.trim());
}
