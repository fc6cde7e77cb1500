/** From slot form to the value form that differentiation works on: the passes in their order. */
import type { Func, Module } from '../ir/module';
import type { Value } from '../ir/op';
import { countLoops } from '../passes/countLoops';
import { inlineCalls } from '../passes/inlineCalls';
import { promoteSlots } from '../passes/promoteSlots';
import { structureExits } from '../passes/structureExits';

/** `discrete`: for a function, the indices of its parameters that are integers by their use. */
export function toValueForm(module: Module, discrete: (func: Func) => ReadonlySet<number>): Module {
  const structured = mapFuncs(module, structureExits);
  const promoted = mapFuncs(structured, promoteSlots);
  const inlined = inlineCalls(promoted);
  return mapFuncs(inlined, func => countLoops(func, discreteValues(func, discrete(func))));
}

export function mapFuncs(module: Module, pass: (func: Func) => Func): Module {
  return { ...module, funcs: new Map([...module.funcs].map(([name, func]) => [name, pass(func)])) };
}

export function discreteValues(func: Func, indices: ReadonlySet<number>): ReadonlySet<Value> {
  return new Set(func.params.filter((_, i) => indices.has(i)).map(param => param.value));
}
