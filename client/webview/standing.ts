/** A layout that stands as long as the same is shown: numbers change in it, and only where one has no room any more is all laid out again. */
import type { GraphModel } from '../../server/view-protocol';
import { layOut, nodeWidth, type Layout } from './layout';

export interface Standing {
  readonly model: GraphModel;
  /** By index of the model's nodes. */
  readonly widths: readonly number[];
  readonly layout: Layout;
}

/** The layout of a model, if it can be that of the model before. */
export function standing(model: GraphModel, before: Standing | null): Standing {
  const needed = model.nodes.map(nodeWidth);
  if (before === null || !showsTheSame(model, before.model)) return { model, widths: needed, layout: layOut(model, needed) };
  if (needed.every((width, i) => width <= (before.widths[i] ?? 0))) return { ...before, model };
  // What once was wide stays so: while an input is dragged this comes to an end.
  const widths = needed.map((width, i) => Math.max(width, before.widths[i] ?? 0));
  return { model, widths, layout: layOut(model, widths) };
}

const showsTheSame = (a: GraphModel, b: GraphModel): boolean =>
  a.nodes.length === b.nodes.length && a.frames.length === b.frames.length && a.edges.length === b.edges.length
  && a.nodes.every(({ id, parent }, i) => id === b.nodes[i]?.id && parent === b.nodes[i].parent)
  && a.frames.every(({ id, parent }, i) => id === b.frames[i]?.id && parent === b.frames[i].parent)
  && a.edges.every(({ from, to }, i) => from === b.edges[i]?.from && to === b.edges[i].to);
