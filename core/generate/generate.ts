/**
 * From a marked function to checked text in its file: derive, print, read the text again, check it at the function's points.
 * Nothing that fails the gate is handed out.
 */
import { argumentsFor, describeFault, pointValues, targetOf, type Datum, type Limits, type Target, type Task } from '../evaluate';
import { formatFull } from '../format';
import type { MarkedFunction } from '../frontend/api';
import { fingerprint, functionNamed, surroundings, tokenTexts, topLevelDeclarations, type Project } from '../frontend';
import { check, type Verdict } from '../gate/check';
import { problem, type Diagnostic } from '../messages';
import { derive, type Derived, type DerivativeKind } from './derive';
import { alternativeName, derivativeName } from './names';
import { printDerivative } from './print';
import { applyEdits, existingDerivative, spliceEdits, type Existing, type TextEdit } from './splice';

export interface GenerateRequest {
  readonly project: Project;
  readonly fn: MarkedFunction;
  readonly kind: DerivativeKind;
  /** Instead of the mark's. */
  readonly wrt: readonly string[] | null;
  readonly limits: Limits;
  /** The name to use where the usual one is taken by code of the user; null: report that instead. */
  readonly useAlternative: boolean;
}

export interface Generated {
  readonly name: string;
  /** The declarations alone. */
  readonly text: string;
  /** Edits of the file that holds the function. */
  readonly edits: readonly TextEdit[];
  readonly existing: Existing;
  readonly checkedPoints: number;
}

export type Generation = { readonly ok: true; readonly generated: Generated } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export function* generate(request: GenerateRequest): Task<Generation> {
  const { project, fn, kind } = request;
  const place = surroundings(project, fn);
  if (fn.lowered === null || place === null) return { ok: false, diagnostics: fn.diagnostics.filter(d => d.severity === 'error') };
  const target = targetOf(fn.lowered.module, fn.lowered.root, request.wrt ?? fn.wrt);
  const declarations = topLevelDeclarations(project, fn.file);
  let name = derivativeName(fn.name, kind);
  let existing = existingDerivative(declarations, fn.name, name, kind);
  if (existing.kind === 'theirs' && request.useAlternative) {
    name = alternativeName(fn.name, kind);
    existing = existingDerivative(declarations, fn.name, name, kind);
  }
  if (existing.kind === 'theirs') return { ok: false, diagnostics: [problem('notOurs', { derivative: name, suggestion: alternativeName(fn.name, kind) }, fn.nameSpan)] };
  const derivation = derive(target, kind, name, fn.nameSpan);
  if (!derivation.ok) return derivation;
  const points = pointArguments(fn);
  const text = printDerivative({
    fn, kind, derived: derivation.derived, wrt: target.wrt, surroundings: place, source: fingerprint(project, fn), tokens: tokenTexts,
    checkedPoints: points.length, marked: existing.kind === 'ours' && existing.main.isMarked,
  });
  const fileText = project.host.readFile(fn.file) ?? '';
  const edits = spliceEdits(fileText, existing, place.insertionOffset, text, place.style.eol);
  const failures = yield* gate(request, target, derivation.derived, applyEdits(fileText, edits), points);
  return failures.length > 0 ? { ok: false, diagnostics: failures } : { ok: true, generated: { name, text, edits, existing, checkedPoints: points.length } };
}

/** Arguments at the written points that can be read; points with problems of their own have been reported. */
export function pointArguments(fn: MarkedFunction): readonly (readonly Datum[])[] {
  return fn.points.flatMap(point => {
    if (point.lowered === null || fn.lowered === null) return [];
    const values = pointValues(point.lowered);
    if (!(values instanceof Map)) return [];
    const { args, problems } = argumentsFor(fn.lowered.module, fn.lowered.root, values);
    return problems.length > 0 ? [] : [args];
  });
}

function* gate(request: GenerateRequest, target: Target, derived: Derived, fileText: string, points: readonly (readonly Datum[])[]): Task<readonly Diagnostic[]> {
  const { project, fn, kind, limits } = request;
  const name = derived.func.name;
  const again = project.withText(fn.file, fileText, () => functionNamed(project, fn.file, name));
  if (again === null || again.lowered === null) {
    const detail = again?.diagnostics.find(d => d.severity === 'error')?.message ?? 'it is not there';
    return [problem('checkUnreadable', { derivative: name, detail }, fn.nameSpan)];
  }
  for (const [i, args] of points.entries()) {
    const verdict = yield* check({ target, kind, generated: again.lowered, limits }, args);
    const failure = failureOf(verdict, name, fn, i);
    if (failure !== null) return [failure];
  }
  return [];
}

function failureOf(verdict: Verdict, derivative: string, fn: MarkedFunction, index: number): Diagnostic | null {
  const at = fn.points[index]?.name ?? fn.points[index]?.text.trim() ?? `point ${String(index + 1)}`;
  switch (verdict.kind) {
    case 'passed': case 'skipped': return null;
    case 'fault': return problem('checkUnreadable', { derivative, detail: describeFault(verdict.fault).message }, fn.nameSpan);
    case 'disagrees': {
      const { what, found, expected } = verdict.disagreement;
      return problem(verdict.by === 'trace' ? 'checkDisagrees' : 'checkDiffers', { derivative, what, at, found: formatFull(found), expected: formatFull(expected) }, fn.nameSpan);
    }
  }
}
