/** Fixes of problems that are shown: those of the source, and those of generated code. */
import type { MarkedFunction, QuickFix } from '../../core/frontend/api';
import { alternativeName, stemsOf } from '../../core/generate/names';
import { deletion } from '../../core/generate/deletion';
import type { GeneratedState } from '../../core/generate/staleness';
import { catalogue } from '../../core/messages';
import type { DocumentAnalysis } from '../analysis';
import { fixAllKind, quickFixKind, type Action, type Regeneration } from './code-actions';

/** A problem as the editor names it when it asks for fixes. */
export interface ShownProblem {
  readonly code: string;
  readonly start: number;
  readonly end: number;
}

/** `source`: what the front end knows to do about the problem. */
export function fixesOf({ code, start }: ShownProblem, { functions, generated }: DocumentAnalysis, source: readonly QuickFix[], text: string): Action[] {
  const here = generated.filter(({ declaration: { nameStart } }) => nameStart === start);
  switch (code) {
    case catalogue.stale.code:
    case catalogue.editedByHand.code:
      return here.map((state) => ({ ...quickFix(`Regenerate ${state.derivative}`, { does: 'regenerate', derivatives: [regeneration(state)] }), isPreferred: code === catalogue.stale.code }));
    case catalogue.orphaned.code:
      return here.map((state) => quickFix(`Delete ${state.derivative}`, { does: 'edit', edits: deletion(text, state) }));
    case catalogue.notOurs.code:
      return functions.filter(({ nameSpan }) => nameSpan.start === start).map(besideTheirs);
    default:
      return source.map(({ title, edits, isPreferred }) => ({ ...quickFix(title, { does: 'edit', edits }), isPreferred }));
  }
}

const quickFix = (title: string, effect: Action['effect']): Action => ({ title, kind: quickFixKind, effect });

const besideTheirs = ({ name }: MarkedFunction): Action =>
  quickFix(`Insert as ${alternativeName(stemsOf(name)[0], 'gradient')}`, { does: 'command', command: 'nabla.insertGradientAside', functionName: name });

const regeneration = ({ from, kind, isAlternative }: GeneratedState): Regeneration => ({ name: from, kind, useAlternative: isAlternative });

/** Everything that is stale and that no hand has edited: what may be replaced on saving, without a question. */
export function fixAll({ generated }: DocumentAnalysis): Action[] {
  const derivatives = generated.filter(({ state, existing }) => state === 'stale' && !existing.edited).map(regeneration);
  return derivatives.length === 0 ? [] : [{ title: 'Regenerate Stale Derivatives', kind: fixAllKind, effect: { does: 'regenerate', derivatives } }];
}
