/** The trace tables of the papers: forward primal and tangent, reverse adjoint; the line of the current step is marked. */
import type { JSX, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { GraphModel } from '../../server/view-protocol';
import { headings } from './export-table';
import { Formula } from './formula';
import { useKept } from './kept';
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
  const keptRow = useKept(), body = useRef<HTMLTableSectionElement>(null), seen = useSeen(body, rows);
  const chosen = useRef(go);
  chosen.current = go;
  return (
    <table>
      <caption>{title}</caption>
      <thead><tr>{columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
      <tbody ref={body}>
        {rows.map((row, i) => keptRow(String(i), [row, i === current, seen.has(i)], () => <Row key={i} cells={row.cells} isCurrent={i === current} isSeen={seen.has(i)} choose={() => { chosen.current(i); }} />))}
      </tbody>
    </table>
  );
}

interface RowProps { readonly cells: readonly string[]; readonly isCurrent: boolean; readonly isSeen: boolean; readonly choose: () => void }

function Row({ cells, isCurrent, isSeen, choose }: RowProps): JSX.Element {
  return (
    <tr class={isCurrent ? 'current' : ''} aria-current={isCurrent ? 'step' : undefined} onClick={choose}>
      {cells.map((cell, k) => <td key={k}>{isSeen ? <Formula text={cell} /> : cell}</td>)}
    </tr>
  );
}

/** Indices of the rows that are in sight, or have been: only these are typeset, as a table may have thousands. */
function useSeen(body: RefObject<HTMLTableSectionElement | null>, rows: TableProps['rows']): ReadonlySet<number> {
  const [seen, setSeen] = useState<ReadonlySet<number>>(new Set());
  useEffect(() => {
    const elements = Array.from(body.current?.rows ?? []);
    const observer = new IntersectionObserver((entries) => {
      const found = entries.flatMap(({ isIntersecting, target }) => (isIntersecting && target instanceof HTMLTableRowElement ? [target.sectionRowIndex] : []));
      if (found.length > 0) setSeen((before) => new Set([...before, ...found]));
    }, { rootMargin: '200px' });
    for (const element of elements) observer.observe(element);
    return () => { observer.disconnect(); };
  }, [body, rows]);
  return seen;
}
