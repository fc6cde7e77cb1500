/**
 * Pass: conventions are resolved, once, into attributes that every engine obeys.
 *
 * Purpose: where mathematics leaves a choice the trace, generated code and its derivative make the same one. `sqrt`, `hypot` and
 * `** 0.5` of a provable sum of squares have the partial 0 at 0. In ties of `min` and `max` an argument that depends on no
 * parameter of the root wins, whatever is differentiated; otherwise the first. A literal factor 0 is a structural
 * zero; one that becomes a literal later, when a call is inlined or a variable resolved, stays a computed one.
 * Input: a module in slot form and its root (the marked function). Output: the same module with `zeroAtZero`, `structuralZero` and `tieOrder` set on
 * operations of the functions that the root reaches; nothing else changes. An attribute holds for all calls of a function.
 * Example:
 *   %s = mul %x, %x  %r = sqrt %s  %z = const 0  %m = max %r, %z
 *   becomes
 *   %s = mul %x, %x  %r = sqrt{zero at 0} %s  %z = const 0  %m = max{tie 1 0} %r, %z
 */
import type { Func, Module } from '../ir/module';
import type { Op, PrimOp, Region, Value } from '../ir/op';
import type { Conventions } from '../ir/primitive';
import { mapOp, visitOps } from '../ir/walk';
import { discreteParameters } from './discrete';
import { analyseFacts, type Facts } from './facts';
import { decidingLiteral } from './structuralZeros';

export function resolveConventions(module: Module, root: string): Module {
  const params = module.funcs.get(root)?.params ?? [];
  const discrete = discreteParameters(module, root);
  const integers = new Set<Value>(params.filter((_, i) => discrete.has(i)).map(param => param.value));
  const facts = analyseFacts(module, root, { integers });
  const reached = new Set<Func>(facts.graph.funcs);
  const funcs = [...module.funcs].map(([name, func]): [string, Func] => [name, reached.has(func) ? { ...func, body: resolved(func.body, facts, literalsOf(func)) } : func]);
  return { ...module, funcs: new Map(funcs) };
}

type Literals = ReadonlyMap<Value, number>;

function literalsOf(func: Func): Literals {
  const literals = new Map<Value, number>();
  visitOps(func.body, op => { if (op.kind === 'const' && typeof op.value === 'number') literals.set(op.result, op.value); });
  return literals;
}

const resolved = (region: Region, facts: Facts, literals: Literals): Region => ({
  params: region.params,
  ops: region.ops.map((op): Op => (op.kind === 'prim' ? withConventions(op, facts, literals) : mapOp(op, value => value, inner => resolved(inner, facts, literals)))),
});

function withConventions(op: PrimOp, facts: Facts, literals: Literals): PrimOp {
  const conventions = conventionsOf(op, facts, literals);
  return conventions === null ? op : { ...op, conventions: { ...op.conventions, ...conventions } };
}

function conventionsOf(op: PrimOp, facts: Facts, literals: Literals): Conventions | null {
  const [a, b] = op.args;
  if (decidingLiteral(op, value => literals.get(value)) !== null) return { structuralZero: true };
  switch (op.prim) {
    case 'hypot': return { zeroAtZero: true };
    case 'sqrt': return a !== undefined && facts.of(a).squares ? { zeroAtZero: true } : null;
    case 'pow': return a !== undefined && b !== undefined && facts.of(b).literal === 0.5 && facts.of(a).squares ? { zeroAtZero: true } : null;
    case 'min': case 'max': {
      const order = tieOrder(op.args, facts);
      return order === null ? null : { tieOrder: order };
    }
    default: return null;
  }
}

/** Arguments that depend on no parameter first, else as written; null where that is the written order. */
function tieOrder(args: readonly Value[], facts: Facts): readonly number[] | null {
  const indices = [...args.keys()];
  const fixed = indices.filter(i => { const arg = args[i]; return arg !== undefined && !facts.depends(arg); });
  if (fixed.every((index, i) => index === i)) return null;
  return [...fixed, ...indices.filter(index => !fixed.includes(index))];
}
