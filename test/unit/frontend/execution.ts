/** Fixtures run by Node itself, and values made comparable. */
import * as path from 'node:path';
import * as vm from 'node:vm';
import ts from 'typescript';

/** The exports of a fixture; its imports are other fixtures. */
export function exportsOf(texts: Readonly<Record<string, string>>, file: string): Record<string, unknown> {
  if (file.endsWith('.json')) return JSON.parse(texts[file] ?? '{}') as Record<string, unknown>;
  const { outputText } = ts.transpileModule(texts[file] ?? '', {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
  });
  const exports: Record<string, unknown> = {};
  const require = (name: string): unknown => {
    const wanted = path.posix.join(path.posix.dirname(file), name);
    const found = [wanted, `${wanted}.ts`, `${wanted}.js`].find(candidate => candidate in texts);
    return found === undefined ? {} : exportsOf(texts, found);
  };
  vm.runInThisContext(`(function (exports, require) {${outputText}\n})`)(exports, require);
  return exports;
}

/** Tells -0 and 0 apart, and forgets the order of fields. */
export function exact(value: unknown): unknown {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return Array.from(Object.values(value), exact);
  return Object.fromEntries(Object.entries(value).map(([key, inner]): [string, unknown] => [key, exact(inner)]));
}
