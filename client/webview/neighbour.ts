/** Where an arrow key leads from a node: left and right along edges, up and down to what stands beside it. */
import type { GraphModel } from '../../server/view-protocol';
import type { Box, Layout } from './layout';

export function neighbour({ edges, nodes }: GraphModel, layout: Layout, index: number, key: string): number | null {
  const here = layout.nodes[index];
  if (here === undefined) return null;
  switch (key) {
    case 'ArrowRight': return nearest(edges.filter(({ from }) => from === index).map(({ to }) => to), layout, here);
    case 'ArrowLeft': return nearest(edges.filter(({ to }) => to === index).map(({ from }) => from), layout, here);
    case 'ArrowDown': case 'ArrowUp': {
      const down = key === 'ArrowDown';
      const beside = nodes.map((_, i) => i).filter((i) => {
        const box = layout.nodes[i];
        return box !== undefined && i !== index && (down ? box.y > here.y : box.y < here.y) && box.x < here.x + here.width && here.x < box.x + box.width;
      });
      return nearest(beside, layout, here);
    }
    case 'Home': return 0;
    case 'End': return nodes.length - 1;
    default: return null;
  }
}

function nearest(candidates: readonly number[], layout: Layout, here: Box): number | null {
  const distance = (i: number): number => {
    const box = layout.nodes[i];
    return box === undefined ? Infinity : Math.abs(box.y + box.height / 2 - here.y - here.height / 2) + Math.abs(box.x - here.x) / 8;
  };
  return candidates.reduce<number | null>((best, i) => (best === null || distance(i) < distance(best) ? i : best), null);
}
