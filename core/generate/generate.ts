/**
 * From a marked function to checked text in its file: derive, print, read the text again, check it at the function's points.
 * Nothing that fails the gate is handed out.
 */
import { textOf, type Line } from '../backend';
import { argumentsFor, describeFault, pointValues, targetOf, type Datum, type Limits, type Target, type Task } from '../evaluate';
import { formatFull } from '../format';
import type { MarkedFunction, Point, TextEdit } from '../frontend/api';
import { fingerprint, functionNamed, functionNames, surroundings, tokenTexts, topLevelDeclarations, type Project, type TopLevelDeclaration } from '../frontend';
import { check, type Verdict } from '../gate/check';
import { problem, type Diagnostic } from '../messages';
import { isStackExhausted } from '../messages/stack';
import { derive, type Derived, type DerivativeKind } from './derive';
import { alternativeName, derivativeName, stemsOf } from './names';
import { placesInFile, type Place } from './placement';
import { printDerivative } from './print';
import { applyEdits, existingDerivative, spliceEdits, type Existing } from './splice';

export interface GenerateRequest {
  readonly project: Project;
  readonly fn: MarkedFunction;
  readonly kind: DerivativeKind;
  /** Instead of the mark's. */
  readonly wrt: readonly string[] | null;
  readonly limits: Limits;
  /** Where the usual name is taken by code of the user: take the other one, instead of reporting that. */
  readonly useAlternative: boolean;
  /** The project that reads the generated text again; another one keeps the programs of `project` as they are. */
  readonly rereading?: Project;
  /** Where to check, instead of at the function's own points. */
  readonly points?: readonly Point[];
}

export interface Generated {
  readonly name: string;
  /** The declarations alone. */
  readonly text: string;
  /** The lines of the text, each with the operations of the source that it computes. */
  readonly lines: readonly Line[];
  /** Edits of the file that holds the function. */
  readonly edits: readonly TextEdit[];
  readonly existing: Existing;
  /** Where each line stands in the file already; null where the file has other code, or none. */
  readonly places: readonly (Place | null)[] | null;
  /** Points at which the check was made; a point where the function itself has no value is none. */
  readonly checkedPoints: number;
}

export type Generation = { readonly ok: true; readonly generated: Generated } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export function* generate(request: GenerateRequest): Task<Generation> {
  try {
    return yield* generateChecked(request);
  } catch (error) {
    if (!isStackExhausted(error)) throw error;
    return { ok: false, diagnostics: [problem('nestedTooDeeply', { what: `the derivative of \`${request.fn.name}\`` }, request.fn.nameSpan)] };
  }
}

function* generateChecked(request: GenerateRequest): Task<Generation> {
  const { project, fn, kind } = request;
  const place = surroundings(project, fn);
  if (fn.lowered === null || place === null) return { ok: false, diagnostics: fn.diagnostics.filter(d => d.severity === 'error') };
  if (place.syntaxErrors.length > 0) return { ok: false, diagnostics: place.syntaxErrors };
  const target = targetOf(fn.lowered.module, fn.lowered.root, request.wrt ?? fn.wrt);
  const declarations = topLevelDeclarations(project, fn.file);
  const stem = stemFor(project, fn, kind, declarations);
  let name = derivativeName(stem, kind);
  let existing = existingDerivative(declarations, fn.name, name, kind);
  if (existing.kind === 'theirs' && request.useAlternative) {
    name = alternativeName(stem, kind);
    existing = existingDerivative(declarations, fn.name, name, kind);
  }
  if (existing.kind === 'theirs') return { ok: false, diagnostics: [problem('notOurs', { derivative: name, suggestion: alternativeName(stem, kind) }, fn.nameSpan)] };
  const derivation = derive(target, kind, name, fn.nameSpan);
  if (!derivation.ok) return derivation;
  yield;
  const written = argumentsAt(fn, fn.points);
  const points = request.points === undefined ? written : argumentsAt(fn, request.points);
  const lines = printDerivative({
    fn, kind, derived: derivation.derived, wrt: target.wrt, surroundings: place, source: fingerprint(project, fn), tokens: tokenTexts,
    checkedPoints: written.length, replaced: existing.kind === 'ours' ? existing.parts.map(part => part.name) : [], marked: existing.kind === 'ours' && existing.main.isMarked,
  });
  const text = textOf(lines, place.style);
  const fileText = project.host.readFile(fn.file) ?? '';
  const edits = spliceEdits(fileText, existing, place.insertionOffset, text, place.style.eol);
  const passed = yield* gate(request, target, derivation.derived, applyEdits(fileText, edits), points);
  return passed.ok ? { ok: true, generated: { name, text, lines, edits, existing, places: placesInFile(lines, text, place.style.eol, existing), checkedPoints: passed.points } } : passed;
}

