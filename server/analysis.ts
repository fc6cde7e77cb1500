/**
 * The marked functions of the open documents: loads the compiler at the first mark, keeps one workspace, and repeats an
 * analysis whose files had not all arrived.
 */
import type { FunctionName, MarkedFunction, Point, QuickFix } from '../core/frontend/api';
import { concernsNabla } from '../core/frontend/prefilter';
import type { Project, Workspace } from '../core/frontend/project';
import type { DerivativeKind } from '../core/generate/derive';
import type { Generation } from '../core/generate/generate';
import type { GeneratedState } from '../core/generate/staleness';
import type { Span } from '../core/ir/origin';
import type { Diagnostic } from '../core/messages';
import type * as compiler from './compiler';
import type { CheckSubject } from './checks';
import { requestBudget, runInBackground, runSliced, type Sliced } from './slices';
import type { Sources } from './sources';

type Compiler = typeof compiler;

export interface DocumentAnalysis {
  readonly functions: readonly MarkedFunction[];
  /** Derivatives in the file that Nabla wrote. */
  readonly generated: readonly GeneratedState[];
  /** About the document rather than one function: misplaced marks, stale derivatives. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Of one run of the function, in an evaluation or a check. */
const limits = { operations: 1e9, memory: 2 ** 28, depth: 10_000 };

/** Milliseconds of work for a check nobody waits for. */
const checkBudget = 5000;

const nothing: DocumentAnalysis = { functions: [], generated: [], diagnostics: [] };

/** Each round answers at least one import more; deeper chains than this come from files that keep changing. */
const mostRounds = 50;

export interface GenerationRequest {
  readonly kind: DerivativeKind;
  /** Use the alternative name where code of the user has the usual one. */
  readonly useAlternative: boolean;
  /** Milliseconds of work, the check included. */
  readonly budget: number;
  readonly wanted: () => boolean;
}

export interface CodeRequest {
  readonly kind: DerivativeKind;
  /** Instead of the mark's. */
  readonly wrt: readonly string[] | null;
  readonly wanted: () => boolean;
}

export class Analyses {
  /** Code that was asked for, by the function as it was then. */
  private readonly code = new WeakMap<MarkedFunction, Map<string, Generation>>();
  private compiler: Promise<Compiler> | undefined;
  private workspace: Workspace | undefined;
  private readonly done = new WeakMap<object, Map<string, DocumentAnalysis>>();

  constructor(private readonly sources: Sources) {}

  async of(path: string): Promise<DocumentAnalysis> {
    const text = this.sources.readFile(path) ?? '';
    if (!concernsNabla(text)) return nothing;
    return this.with(path, (compiler, project) => this.analysed(compiler, project, path));
  }

  functionNames(path: string): Promise<readonly FunctionName[]> {
    return this.with(path, (compiler, project) => compiler.functionNames(project, path));
  }

  functionNamed(path: string, name: string): Promise<MarkedFunction | null> {
    return this.with(path, (compiler, project) => compiler.functionNamed(project, path, name));
  }

  /** What can be done about a diagnostic of the document. */
  quickFixes(path: string, functions: readonly MarkedFunction[], code: string, span: Span): Promise<readonly QuickFix[]> {
    return this.with(path, (compiler, project) => compiler.quickFixes(project, functions, code, span));
  }

  point(path: string, fn: MarkedFunction, text: string): Promise<Point | null> {
    return this.with(path, (compiler, project) => compiler.parsePoint(project, fn, text));
  }

  /** Generates and checks a derivative of a function that was just analysed, so that all its files are there. */
  async generate(path: string, fn: MarkedFunction, { kind, useAlternative, budget, wanted }: GenerationRequest): Promise<Sliced<Generation>> {
    const task = await this.with(path, (compiler, project, draft) => compiler.generate({ project, rereading: draft, fn, kind, wrt: null, limits, useAlternative }));
    return runSliced(task, { budget, wanted });
  }

  /** Generated and checked code to be looked at; kept as long as the function is. */
  async generated(path: string, fn: MarkedFunction, { kind, wrt, wanted }: CodeRequest): Promise<Sliced<Generation>> {
    const known = this.code.get(fn) ?? new Map<string, Generation>(), key = [kind, ...wrt ?? []].join(' ');
    this.code.set(fn, known);
    const before = known.get(key);
    if (before !== undefined) return { kind: 'done', value: before };
    const task = await this.with(path, (compiler, project, draft) => compiler.generate({ project, rereading: draft, fn, kind, wrt, limits, useAlternative: true }));
    const run = await runSliced(task, { budget: requestBudget, wanted });
    if (run.kind === 'done') known.set(key, run.value);
    return run;
  }

  /** Generates and checks without a caller who waits; `isInFile`: what was checked is what stands in the file already. */
  async check(path: string, { fn, kind, points, wanted }: CheckSubject): Promise<{ readonly run: Sliced<Generation>; readonly isInFile: boolean }> {
    const task = await this.with(path, (compiler, project, draft) =>
      compiler.generate({ project, rereading: draft, fn, kind, wrt: null, limits, useAlternative: true, points }),
    );
    const run = await runInBackground(task, { budget: checkBudget, wanted });
    if (run.kind !== 'done' || !run.value.ok) return { run, isInFile: false };
    const { existing, edits } = run.value.generated;
    const text = this.sources.readFile(path) ?? '';
    return { run, isInFile: existing.kind === 'ours' && edits.every(({ start, end, newText }) => text.slice(start, end) === newText) };
  }

  /** Runs `ask` until every file it touched was there. */
  private async with<T>(path: string, ask: (compiler: Compiler, project: Project, draft: Project) => T): Promise<T> {
    this.compiler ??= import('./compiler.js');
    const compiler = await this.compiler;
    await this.sources.settled();
    this.workspace ??= compiler.createWorkspace(this.sources);
    const { workspace } = this;
    const answered = (): T => ask(compiler, workspace.projectFor(path), workspace.draftFor(path));
    let answer = answered();
    for (let round = 0; round < mostRounds && (await this.sources.settled()); round++) answer = answered();
    return answer;
  }

  /** A program stays the same object as long as no file of it changes, so it is what results are kept by. */
  private analysed(compiler: Compiler, project: Project, path: string): DocumentAnalysis {
    const known = this.done.get(project.program(path))?.get(path);
    if (known !== undefined) return known;
    const made = {
      functions: compiler.markedFunctions(project, path),
      generated: compiler.generatedStates(project, path),
      diagnostics: [...compiler.misplacedMarks(project, path), ...compiler.misspeltMarks(project, path), ...compiler.stalenessDiagnostics(project, path)],
    };
    // Reading the functions may have brought scripts of packages into the program.
    const program = project.program(path);
    const byPath = this.done.get(program) ?? new Map<string, DocumentAnalysis>();
    byPath.set(path, made);
    this.done.set(program, byPath);
    return made;
  }
}
