/** What is known about one value-form function before it is differentiated. */
import type { Func, Module } from '../ir/module';
import type { Value } from '../ir/op';
import { Definitions } from '../passes/definitions';
import { Activity } from './activity';
import { CallFlows } from './callFlows';
import { Memory } from '../passes/memory';
import { Stability } from './stability';

export interface Analysis {
  readonly func: Func;
  readonly definitions: Definitions;
  readonly memory: Memory;
  readonly activity: Activity;
  readonly flows: CallFlows;
  readonly stability: Stability;
  /** Parameters that are integers. */
  readonly discrete: ReadonlySet<Value>;
}

/** `inputs`: parameters differentiated for; `outputs`: values differentiated (their memory too, where they are references); `distinct`: see `Memory`. */
export function analyse(func: Func, module: Module, inputs: readonly Value[], outputs: readonly Value[], discrete: ReadonlySet<Value>, distinct: boolean): Analysis {
  const definitions = new Definitions(func);
  const memory = new Memory(func, module, distinct);
  const flows = CallFlows.of(module);
  return {
    func, definitions, memory, discrete, flows,
    activity: new Activity(func, memory, inputs, outputs, flows),
    stability: new Stability(module, memory, definitions),
  };
}
