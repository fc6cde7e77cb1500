/** The pane of the graph: it draws what is in sight, goes where a step or a choice is, and can be walked through: arrow keys follow edges. */
import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useCallback, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { GraphModel } from '../../server/view-protocol';
import { GraphPicture } from './graph-picture';
import { neighbour } from './neighbour';
import { holdStill, reveal } from './scrolling';
import { Scene, useSight, type Drawn } from './sight';
import { standing, type Standing } from './standing';
import type { Progress } from './state';

export interface GraphViewProps {
  readonly model: GraphModel;
  readonly progress: Progress;
  readonly selected: string | null;
  readonly select: (id: string) => void;
  readonly unfold: (id: string) => void;
  readonly fold: (id: string) => void;
}

export function GraphView({ model, progress, selected, select, unfold, fold }: GraphViewProps): JSX.Element {
  const pane = useRef<HTMLDivElement>(null), shown = useRef<Standing | null>(null);
  const stands = useMemo(() => standing(model, shown.current), [model]), { layout } = stands;
  const [sight, look] = useSight(pane);
  const scene = useMemo(() => new Scene(layout), [layout]);
  const index = model.nodes.findIndex(({ id }) => id === selected), { step } = progress;
  // The focus is on the selected node, so it is always there, or on the first, which is where Tab leads to.
  const drawn = useMemo(() => including(scene.in(sight), Math.max(index, 0)), [scene, sight, index]);
  // What is drawn holds on to the functions it was made with: they are always the same, and call what is current.
  const actions = useRef({ select, unfold, fold });
  actions.current = { select, unfold, fold };
  /** What was chosen in the picture: it is seen already, and by keyboard it is to have the focus. */
  const chosen = useRef<{ readonly id: string | null; readonly by: 'pointer' | 'keyboard' }>({ id: null, by: 'pointer' });
  const choose = useCallback((id: string, opens: boolean): void => {
    chosen.current = { id, by: 'pointer' };
    actions.current.select(id);
    if (opens) actions.current.unfold(id.slice(1));
  }, []);
  const foldFrame = useCallback((id: string): void => { actions.current.fold(id); }, []);
  const show = (node: number | null): void => {
    const box = layout.nodes[node ?? -1];
    if (pane.current === null || box === undefined || model.nodes.length < 2) return;
    reveal(pane.current, box);
    look();
  };
  useLayoutEffect(() => {
    if (pane.current !== null && shown.current !== null && shown.current.layout !== layout) {
      holdStill(pane.current, shown.current, stands);
      look();
    }
    shown.current = stands;
  }, [stands]);
  useLayoutEffect(() => { show(step?.item ?? null); }, [step?.item]);
  useLayoutEffect(() => {
    const { id, by } = chosen.current;
    chosen.current = { id: null, by: 'pointer' };
    if (index < 0 || (id === selected && by === 'pointer')) return;
    show(index);
    if (id === selected && id !== null) pane.current?.querySelector<SVGElement>(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  }, [selected]);
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const node = model.nodes[Math.max(index, 0)];
    if (node === undefined) return;
    if (event.key === 'Enter' && node.isGroup) unfold(node.id.slice(1));
    else if (event.key === 'Escape' && node.parent !== '') fold(node.parent);
    else {
      const next = neighbour(model, layout, Math.max(index, 0), event.key);
      const id = next === null ? undefined : model.nodes[next]?.id;
      if (id === undefined) return;
      chosen.current = { id, by: 'keyboard' };
      select(id);
    }
    event.preventDefault();
  };
  return (
    <div class="graph" ref={pane} onKeyDown={onKeyDown}>
      <GraphPicture model={model} layout={layout} drawn={drawn} progress={progress} selected={selected} choose={choose} fold={foldFrame} />
    </div>
  );
}

/** In their order, so that what stays in sight keeps its place in the document. */
const including = (drawn: Drawn, node: number): Drawn => (drawn.nodes.includes(node) ? drawn : { ...drawn, nodes: [...drawn.nodes, node].sort((a, b) => a - b) });
