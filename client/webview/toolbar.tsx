/** What is shown: the function at its point, which derivatives, as graph, tables or plot, the inputs beside it, and all of it as files. */
import type { JSX } from 'preact';
import type { TableFormat } from './export-table';
import type { GraphModel, PlotSubject } from '../../server/view-protocol';
import type { View } from './protocol';
import { SavePicture, type PictureFormat } from './save-picture';
import type { Change, State } from './state';

export interface ToolbarProps {
  readonly state: State;
  readonly change: (change: Change) => void;
  readonly save: (format: TableFormat) => void;
  readonly savePicture: (format: PictureFormat) => void;
}

const views: readonly { readonly view: View; readonly title: string }[] = [{ view: 'graph', title: 'Graph' }, { view: 'tables', title: 'Tables' }, { view: 'code', title: 'Code' }, { view: 'plot', title: 'Plot' }, { view: 'insight', title: 'Insight' }, { view: 'comparison', title: 'Why Automatic' }];
const subjects: readonly { readonly subject: PlotSubject; readonly title: string }[] = [{ subject: 'around', title: 'values' }, { subject: 'jacobian', title: 'Jacobian' }, { subject: 'hessian', title: 'Hessian' }];

const formats: readonly { readonly format: TableFormat; readonly title: string }[] = [{ format: 'md', title: 'Markdown' }, { format: 'csv', title: 'CSV' }, { format: 'tex', title: 'LaTeX' }];

export function Toolbar({ state, change, save, savePicture }: ToolbarProps): JSX.Element {
  const { model, view, showsInputs } = state;
  const isNew = model === null && state.inputs === null;
  return (
    <header>
      <div class="title">
        <h1>{model === null ? `∇ ${state.target?.name ?? ''}` : `∇ ${model.title} = ${model.value}`}</h1>
        {model === null ? null : <span class="size">{`${String(model.operations)} ${model.operations === 1 ? 'operation' : 'operations'}`}</span>}
      </div>
      {isNew ? null : (
        <div class="choices">
          {model === null ? null : (
            <div class="choice" role="group" aria-label="View">
              {views.map((one) => <button key={one.view} type="button" aria-pressed={view === one.view} onClick={() => { change({ does: 'view', view: one.view }); }}>{one.title}</button>)}
            </div>
          )}
          <button type="button" aria-expanded={showsInputs} onClick={() => { change({ does: 'show-inputs', on: !showsInputs }); }}>Inputs</button>
          {model === null ? null : (
            <span class="files">
              {view === 'tables' ? formats.map(({ format, title }) => <button key={format} type="button" onClick={() => { save(format); }}>{`Save as ${title}…`}</button>) : null}
              {view === 'graph' || view === 'plot' ? <SavePicture save={savePicture} /> : null}
            </span>
          )}
        </div>
      )}
      {model === null ? null : <Derivative state={state} model={model} change={change} />}
    </header>
  );
}

/** Of what, with respect to what, and what a plot shows of it. */
function Derivative({ state, model, change }: { readonly state: State; readonly model: GraphModel; readonly change: ToolbarProps['change'] }): JSX.Element {
  const { view } = state, subject = view === 'plot' ? state.subject : 'around';
  return (
    <div class="choices">
      {view === 'plot' ? <Choice label="Plot of" options={subjects.map(({ title }) => title)} value={subjects.findIndex((one) => one.subject === subject)} choose={(i) => { change({ does: 'subject', subject: subjects[i]?.subject ?? 'around' }); }} /> : null}
      {subject === 'around' ? <Choice label="Derivative with respect to" options={model.inputs} value={model.input} choose={(input) => { change({ does: 'choose', input }); }} /> : null}
      {view === 'plot' && subject === 'around' ? <Across state={state} inputs={model.inputs} change={change} /> : null}
      {view === 'plot' && subject === 'around' && isAcross(state) ? <button type="button" aria-pressed={state.descends} onClick={() => { change({ does: 'descend', on: !state.descends }); }}>Ways Down</button> : null}
      {model.outputs.length < 2 || subject === 'jacobian' ? null : <Choice label="of" options={view === 'plot' ? model.outputs.map((_, i) => `${model.name}[${String(i)}]`) : model.outputs} value={model.output} choose={(output) => { change({ does: 'choose', output }); }} />}
    </div>
  );
}

/** Whether a plot is over two inputs. */
const isAcross = ({ across, input, model }: State): boolean => across !== null && across !== input && across < (model?.inputs.length ?? 0);

/** The second input of a plot, if there is to be one. */
function Across({ state, inputs, change }: { readonly state: State; readonly inputs: readonly string[]; readonly change: (change: Change) => void }): JSX.Element {
  const { across, input } = state, chosen = isAcross(state) ? String(across) : '';
  return (
    <label>
      and
      <select aria-label="Second input" value={chosen} onChange={({ currentTarget: { value } }) => { change({ does: 'across', across: value === '' ? null : Number(value) }); }}>
        <option value="">none</option>
        {inputs.map((option, i) => (i === input ? null : <option key={option} value={String(i)}>{option}</option>))}
      </select>
    </label>
  );
}

interface ChoiceProps { readonly label: string; readonly options: readonly string[]; readonly value: number; readonly choose: (index: number) => void }

function Choice({ label, options, value, choose }: ChoiceProps): JSX.Element {
  return (
    <label>
      {label}
      <select value={String(value)} onChange={(event) => { choose(Number(event.currentTarget.value)); }}>
        {options.map((option, i) => <option key={option} value={String(i)}>{option}</option>)}
      </select>
    </label>
  );
}
