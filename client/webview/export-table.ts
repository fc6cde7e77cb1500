/** The tables as text for other programs: Markdown, CSV and LaTeX. */
import type { GraphModel } from '../../server/view-protocol';
import { escaped, formula } from './tex';

export type TableFormat = 'md' | 'csv' | 'tex';

export const headings = {
  forward: ['primal', 'is', 'value', 'tangent', 'is ', 'value '],
  reverse: ['adjoint', 'is', 'in numbers', 'value'],
} as const;

export function exported(model: GraphModel, format: TableFormat): string {
  const tables = [
    { title: `Forward primal and tangent trace of ${model.title}`, columns: headings.forward.map((heading) => heading.trim()), rows: model.forward.map(({ cells }) => cells.map(bare)) },
    { title: `Reverse adjoint trace of ${model.title}`, columns: [...headings.reverse], rows: model.reverse.map(({ cells }) => cells.map(bare)) },
  ];
  const text = { md: markdown, csv, tex }[format];
  return `${tables.map(({ title, columns, rows }) => text(title, columns, rows)).join('\n\n')}\n`;
}

/** Cells begin with the sign that joins them in a line. */
const bare = (cell: string): string => cell.replace(/^= /, '');

type Write = (title: string, columns: readonly string[], rows: readonly (readonly string[])[]) => string;

const markdown: Write = (title, columns, rows) => {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [`**${title}**`, '', line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
};

/** RFC 4180. */
const csv: Write = (title, columns, rows) => {
  const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [[title], columns, ...rows].map((cells) => cells.map(cell).join(',')).join('\r\n');
};

/** For a document that uses `amsmath`. */
const tex: Write = (title, columns, rows) => {
  const line = (cells: readonly string[]): string => `  ${cells.map((cell) => (cell === '' ? '' : `$${formula(cell)}$`)).join(' & ')} \\\\`;
  return ['\\begin{table}', `\\caption{${escaped(title)}}`, `\\begin{tabular}{${'l'.repeat(columns.length)}}`, '\\hline', `  ${columns.map(escaped).join(' & ')} \\\\`, '\\hline', ...rows.map(line), '\\hline', '\\end{tabular}', '\\end{table}'].join('\n');
};
