/**
 * Analysis: which parameters of a called function name memory that nothing writes while the marked function runs.
 *
 * The reverse function of a call runs long after its forward function, and callers may have written the arrays they gave: only what
 * no function on the way writes still holds what the forward function read.
 */
import type { Func, Module } from '../ir/module';
import type { CallOp, Value } from '../ir/op';
import { isReference } from '../ir/type';
import { changesLength, visitOps } from '../ir/walk';
import { Definitions } from '../passes/definitions';
import { Memory, reachedFrom } from '../passes/memory';
import { placesOf, Stability } from './stability';

export interface Steady {
  /** Indices of the parameters whose memory nobody writes. */
  readonly parameters: ReadonlySet<number>;
  /** Whether arrays grow or shrink anywhere; else their lengths hold, whatever is written. */
  readonly resizes: boolean;
}

interface Known { readonly memory: Memory; readonly calls: readonly CallOp[]; readonly isWritten: (ref: Value) => boolean; readonly steady: Set<number> }

/** By name of the function. */
export function steadyParameters(module: Module, root: string): ReadonlyMap<string, Steady> {
  const known = new Map([...module.funcs].map(([name, func]) => [name, knownOf(func, module, name === root)] as const));
  // From all that a function leaves alone itself down to what its callers leave alone too.
  for (let changed = true; changed;) {
    changed = false;
    for (const caller of known.values()) for (const call of caller.calls) {
      const callee = known.get(call.callee);
      call.args.forEach((arg, i) => {
        if (callee === undefined || !callee.steady.has(i) || isSteady(arg, caller)) return;
        callee.steady.delete(i);
        changed = true;
      });
    }
  }
  let resizes = false;
  for (const func of module.funcs.values()) visitOps(func.body, op => { if (changesLength(op)) resizes = true; });
  return new Map([...known].map(([name, { steady }]) => [name, { parameters: steady, resizes }]));
}

const isSteady = (arg: Value, caller: Known): boolean =>
  !caller.isWritten(arg) && caller.memory.block(arg).parameterIndices.every(index => caller.steady.has(index));

function knownOf(func: Func, module: Module, isRoot: boolean): Known {
  const memory = new Memory(func, module, isRoot);
  const stability = new Stability(module, memory, new Definitions(func));
  const calls: CallOp[] = [];
  visitOps(func.body, op => { if (op.kind === 'call') calls.push(op); });
  const isWritten = (ref: Value): boolean => isReference(ref.type) && [...reachedFrom(memory.block(ref), ref.type)].some(({ block, type }) => placesOf(type).some(place => stability.isWritten(block.place(place), func)));
  const steady = new Set(func.params.flatMap((param, i) => (isReference(param.value.type) && !isWritten(param.value) ? [i] : [])));
  return { memory, calls, isWritten, steady };
}
