/** Code actions: anywhere in a function its derivatives if it is marked, else the mark; and fixes of our own problems. */
import type { FunctionName, MarkedFunction } from '../../core/frontend/api';
import { alternativeName } from '../../core/generate/names';
import { catalogue } from '../../core/messages';

export interface Action {
  readonly title: string;
  readonly kind: string;
  readonly command: string;
  readonly functionName: string;
}

export const gradientKind = 'refactor.rewrite.nabla.gradient';
export const tangentKind = 'refactor.rewrite.nabla.tangent';
export const markKind = 'refactor.rewrite.nabla.mark';

/** `offset`: the start of the selection. */
export function actionsAt(functions: readonly MarkedFunction[], names: readonly FunctionName[], offset: number): Action[] {
  const around = names.filter(({ declarationSpan: { start, end } }) => start <= offset && offset <= end);
  // The innermost: the one that starts last.
  const here = around.reduce<FunctionName | undefined>((inner, name) => (inner === undefined || name.declarationSpan.start > inner.declarationSpan.start ? name : inner), undefined);
  if (here === undefined) return [];
  if (!here.marked) return [{ title: 'Mark as Differentiable', kind: markKind, command: 'nabla.markDifferentiable', functionName: here.name }];
  const fn = functions.find(({ nameSpan }) => nameSpan.start === here.nameSpan.start);
  if (fn === undefined || fn.lowered === null) return [];
  return [
    ...(fn.resultType?.kind === 'num' ? [{ title: 'Insert Gradient', kind: gradientKind, command: 'nabla.insertGradient', functionName: fn.name }] : []),
    { title: 'Insert Tangent Function', kind: tangentKind, command: 'nabla.insertTangent', functionName: fn.name },
  ];
}

/** The fixes of the problems that are shown at `offset`; `codes` are theirs. */
export function fixesAt(functions: readonly MarkedFunction[], codes: ReadonlySet<string>, offset: number): Action[] {
  if (!codes.has(catalogue.notOurs.code)) return [];
  return functions.flatMap(({ name, nameSpan }) =>
    nameSpan.start <= offset && offset <= nameSpan.end
      ? [{ title: `Insert as ${alternativeName(name, 'gradient')}`, kind: 'quickfix', command: 'nabla.insertGradientAside', functionName: name }]
      : [],
  );
}

/** Whether an editor that asks for `only` these kinds wants this one; kinds are hierarchical. */
export const isWanted = (kind: string, only: readonly string[] | undefined): boolean =>
  only === undefined || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
