/**
 * Decides which values are printed at their use instead of in a variable of their own.
 *
 * Input: the flow of a function without dead operations. Output: the set of folded values. A value used once is folded when
 * nothing between its definition and its use may write what its expression reads, and the use is not in a loop that the
 * definition is outside of. Constants, names of the module and lengths that never change are folded into every use.
 * Not looked at here: whether a variable an expression reads is reassigned meanwhile; that is liveness and coalescing.
 *
 *     %t = load %x[%i]            s += x[i] * x[i + 1];
 *     %u = load %x[%k]       =>
 *     %s1 = add %s0, mul(%t, %u)
 */
import type { Op, Value } from '../ir/op';
import type { Block, BranchNode, Copy, Exit, Flow, LoopNode, Node, SimpleOp } from './flow';
import { isComparison } from '../ir/primitive';
import { thrownValues } from '../ir/thrown';
import { changesLength } from '../ir/walk';
import { conflicts, fresh, readsOf, writesOf, type Access, type Birth } from './memory';

export interface Folding {
  isFolded(value: Value): boolean;
  /** What computes a value: an operation, or a branch that is printed as a conditional expression. */
  definition(value: Value): SimpleNode | BranchNode | undefined;
  /** Branches that are printed as conditional expressions. */
  readonly selects: ReadonlySet<Node>;
  /** Values that a copy at an exit could take in, were it told to. */
  readonly sinkable: ReadonlySet<Value>;
  uses(value: Value): number;
}
type SimpleNode = Extract<Node, { kind: 'op' }>;

type UseKind = 'operand' | 'fresh' | 'init' | 'copy' | 'bound';
interface Use { readonly kind: UseKind; readonly place: Place; readonly target: Value | null; readonly inLiteral: boolean }
/** The innermost loop, and the list of operations that is run through or left out as a whole. */
interface Place { readonly loop: LoopNode | null; readonly list: readonly Node[] | null }

/** Operations in one expression: beyond this it is split. */
const largestTree = 10;
/** Named derivative values keep their declaration when their expression is larger. */
const largestUnnamed = 3;
const largestSelect = 6;
const mostRepeated = 3; // times a cheap comparison is written before it gets a name

