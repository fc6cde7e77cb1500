/** The tables as text for other programs: Markdown, CSV and LaTeX. */
import type { GraphModel } from '../../server/view-protocol';

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

const tex: Write = (title, columns, rows) => {
  const line = (cells: readonly string[]): string => `  ${cells.map(formula).join(' & ')} \\\\`;
  return ['\\begin{table}', `\\caption{${escaped(title)}}`, `\\begin{tabular}{${'l'.repeat(columns.length)}}`, '\\hline', `  ${columns.map(escaped).join(' & ')} \\\\`, '\\hline', ...rows.map(line), '\\hline', '\\end{tabular}', '\\end{table}'].join('\n');
};

const specials: Readonly<Record<string, string>> = { '\\': '\\backslash{}', '{': '\\{', '}': '\\}', '%': '\\%', '&': '\\&', '#': '\\#', $: '\\$', _: '\\_', '^': '\\hat{}', '~': '\\sim{}' };

const escaped = (text: string): string => text.replace(/[\\{}%&#$_^~]/g, (sign) => (sign === '^' || sign === '~' || sign === '\\' ? `$${specials[sign] ?? ''}$` : (specials[sign] ?? sign)));

/** A cell in mathematics: `v3` with an index, dots and bars over names, products as products. */
function formula(cell: string): string {
  if (cell === '') return '';
  const body = cell.replace(/[\\{}%&#$^~]/g, (sign) => specials[sign] ?? sign)
    .replace(/([A-Za-z])(\u0307|\u0304)?(\w*(?:-\d+)?)(\[[^\]]*\])?/g, (_whole, letter: string, mark: string | undefined, rest: string, index: string | undefined) => named(letter, mark, rest, index ?? ''))
    .replaceAll('×', '\\times ').replaceAll('∂', '\\partial ').replaceAll('·', '\\cdot ').replaceAll('…', '\\dots ').replaceAll('∞', '\\infty ');
  return `$${body}$`;
}

function named(letter: string, mark: string | undefined, rest: string, index: string): string {
  const over = mark === undefined ? '' : mark === '\u0307' ? '\\dot' : '\\bar';
  const isNode = letter === 'v' && /^-?\d+$/.test(rest);
  if (isNode) return `${over === '' ? 'v' : `${over}{v}`}_{${rest}}`;
  if (rest === '' && index === '') return over === '' ? letter : `${over}{${letter}}`;
  const word = `\\mathit{${`${letter}${rest}`.replaceAll('_', '\\_')}}`;
  return `${over === '' ? word : `${over}{${word}}`}${index}`;
}
