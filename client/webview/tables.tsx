/** The trace tables of the papers: forward primal and tangent, reverse adjoint; the line of the current step is marked. */
import type { JSX } from 'preact';
import type { GraphModel } from '../../server/view-protocol';
import { headings } from './export-table';
import type { Sweep } from './protocol';

export interface TablesProps {
  readonly model: GraphModel;
  readonly sweep: Sweep;
  readonly step: number;
  readonly goTo: (sweep: Sweep, step: number) => void;
}

export function Tables({ model, sweep, step, goTo }: TablesProps): JSX.Element {
  return (
    <div class="tables">
      <Table title="Forward primal and tangent trace" columns={headings.forward} rows={model.forward} current={sweep === 'adjoints' ? null : step} go={(row) => { goTo(sweep === 'adjoints' ? 'values' : sweep, row); }} />
      <Table title="Reverse adjoint trace" columns={headings.reverse} rows={model.reverse} current={sweep === 'adjoints' ? step : null} go={(row) => { goTo('adjoints', row); }} />
    </div>
  );
}

interface TableProps {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[] }[];
  readonly current: number | null;
  readonly go: (row: number) => void;
}

function Table({ title, columns, rows, current, go }: TableProps): JSX.Element {
  return (
    <table>
      <caption>{title}</caption>
      <thead><tr>{columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
      <tbody>
        {rows.map(({ cells }, i) => (
          <tr key={i} class={i === current ? 'current' : ''} aria-current={i === current ? 'step' : undefined} onClick={() => { go(i); }}>
            {cells.map((cell, k) => <td key={k}>{cell}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
