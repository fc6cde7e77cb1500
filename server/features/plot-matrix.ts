/** Derivatives at a point as a matrix: entries with their sizes, structural zeros left empty. */
import { inputName, type DerivativeRow, type Trace, type Warning } from '../../core/evaluate';
import { formatFull, formatNumber } from '../../core/format';
import type { MatrixCell, MatrixModel } from '../view-protocol';

/** Rows and columns that are shown. */
export const mostLines = 48;

/** Powers of ten between the largest entry and the faintest shade. */
const decades = 6, faintest = 0.12;

export interface MatrixQuestion {
  readonly subject: 'jacobian' | 'hessian';
  /** The function, or the number of its value that is differentiated twice. */
  readonly name: string;
  readonly trace: Trace;
  readonly warnings: readonly Warning[];
  readonly digits: number;
  readonly stopped: string | null;
}

/** How many rows the whole matrix has. */
export const rowCount = ({ subject, trace }: Pick<MatrixQuestion, 'subject' | 'trace'>): number => (subject === 'jacobian' ? trace.outputs.length : trace.inputCount);

/** `rows`: the first ones, as many as were computed. */
export function matrixModel(question: MatrixQuestion, rows: readonly DerivativeRow[]): MatrixModel {
  const { subject, name, trace, warnings, digits, stopped } = question;
  const height = rowCount(question), width = trace.inputCount, columns = Math.min(width, mostLines);
  const inputs = Array.from({ length: columns }, (_, i) => inputName(trace, i + 1));
  const labels = rows.map((_, i) => (subject === 'hessian' ? (inputs[i] ?? '') : trace.outputs.length === 1 ? name : `${name}[${String(i)}]`));
  const largest = rows.reduce((most, { values }) => values.subarray(0, columns).reduce((size, x) => (Number.isFinite(x) ? Math.max(size, Math.abs(x)) : size), most), 0);
  const cells = rows.map(({ values, reached }) => Array.from({ length: columns }, (_, i) => (reached[i] === 0 ? null : cellOf(values[i] ?? NaN, largest, digits))));
  const empty = cells.flat().filter((cell) => cell === null).length, all = rows.length * columns;
  return {
    title: `${subject === 'jacobian' ? 'Jacobian' : 'Hessian'} of ${name}, ${String(height)} × ${String(width)}`, rowLabels: labels, columnLabels: inputs, cells,
    summary: [
      empty === 0 ? 'A path of the computation at this point leads to every entry.' : `${String(empty)} of ${String(all)} entries are left empty: no path of the computation at this point leads there.`,
      ...largestEntries(subject, name, labels, inputs, rows, digits),
    ],
    gaps: [
      ...(rows.length < Math.min(height, mostLines) ? [] : height > mostLines ? [`The first ${String(mostLines)} of ${String(height)} rows are shown.`] : []),
      ...(width > columns ? [`The first ${String(columns)} of ${String(width)} columns are shown.`] : []),
      ...warnings.map(({ message }) => `${message.replaceAll('`', '')}.`), ...(stopped === null ? [] : [stopped]),
    ],
    columns: ['', ...inputs], rows: rows.map(({ values, reached }, k) => [labels[k] ?? '', ...inputs.map((_, i) => (reached[i] === 0 ? '' : formatFull(values[i] ?? NaN)))]),
  };
}

function cellOf(x: number, largest: number, digits: number): MatrixCell {
  const text = formatNumber(x, digits);
  if (x === 0) return { text, sign: 0, shade: 0 };
  if (!Number.isFinite(x)) return { text, sign: Number.isNaN(x) ? 0 : x > 0 ? 1 : -1, shade: 1 };
  return { text, sign: x > 0 ? 1 : -1, shade: Math.max(faintest, 1 + Math.log10(Math.abs(x) / largest) / decades) };
}

function largestEntries(subject: MatrixQuestion['subject'], name: string, labels: readonly string[], inputs: readonly string[], rows: readonly DerivativeRow[], digits: number): string[] {
  let best: { readonly row: number; readonly column: number; readonly value: number } | null = null;
  rows.forEach(({ values }, row) => {
    inputs.forEach((_, column) => {
      const value = values[column] ?? NaN;
      if (Number.isFinite(value) && Math.abs(value) > Math.abs(best?.value ?? 0)) best = { row, column, value };
    });
  });
  return best === null ? [] : [sentence(best)];

  function sentence({ row, column, value }: { readonly row: number; readonly column: number; readonly value: number }): string {
    const of = subject === 'jacobian' ? `∂${labels[row] ?? ''}/∂${inputs[column] ?? ''}` : `∂²${name}/∂${labels[row] ?? ''}∂${inputs[column] ?? ''}`;
    return `The largest in size is ${of} = ${formatNumber(value, digits)}.`;
  }
}
