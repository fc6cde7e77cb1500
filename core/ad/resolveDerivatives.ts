/**
 * Pass: derivative calls become calls of derived functions.
 *
 * Purpose: derivatives of functions that take derivatives themselves. Innermost first: a function is differentiated only when the
 * derivative calls in its own body are gone, so each perturbation belongs to one call and none is confused with another
 * (Siskind and Pearlmutter 2005): captured active values are parameters by then.
 * Input: value form, not recursive through `deriv`. Output: value form without `deriv`; derived functions are added to the module.
 * Example: %d = deriv gradient 1 @g(%x, %y) : {value: num, dy: num}    becomes    %d = call @gGradient1(%x, %y) : {value: num, dy: num}
 */
import type { Func, Module } from '../ir/module';
import type { DerivOp, Region } from '../ir/op';
import { mapOp } from '../ir/walk';
import { reverseDerivative } from './gradient';
import { forwardDerivative } from './tangent';

export function resolveDerivatives(module: Module): Module {
  const resolver = new Resolver(module);
  for (const name of module.funcs.keys()) resolver.function(name);
  return { ...module, funcs: resolver.funcs };
}

class Resolver {
  readonly funcs = new Map<string, Func>();
  private readonly open = new Set<string>();

  constructor(private readonly module: Module) {}

  function(name: string): void {
    const func = this.module.funcs.get(name);
    // A call of a function from within itself is recursion like any other.
    if (func === undefined || this.funcs.has(name) || this.open.has(name)) return;
    this.open.add(name);
    const body = this.region(func.body);
    this.open.delete(name);
    this.funcs.set(name, { ...func, body });
  }

  private region(region: Region): Region {
    return {
      params: region.params,
      ops: region.ops.map(op => {
        const mapped = mapOp(op, v => v, inner => this.region(inner));
        if (mapped.kind === 'call') this.function(mapped.callee);
        return mapped.kind === 'deriv' ? { kind: 'call', callee: this.derived(mapped), args: mapped.args, result: mapped.result, origin: mapped.origin } : mapped;
      }),
    };
  }

  private derived({ callee, mode, wrt }: DerivOp): string {
    if (this.open.has(callee)) throw new Error(`@${callee} is differentiated inside itself`);
    this.function(callee);
    const name = `${callee}${mode.charAt(0).toUpperCase()}${mode.slice(1)}${wrt.join('')}`;
    if (this.funcs.has(name)) return name;
    const settled: Module = { ...this.module, funcs: this.funcs };
    const none = (): ReadonlySet<number> => new Set();
    const made = mode === 'jvp'
      ? forwardDerivative(settled, callee, { name, wrt, discrete: new Set(), discreteOf: none })
      : reverseDerivative(settled, callee, { mode, name, wrt, discrete: new Set(), discreteOf: none, planner: 'frugal' });
    for (const each of [made.func, ...made.helpers]) this.funcs.set(each.name, each);
    return name;
  }
}