/** The shortest name that no other function of the file lays claim to; one that the derivative has already stays. */
function stemFor(project: Project, fn: MarkedFunction, kind: DerivativeKind, declarations: readonly TopLevelDeclaration[]): string {
  const stems = stemsOf(fn.name);
  const [shortest] = stems;
  const present = stems.find(stem => existingDerivative(declarations, fn.name, derivativeName(stem, kind), kind).kind === 'ours');
  if (present !== undefined || stems.length === 1) return present ?? shortest;
  const isShared = functionNames(project, fn.file).some(({ name }) => name !== fn.name && stemsOf(name)[0] === shortest);
  return isShared ? stems.at(-1) ?? shortest : shortest;
}

interface PointArguments { readonly point: Point; readonly args: readonly Datum[] }

/** Arguments at the written points that can be read; points with problems of their own have been reported. */
export const pointArguments = (fn: MarkedFunction): readonly (readonly Datum[])[] => argumentsAt(fn, fn.points).map(({ args }) => args);

function argumentsAt(fn: MarkedFunction, points: readonly Point[]): readonly PointArguments[] {
  return points.flatMap(point => {
    if (point.lowered === null || fn.lowered === null) return [];
    const values = pointValues(point.lowered);
    if (!(values instanceof Map)) return [];
    const { args, problems } = argumentsFor(fn.lowered.module, fn.lowered.root, values);
    return problems.length > 0 ? [] : [{ point, args }];
  });
}

type Passage = { readonly ok: true; readonly points: number } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

function* gate(request: GenerateRequest, target: Target, derived: Derived, fileText: string, points: readonly PointArguments[]): Task<Passage> {
  const { project, fn, kind, limits } = request;
  const name = derived.func.name;
  const rereading = request.rereading ?? project;
  const again = rereading.withText(fn.file, fileText, () => functionNamed(rereading, fn.file, name));
  if (again === null || again.lowered === null) {
    const detail = again?.diagnostics.find(d => d.severity === 'error')?.message ?? 'it is not there';
    return { ok: false, diagnostics: [problem('checkUnreadable', { derivative: name, detail }, fn.nameSpan)] };
  }
  let checked = 0;
  for (const { point, args } of points) {
    yield;
    const verdict = yield* check({ target, kind, generated: again.lowered, limits }, args);
    const failure = failureOf(verdict, name, fn, point.name ?? point.text.trim());
    if (failure !== null) return { ok: false, diagnostics: [failure] };
    if (verdict.kind === 'passed') checked++;
  }
  return { ok: true, points: checked };
}

function failureOf(verdict: Verdict, derivative: string, fn: MarkedFunction, at: string): Diagnostic | null {
  switch (verdict.kind) {
    case 'passed': case 'skipped': return null;
    case 'fault': return problem('checkUnreadable', { derivative, detail: describeFault(verdict.fault).message }, fn.nameSpan);
    case 'disagrees': {
      const { what, found, expected } = verdict.disagreement;
      const { guilty } = verdict;
      const failure = problem(verdict.by === 'trace' ? 'checkDisagrees' : 'checkDiffers', { derivative, what, at, found: formatFull(found), expected: formatFull(expected) },
        guilty?.file === fn.file ? guilty : fn.nameSpan);
      if (guilty === null) return failure;
      const related = guilty.file === fn.file ? { span: fn.nameSpan, message: `the check of ${derivative} at ${at}` } : { span: guilty, message: 'here' };
      return { ...failure, related: [related] };
    }
  }
}
