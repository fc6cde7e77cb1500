/** What of a picture is in sight, as its pane is scrolled and changes size. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Box, Layout, Point } from './layout';

/** A part of the plane. */
export interface Sight {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What there is to draw in a part of the plane, as indices of the model's frames, edges and nodes. */
export interface Drawn {
  readonly sight: Sight;
  readonly frames: readonly number[];
  readonly edges: readonly number[];
  readonly nodes: readonly number[];
}

/** Pixels: what lies this near is drawn before it is scrolled to; and by how much the pane moves before anything is looked for. */
const around = 512, grid = 256;

const down = (length: number): number => Math.floor(length / grid) * grid, up = (length: number): number => Math.ceil(length / grid) * grid;

const sightOf = ({ scrollLeft, scrollTop, clientWidth, clientHeight }: Pick<HTMLElement, 'scrollLeft' | 'scrollTop' | 'clientWidth' | 'clientHeight'>): Sight =>
  ({ left: down(scrollLeft - around), top: down(scrollTop - around), right: up(scrollLeft + clientWidth + around), bottom: up(scrollTop + clientHeight + around) });

const isSame = (a: Sight, b: Sight): boolean => a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;

/** The second looks at once, for those who have scrolled the pane themselves. */
export function useSight(pane: { readonly current: HTMLElement | null }): readonly [Sight, () => void] {
  const [sight, setSight] = useState(() => sightOf({ scrollLeft: 0, scrollTop: 0, clientWidth: window.innerWidth, clientHeight: window.innerHeight }));
  const look = useCallback(() => {
    if (pane.current === null) return;
    const now = sightOf(pane.current);
    setSight((before) => (isSame(before, now) ? before : now));
  }, [pane]);
  useEffect(() => {
    const { current } = pane;
    if (current === null) return undefined;
    const resized = new ResizeObserver(look);
    resized.observe(current);
    current.addEventListener('scroll', look);
    return () => {
      resized.disconnect();
      current.removeEventListener('scroll', look);
    };
  }, [pane, look]);
  return [sight, look];
}

const everywhere: Sight = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

const touches = ({ left, top, right, bottom }: Sight, { x, y, width, height }: Box): boolean => x <= right && x + width >= left && y <= bottom && y + height >= top;

/** As much of a box as there is to see, with a little more so that sides out of sight stay there: the dashes of a side as long as a loop would take longer than all else. */
export function clipped({ x, y, width, height }: Box, sight: Sight): Box {
  const left = Math.max(x, sight.left - grid), top = Math.max(y, sight.top - grid);
  return { x: left, y: top, width: Math.min(x + width, sight.right + grid) - left, height: Math.min(y + height, sight.bottom + grid) - top };
}

/** A curve lies within the box around the points it goes through. */
function boxAround(points: readonly Point[]): Box {
  let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** What there is to draw of a layout, in parts of the plane and as a whole. What can be on the screen is bounded, so looking at all of it costs little. */
export class Scene {
  private readonly edges: readonly Box[];

  constructor(private readonly layout: Layout) {
    this.edges = layout.edges.map(boxAround);
  }

  in(sight: Sight): Drawn {
    const found = (boxes: readonly Box[]): number[] => boxes.flatMap((box, i) => (touches(sight, box) ? [i] : []));
    return { sight, frames: found(this.layout.frames), edges: found(this.edges), nodes: found(this.layout.nodes) };
  }

  get whole(): Drawn { return this.in(everywhere); }
}
