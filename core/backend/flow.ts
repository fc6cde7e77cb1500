/**
 * Value form with its copies made explicit: the first step out of SSA.
 *
 * Input: the body of a value-form function. Output: blocks whose exits say what flows where. A loop's carried value is one
 * value throughout (its result and the parameter of its test are replaced by the parameter of its body), and a loop's `yield`
 * is pushed into an `if` that stands last in the body, so that a yielded flag becomes a plain `break`:
 *
 *     %more: bool, %s2: num = if %c { yield %false, %s } else { yield %true, %s1 }      if c { break }
 *     yield %more, %s2                                                             =>   else { s := s1 }
 */
import { operands, visitOps } from '../ir/walk';
import type { IfOp, Literal, LoopOp, Op, Region, ThrowOp, Value } from '../ir/op';
import { mapThrown } from '../ir/thrown';

/** `target := source`; the copies of one exit happen at once. */
export interface Copy { readonly target: Value; readonly source: Value }

export type Exit =
  /** Goes on behind the enclosing branch, or, at the end of a loop's body, to the next iteration. */
  | { readonly kind: 'fall'; readonly copies: readonly Copy[] }
  /** Leaves the innermost loop. */
  | { readonly kind: 'break'; readonly copies: readonly Copy[] }
  /** Goes to the next iteration if `again`, else leaves the loop. */
  | { readonly kind: 'again'; readonly copies: readonly Copy[]; readonly again: Value }
  | { readonly kind: 'return'; readonly value: Value | null }
  | { readonly kind: 'throw'; readonly op: ThrowOp };

export interface Block { readonly nodes: readonly Node[]; readonly exit: Exit }
export type SimpleOp = Exclude<Op, IfOp | LoopOp>;
export interface BranchNode {
  readonly kind: 'branch'; readonly op: IfOp; readonly cond: Value; readonly then: Block; readonly else: Block;
  /** The values both branches assign; empty for a branch that ends a loop's body. */
  readonly results: readonly Value[];
}
export interface LoopNode {
  readonly kind: 'loop'; readonly op: LoopOp; readonly inits: readonly Copy[]; readonly induction: Value | null; readonly carried: readonly Value[];
  readonly from: Value | null; readonly to: Value | null;
  readonly test: { readonly nodes: readonly Node[]; readonly cond: Value } | null;
  readonly body: Block;
}
export type Node = { readonly kind: 'op'; readonly op: SimpleOp; readonly args: readonly Value[] } | BranchNode | LoopNode;

export interface Flow { readonly body: Block; readonly constants: ReadonlyMap<Value, Literal> }

export class FlowError extends Error {}

/** How a region's `yield` leaves it: the exit for the values it yields. */
type Leave = (values: readonly Value[]) => Exit;

export function buildFlow(region: Region): Flow {
  const canonical = new Map<Value, Value>();
  const constants = new Map<Value, Literal>();
  const value = (v: Value): Value => canonical.get(v) ?? v;
  const read = new Set<Value>();
  visitOps(region, op => { for (const operand of operands(op)) read.add(operand); });

  function block(from: Region, leave: Leave): Block {
    const nodes: Node[] = [];
    const { ops } = from;
    for (const [i, op] of ops.entries()) {
      switch (op.kind) {
        case 'if': {
          const last = ops[i + 1];
          const end = last?.kind === 'yield' ? leave(last.values.map(value)) : null;
          if (last?.kind === 'yield' && end?.kind === 'again' && op.results.includes(end.again)) {
            const pushed: Leave = values => leave(last.values.map(v => {
              const at = op.results.indexOf(v);
              return at < 0 ? value(v) : values[at] ?? v;
            }));
            nodes.push({ kind: 'branch', op, cond: value(op.cond), then: block(op.then, pushed), else: block(op.else, pushed), results: [] });
            return { nodes, exit: { kind: 'fall', copies: [] } };
          }
          const join: Leave = values => ({ kind: 'fall', copies: copies(op.results, values) });
          nodes.push({ kind: 'branch', op, cond: value(op.cond), then: block(op.then, join), else: block(op.else, join), results: op.results });
          break;
        }
        case 'loop': nodes.push(loop(op)); break;
        case 'yield': return { nodes, exit: leave(op.values.map(value)) };
        case 'return': return { nodes, exit: { kind: 'return', value: op.value === null ? null : value(op.value) } };
        case 'throw': return { nodes, exit: { kind: 'throw', op: mapThrown(op, value) } };
        default:
          if (op.kind === 'const') constants.set(op.result, op.value);
          nodes.push({ kind: 'op', op, args: operands(op).map(value) });
      }
    }
    throw new FlowError('a region without a terminator');
  }

  function loop(op: LoopOp): LoopNode {
    const induction = op.counter === null ? null : op.body.params[0] ?? null;
    const carried = op.counter === null ? op.body.params : op.body.params.slice(1);
    const inits = op.inits.map((init, k) => ({ target: at(carried, k), source: value(init) }));
    op.results.forEach((result, k) => canonical.set(result, at(carried, k)));
    op.test?.params.forEach((param, k) => canonical.set(param, at(carried, k)));
    let test: LoopNode['test'] = null;
    if (op.test !== null) {
      const tested = block(op.test, values => ({ kind: 'return', value: at(values, 0) }));
      if (tested.exit.kind !== 'return' || tested.exit.value === null) throw new FlowError('a test that does not yield');
      test = { nodes: tested.nodes, cond: tested.exit.value };
    }
    const body = block(op.body, ([again, ...next]) => {
      if (again === undefined) throw new FlowError('a loop body that yields no flag');
      const moved = copies(carried, next);
      const known = constants.get(again);
      if (known === true) return { kind: 'fall', copies: moved };
      // Behind the loop only the results that are read matter.
      return known === false ? { kind: 'break', copies: moved.filter(copy => read.has(at(op.results, carried.indexOf(copy.target)))) } : { kind: 'again', copies: moved, again };
    });
    const from = op.counter === null ? null : value(op.counter.from);
    const to = op.counter === null ? null : value(op.counter.to);
    return { kind: 'loop', op, inits, induction, carried, from, to, test, body };
  }

  const copies = (targets: readonly Value[], sources: readonly Value[]): Copy[] =>
    targets.map((target, k) => ({ target, source: at(sources, k) })).filter(copy => copy.target !== copy.source);

  return {
    body: block(region, () => { throw new FlowError('a function body that yields'); }),
    constants,
  };
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new FlowError('operands and results do not match');
  return item;
}
