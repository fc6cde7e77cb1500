/**
 * Analysis: which `number` parameters of the functions that a marked function reaches are integers, so that loops may count with them.
 *
 * Input: a module in slot form, its root, and the parameters it is differentiated for. Output: by function, indices of parameters. Those of the root
 * are the discrete ones, which its callers give integers, unless it is differentiated for them; those of other functions are what all calls give them.
 * Example: `g(y / 2)` where g counts up to its parameter: that is no integer, and has a derivative.
 */
import type { Module } from '../ir/module';
import type { Value } from '../ir/op';
import { discreteParameters } from './discrete';
import { analyseFacts } from './facts';

export function integerParameters(module: Module, root: string, wrt: readonly string[]): (func: string) => ReadonlySet<number> {
  const discrete = discreteParameters(module, root);
  const params = module.funcs.get(root)?.params ?? [];
  let integers: ReadonlySet<Value> = new Set(params.filter((param, i) => discrete.has(i) && !wrt.includes(param.name)).map(param => param.value));
  for (;;) {
    const facts = analyseFacts(module, root, { integers });
    // The root may call itself.
    const given = (value: Value): readonly Value[] => [...facts.graph.choices.get(value) ?? []];
    const kept = new Set([...integers].filter(value => given(value).every(arg => facts.of(arg).integer)));
    if (kept.size === integers.size) {
      return name => {
        const own = module.funcs.get(name)?.params ?? [];
        return new Set(own.flatMap(({ value }, i) => (value.type.kind === 'num' && facts.of(value).integer ? [i] : [])));
      };
    }
    integers = kept;
  }
}
