/** The graph as a picture, or the part of it that is in sight: boxes, edges with their partials, frames around what is unfolded. */
import { render, type JSX, type TargetedKeyboardEvent } from 'preact';
import type { GraphModel, ViewEdge, ViewFrame } from '../../server/view-protocol';
import { GraphNodeBox, type NodeProps } from './graph-node';
import { useKept } from './kept';
import { curve, type Box, type Layout, type Point } from './layout';
import { clipped, Scene, type Drawn } from './sight';
import { standing } from './standing';
import type { Progress } from './state';

export interface PictureProps {
  readonly model: GraphModel;
  readonly layout: Layout;
  readonly drawn: Drawn;
  readonly progress: Progress;
  readonly selected: string | null;
  /** Always the same functions: what is drawn holds on to those it was made with. */
  readonly choose: NodeProps['select'];
  readonly fold: (id: string) => void;
}

export function GraphPicture({ model, layout, drawn, progress, selected, choose, fold }: PictureProps): JSX.Element {
  const keptFrame = useKept(), keptEdge = useKept(), keptNode = useKept();
  const entry = model.nodes.some(({ id }) => id === selected) ? selected : model.nodes[0]?.id;
  return (
    <svg class="picture" width={layout.width} height={layout.height} role="group" aria-label={`Computational graph of ${model.title}`}>
      <defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0,0 L8,4 L0,8 z" /></marker>
      </defs>
      {drawn.frames.map((i) => {
        const frame = model.frames[i], box = layout.frames[i];
        return frame === undefined || box === undefined ? null : keptFrame(frame.id, [frame, box, drawn.sight], () => <Frame key={frame.id} frame={frame} box={box} border={clipped(box, drawn.sight)} fold={fold} />);
      })}
      {drawn.edges.map((i) => {
        const edge = model.edges[i], points = layout.edges[i];
        if (edge === undefined || points === undefined) return null;
        const key = `${String(edge.from)}-${String(edge.to)}`, atWork = isAtWork(progress, edge);
        return keptEdge(key, [edge, points, atWork], () => <Edge key={key} edge={edge} points={points} isAtWork={atWork} />);
      })}
      {drawn.nodes.map((i) => {
        const node = model.nodes[i], box = layout.nodes[i];
        if (node === undefined || box === undefined) return null;
        const role = roleOf(i, progress), isSelected = node.id === selected, isEntry = node.id === entry;
        return keptNode(node.id, [node, box, role, isSelected, isEntry], () => <GraphNodeBox key={node.id} node={node} box={box} role={role} isSelected={isSelected} isEntry={isEntry} select={choose} />);
      })}
    </svg>
  );
}

function roleOf(index: number, { step, taken, at }: Progress): NodeProps['role'] {
  if (step?.item === index) return 'at-work';
  if (step?.target === index) return 'target';
  return (taken.get(index) ?? Infinity) < at ? 'done' : 'waiting';
}

/** In a reverse sweep the edge from a node to its operand is at work; in a forward one those that arrive. */
const isAtWork = ({ step }: Progress, { from, to }: ViewEdge): boolean => step !== null && step.item === to && (step.target === null || step.target === from);

interface FrameProps {
  readonly frame: ViewFrame;
  readonly box: Box;
  /** What is drawn of the box's sides. */
  readonly border: Box;
  readonly fold: (id: string) => void;
}

function Frame({ frame: { id, label }, box, border, fold }: FrameProps): JSX.Element {
  const onKeyDown = (event: TargetedKeyboardEvent<SVGTextElement>): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    fold(id);
    event.stopPropagation();
    event.preventDefault();
  };
  return (
    <g class="frame">
      <rect class="border" x={border.x} y={border.y} width={border.width} height={border.height} rx={6} />
      <text class="title" x={box.x + 10} y={box.y + 16} role="button" tabindex={0} aria-label={`▾ ${label}, fold`} onClick={() => { fold(id); }} onKeyDown={onKeyDown}>{`▾ ${label}`}</text>
    </g>
  );
}

interface EdgeProps { readonly edge: ViewEdge; readonly points: readonly Point[]; readonly isAtWork: boolean }

function Edge({ edge: { isCut, partial }, points, isAtWork: atWork }: EdgeProps): JSX.Element | null {
  const [first, second] = points;
  if (first === undefined || second === undefined) return null;
  return (
    <g class={`edge${isCut ? ' cut' : ''}${atWork ? ' at-work' : ''}`}>
      <path d={curve(points)} marker-end="url(#arrow)" />
      {partial === null || isCut ? null : <text class="partial" x={(first.x + second.x) / 2} y={(first.y + second.y) / 2 - 4}>{partial.short}</text>}
    </g>
  );
}

/** What `take` makes of the whole picture, which is there no longer than that. */
export function withWholePicture<Taken>(model: GraphModel, progress: Progress, selected: string | null, take: (svg: SVGSVGElement) => Taken): Taken | null {
  const place = document.createElement('div'), { layout } = standing(model, null);
  place.className = 'aside';
  document.body.append(place);
  try {
    render(<GraphPicture model={model} layout={layout} drawn={new Scene(layout).whole} progress={progress} selected={selected} choose={() => undefined} fold={() => undefined} />, place);
    const svg = place.querySelector('svg');
    return svg === null ? null : take(svg);
  } finally {
    render(null, place);
    place.remove();
  }
}
