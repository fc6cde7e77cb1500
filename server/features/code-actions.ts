/** Code actions: anywhere in a function its derivatives if it is marked, else the mark. */
import type { FunctionName, MarkedFunction, TextEdit } from '../../core/frontend/api';
import type { DerivativeKind } from '../../core/generate/derive';

/** A derivative in a file that an action generates again. */
export interface Regeneration {
  readonly name: string;
  readonly kind: DerivativeKind;
  /** It stands under its other name. */
  readonly useAlternative: boolean;
}

export type Effect =
  /** A command of the client about a function. */
  | { readonly does: 'command'; readonly command: string; readonly functionName: string }
  | { readonly does: 'edit'; readonly edits: readonly TextEdit[] }
  /** Generated and checked when the action is chosen. */
  | { readonly does: 'regenerate'; readonly derivatives: readonly Regeneration[] };

export interface Action {
  readonly title: string;
  readonly kind: string;
  readonly effect: Effect;
  /** The one of several that a key applies at once. */
  readonly isPreferred?: boolean;
}

export const gradientKind = 'refactor.rewrite.nabla.gradient';
export const tangentKind = 'refactor.rewrite.nabla.tangent';
export const markKind = 'refactor.rewrite.nabla.mark';
export const quickFixKind = 'quickfix';
export const fixAllKind = 'source.fixAll.nabla';

const command = (title: string, kind: string, id: string, functionName: string): Action => ({ title, kind, effect: { does: 'command', command: id, functionName } });

/** `offset`: the start of the selection. */
export function actionsAt(functions: readonly MarkedFunction[], names: readonly FunctionName[], offset: number): Action[] {
  const around = names.filter(({ declarationSpan: { start, end } }) => start <= offset && offset <= end);
  // The innermost: the one that starts last.
  const here = around.reduce<FunctionName | undefined>((inner, name) => (inner === undefined || name.declarationSpan.start > inner.declarationSpan.start ? name : inner), undefined);
  if (here === undefined) return [];
  if (!here.marked) return [command('Mark as Differentiable', markKind, 'nabla.markDifferentiable', here.name)];
  const fn = functions.find(({ nameSpan }) => nameSpan.start === here.nameSpan.start);
  if (fn === undefined || fn.lowered === null) return [];
  return [
    ...(fn.resultType?.kind === 'num' ? [command('Insert Gradient', gradientKind, 'nabla.insertGradient', fn.name)] : []),
    command('Insert Tangent Function', tangentKind, 'nabla.insertTangent', fn.name),
  ];
}

/** Whether an editor that asks for `only` these kinds wants this one; kinds are hierarchical. */
export const isWanted = (kind: string, only: readonly string[] | undefined): boolean =>
  only === undefined || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
