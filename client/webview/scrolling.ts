/** Where the pane over a picture is scrolled to. */
import type { GraphModel } from '../../server/view-protocol';
import type { Box } from './layout';
import type { Standing } from './standing';

/** Pixels between what is shown and the side of the pane. */
const margin = 24;

/** Scrolls as far as needed for a box to be seen. */
export function reveal(pane: HTMLElement, { x, y, width, height }: Box): void {
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = pane;
  if (x < scrollLeft + margin) pane.scrollLeft = x - margin;
  else if (x + width > scrollLeft + clientWidth - margin) pane.scrollLeft = x + width + margin - clientWidth;
  if (y < scrollTop + margin) pane.scrollTop = y - margin;
  else if (y + height > scrollTop + clientHeight - margin) pane.scrollTop = y + height + margin - clientHeight;
}

/** Scrolls so that what was about the middle of the pane stays where it was when all is laid out anew. */
export function holdStill(pane: HTMLElement, before: Standing, after: Standing): void {
  const then = placesOf(before), now = placesOf(after);
  const x = pane.scrollLeft + pane.clientWidth / 2, y = pane.scrollTop + pane.clientHeight / 2;
  let best: { readonly distance: number; readonly from: Box; readonly to: Box } | null = null;
  for (const [id, from] of then) {
    const to = now.get(id), distance = Math.abs(from.x - x) + Math.abs(from.y - y);
    if (to !== undefined && (best === null || distance < best.distance)) best = { distance, from, to };
  }
  if (best === null) return;
  pane.scrollLeft += best.to.x - best.from.x;
  pane.scrollTop += best.to.y - best.from.y;
}

/** By id, a folded group and its frame under the same. */
function placesOf({ model: { nodes, frames }, layout }: { readonly model: GraphModel; readonly layout: Standing['layout'] }): ReadonlyMap<string, Box> {
  const places = new Map<string, Box>();
  const put = (id: string, box: Box | undefined): void => { if (box !== undefined) places.set(id, box); };
  nodes.forEach(({ id }, i) => { put(id, layout.nodes[i]); });
  frames.forEach(({ id }, i) => { put(`g${id}`, layout.frames[i]); });
  return places;
}
