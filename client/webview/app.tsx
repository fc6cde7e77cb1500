/** The graph view: toolbar, sweeps, picture or tables, and the selected node. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { Details } from './details';
import { exported, type TableFormat } from './export-table';
import { GraphView } from './graph-view';
import type { ViewHost } from './host';
import { Insight } from './insight';
import { Notice } from './notice';
import { Player } from './player';
import type { Sweep } from './protocol';
import { advanced, changed, recalled, remembered, stepAt, stepsOf, type Change, type State } from './state';
import { Tables } from './tables';
import { Toolbar } from './toolbar';

/** Milliseconds a step is shown while playing; with reduced motion steps follow each other more slowly, and nothing moves between. */
const pace = 700, calmPace = 1400;

type Action = Change | { readonly does: 'advance' };

const reduce = (state: State, action: Action): State => (action.does === 'advance' ? advanced(state) : changed(state, action));

export function App({ host }: { readonly host: ViewHost }): JSX.Element {
  const [state, change] = useReducer(reduce, null, () => recalled(host.load()));
  const { model, unfolded, input, output, sweep, step, isPlaying, selected } = state;
  useEffect(() => {
    const stop = host.listen((message) => { change({ does: 'hear', message }); });
    host.send({ kind: 'ready' });
    return stop;
  }, [host]);
  const asked = useRef('');
  useEffect(() => {
    // An answer changes the choices to what was possible; that is no new question.
    const question = JSON.stringify([state.target, unfolded, input, output]);
    if (state.target === null || asked.current === question) return;
    asked.current = question;
    host.send({ kind: 'ask', unfolded, input, output });
  }, [host, state.target, unfolded, input, output]);
  useEffect(() => {
    const memory = remembered(state);
    if (memory !== null) host.save(memory);
  }, [host, state]);
  useEffect(() => {
    if (!isPlaying) return undefined;
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const timer = window.setInterval(() => { change({ does: 'advance' }); }, calm ? calmPace : pace);
    return () => { window.clearInterval(timer); };
  }, [isPlaying]);
  const current = useMemo(() => stepAt(state), [model, sweep, step]);
  const done = useMemo(() => stepsTaken(state), [model, sweep, step]);
  useEffect(() => {
    const item = current?.item ?? current?.target ?? null;
    if (model !== null && item !== null && step > 0) host.send({ kind: 'show', source: model.nodes[item]?.source ?? null, take: false });
  }, [host, current]);
  const select = (id: string): void => {
    change({ does: 'select', id });
    host.send({ kind: 'show', source: model?.nodes.find((node) => node.id === id)?.source ?? null, take: false });
  };
  const goTo = (to: Sweep, at: number): void => {
    if (to !== sweep) change({ does: 'sweep', sweep: to });
    change({ does: 'step', to: at });
  };
  const save = (format: TableFormat): void => {
    if (model !== null) host.send({ kind: 'save', name: `${model.name}-trace.${format}`, text: exported(model, format) });
  };
  const node = model?.nodes.find(({ id }) => id === selected);
  return (
    <main class={state.isBusy ? 'busy' : ''}>
      <Toolbar state={state} change={change} save={save} />
      {state.notice === null ? null : <Notice notice={state.notice} addPoint={() => { host.send({ kind: 'add-point' }); }} />}
      {model === null ? null : (
        <>
          {state.view === 'insight' ? <Insight host={host} model={model} /> : <Player sweep={sweep} step={step} steps={stepsOf(state)} isPlaying={isPlaying} cells={current?.cells ?? []} setSweep={(to) => { change({ does: 'sweep', sweep: to }); }} goTo={(to) => { change({ does: 'step', to }); }} play={(on) => { change({ does: 'play', on }); }} />}
          {state.view === 'insight' ? null : state.view === 'tables' ? <Tables model={model} sweep={sweep} step={step} goTo={goTo} />
            : <GraphView model={model} step={current} done={done} selected={selected} select={select} unfold={(id) => { change({ does: 'unfold', id }); }} fold={(id) => { change({ does: 'fold', id }); }} />}
          {node === undefined || state.view === 'insight' ? null : <Details model={model} node={node} unfold={(id) => { change({ does: 'unfold', id }); }} showSource={() => { host.send({ kind: 'show', source: node.source, take: true }); }} />}
          {model.warnings.length === 0 ? null : <ul class="warnings" aria-label="Warnings">{model.warnings.map((text) => <li key={text}>{text}</li>)}</ul>}
        </>
      )}
    </main>
  );
}

/** The nodes whose step lies before the current one. */
function stepsTaken({ model, sweep, step }: State): ReadonlySet<number> {
  const rows = sweep === 'adjoints' ? model?.reverse : model?.forward;
  return new Set((rows ?? []).slice(0, step).flatMap(({ item }) => (item === null ? [] : [item])));
}
