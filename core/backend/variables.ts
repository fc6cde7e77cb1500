/**
 * Which values share a variable: the second step out of SSA.
 *
 * Input: flow, folding and interference. Output: classes of values that never hold different numbers at once, so that the
 * copies within a class vanish. Copies between classes stay and are put in order when they are written (`copies.ts`).
 *
 *     loop carry(%s0 = %zero) { %s1 = add %s0, %t … yield %true, %s1 }   =>   one variable: let s = 0; … s += t;
 *
 * Also merged: successive values of one source name in one block, as in `let y = a; y *= 2`.
 */
import type { Value } from '../ir/op';
import { sameType } from '../ir/type';
import type { Block, Copy, Flow, Node } from './flow';
import { exitCopies, type Folding } from './folding';
import type { Interference } from './liveness';

export interface Classes {
  /** The value that stands for the class. */
  of(value: Value): Value;
  members(value: Value): readonly Value[];
}

export interface Coalescing { readonly classes: Classes; /** Copies at exits that join different classes. */ readonly left: readonly Copy[] }

export function coalesce(flow: Flow, params: readonly Value[], folding: Folding, interference: Interference, alone: ReadonlySet<Value>): Coalescing {
  const parent = new Map<Value, Value>();
  const lists = new Map<Value, Value[]>();
  const parameters = new Set(params);
  const of = (value: Value): Value => {
    let at = value;
    for (let up = parent.get(at); up !== undefined; up = parent.get(at)) at = up;
    return at;
  };
  const members = (value: Value): readonly Value[] => lists.get(of(value)) ?? [of(value)];

  function merge(a: Value, b: Value): boolean {
    const [x, y] = [of(a), of(b)];
    if (x === y) return true;
    const [xs, ys] = [members(x), members(y)];
    if (!sameType(x.type, y.type) || [...xs, ...ys].some(v => alone.has(v) || inductions.has(v) || folding.isFolded(v))) return false;
    const names = new Set([...xs, ...ys].filter(v => parameters.has(v)).map(v => v.name));
    if (names.size > 0 && (names.size > 1 || [...xs, ...ys].some(v => v.name !== null && !names.has(v.name)))) return false;
    if (names.size > 0 && [...xs, ...ys].every(v => v.name === null || parameters.has(v))) return false;
    if (xs.some(v => ys.some(w => interference.between(v, w)))) return false;
    parent.set(y, x);
    lists.set(x, [...xs, ...ys]);
    return true;
  }

  const inductions = new Set<Value>();
  const exits: Copy[] = [];
  const inits: Copy[] = [];
  const successions: [Value, Value][] = [];
  function visit(block: Block): void {
    visitNodes(block.nodes);
    exits.push(...exitCopies(block.exit));
  }
  function visitNodes(nodes: readonly Node[]): void {
    const latest = new Map<string, Value>();
    const define = (value: Value): void => {
      if (value.name === null || folding.isFolded(value) || folding.uses(value) === 0) return;
      const before = latest.get(value.name);
      if (before !== undefined) successions.push([before, value]);
      latest.set(value.name, value);
    };
    for (const node of nodes) {
      if (node.kind === 'op') {
        if ('result' in node.op) define(node.op.result);
      } else if (node.kind === 'branch') {
        if (!folding.selects.has(node)) { visit(node.then); visit(node.else); }
        node.results.forEach(define);
      } else {
        if (node.induction !== null) inductions.add(node.induction);
        inits.push(...node.inits);
        if (node.test !== null) visitNodes(node.test.nodes);
        visit(node.body);
        node.carried.forEach(define);
      }
    }
  }
  visit(flow.body);

  const sameName = (copy: Copy): boolean => copy.source.name === copy.target.name;
  const unnamed = (copy: Copy): boolean => copy.source.name === null || copy.target.name === null;
  // An unused target is never assigned, so nothing is gained, and no declaration would enclose both.
  for (const group of [exits, inits].map(copies => copies.filter(copy => folding.uses(copy.target) > 0))) {
    for (const copy of group) if (sameName(copy)) merge(copy.target, copy.source);
    for (const copy of group) if (unnamed(copy)) merge(copy.target, copy.source);
    for (const copy of group) if (folding.uses(copy.source) === 1) merge(copy.target, copy.source);
  }
  for (const [before, after] of successions) merge(before, after);
  return { classes: { of, members }, left: exits.filter(copy => of(copy.target) !== of(copy.source)) };
}
