/**
 * Liveness over structured flow, and from it which values may not share a variable.
 *
 * Folded values are evaluated at their use, so what they read lives until there. Two values interfere when one of them is
 * defined (or, for a carried value or a branch's result, assigned) where the other is live behind it.
 */
import type { Value } from '../ir/op';
import { thrownValues } from '../ir/thrown';
import type { Block, Flow, LoopNode, Node } from './flow';
import { exitCopies, type Folding } from './folding';

export interface Interference { between(a: Value, b: Value): boolean }

/** The variables the expression of a value reads. */
export function leavesOf(value: Value, folding: Folding, into: Set<Value> = new Set()): Set<Value> {
  if (!folding.isFolded(value)) { into.add(value); return into; }
  const node = folding.definition(value);
  if (node !== undefined) for (const leaf of nodeLeaves(node, folding)) into.add(leaf);
  return into;
}

/** The variables an operation, or a branch printed as a conditional expression, reads. */
export function nodeLeaves(node: Exclude<Node, LoopNode>, folding: Folding): Set<Value> {
  const into = new Set<Value>();
  if (node.kind === 'op') for (const arg of node.args) leavesOf(arg, folding, into);
  else {
    leavesOf(node.cond, folding, into);
    for (const inner of [node.then, node.else]) for (const copy of exitCopies(inner.exit)) leavesOf(copy.source, folding, into);
  }
  return into;
}

interface Around { readonly header: ReadonlySet<Value>; readonly exit: ReadonlySet<Value> }

export function findInterference(flow: Flow, params: readonly Value[], folding: Folding): Interference {
  const pairs = new Map<Value, Set<Value>>();
  function interfere(value: Value, others: Iterable<Value>): void {
    let mine = pairs.get(value);
    if (mine === undefined) pairs.set(value, mine = new Set());
    for (const other of others) if (other !== value) mine.add(other);
  }

  function nodes(list: readonly Node[], after: ReadonlySet<Value>): Set<Value> {
    const live = new Set(after);
    for (const node of [...list].reverse()) {
      if (node.kind === 'loop') { loop(node, live); continue; }
      if (node.kind === 'branch' && !folding.selects.has(node)) {
        for (const result of node.results) { interfere(result, live); interfere(result, node.results); }
        const then = block(node.then, live, around);
        const otherwise = block(node.else, live, around);
        live.clear();
        for (const value of [...then, ...otherwise]) live.add(value);
        leavesOf(node.cond, folding, live);
        continue;
      }
      const result = node.kind === 'branch' ? node.results[0] : 'result' in node.op ? node.op.result : undefined;
      if (result !== undefined) {
        if (folding.isFolded(result)) continue;
        interfere(result, live);
        live.delete(result);
      }
      for (const leaf of nodeLeaves(node, folding)) live.add(leaf);
    }
    return live;
  }

  let around: Around = { header: new Set(), exit: new Set() };

  function block(inner: Block, after: ReadonlySet<Value>, at: Around): Set<Value> {
    const { exit } = inner;
    let live: Set<Value>;
    switch (exit.kind) {
      case 'fall': live = new Set(after); break;
      case 'break': live = new Set(at.exit); break;
      case 'again': live = new Set([...at.header, ...at.exit]); break;
      case 'return': live = exit.value === null ? new Set() : leavesOf(exit.value, folding); break;
      case 'throw':
        live = new Set();
        for (const value of thrownValues(exit.op)) leavesOf(value, folding, live);
        break;
    }
    const copies = exitCopies(exit);
    for (const copy of copies) live.delete(copy.target);
    for (const copy of copies) leavesOf(copy.source, folding, live);
    if (exit.kind === 'again') leavesOf(exit.again, folding, live);
    return nodes(inner.nodes, live);
  }

  function loop(node: LoopNode, live: Set<Value>): void {
    const saved = around;
    let header = new Set<Value>();
    for (;;) {
      around = { header, exit: new Set(live) };
      let start = block(node.body, header, around);
      if (node.test !== null) {
        for (const value of live) start.add(value);
        leavesOf(node.test.cond, folding, start);
        start = nodes(node.test.nodes, start);
      }
      if (node.to !== null) {
        for (const value of live) start.add(value);
        leavesOf(node.to, folding, start);
      }
      if (node.induction !== null) start.delete(node.induction);
      const grown = [...start].some(value => !header.has(value));
      header = new Set([...header, ...start]);
      if (!grown) break;
    }
    around = saved;
    for (const value of node.carried) { interfere(value, header); interfere(value, node.carried); interfere(value, live); }
    // The counter begins when carried values have their first ones.
    const from = node.from === null ? [] : [...leavesOf(node.from, folding)];
    for (const { target, source } of node.inits) interfere(target, from.filter(leaf => leaf !== source));
    live.clear();
    for (const value of header) live.add(value);
    for (const value of node.carried) live.delete(value);
    for (const { source } of node.inits) leavesOf(source, folding, live);
    if (node.from !== null) leavesOf(node.from, folding, live);
  }

  const entry = block(flow.body, new Set(), around);
  for (const param of params) { interfere(param, entry); interfere(param, params); }
  return { between: (a, b) => a !== b && (pairs.get(a)?.has(b) === true || pairs.get(b)?.has(a) === true) };
}
