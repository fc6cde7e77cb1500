/** The functions of `test/fixtures/generate`, their derivatives, and the pages that show them. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { defaultLimits, finish, type Datum } from '../../../core/evaluate';
import { createWorkspace, markedFunctions, type MarkedFunction, type Workspace } from '../../../core/frontend';
import type { DerivativeKind } from '../../../core/generate/derive';
import { generate, pointArguments } from '../../../core/generate/generate';
import { repositoryRoot } from '../../repository';
import { memoryHost } from '../frontend/memoryHost';

export const corpusFolder = path.join(repositoryRoot, 'test', 'fixtures', 'generate');
export const derivativeKinds: readonly DerivativeKind[] = ['gradient', 'jvp', 'vjp'];

export interface GeneratedText { readonly fn: MarkedFunction; readonly kind: DerivativeKind; readonly name: string; readonly text: string; readonly points: readonly (readonly Datum[])[] }
export interface Refusal { readonly fn: MarkedFunction; readonly kind: DerivativeKind; readonly codes: readonly string[]; readonly messages: readonly string[] }
export interface CorpusFile {
  readonly name: string;
  readonly source: string;
  readonly functions: readonly MarkedFunction[];
  readonly generated: readonly GeneratedText[];
  readonly refused: readonly Refusal[];
}

export const corpusNames: readonly string[] = readdirSync(corpusFolder).filter(name => /\.[jt]s$/.test(name) && name !== 'shapes.ts').sort();

export const corpusTexts = (): Record<string, string> =>
  Object.fromEntries([...corpusNames, 'shapes.ts'].map(name => [`/generate/${name}`, readFileSync(path.join(corpusFolder, name), 'utf8')]));

/** Every derivative of every marked function of a file, or why there is none. `only`: names of functions. */
export function deriveAll(workspace: Workspace, file: string, kinds: readonly DerivativeKind[], only: (fn: MarkedFunction) => boolean = () => true): CorpusFile {
  const project = workspace.projectFor(file);
  const functions = markedFunctions(project, file).filter(only);
  const generated: GeneratedText[] = [];
  const refused: Refusal[] = [];
  for (const fn of functions) for (const kind of kinds) {
    const made = attempt(() => finish(generate({ project, fn, kind, wrt: null, limits: defaultLimits, useAlternative: false })));
    if (made instanceof Error) refused.push({ fn, kind, codes: ['exception'], messages: [made.stack ?? made.message] });
    else if (made.ok) generated.push({ fn, kind, name: made.generated.name, text: made.generated.text, points: pointArguments(fn) });
    else refused.push({ fn, kind, codes: made.diagnostics.map(d => d.code), messages: made.diagnostics.map(d => d.message) });
  }
  return { name: path.basename(file), source: project.host.readFile(file) ?? '', functions, generated, refused };
}

function attempt<T>(run: () => T): T | Error {
  try { return run(); } catch (error) { return error instanceof Error ? error : new Error(String(error)); }
}

export function corpus(): readonly CorpusFile[] {
  const workspace = createWorkspace(memoryHost(corpusTexts()));
  return corpusNames.map(name => deriveAll(workspace, `/generate/${name}`, derivativeKinds));
}

/** The page of a file: its source, then what is generated for each function. */
export function page(file: CorpusFile): string {
  const language = path.extname(file.name).slice(1);
  const fenced = (text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`;
  const parts = [`# ${file.name}\n`, fenced(file.source)];
  for (const fn of file.functions) {
    parts.push(`## ${fn.name}\n`);
    for (const { kind, codes, messages } of file.refused.filter(each => each.fn === fn)) parts.push(`${kind}: ${codes.map((code, i) => `${code} ${messages[i] ?? ''}`).join('; ')}\n`);
    const texts = file.generated.filter(each => each.fn === fn).map(each => each.text.trimEnd());
    if (texts.length > 0) parts.push(fenced(texts.join('\n\n')));
  }
  return parts.join('\n');
}

/** The file with all its derivatives below it, in any order: imports stay on top. */
export const withDerivatives = (file: CorpusFile): string => [file.source.trimEnd(), ...file.generated.map(each => each.text.trimEnd())].join('\n\n').concat('\n');
