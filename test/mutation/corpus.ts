/**
 * The functions that mutants are run on, as IR text with points: those of the fixtures and examples, and some random programs. Lowered
 * once, so that a mutant is judged without the compiler. Written as JSON to the path given.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { elementsOf, isDatumRecord, targetOf, type Datum } from '../../core/evaluate';
import { createWorkspace, functionNamed, markedFunctions, type MarkedFunction } from '../../core/frontend';
import { pointArguments } from '../../core/generate/generate';
import { printModule } from '../../core/ir/printer';
import { Choices } from '../fuzz/choices';
import { generate } from '../fuzz/generate';
import { libraryImport, libraryText } from '../fuzz/library';
import { repositoryRoot } from '../repository';
import { memoryHost } from '../unit/frontend/memoryHost';

/** Points are JSON: numbers that it does not know are strings, typed arrays plain ones. */
export interface CorpusEntry { readonly name: string; readonly text: string; readonly root: string; readonly wrt: readonly string[]; readonly points: readonly unknown[] }

const randomPrograms = 40;

const plain = (datum: Datum): unknown => {
  if (typeof datum === 'number') return Number.isFinite(datum) ? datum : String(datum);
  const elements = elementsOf(datum);
  if (elements !== null) return elements.map(plain);
  return isDatumRecord(datum) ? Object.fromEntries(Object.entries(datum).map(([field, item]) => [field, plain(item)])) : datum;
};

function entry(fn: MarkedFunction, points: readonly (readonly Datum[])[]): CorpusEntry[] {
  if (fn.lowered === null || points.length === 0) return [];
  const { module, root } = fn.lowered;
  const target = targetOf(module, root, fn.wrt);
  return [{ name: fn.name, text: printModule(target.module), root, wrt: target.wrt, points: points.map(args => args.map(plain)) }];
}

function fromFiles(): CorpusEntry[] {
  const folders = [['test', 'fixtures', 'zeros'], ['test', 'fixtures', 'generate'], ['examples', 'seeds']].map(parts => path.join(repositoryRoot, ...parts));
  const texts = Object.fromEntries(folders.flatMap((folder, i) => readdirSync(folder).filter(name => name.endsWith('.ts')).map(name => [`/${String(i)}/${name}`, readFileSync(path.join(folder, name), 'utf8')])));
  const workspace = createWorkspace(memoryHost(texts));
  return Object.keys(texts).flatMap(file => markedFunctions(workspace.projectFor(file), file).flatMap(fn => entry(fn, pointArguments(fn))));
}

function fromFuzzer(): CorpusEntry[] {
  const streams = fc.sample(fc.array(fc.nat(65535), { minLength: 60, maxLength: 300, size: 'max' }), { seed: 6, numRuns: randomPrograms });
  const programs = streams.map((numbers, i) => generate(new Choices(numbers), String(i)));
  const file = '/fuzz/programs.ts';
  const project = createWorkspace(memoryHost({ '/fuzz/library.ts': libraryText, [file]: [libraryImport, ...programs.map(program => program.source)].join('\n') })).projectFor(file);
  return programs.flatMap(program => {
    const fn = functionNamed(project, file, program.root);
    return fn === null ? [] : entry(fn, program.points);
  });
}

const [, , out] = process.argv;
if (out !== undefined) writeFileSync(out, JSON.stringify([...fromFiles(), ...fromFuzzer()]));
