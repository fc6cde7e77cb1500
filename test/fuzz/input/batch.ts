/** Many files in one program: those of packages, marked all over, or variants of the repository's own. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { absolute, createDisk } from '../../../cli/disk';
import type { MarkedFunction, SourceHost } from '../../../core/frontend';
import { createProject } from '../../../core/frontend/project';
import { repositoryRoot } from '../../repository';
import { examineFile, type Finding } from './examine';
import { isJavaScript } from './files';
import { marked, type MarkedText } from './marking';
import { NumberFunctions } from './ofNumbers';
import { emptyTally, withEnding, withReasons, type Tally } from './tally';
import { variantText, type VariantId } from './variants';

export type Batch =
  | { readonly kind: 'packages'; readonly folder: string; readonly files: readonly string[] }
  | { readonly kind: 'variants'; readonly variants: readonly VariantId[] };

export interface BatchFile extends MarkedText { readonly path: string; readonly name: string }

const configuration = { compilerOptions: { strict: true, target: 'esnext', lib: ['esnext'], module: 'esnext', moduleResolution: 'bundler', moduleDetection: 'force', types: [] } };
const configPath = '/fuzz-input/tsconfig.json';

/** Each variant stands beside its original, so that its imports lead where they led. */
export function filesOf(batch: Batch): readonly BatchFile[] {
  switch (batch.kind) {
    case 'packages': return batch.files.map(file => {
      const place = absolute(path.join(batch.folder, file));
      return { path: place, name: file, ...marked(place, readFileSync(place, 'utf8'), isJavaScript(file)) };
    });
    case 'variants': return batch.variants.map((id, i) => {
      const place = `${absolute(repositoryRoot)}${path.posix.dirname(id.file)}/variant${String(i)}${path.extname(id.file)}`;
      return { path: place, name: `${id.file} variant ${String(id.number)}`, text: variantText(id), functions: 0, typed: new Set<string>() };
    });
  }
}

/** The texts of the batch, and on the disk only what lies in the same packages: nothing else is worth the time to read it. */
function hostOf(batch: Batch, files: readonly BatchFile[]): SourceHost {
  const disk = createDisk();
  const texts = new Map([[configPath, JSON.stringify(configuration)], ...files.map(({ path: place, text }) => [place, text] as const)]);
  const roots = batch.kind === 'variants' ? [`${absolute(repositoryRoot)}/test/`, `${absolute(repositoryRoot)}/examples/`]
    : [...new Set(batch.files.map(file => `${absolute(batch.folder)}/${packageOf(file)}/`))];
  const isNear = (place: string): boolean => roots.some(root => place.startsWith(root));
  return {
    readFile: place => texts.get(place) ?? (isNear(place) ? disk.readFile(place) : undefined),
    fileExists: place => texts.has(place) || (isNear(place) && disk.fileExists(place)),
    version: () => '1',
    libraryFile: name => disk.libraryFile(name),
    caseSensitive: true,
  };
}

export const packageOf = (file: string): string => file.split('/').slice(0, file.startsWith('@') ? 2 : 1).join('/');

/** Functions that were differentiated before, by their text: a variant changes one of many. */
const differentiated = new Set<string>();

export function examineBatch(batch: Batch, files = filesOf(batch)): Tally {
  const host = hostOf(batch, files);
  const project = createProject(host, configPath, undefined, files.map(file => file.path));
  const draft = createProject(host, configPath);
  const findings: Finding[] = [];
  let tally: Tally = { ...emptyTally, files: files.length, functions: files.reduce((sum, file) => sum + file.functions, 0) };
  let numbers: NumberFunctions | null = null;
  for (const file of files) {
    const text = file.text;
    const isNew = ({ commentSpan, declarationSpan }: MarkedFunction): boolean => {
      const key = text.slice(commentSpan.start, commentSpan.end) + text.slice(declarationSpan.start, declarationSpan.end);
      const isKnown = differentiated.has(key);
      if (batch.kind === 'variants') differentiated.add(key);
      return !isKnown;
    };
    const examined = examineFile({ project, draft, file: file.path, isNew }, finding => findings.push({ ...finding, file: file.name }));
    for (const { fn, ending } of examined) {
      numbers ??= batch.kind === 'packages' ? new NumberFunctions(project, file.path) : null;
      const isOfNumbers = numbers?.has(fn, file.typed.has(fn.name)) === true;
      tally = withEnding(tally, ending, isOfNumbers);
      if (isOfNumbers && (ending.kind === 'refused' || ending.kind === 'evaluated')) tally = withReasons(tally, project, ending.reasons, `${file.name}#${fn.name}`);
    }
  }
  project.dispose();
  draft.dispose();
  return { ...tally, findings };
}
