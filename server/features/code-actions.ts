/** Code actions on a function's name or anywhere in it: its derivatives if it is marked, else the mark. */
import type { FunctionName, MarkedFunction } from '../../core/frontend/api';

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