export function planFolding(flow: Flow, params: readonly Value[], sunk: ReadonlySet<Value>, kept: ReadonlySet<Value>, taken: ReadonlySet<string>): Folding {
  const uses = new Map<Value, Use[]>();
  const definitions = new Map<Value, { node: SimpleNode | BranchNode; place: Place }>();
  const outer = new Map<LoopNode, LoopNode | null>();
  let resizes = false;

  function use(value: Value, kind: UseKind, place: Place, target: Value | null = null, inLiteral = false): void {
    const list = uses.get(value);
    if (list === undefined) uses.set(value, [{ kind, place, target, inLiteral }]);
    else list.push({ kind, place, target, inLiteral });
  }
  function collectNodes(nodes: readonly Node[], loop: LoopNode | null): void {
    const place: Place = { loop, list: nodes };
    for (const node of nodes) {
      switch (node.kind) {
        case 'op': {
          const { op } = node;
          // A callee may make what it is given longer or shorter.
          if (changesLength(op) || op.kind === 'call' && op.args.some(mayResize)) resizes = true;
          // What takes an element away is written as two statements, each with the operands.
          const mentions = op.kind === 'pop' || op.kind === 'remove' ? 2 : 1;
          for (let k = 0; k < mentions; k++) node.args.forEach((arg, i) => { use(arg, takesFresh(op, i) ? 'fresh' : 'operand', place, null, op.kind === 'struct' || op.kind === 'array'); });
          if ('result' in op) definitions.set(op.result, { node, place });
          break;
        }
        case 'branch':
          use(node.cond, 'operand', place);
          collect(node.then, loop); collect(node.else, loop);
          for (const result of node.results) definitions.set(result, { node, place });
          break;
        case 'loop':
          outer.set(node, loop);
          for (const { source, target } of node.inits) use(source, 'init', place, target);
          if (node.from !== null) use(node.from, 'operand', place);
          if (node.to !== null) use(node.to, 'bound', { loop: node, list: null });
          if (node.test !== null) { collectNodes(node.test.nodes, node); use(node.test.cond, 'operand', { loop: node, list: node.test.nodes }); }
          collect(node.body, node);
      }
    }
  }
  function collect(block: Block, loop: LoopNode | null): void {
    collectNodes(block.nodes, loop);
    const place: Place = { loop, list: block.nodes };
    for (const { source, target } of exitCopies(block.exit)) use(source, 'copy', place, target);
    if (block.exit.kind === 'again') use(block.exit.again, 'operand', place);
    if (block.exit.kind === 'return' && block.exit.value !== null) use(block.exit.value, 'fresh', place);
    if (block.exit.kind === 'throw') for (const value of thrownValues(block.exit.op)) use(value, 'operand', place);
  }
  collect(flow.body, null);

  const parameters = new Set(params);
  const birth = (ref: Value): Birth => {
    const node = definitions.get(ref)?.node;
    if (node?.kind === 'op') return fresh(node.op) ? 'fresh' : node.op.kind === 'global' ? 'global' : 'unknown';
    return parameters.has(ref) ? 'parameter' : 'unknown';
  };

  const folded = new Set<Value>();
  const sinkable = new Set<Value>();
  const selects = new Set<Node>();
  const sizes = new Map<Value, number>();
  /** Folded values on their way to their use, with what they read. */
  const pending = new Map<Value, readonly Access[]>();

  const everywhere = (op: SimpleOp): boolean => {
    switch (op.kind) {
      case 'const': return !kept.has(op.result) && (taken.has(op.result.name ?? '') || !isNamedConstant(op, uses.get(op.result)?.length ?? 0));
      case 'global': return true;
      case 'len': return !resizes && op.result.name === null;
      case 'prim': return op.result.name === null && (isComparison(op.prim) || isOffset(op)) && !kept.has(op.result)
        && (uses.get(op.result)?.length ?? 0) <= (isOffset(op) ? 2 * mostRepeated : mostRepeated) && op.args.every(arg => steady(arg) || isOffset(op));
      default: return false;
    }
  };
  /** `n - 1` of derivative code is written again; what it reads is then kept (liveness). */
  const isOffset = (op: Extract<SimpleOp, { kind: 'prim' }>): boolean => {
    const [first, second] = op.args;
    const [base, step] = [first, second].map(arg => (arg === undefined ? undefined : definitions.get(arg)?.node));
    const whole = base === undefined || base.kind === 'op' && (base.op.kind === 'len' || base.op.kind === 'prim' && !folded.has(base.op.result));
    return op.origin.role !== 'primal' && (op.prim === 'sub' || op.prim === 'add') && step?.kind === 'op' && step.op.kind === 'const' && whole;
  };
  /** A comparison of these is written again rather than given a name. */
  const steady = (value: Value): boolean => {
    const node = definitions.get(value)?.node;
    return parameters.has(value) || node?.kind === 'op' && (node.op.kind === 'const' || node.op.kind === 'len' && everywhere(node.op));
  };
  const sizeOf = (args: readonly Value[]): number => args.reduce((sum, arg) => sum + (folded.has(arg) ? sizes.get(arg) ?? 0 : 0), 0);

  function mayFold(op: SimpleOp, result: Value, size: number): boolean {
    const [only, ...more] = uses.get(result) ?? [];
    const definition = definitions.get(result);
    if (only === undefined || more.length > 0 || definition === undefined || kept.has(result) || size > largestTree) return false;
    if (only.kind === 'bound') {
      const cheap = op.kind === 'len' || (op.kind === 'prim' && (op.prim === 'add' || op.prim === 'sub' || op.prim === 'mul') && size <= 2);
      return cheap && result.name === null && only.place.loop !== null && (outer.get(only.place.loop) ?? null) === definition.place.loop;
    }
    if (only.place.loop !== definition.place.loop) return false;
    // What has an effect happens once, on every path.
    if (effects.has(result) && only.place.list !== definition.place.list) return false;
    switch (op.kind) {
      // TypeScript does not know the type of `[]` in a literal.
      case 'array': if (op.elements.length === 0 && only.inLiteral || only.kind !== 'fresh' && only.kind !== 'init') return false; break;
      case 'alloc': case 'struct': case 'copy': if (only.kind !== 'fresh' && only.kind !== 'init') return false; break;
      case 'prim': case 'load': case 'has': case 'getfield': case 'len': case 'distinct': case 'norm': case 'replay': case 'call': break;
      default: return false;
    }
    if (only.kind === 'copy') {
      const joined = only.target === null ? undefined : definitions.get(only.target)?.node;
      if (joined?.kind === 'branch' && selected(joined) !== null) return result.name === null;
      sinkable.add(result);
      return sunk.has(result);
    }
    if (result.name === null || only.target?.name === result.name) return true;
    return op.origin.role !== 'primal' && size <= largestUnnamed && only.kind !== 'fresh';
  }

  function take(args: readonly Value[]): Access[] {
    const reads: Access[] = [];
    for (const arg of args) {
      const own = pending.get(arg);
      if (own === undefined) continue;
      reads.push(...own);
      pending.delete(arg);
    }
    return reads;
  }
  function flush(writes: readonly Access[]): void {
    for (const [value, reads] of pending) {
      if (reads.some(read => writes.some(write => conflicts(read, write, birth)))) { pending.delete(value); folded.delete(value); }
    }
  }

  /** A call still on its way may write what is read from here on: it must not move behind these reads. */
  function callsBefore(reads: readonly Access[]): void {
    if (reads.every(read => read.part === 'tape')) return;
    for (const [value, own] of pending) if (own.some(read => read.part === 'all')) { pending.delete(value); folded.delete(value); }
  }

  /** Values whose expression, with what is folded into it, does more than compute. */
  const effects = new Set<Value>();
  const hasEffect = (args: readonly Value[]): boolean => args.some(arg => folded.has(arg) && effects.has(arg));

  function runOp(node: SimpleNode): void {
    const { op } = node;
    const isEverywhere = everywhere(op) && !(isReadOnce(op) && node.args.some(arg => pending.has(arg)));
    // What is written again at every use takes in nothing that memory may change, or that happens once.
    if (isEverywhere) for (const arg of node.args) if (pending.delete(arg)) folded.delete(arg);
    const reads = [...take(node.args), ...(everywhereMemory(op) ? [] : readsOf(op))];
    callsBefore(reads);
    flush(writesOf(op));
    if (!('result' in op)) return;
    if (isEverywhere) { folded.add(op.result); sizes.set(op.result, 0); return; }
    const size = sizeOf(node.args) + (op.kind === 'prim' ? 1 : 0);
    sizes.set(op.result, size);
    if (writesOf(op).length > 0 || hasEffect(node.args)) effects.add(op.result);
    if (mayFold(op, op.result, size)) { folded.add(op.result); pending.set(op.result, reads); }
  }
  const isReadOnce = (op: SimpleOp): boolean => 'result' in op && (uses.get(op.result)?.length ?? 0) === 1;
  const everywhereMemory = (op: SimpleOp): boolean => op.kind === 'len' && !resizes;

  function runNodes(nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (node.kind === 'op') runOp(node);
      else if (node.kind === 'loop') {
        take(node.inits.map(init => init.source));
        if (node.from !== null) take([node.from]);
        const bound = node.to === null ? undefined : pending.get(node.to);
        if (node.to !== null && bound !== undefined) {
          const writes = writesIn(node);
          if (bound.some(read => writes.some(write => conflicts(read, write, birth)))) folded.delete(node.to);
          pending.delete(node.to);
        }
        if (node.test !== null) { runNodes(node.test.nodes); take([node.test.cond]); }
        runBlock(node.body);
      } else runBranch(node);
    }
  }
  function runBranch(node: BranchNode): void {
    const result = selected(node);
    if (result === null) {
      take([node.cond]);
      runBlock(node.then);
      runBlock(node.else);
      return;
    }
    selects.add(node);
    const before = new Set(pending.keys());
    if (hasEffect([node.cond])) effects.add(result);
    const reads = take([node.cond]);
    for (const inner of [node.then, node.else]) {
      for (const child of inner.nodes) {
        if (child.kind !== 'op' || !('result' in child.op)) continue;
        reads.push(...take(child.args), ...readsOf(child.op));
        folded.add(child.op.result);
        sizes.set(child.op.result, 1);
      }
      reads.push(...take(exitCopies(inner.exit).map(copy => copy.source)));
    }
    for (const value of before) if (!folded.has(value)) pending.delete(value);
    callsBefore(reads);
    const [only, ...more] = uses.get(result) ?? [];
    const definition = definitions.get(result);
    const single = only !== undefined && more.length === 0 && only.place.loop === definition?.place.loop && only.kind !== 'bound' && !kept.has(result)
      && (!effects.has(result) || only.place.list === definition?.place.list);
    sizes.set(result, largestSelect);
    if (!single || result.name !== null && only.target?.name !== result.name) return;
    if (only.kind === 'copy') { sinkable.add(result); if (!sunk.has(result)) return; }
    folded.add(result);
    pending.set(result, reads);
  }

  /** The result of a branch that reads well as a conditional expression, else null. */
  function selected(node: BranchNode): Value | null {
    const [result, ...more] = node.results;
    if (result === undefined || more.length > 0 || result.type.kind === 'array' || result.type.kind === 'struct') return null;
    let size = 0;
    for (const inner of [node.then, node.else]) {
      const [copy] = exitCopies(inner.exit);
      if (inner.exit.kind !== 'fall' || copy === undefined) return null;
      for (const child of inner.nodes) {
        if (child.kind !== 'op' || !('result' in child.op)) return null;
        const { kind } = child.op;
        const constant = kind === 'const' || kind === 'global';
        if (!constant && kind !== 'prim' && kind !== 'load' && kind !== 'getfield' && kind !== 'len' && kind !== 'has') return null;
        if (!constant && (child.op.result.name !== null || (uses.get(child.op.result)?.length ?? 0) !== 1)) return null;
        size += constant ? 0 : 1;
      }
      if (isUpdate(copy, definitions, result)) return null;
    }
    return size <= largestSelect ? result : null;
  }

  function runBlock(block: Block): void {
    runNodes(block.nodes);
    take(exitCopies(block.exit).map(copy => copy.source));
    if (block.exit.kind === 'again') take([block.exit.again]);
    if (block.exit.kind === 'return' && block.exit.value !== null) take([block.exit.value]);
    if (block.exit.kind === 'throw') take(thrownValues(block.exit.op));
  }
  runBlock(flow.body);

  return {
    isFolded: value => folded.has(value),
    definition: value => definitions.get(value)?.node,
    selects, sinkable,
    uses: value => uses.get(value)?.length ?? 0,
  };
}

