/**
 * What is on the screen: nodes and folded groups, each standing for an interval of the trace, and the unfolded groups around them.
 * Every node of the trace is in exactly one of the intervals.
 */
import type { Trace } from '../evaluate';
import { rootGroup, type Group } from './groups';

export interface Item {
  readonly id: string;
  /** The node itself; null for a folded group. */
  readonly node: number | null;
  readonly group: Group | null;
  readonly first: number;
  readonly last: number;
  /** Id of the unfolded group around it; the root's is empty. */
  readonly parent: string;
}

export interface Frame { readonly group: Group; readonly parent: string }

export interface Visible {
  /** In the order of execution. */
  readonly items: readonly Item[];
  /** Unfolded groups, outer ones first. */
  readonly frames: readonly Frame[];
  /** Index of the item that stands for a node. */
  readonly itemOf: Int32Array;
  /** Groups that were to be unfolded but are left folded, because there would be too much on the screen. */
  readonly refused: readonly string[];
}

/** More than anybody looks at; unfolding further is refused. */
export const mostItems = 2500;

export function visible(trace: Trace, unfolded: ReadonlySet<string>): Visible {
  const items: Item[] = [], frames: Frame[] = [], refused: string[] = [];
  /** Items there will be if nothing more is unfolded. */
  let planned = rootGroup(trace).children().length;
  const visit = (group: Group, parent: string): void => {
    for (const child of group.children()) {
      if (typeof child === 'number') items.push({ id: `n${String(child)}`, node: child, group: null, first: child, last: child, parent });
      else if (!unfolded.has(child.id)) items.push(folded(child, parent));
      else if (planned + child.children().length > mostItems) {
        refused.push(child.id);
        items.push(folded(child, parent));
      } else {
        planned += child.children().length - 1;
        frames.push({ group: child, parent });
        visit(child, child.id);
      }
    }
  };
  visit(rootGroup(trace), '');
  const itemOf = new Int32Array(trace.tape.count + 1).fill(-1);
  items.forEach(({ first, last }, i) => itemOf.fill(i, first, last + 1));
  return { items, frames, itemOf, refused };
}

const folded = (group: Group, parent: string): Item => ({ id: `g${group.id}`, node: null, group, first: group.first, last: group.last, parent });
