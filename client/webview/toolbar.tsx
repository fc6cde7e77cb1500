/** What is shown: the function at its point, which derivatives, as picture or as tables, and the tables as files. */
import type { JSX } from 'preact';
import type { TableFormat } from './export-table';
import type { Change, State } from './state';

export interface ToolbarProps {
  readonly state: State;
  readonly change: (change: Change) => void;
  readonly save: (format: TableFormat) => void;
}

const formats: readonly { readonly format: TableFormat; readonly title: string }[] = [{ format: 'md', title: 'Markdown' }, { format: 'csv', title: 'CSV' }, { format: 'tex', title: 'LaTeX' }];

export function Toolbar({ state, change, save }: ToolbarProps): JSX.Element {
  const { model, view } = state;
  return (
    <header>
      <h1>{model === null ? `∇ ${state.target?.name ?? ''}` : `∇ ${model.title} = ${model.value}`}</h1>
      {model === null ? null : (
        <div class="choices">
          <Choice label="Derivative with respect to" options={model.inputs} value={model.input} choose={(input) => { change({ does: 'choose', input }); }} />
          {model.outputs.length < 2 ? null : <Choice label="of" options={model.outputs} value={model.output} choose={(output) => { change({ does: 'choose', output }); }} />}
          <div class="choice" role="group" aria-label="View">
            <button type="button" aria-pressed={view === 'graph'} onClick={() => { change({ does: 'view', view: 'graph' }); }}>Graph</button>
            <button type="button" aria-pressed={view === 'tables'} onClick={() => { change({ does: 'view', view: 'tables' }); }}>Tables</button>
            <button type="button" aria-pressed={view === 'insight'} onClick={() => { change({ does: 'view', view: 'insight' }); }}>Insight</button>
          </div>
          {view === 'tables' ? formats.map(({ format, title }) => <button key={format} type="button" onClick={() => { save(format); }}>{`Save as ${title}…`}</button>) : null}
          <span class="size">{`${String(model.operations)} ${model.operations === 1 ? 'operation' : 'operations'}`}</span>
        </div>
      )}
    </header>
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
