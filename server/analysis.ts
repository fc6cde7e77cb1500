/**
 * The marked functions of the open documents: loads the compiler at the first mark, keeps one workspace, and repeats an
 * analysis whose files had not all arrived.
 */
import type { FunctionName, MarkedFunction, Point, SourceHost } from '../core/frontend/api';
import type { Diagnostic } from '../core/messages';
import { mentionsMark } from '../core/frontend/prefilter';
import type { Project, Workspace } from '../core/frontend/project';
import type { Sources } from './sources';

/** What the server uses of the front end. Loading it loads the compiler. */
export interface Frontend {
  createWorkspace(host: SourceHost): Workspace;
  markedFunctions(project: Project, path: string): readonly MarkedFunction[];
  misplacedMarks(project: Project, path: string): readonly Diagnostic[];
  functionNames(project: Project, path: string): readonly FunctionName[];
  functionNamed(project: Project, path: string, name: string): MarkedFunction | null;
  parsePoint(project: Project, fn: MarkedFunction, text: string): Point | null;
}

export interface DocumentAnalysis {
  readonly functions: readonly MarkedFunction[];
  readonly misplaced: readonly Diagnostic[];
}

const nothing: DocumentAnalysis = { functions: [], misplaced: [] };

/** Each round answers at least one import more; deeper chains than this come from files that keep changing. */
const mostRounds = 50;

export class Analyses {
  private workspace: Workspace | undefined;
  private readonly done = new WeakMap<object, Map<string, DocumentAnalysis>>();

  constructor(
    private readonly sources: Sources,
    private readonly load: () => Promise<Frontend>,
  ) {}

  async of(path: string): Promise<DocumentAnalysis> {
    if (!mentionsMark(this.sources.readFile(path) ?? '')) return nothing;
    return this.with(path, (frontend, project) => this.analysed(frontend, project, path));
  }

  functionNames(path: string): Promise<readonly FunctionName[]> {
    return this.with(path, (frontend, project) => frontend.functionNames(project, path));
  }

  functionNamed(path: string, name: string): Promise<MarkedFunction | null> {
    return this.with(path, (frontend, project) => frontend.functionNamed(project, path, name));
  }

  point(path: string, fn: MarkedFunction, text: string): Promise<Point | null> {
    return this.with(path, (frontend, project) => frontend.parsePoint(project, fn, text));
  }

  /** Runs `ask` until every file it touched was there. */
  private async with<T>(path: string, ask: (frontend: Frontend, project: Project) => T): Promise<T> {
    const frontend = await this.load();
    await this.sources.settled();
    this.workspace ??= frontend.createWorkspace(this.sources);
    let answer = ask(frontend, this.workspace.projectFor(path));
    for (let round = 0; round < mostRounds && (await this.sources.settled()); round++) {
      answer = ask(frontend, this.workspace.projectFor(path));
    }
    return answer;
  }

  /** A program stays the same object as long as no file of it changes, so it is what results are kept by. */
  private analysed(frontend: Frontend, project: Project, path: string): DocumentAnalysis {
    const program = project.program(path);
    const known = this.done.get(program)?.get(path);
    if (known !== undefined) return known;
    const made = { functions: frontend.markedFunctions(project, path), misplaced: frontend.misplacedMarks(project, path) };
    const byPath = this.done.get(program) ?? new Map<string, DocumentAnalysis>();
    byPath.set(path, made);
    this.done.set(program, byPath);
    return made;
  }
}
