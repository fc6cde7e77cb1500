/** The graph view: toolbar, inputs, sweeps, picture, tables or plot, and the selected node. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { CodeView } from './code-view';
import { Comparison } from './comparison';
import { Details } from './details';
import { exported, type TableFormat } from './export-table';
import { withWholePicture } from './graph-picture';
import { GraphView } from './graph-view';
import type { ViewHost } from './host';
import { Inputs } from './inputs';
import { Insight } from './insight';
import { placesOf } from './links';
import { Notice } from './notice';
import { pictureOf } from './picture';
import { Player } from './player';
import { Plot } from './plot';
import type { Sweep } from './protocol';
import { savePicture, type PictureFormat } from './save-picture';
import { advanced, changed, firstSteps, isCode, lit, pointedAt, recalled, remembered, stepAt, stepsOf, type Change, type Progress, type State } from './state';
import { Tables } from './tables';
import { Toolbar } from './toolbar';

/** Milliseconds a step is shown while playing; with reduced motion steps follow each other more slowly, and nothing moves between. */
const pace = 700, calmPace = 1400;

type Action = Change | { readonly does: 'advance' };

const reduce = (state: State, action: Action): State => (action.does === 'advance' ? advanced(state) : changed(state, action));

export function App({ host }: { readonly host: ViewHost }): JSX.Element {
  const [state, change] = useReducer(reduce, null, () => recalled(host.load()));
  const { target, model, unfolded, input, output, sweep, step, isPlaying, selected, view, showsInputs, reach, subject, across, descends, inputs, plot, code, line, pointed } = state;
  useEffect(() => {
    const stop = host.listen((message) => { change({ does: 'hear', message }); });
    host.send({ kind: 'ready' });
    return stop;
  }, [host]);
  const asked = useRef('');
  useEffect(() => {
    // An answer changes the choices to what was possible; that is no new question.
    const question = JSON.stringify([target, unfolded, input, output]);
    if (target === null || asked.current === question) return;
    asked.current = question;
    host.send({ kind: 'ask', unfolded, input, output });
  }, [host, target, unfolded, input, output]);
  useEffect(() => { if (target !== null) host.send({ kind: 'ask-inputs', inputs: showsInputs ? { reach } : null }); }, [host, target, showsInputs, reach]);
  useEffect(() => {
    if (target !== null) host.send({ kind: 'ask-plot', plot: view === 'plot' ? { subject, input, across: across === input ? null : across, output, reach, descends } : null });
  }, [host, target, view, subject, input, across, output, reach, descends]);
  const mode = sweep === 'tangents' ? 'forward' : 'reverse';
  useEffect(() => { if (target !== null) host.send({ kind: 'ask-code', mode, onlyInFile: view !== 'code' }); }, [host, target, mode, view === 'code']);
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
  const taken = useMemo(() => firstSteps(state), [model, sweep]);
  const progress = useMemo((): Progress => ({ step: current, at: step, taken }), [current, step, taken]);
  const lines = useMemo(() => lit(state), [model, code, sweep, step, selected, line]);
  useEffect(() => {
    const shown = pointedAt(state);
    if (shown !== null) host.send({ kind: 'show', ...shown, take: false });
  }, [host, model, code, sweep, step, selected, line, pointed]);
  const select = (id: string): void => { change({ does: 'select', id }); };
  const goTo = (to: Sweep, at: number): void => {
    if (to !== sweep) change({ does: 'sweep', sweep: to });
    change({ does: 'step', to: at });
  };
  const save = (format: TableFormat): void => {
    if (model !== null) host.send({ kind: 'save', name: `${model.name}-trace.${format}`, content: exported(model, format), encoding: 'text' });
  };
  const saveShown = (format: PictureFormat): void => {
    const svg = document.querySelector('svg.picture');
    if (model === null || !(svg instanceof SVGSVGElement)) return;
    // Of the graph only what is in sight is in the document.
    const picture = view === 'graph' ? withWholePicture(model, progress, selected, pictureOf) : pictureOf(svg);
    if (picture !== null) void savePicture(host, `${model.name}-${view}`, picture, format);
  };
  const node = model?.nodes.find(({ id }) => id === selected);
  const hasNodes = view === 'graph' || view === 'tables' || view === 'code';
  const addPoint = (): void => { host.send({ kind: 'add-point' }); };
  return (
    <main class={state.isBusy ? 'busy' : ''}>
      <Toolbar state={state} change={change} save={save} savePicture={saveShown} />
      {showsInputs && inputs !== null ? (
        <Inputs
          model={inputs} turn={state.turn} reach={reach} setReach={(to) => { change({ does: 'reach', reach: to }); }}
          move={(which, value, turn) => { host.send({ kind: 'move', move: { input: which, value }, turn }); }}
          reset={() => { host.send({ kind: 'reset' }); }} write={() => { host.send({ kind: 'write-point' }); }}
        />
      ) : null}
      {state.notice === null ? null : <Notice notice={state.notice} hasOlder={model !== null} addPoint={addPoint} />}
      {model === null ? null : (
        <>
          {!hasNodes ? null : <Player sweep={sweep} step={step} steps={stepsOf(state)} isPlaying={isPlaying} cells={current?.cells ?? []} setSweep={(to) => { change({ does: 'sweep', sweep: to }); }} goTo={(to) => { change({ does: 'step', to }); }} play={(on) => { change({ does: 'play', on }); }} />}
          {view === 'tables' ? <Tables model={model} sweep={sweep} step={step} goTo={goTo} /> : null}
          {view !== 'code' || code === null ? null : isCode(code)
            ? <CodeView code={code} lit={lines} at={line ?? [...(pointed === 'step' ? [...lines.current, ...lines.beyond] : lines.selected)][0] ?? 0} hasStep={step > 0} choose={(to) => { change({ does: 'line', line: to }); }} showSource={(source) => { host.send({ kind: 'show', source, code: [], take: true }); }} />
            : <Notice notice={code} addPoint={addPoint} />}
          {view === 'graph' ? <GraphView model={model} progress={progress} selected={selected} select={select} unfold={(id) => { change({ does: 'unfold', id }); }} fold={(id) => { change({ does: 'fold', id }); }} /> : null}
          {view === 'insight' ? <Insight host={host} model={model} /> : null}
          {view === 'comparison' ? <Comparison host={host} model={model} /> : null}
          {view === 'plot' && plot !== null ? (plot.kind === 'nothing' ? <Notice notice={plot} addPoint={addPoint} /> : <Plot plot={plot} />) : null}
          {node === undefined || !hasNodes ? null : <Details model={model} node={node} unfold={(id) => { change({ does: 'unfold', id }); }} showSource={() => { host.send({ kind: 'show', source: node.source, code: isCode(code) ? placesOf(code, lines.selected) : [], take: true }); }} />}
          {model.warnings.length === 0 ? null : <ul class="warnings" aria-label="Warnings">{model.warnings.map((text) => <li key={text}>{text}</li>)}</ul>}
        </>
      )}
    </main>
  );
}
