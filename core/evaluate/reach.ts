/**
 * Which parameters some path of arithmetic leads from to the result, on any branch. A parameter without one only decides things, so
 * its derivative is 0 everywhere; that of a parameter with one may be 0 at a point where the branch taken does not use it.
 */
import type { Module } from '../ir/module';
import type { Value } from '../ir/op';
import { isBooleanPrimitive } from '../ir/primitive';
import { isIntegerStorage, isReference } from '../ir/type';
import { visitOps } from '../ir/walk';
import { buildValueGraph } from '../passes/valueGraph';
import { rules } from '../rules/table';

/** Names of the parameters of `root` that reach its result. Memory is not followed by element: what is stored anywhere may be what is read. */
export function reachingParameters(module: Module, root: string): ReadonlySet<string> {
  const graph = buildValueGraph(module, root);
  const open: Value[] = [];
  const seen = new Set<Value>();
  const follow = (value: Value): void => {
    if (seen.has(value) || value.type.kind === 'bool') return;
    seen.add(value);
    open.push(value);
  };
  const stored: Value[] = [];
  for (const func of graph.funcs) {
    visitOps(func.body, (op) => {
      if (op.kind === 'return' && op.value !== null && func === graph.root) follow(op.value);
      if (op.kind === 'store' && op.ref.type.kind === 'array' && isIntegerStorage(op.ref.type.storage)) return;
      if (op.kind === 'store' || op.kind === 'setfield' || op.kind === 'push' || op.kind === 'fill') stored.push(op.value);
    });
  }
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    graph.choices.get(value)?.forEach(follow);
    if (isReference(value.type)) stored.forEach(follow);
    const op = graph.definitions.get(value);
    switch (op?.kind) {
      case 'prim':
        if (!isBooleanPrimitive(op.prim) && rules[op.prim].kind !== 'cut') op.args.forEach(follow);
        break;
      case 'load': case 'getfield': case 'copy': follow(op.ref); break;
      case 'struct': op.values.forEach(follow); break;
      case 'array':
        if (!isIntegerStorage(op.type.storage)) op.elements.forEach(follow);
        break;
      default:
    }
    graph.cells.get(value)?.stored.forEach(follow);
  }
  return new Set(graph.root.params.filter((param) => seen.has(param.value)).map((param) => param.name));
}
