/**
 * The loops and calls of a trace as groups that fold. Whatever runs within an iteration or a call is recorded without a gap, so each
 * group is an interval of node ids, and groups nest as their intervals do.
 *
 * A group's id is the way to it from the root: `2` the third group there, `i7` an iteration, `100-199` a range of children. It stays the same
 * from one point to another as long as the same code runs.
 */
import { inputName, type Trace } from '../evaluate';

export type GroupKind = 'root' | 'input' | 'loop' | 'iteration' | 'call' | 'range';

export interface Group {
  readonly id: string;
  readonly kind: GroupKind;
  /** What it is called: a parameter, the called function, what a range is of; empty for loops. */
  readonly name: string;
  /** Note of the loop or the call; -1 where there is none. */
  readonly site: number;
  /** Of an iteration, from 0, and of a range the first; -1 elsewhere. */
  readonly position: number;
  /** Nodes first … last. */
  readonly first: number;
  readonly last: number;
  /** Iterations of a loop, numbers of a parameter, children of a range. */
  readonly size: number;
  children(): readonly Child[];
}

/** A node, or a group. */
export type Child = number | Group;

/** More iterations or numbers than this are put into ranges; so are operations, where there are very many. */
const mostAlike = 12, mostOperations = 400;

const known = new WeakMap<Trace, Group>();

/** The whole trace. */
export function rootGroup(trace: Trace): Group {
  const before = known.get(trace);
  if (before !== undefined) return before;
  const made = new Groups(trace).root();
  known.set(trace, made);
  return made;
}

class Groups {
  /** For each context: the context that follows its own and those within it, and its nodes first … last (none: first > last). */
  private readonly next: Int32Array;
  private readonly first: Int32Array;
  private readonly last: Int32Array;

  constructor(private readonly trace: Trace) {
    const { contexts, context, count } = trace.tape;
    this.next = Int32Array.from({ length: contexts.count }, (_, c) => c + 1);
    this.first = new Int32Array(contexts.count).fill(count + 1);
    this.last = new Int32Array(contexts.count);
    for (let node = count; node > trace.inputCount; node--) {
      const c = context[node] ?? 0;
      this.first[c] = node;
      if (this.last[c] === 0) this.last[c] = node;
    }
    for (let c = contexts.count - 1; c > 0; c--) {
      const parent = contexts.parent(c);
      this.next[parent] = Math.max(this.next[parent] ?? 0, this.next[c] ?? 0);
      this.first[parent] = Math.min(this.first[parent] ?? 0, this.first[c] ?? 0);
      this.last[parent] = Math.max(this.last[parent] ?? 0, this.last[c] ?? 0);
    }
  }

  root(): Group {
    const { tape } = this.trace;
    const children = [...this.inputs(), ...this.within(0, '')];
    return { id: '', kind: 'root', name: '', site: -1, position: -1, first: 1, last: tape.count, size: children.length, children: () => ranged('', 'operations', children, mostOperations) };
  }

  private inputs(): Child[] {
    return this.trace.inputs.flatMap(({ name, first, count }, k): Child[] => {
      // The same array given for two parameters has one set of nodes.
      if (count === 0 || this.trace.inputs.some((other, i) => i < k && other.first === first && other.count > 0)) return [];
      if (count === 1 && inputName(this.trace, first) === name) return [first];
      const id = name, nodes = Array.from({ length: count }, (_, i) => first + i);
      return [{ id, kind: 'input', name, site: -1, position: -1, first, last: first + count - 1, size: count, children: () => ranged(id, name, nodes, mostAlike) }];
    });
  }

  /** The nodes of a context and the groups directly in it, as they were executed. */
  private within(context: number, prefix: string): Child[] {
    const children: Child[] = [];
    let node = Math.max(this.first[context] ?? 0, this.trace.inputCount + 1), ordinal = 0;
    const nodesUntil = (end: number): void => { for (; node < end; node++) children.push(node); };
    for (const group of this.groups(context)) {
      if (group.first > group.last) continue;
      nodesUntil(group.first);
      children.push(this.named(group, `${prefix}${prefix === '' ? '' : '/'}${String(ordinal++)}`));
      node = group.last + 1;
    }
    nodesUntil((this.last[context] ?? 0) + 1);
    return children;
  }

  /** Calls and loops directly in a context; the iterations of a loop follow each other. */
  private *groups(context: number): Generator<{ readonly contexts: readonly number[]; readonly isLoop: boolean; readonly first: number; readonly last: number }> {
    const { contexts } = this.trace.tape;
    let iterations: number[] = [];
    const loop = (): { contexts: readonly number[]; isLoop: true; first: number; last: number } => {
      const executed = iterations.filter((c) => (this.first[c] ?? 0) <= (this.last[c] ?? 0));
      iterations = [];
      return { contexts: executed, isLoop: true, first: this.first[executed[0] ?? -1] ?? 1, last: this.last[executed.at(-1) ?? -1] ?? 0 };
    };
    for (let c = context + 1; c < (this.next[context] ?? 0); c = this.next[c] ?? c + 1) {
      const goesOn = iterations.length > 0 && contexts.callee(c) === -1 && contexts.position(c) > 0 && contexts.site(c) === contexts.site(iterations[0] ?? 0);
      if (iterations.length > 0 && !goesOn) yield loop();
      if (contexts.callee(c) === -1) iterations.push(c);
      else yield { contexts: [c], isLoop: false, first: this.first[c] ?? 1, last: this.last[c] ?? 0 };
    }
    if (iterations.length > 0) yield loop();
  }

  private named({ contexts: members, isLoop, first, last }: { readonly contexts: readonly number[]; readonly isLoop: boolean; readonly first: number; readonly last: number }, id: string): Group {
    const { contexts } = this.trace.tape;
    const head = members[0] ?? 0, site = contexts.site(head);
    if (!isLoop) return { id, kind: 'call', name: this.trace.program.functions[contexts.callee(head)]?.name ?? '', site, position: contexts.position(head), first, last, size: last - first + 1, children: () => ranged(id, 'operations', this.within(head, id), mostOperations) };
    const iteration = (c: number): Group => {
      const position = contexts.position(c), own = `${id}/i${String(position)}`, from = this.first[c] ?? 1, to = this.last[c] ?? 0;
      return { id: own, kind: 'iteration', name: '', site, position, first: from, last: to, size: to - from + 1, children: () => ranged(own, 'operations', this.within(c, own), mostOperations) };
    };
    return { id, kind: 'loop', name: '', site, position: -1, first, last, size: members.length, children: () => ranged(id, 'iterations', members.map(iteration), mostAlike) };
  }
}

const firstOf = (child: Child | undefined): number => (typeof child === 'number' ? child : (child?.first ?? 1));
const lastOf = (child: Child | undefined): number => (typeof child === 'number' ? child : (child?.last ?? 0));

/** Long lists in at most ten ranges whose sizes are powers of ten, and these again. `of`: what they are lists of. */
function ranged(id: string, of: string, children: readonly Child[], most: number, offset = 0): readonly Child[] {
  if (children.length <= most) return children;
  let step = 10;
  while (step * 10 < children.length) step *= 10;
  const ranges: Group[] = [];
  for (let from = 0; from < children.length; from += step) {
    const members = children.slice(from, from + step), position = offset + from;
    const own = `${id}/${String(position)}-${String(position + members.length - 1)}`;
    ranges.push({ id: own, kind: 'range', name: of, site: -1, position, first: firstOf(members[0]), last: lastOf(members.at(-1)), size: members.length, children: () => ranged(own, of, members, most, position) });
  }
  return ranges;
}
