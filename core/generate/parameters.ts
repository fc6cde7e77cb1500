/** The parameters of a generated function: those of the source as they are declared there, then directions or a seed. */
import type { DeclaredParam } from '../backend';
import { typeText } from '../ir/typeText';
import type { MarkedFunction } from '../frontend/api';
import { derivativeType } from '../ad/nested';
import type { Func } from '../ir/module';
import { sameType, type Type } from '../ir/type';
import type { DerivativeKind } from './derive';

/**
 * Optional parameters of the source are left out: it was differentiated without them. A rest parameter and defaults stay where
 * nothing required follows; else the parameter is an ordinary one. Added names keep clear of the source's: `seed`, else `seedBar`.
 */
export function declaredParameters(func: Func, fn: MarkedFunction, kind: DerivativeKind, wrt: readonly string[]): readonly DeclaredParam[] {
  const own = fn.params.filter(param => !param.optional);
  const taken = new Set(own.map(param => param.name));
  const directions = wrt.map(name => {
    const source = own.find(param => param.name === name && !param.isInstance && !param.hasOwnType);
    return declaredShape(source?.type, source?.typeText);
  });
  return func.params.map((param, i): DeclaredParam => {
    const source = own[i];
    if (source !== undefined) {
      const last = kind === 'gradient' && own.slice(i + 1).every(later => later.rest || later.withDefault !== null);
      return { name: source.name, typeText: source.hasOwnType ? typeText(param.value.type) : source.typeText, withDefault: last ? source.withDefault : null, rest: kind === 'gradient' && source.rest };
    }
    const type = kind === 'jvp' ? directions[i - own.length] : kind === 'vjp' ? declaredShape(fn.resultType, fn.resultTypeText) : undefined;
    return { name: clear(param.name, taken), typeText: type ?? typeText(param.value.type) };
  });
}

/** How a direction or a seed is declared: as what it belongs to where that has the shape of its derivative. */
const declaredShape = (type: Type | null | undefined, text: string | null | undefined): string | undefined =>
  (type !== null && type !== undefined && !sameType(type, derivativeType(type)) ? undefined : text ?? undefined);

/** The parameters of a helper; a callee's own `seed` keeps its name, its adjoint's is then `seedBar`. */
export function helperParameters(func: Func): readonly DeclaredParam[] {
  const taken = new Set<string>();
  return func.params.map(param => ({ name: clear(param.name, taken), typeText: typeText(param.value.type) }));
}

function clear(name: string, taken: Set<string>): string {
  let chosen = name;
  while (taken.has(chosen)) chosen += 'Bar';
  taken.add(chosen);
  return chosen;
}
