/**
 * What becomes of the marked functions of a file. Each ends in a checked derivative or in diagnostics with a place inside a file;
 * anything else is a finding: an exception, a module that does not verify, a refusal without a reason, a failed gate, too much time.
 */
import ts from 'typescript';
import { finish, targetOf, type Limits } from '../../../core/evaluate';
import { markedFunctions, misplacedMarks, parsePoint, type MarkedFunction, type Point } from '../../../core/frontend';
import type { Project } from '../../../core/frontend/project';
import type { DerivativeKind } from '../../../core/generate/derive';
import { generate } from '../../../core/generate/generate';
import { verifyModule } from '../../../core/ir/verifier';
import type { Diagnostic } from '../../../core/messages';
import { inventedPoints } from './points';

export interface Finding {
  readonly what: string;
  readonly detail: string;
  readonly file: string;
  /** Of the function; '': of the whole file. */
  readonly name: string;
  /** Comment and function in the text of the file. */
  readonly start: number;
  readonly end: number;
}

export type Ending =
  /** The gate passed at this many points. */
  | { readonly kind: 'checked'; readonly points: number }
  /** Generated and read again, but the function has no value at the points. */
  | { readonly kind: 'unchecked' }
  /** Right answers to functions of whole numbers, or with nothing to differentiate. */
  | { readonly kind: 'nothing real' }
  /** It can be evaluated; no code is generated. */
  | { readonly kind: 'evaluated'; readonly reasons: readonly Diagnostic[] }
  | { readonly kind: 'refused'; readonly reasons: readonly Diagnostic[] }
  | { readonly kind: 'found' };

export interface Examined { readonly fn: MarkedFunction; readonly ending: Ending }

export interface Subject {
  /** Where the functions are read. */
  readonly project: Project;
  /** Where generated text is read again. */
  readonly draft: Project;
  readonly file: string;
  /** False: a function that was examined before; it is read, but not differentiated again. */
  readonly isNew: (fn: MarkedFunction) => boolean;
}

const limits: Limits = { operations: 1e6, memory: 2 ** 27, depth: 2000 };

/** Milliseconds of work after which a function counts as one that hangs. */
const patience = 10_000;

export function examineFile(subject: Subject, report: (finding: Finding) => void): readonly Examined[] {
  const { project, file } = subject;
  const whole = (what: string, detail: string): void => { report({ what, detail, file, name: '', start: 0, end: 0 }); };
  const functions = attempted(() => {
    for (const diagnostic of misplacedMarks(project, file)) inspect(project, diagnostic, whole);
    return markedFunctions(project, file);
  }, whole);
  return (functions ?? []).map((fn): Examined => {
    let isFound = false;
    const found = (what: string, detail: string): void => {
      isFound = true;
      report({ what, detail, file, name: fn.name, start: fn.commentSpan.start, end: fn.declarationSpan.end });
    };
    const started = process.cpuUsage();
    const ending = attempted(() => endingOf(subject, fn, found), found);
    const milliseconds = process.cpuUsage(started).user / 1000;
    if (milliseconds > patience) found('slow', `${milliseconds.toFixed(0)} ms`);
    return { fn, ending: isFound || ending === null ? { kind: 'found' } : ending };
  });
}

type Report = (what: string, detail: string) => void;

function attempted<T>(work: () => T, found: Report): T | null {
  try {
    return work();
  } catch (error) {
    const stack = error instanceof Error ? error.stack ?? error.message : String(error);
    found(`exception: ${stack.split('\n', 1).join('').slice(0, 200)}`, stack.split('\n').slice(0, 12).join('\n'));
    return null;
  }
}

/** Spans lie inside their files, and messages say something. */
function inspect(project: Project, { code, message, span, related = [] }: Diagnostic, found: Report): void {
  for (const at of [span, ...related.map(each => each.span)]) {
    const length = project.host.readFile(at.file)?.length;
    if (length === undefined || !(at.start >= 0 && at.start <= at.end && at.end <= length)) {
      found(`${code}: a span outside its file`, `${at.file} ${String(at.start)}..${String(at.end)} of ${String(length)}: ${message}`);
    }
  }
  if (message === '' || /\n/.test(message)) found(`${code}: a message that says nothing`, message);
}

function endingOf(subject: Subject, fn: MarkedFunction, found: Report): Ending {
  const { project } = subject;
  for (const diagnostic of fn.diagnostics) inspect(project, diagnostic, found);
  const errors = fn.diagnostics.filter(({ severity }) => severity === 'error');
  if (fn.lowered === null) {
    if (errors.length === 0) found('refused without a reason', fn.name);
    return { kind: 'refused', reasons: errors };
  }
  const wrong = verifyModule(fn.lowered.module).map(problem => `${problem.func}: ${problem.message}`);
  if (wrong.length > 0) found(`verifier: ${wrong[0] ?? ''}`, wrong.join('\n'));
  const target = targetOf(fn.lowered.module, fn.lowered.root, fn.wrt);
  if (target.wrt.length === 0 || fn.resultType === null) return { kind: 'nothing real' };
  if (!subject.isNew(fn)) return { kind: 'unchecked' };
  const points = pointsFor(project, fn);
  let checked = Infinity;
  for (const kind of kindsOf(fn)) {
    const result = finish(generate({ project, fn, kind, wrt: null, limits, useAlternative: true, rereading: subject.draft, points }));
    if (!result.ok) return declined(project, result.diagnostics, found);
    checked = Math.min(checked, result.generated.checkedPoints);
  }
  return checked > 0 ? { kind: 'checked', points: checked } : { kind: 'unchecked' };
}

const kindsOf = ({ resultType }: MarkedFunction): readonly DerivativeKind[] => [resultType?.kind === 'num' ? 'gradient' : 'vjp', 'jvp'];

/** Failures of the gate are findings; other reasons are answers. */
function declined(project: Project, reasons: readonly Diagnostic[], found: Report): Ending {
  if (reasons.length === 0) found('declined without a reason', '');
  for (const reason of reasons) {
    inspect(project, reason, found);
    if (reason.code.startsWith('N4')) found(`${reason.code}: ${reason.message.replace(/`[^`]*`|-?\d[\d.e+-]*|at .*: /g, '…').slice(0, 120)}`, reason.message);
  }
  return reasons.every(({ code }) => code === 'N3003') ? { kind: 'nothing real' } : { kind: 'evaluated', reasons };
}

/** The written points that can be read, else invented ones. */
function pointsFor(project: Project, fn: MarkedFunction): readonly Point[] {
  const written = fn.points.filter(point => point.lowered !== null);
  if (written.length > 0) return written;
  return inventedPoints(fn).flatMap(text => parsePoint(project, fn, text) ?? []);
}

/** The construct that a reason for refusal is about, in the words of the syntax. */
export function constructAt(project: Project, { span }: Diagnostic): string {
  const file = project.program(span.file).getSourceFile(span.file);
  if (file === undefined) return '';
  const find = (node: ts.Node): ts.Node | undefined =>
    (node.getStart(file) <= span.start && node.end >= span.end ? ts.forEachChild(node, find) ?? node : undefined);
  const node = find(file) ?? file;
  return ts.SyntaxKind[node.kind].replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
