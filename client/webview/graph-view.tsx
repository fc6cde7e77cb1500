/** The graph as a picture: boxes, edges with their partials, frames around what is unfolded. Arrow keys follow edges. */
import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import type { GraphModel } from '../../server/view-protocol';
import { GraphNodeBox, type NodeProps } from './graph-node';
import { useKept } from './kept';
import { curve, layOut, type Layout } from './layout';
import { neighbour } from './neighbour';
import type { Step } from './state';

export interface GraphViewProps {
  readonly model: GraphModel;
  readonly step: Step | null;
  /** Indices of nodes whose step has been taken. */
  readonly done: ReadonlySet<number>;
  readonly selected: string | null;
  readonly select: (id: string) => void;
  readonly unfold: (id: string) => void;
  readonly fold: (id: string) => void;
}

/** Milliseconds a step stands before the picture follows it: scrolling paints all of it again, which a hand on the slider would feel. */
const rest = 80;

export function GraphView({ model, step, done, selected, select, unfold, fold }: GraphViewProps): JSX.Element {
  const layout = useMemo(() => layOut(model), [model]);
  const pane = useRef<HTMLDivElement>(null);
  const keptNode = useKept(), keptEdge = useKept();
  // Kept elements hold on to the function they were made with: it is always the same one, and calls what is current.
  const actions = useRef({ select, unfold });
  actions.current = { select, unfold };
  const choose = useCallback((id: string, opens: boolean): void => {
    actions.current.select(id);
    if (opens) actions.current.unfold(id.slice(1));
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => { reveal(pane.current, layout, model, step?.item ?? null); }, rest);
    return () => { clearTimeout(timer); };
  }, [layout, step?.item]);
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const node = model.nodes.find(({ id }) => id === selected) ?? model.nodes[0];
    if (node === undefined) return;
    if (event.key === 'Enter' && node.isGroup) unfold(node.id.slice(1));
    else if (event.key === 'Escape' && node.parent !== '') fold(node.parent);
    else {
      const next = neighbour(model, layout, model.nodes.indexOf(node), event.key);
      const id = next === null ? undefined : model.nodes[next]?.id;
      if (id === undefined) return;
      select(id);
      pane.current?.querySelector<SVGElement>(`[data-id="${CSS.escape(id)}"]`)?.focus();
    }
    event.preventDefault();
  };
  const entry = model.nodes.some(({ id }) => id === selected) ? selected : model.nodes[0]?.id;
  return (
    <div class="graph" ref={pane} onKeyDown={onKeyDown}>
      <svg class="picture" width={layout.width} height={layout.height} role="group" aria-label={`Computational graph of ${model.title}`}>
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0,0 L8,4 L0,8 z" /></marker>
        </defs>
        {model.frames.map((frame) => <Frame key={frame.id} id={frame.id} label={frame.label} layout={layout} fold={fold} />)}
        {model.edges.map(({ from, to, isCut, partial }, i) => {
          const key = `${String(from)}-${String(to)}`, atWork = isAtWork(step, from, to);
          return keptEdge(key, [layout, i, atWork], () => <Edge key={key} layout={layout} index={i} isCut={isCut} partial={partial?.short ?? null} isAtWork={atWork} />);
        })}
        {model.nodes.map((node, i) => {
          const box = layout.nodes[i], role = roleOf(i, step, done), isSelected = node.id === selected, isEntry = node.id === entry;
          if (box === undefined) return null;
          return keptNode(node.id, [node, box, role, isSelected, isEntry], () => <GraphNodeBox key={node.id} node={node} box={box} role={role} isSelected={isSelected} isEntry={isEntry} select={choose} />);
        })}
      </svg>
    </div>
  );
}

function roleOf(index: number, step: Step | null, done: ReadonlySet<number>): NodeProps['role'] {
  if (step?.item === index) return 'at-work';
  if (step?.target === index) return 'target';
  return done.has(index) ? 'done' : 'waiting';
}

/** In a reverse sweep the edge from a node to its operand is at work; in a forward one those that arrive. */
const isAtWork = (step: Step | null, from: number, to: number): boolean => step !== null && step.item === to && (step.target === null || step.target === from);

function Frame({ id, label, layout, fold }: { readonly id: string; readonly label: string; readonly layout: Layout; readonly fold: (id: string) => void }): JSX.Element | null {
  const box = layout.frames.get(id);
  if (box === undefined) return null;
  return (
    <g class="frame" transform={`translate(${box.x.toFixed(1)},${box.y.toFixed(1)})`}>
      <rect class="border" width={box.width} height={box.height} rx={6} />
      <text class="title" x={10} y={16} role="button" tabindex={0} aria-label={`▾ ${label}, fold`} onClick={() => { fold(id); }} onKeyDown={(event) => { if (event.key === 'Enter' || event.key === ' ') { fold(id); event.stopPropagation(); event.preventDefault(); } }}>{`▾ ${label}`}</text>
    </g>
  );
}

interface EdgeProps { readonly layout: Layout; readonly index: number; readonly isCut: boolean; readonly partial: string | null; readonly isAtWork: boolean }

function Edge({ layout, index, isCut, partial, isAtWork: atWork }: EdgeProps): JSX.Element | null {
  const points = layout.edges[index] ?? [];
  const [first, second] = points;
  if (first === undefined || second === undefined) return null;
  return (
    <g class={`edge${isCut ? ' cut' : ''}${atWork ? ' at-work' : ''}`}>
      <path d={curve(points)} marker-end="url(#arrow)" />
      {partial === null || isCut ? null : <text class="partial" x={(first.x + second.x) / 2} y={(first.y + second.y) / 2 - 4}>{partial}</text>}
    </g>
  );
}

/** Scrolls as far as needed for a node to be seen. */
function reveal(pane: HTMLElement | null, layout: Layout, model: GraphModel, index: number | null): void {
  const box = index === null ? undefined : layout.nodes[index];
  if (pane === null || box === undefined || model.nodes.length < 2) return;
  const margin = 24;
  if (box.x < pane.scrollLeft + margin) pane.scrollLeft = box.x - margin;
  else if (box.x + box.width > pane.scrollLeft + pane.clientWidth - margin) pane.scrollLeft = box.x + box.width + margin - pane.clientWidth;
  if (box.y < pane.scrollTop + margin) pane.scrollTop = box.y - margin;
  else if (box.y + box.height > pane.scrollTop + pane.clientHeight - margin) pane.scrollTop = box.y + box.height + margin - pane.clientHeight;
}
