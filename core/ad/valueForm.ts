/** From slot form to the value form that differentiation works on: the passes in their order. */
import type { Func, Module } from '../ir/module';
import type { Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import { appendInOrder } from '../passes/appendInOrder';
import { shareCommonValues } from '../passes/cse';
import { countLoops } from '../passes/countLoops';
import { dissolveRecords } from '../passes/dissolveRecords';
import { sinkChoices } from '../passes/fuseIfs';
import { freshResult } from '../passes/freshResult';
import { inlineCalls } from '../passes/inlineCalls';
import { listedResults } from '../passes/listedResults';
import { simplifyExits } from '../passes/loopExits';
import { normTerms } from '../passes/normTerms';
import { promoteSlots } from '../passes/promoteSlots';
import { resolveClosures } from '../passes/resolveClosures';
import { shareLoads } from '../passes/shareLoads';
import { simplifyDerivatives } from '../passes/simplify';
import { structureExits } from '../passes/structureExits';
import { resolveDerivatives } from './resolveDerivatives';

/** Thrown where a function value is called that is not known there. */
export class UnknownFunctionValue extends Error {
  constructor(readonly origins: readonly Origin[]) { super('a function value that is called is not known'); }
}

/** `discrete`: for a function, the indices of its parameters that are integers. */
export function toValueForm(module: Module, root: string, discrete: (func: string) => ReadonlySet<number>): Module {
  const { module: firstOrder, unresolved } = resolveClosures(mapFuncs(module, func => structureExits(func, func.name === root ? 'value' : null)));
  if (unresolved.length > 0) throw new UnknownFunctionValue(unresolved);
  const inlined = listedResults(inlineCalls(resolveDerivatives(mapFuncs(firstOrder, promoteSlots))), root);
  return mapFuncs(inlined, func => {
    // What is decided already is not differentiated: arithmetic of the source stays as it is.
    const decided = simplifyDerivatives(func.name === root ? freshResult(func) : func);
    const structured = simplifyExits(sinkChoices(dissolveRecords(decided)));
    const counted = countLoops(structured, inlined, discreteValues(func, discrete(func.name)), func.name === root);
    const ordered = appendInOrder(normTerms(simplifyExits(counted)), inlined, func.name === root);
    // What is computed from the same elements is the same only once these are.
    return shareCommonValues(shareLoads(shareCommonValues(ordered), inlined, func.name === root));
  });
}

export function mapFuncs(module: Module, pass: (func: Func) => Func): Module {
  return { ...module, funcs: new Map([...module.funcs].map(([name, func]) => [name, pass(func)])) };
}

export function discreteValues(func: Func, indices: ReadonlySet<number>): ReadonlySet<Value> {
  return new Set(func.params.filter((_, i) => indices.has(i)).map(param => param.value));
}
