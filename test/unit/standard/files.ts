/** The functions of `test/fixtures/standard`: their texts, with nested derivatives written in, and the derivatives of all of them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { defaultLimits, finish } from '../../../core/evaluate';
import { createWorkspace, functionNamed, markedFunctions, type MarkedFunction, type Workspace } from '../../../core/frontend';
import type { DerivativeKind } from '../../../core/generate/derive';
import { generate } from '../../../core/generate/generate';
import { applyEdits } from '../../../core/generate/splice';
import { repositoryRoot } from '../../repository';
import { memoryHost, type MemoryHost } from '../frontend/memoryHost';
import { deriveAll, withDerivatives, type CorpusFile } from '../generate/corpusFile';
import { execute, type Exports } from '../generate/execution';

export const standardFolder = path.join(repositoryRoot, 'test', 'fixtures', 'standard');
const root = '/standard';

/** Derivatives that functions of a file call, in the order they can be written, and the points of those that are differentiated again. */
const written: Readonly<Record<string, readonly { readonly of: string; readonly kind: DerivativeKind; readonly marked?: readonly string[] }[]>> = {
  'gradbench/kmeans.ts': [
    { of: 'kmeansOfRows', kind: 'gradient', marked: [' wrt centroids', 'points=[[0.1, 0.2], [0.9, 1.1]], centroids=[[0, 0.1], [1, 1.2]]'] },
    { of: 'kmeansOfRowsGrad', kind: 'jvp' },
  ],
  'gradbench/particle.ts': [
    { of: 'potential', kind: 'gradient' },
    { of: 'particle', kind: 'gradient', marked: ['', 'w=0', 'w=0.25'] },
    { of: 'particleGrad', kind: 'jvp' },
  ],
  'gradbench/saddle.ts': [
    { of: 'difference', kind: 'gradient' },
    { of: 'difference', kind: 'jvp' },
    { of: 'greatest', kind: 'gradient' },
    { of: 'greatestForward', kind: 'jvp' },
  ],
};

/** Functions whose code is not asked for: it would hold third derivatives of a path, thousands of lines. */
export const evaluatedOnly: ReadonlySet<string> = new Set(['control']);

export const standardFiles: readonly string[] = readdirSync(standardFolder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts')).map(name => name.replaceAll(path.sep, '/')).sort();

/** What a file gives once it is read, derived and run. */
export interface StandardFile {
  readonly name: string;
  readonly functions: readonly MarkedFunction[];
  readonly corpus: CorpusFile;
  /** The file with its derivatives, and what it exports. */
  readonly text: string;
  readonly exports: Exports;
}

export function standardFile(name: string): StandardFile {
  const file = `${root}/${name}`;
  const host = memoryHost({ [file]: readFileSync(path.join(standardFolder, name), 'utf8') });
  const workspace = createWorkspace(host);
  const inFile = writeNested(workspace, host, file, name);
  const corpus = derived(workspace, file, fn => !inFile.has(fn.name) && !evaluatedOnly.has(fn.name));
  const text = withDerivatives({ ...corpus, generated: corpus.generated.filter(each => !inFile.has(each.name)) });
  const functions = markedFunctions(workspace.projectFor(file), file).filter(fn => !inFile.has(fn.name));
  return { name, functions, corpus, text, exports: execute(text, () => ({})) };
}

/** A number has a gradient and anything else an adjoint product; both have a tangent. */
function derived(workspace: Workspace, file: string, asked: (fn: MarkedFunction) => boolean): CorpusFile {
  const isNumber = (fn: MarkedFunction): boolean => fn.resultType?.kind === 'num';
  const numbers = deriveAll(workspace, file, ['gradient', 'jvp'], fn => asked(fn) && isNumber(fn));
  const others = deriveAll(workspace, file, ['jvp', 'vjp'], fn => asked(fn) && !isNumber(fn));
  // The adjoint product of a number is its gradient with a factor: those of one family are enough.
  const products = file.includes('/gradbench/') ? [deriveAll(workspace, file, ['vjp'], fn => asked(fn) && isNumber(fn))] : [];
  const all = [numbers, others, ...products];
  return { ...numbers, functions: [numbers, others].flatMap(({ functions }) => functions), generated: all.flatMap(({ generated }) => generated), refused: all.flatMap(({ refused }) => refused) };
}

/** Writes the derivatives that the file's functions call into its text, as `nabla generate --write` would; returns their names. */
function writeNested(workspace: Workspace, host: MemoryHost, file: string, name: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { of, kind, marked } of written[name] ?? []) {
    const project = workspace.projectFor(file);
    const fn = functionNamed(project, file, of);
    assert.ok(fn !== null, `${of} is in ${name}`);
    const made = finish(generate({ project, fn, kind, wrt: null, limits: defaultLimits, useAlternative: false }));
    assert.ok(made.ok, made.ok ? '' : made.diagnostics.map(({ message }) => message).join('\n'));
    const text = applyEdits(host.readFile(file) ?? '', made.generated.edits);
    names.add(made.generated.name);
    host.write(file, marked === undefined ? text : withMark(text, of, marked));
  }
  return names;
}

/** Marks the derivative of a function: what follows the tag, and its points. */
function withMark(text: string, of: string, [wrt, ...points]: readonly string[]): string {
  const header = text.indexOf(`from ${of}, wrt`);
  const end = text.indexOf('\n */', header);
  return [text.slice(0, end), ` * @differentiable${wrt ?? ''}`, ...points.map(point => ` * @at ${point}`)].join('\n').concat(text.slice(end));
}
