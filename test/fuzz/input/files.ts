/** The source files under a folder, in a fixed order: no declarations, nothing twice, nothing too large. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';

export const isJavaScript = (file: string): boolean => /\.[cm]?js$/.test(file);

const isSource = (name: string): boolean => /\.[cm]?[jt]s$/.test(name) && !/\.d\.([a-z]+\.)?[cm]?ts$/.test(name);

/** Paths relative to `folder`, sorted; `largest` in bytes. */
export function sourceFiles(folder: string, largest: number): readonly string[] {
  const found: string[] = [];
  const texts = new Set<string>();
  const walk = (below: string): void => {
    for (const entry of readdirSync(path.join(folder, below)).sort()) {
      const relative = path.posix.join(below, entry);
      const file = path.join(folder, relative);
      const stats = statSync(file, { throwIfNoEntry: false });
      if (stats === undefined) continue;
      if (stats.isDirectory()) walk(relative);
      else if (stats.isFile() && isSource(entry) && stats.size <= largest && isNew(texts, file)) found.push(relative);
    }
  };
  walk('');
  return found;
}

/** Packages often hold one text in several places. */
function isNew(texts: Set<string>, file: string): boolean {
  const hash = createHash('sha1').update(readFileSync(file)).digest('base64');
  if (texts.has(hash)) return false;
  texts.add(hash);
  return true;
}
