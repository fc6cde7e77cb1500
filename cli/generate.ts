/** `nabla generate`: the derivative's code, printed or written below its function. Only code that passed the gate comes out. */
import { writeFileSync } from 'node:fs';
import { defaultLimits, finish } from '../core/evaluate';
import { generate } from '../core/generate/generate';
import type { DerivativeKind } from '../core/generate/derive';
import { applyEdits } from '../core/generate/splice';
import { Failure, fail, toComplaints } from './failure';
import { target } from './evaluation';
import { findFunction } from './source';

export type GenerateMode = DerivativeKind | 'jacobian' | 'hessian' | 'hvp';
export const generateModes: readonly GenerateMode[] = ['gradient', 'jvp', 'vjp', 'jacobian', 'hessian', 'hvp'];

export interface GenerateRequest { readonly address: string; readonly wrt: readonly string[] | null; readonly mode: GenerateMode; readonly write: boolean }

/** The text for stdout: the declarations, or (written to the file) what was done. */
export function generateCommand({ address, wrt, mode, write }: GenerateRequest): string {
  if (mode === 'jacobian' || mode === 'hessian' || mode === 'hvp') return fail('modeNotGenerated', { mode });
  const found = findFunction(address);
  target(found, wrt);
  const result = finish(generate({ project: found.project, fn: found.fn, kind: mode, wrt, limits: defaultLimits, useAlternative: false }));
  if (!result.ok) throw new Failure(toComplaints(result.diagnostics));
  const { name, text, edits, existing, checkedPoints } = result.generated;
  if (!write) return text;
  if (existing.kind === 'ours' && existing.edited) fail('editedByHand', { derivative: name }, found.fn.nameSpan);
  try {
    writeFileSync(found.file, applyEdits(found.host.readFile(found.file) ?? '', edits));
  } catch {
    fail('notWritten', { path: found.file });
  }
  return `${name} ${existing.kind === 'ours' ? 'regenerated' : 'written'}, ${checkText(checkedPoints, found.fn.points.length)}\n`;
}

function checkText(checked: number, written: number): string {
  if (checked === 0) return written === 0 ? 'unchecked: no @at' : 'unchecked: no value at its points';
  return `checked at ${checked} point${checked === 1 ? '' : 's'}`;
}