export function exitCopies(exit: Exit): readonly Copy[] {
  return exit.kind === 'fall' || exit.kind === 'break' || exit.kind === 'again' ? exit.copies : [];
}

/** Reads better as `if (c) x = …`. */
const isUpdate = (copy: Copy, definitions: ReadonlyMap<Value, unknown>, result: Value): boolean =>
  result.name !== null && copy.source.name === result.name && !(definitions.get(copy.source) === undefined && copy.source.type.kind === 'bool');

const takesFresh = (op: Op, operand: number): boolean =>
  op.kind === 'struct' || op.kind === 'array' || op.kind === 'call'
  || (op.kind === 'push' || op.kind === 'setfield') && operand === 1 || (op.kind === 'store' || op.kind === 'insert') && operand === 2;

const mayResize = ({ type }: Value): boolean => type.kind === 'struct' || type.kind === 'array' && type.storage === 'array';

/** A named constant used more than once, unless the number says as much as the name. */
const isNamedConstant = (op: Extract<Op, { kind: 'const' }>, uses: number): boolean =>
  op.result.name !== null && !op.result.name.includes('.') && uses > 1 && typeof op.value === 'number' && ![0, 1, -1, 2].includes(op.value);

function writesIn(loop: LoopNode): Access[] {
  const found: Access[] = [];
  const visit = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (node.kind === 'op') found.push(...writesOf(node.op));
      else if (node.kind === 'branch') { visit(node.then.nodes); visit(node.else.nodes); }
      else { if (node.test !== null) visit(node.test.nodes); visit(node.body.nodes); }
    }
  };
  if (loop.test !== null) visit(loop.test.nodes);
  visit(loop.body.nodes);
  return found;
}
