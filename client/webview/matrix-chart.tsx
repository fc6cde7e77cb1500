/** A matrix of derivatives as a heat map: the larger an entry, the stronger its shade; where no path of the computation leads there is nothing. */
import type { JSX } from 'preact';
import type { MatrixCell, MatrixModel } from '../../server/view-protocol';

/** Pixels: of all columns together, of a cell at most and at least, and from where on a number fits into one. */
const room = 640, widest = 80, narrowest = 13, roomForNumbers = 60;
const highest = 34;
const left = 110, margin = 12;
/** Above the cells, for labels that lie and for labels that stand. */
const topLying = 26, topStanding = 70;

export function MatrixChart({ model: { title, rowLabels, columnLabels, cells } }: { readonly model: MatrixModel }): JSX.Element {
  const width = Math.max(narrowest, Math.min(widest, Math.floor(room / Math.max(columnLabels.length, 1)))), height = Math.min(width, highest);
  const hasNumbers = width >= roomForNumbers, top = hasNumbers ? topLying : topStanding;
  const across = left + width * columnLabels.length + margin, down = top + height * rowLabels.length + margin;
  return (
    <svg class="picture matrix" viewBox={`0 0 ${String(across)} ${String(down)}`} width={across} height={down} role="img" aria-label={title}>
      {columnLabels.map((label, i) => (
        <text key={label} class="heading" transform={`translate(${String(left + (i + 0.5) * width)},${String(top - 8)}) ${hasNumbers ? '' : 'rotate(-60)'}`} text-anchor={hasNumbers ? 'middle' : 'start'}>{clipped(label)}</text>
      ))}
      {rowLabels.map((label, k) => <text key={label} class="heading" x={left - 8} y={top + (k + 0.5) * height + 4} text-anchor="end">{clipped(label)}</text>)}
      <rect class="edge-of-matrix" x={left} y={top} width={width * columnLabels.length} height={height * rowLabels.length} />
      {cells.map((row, k) => row.map((cell, i) => (cell === null ? null : <Cell key={`${String(k)} ${String(i)}`} cell={cell} x={left + i * width} y={top + k * height} width={width} height={height} hasNumber={hasNumbers} />)))}
    </svg>
  );
}

interface CellProps { readonly cell: MatrixCell; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly hasNumber: boolean }

function Cell({ cell: { text, sign, shade }, x, y, width, height, hasNumber }: CellProps): JSX.Element {
  const middle = y + height / 2;
  return (
    <g class={sign < 0 ? 'cell negative' : 'cell'}>
      <rect x={x + 1} y={y + 1} width={width - 2} height={height - 2} fill-opacity={(0.7 * shade).toFixed(2)} />
      {hasNumber ? <text x={x + width / 2} y={middle + 4}>{text}</text> : null}
      {!hasNumber && sign < 0 ? <path class="minus" d={`M${String(x + width / 2 - 3)},${String(middle)}h6`} /> : null}
    </g>
  );
}

export function MatrixLegend({ model: { cells, columnLabels } }: { readonly model: MatrixModel }): JSX.Element {
  const hasMinus = cells.some((row) => row.some((cell) => cell !== null && cell.sign < 0)) && Math.floor(room / Math.max(columnLabels.length, 1)) < roomForNumbers;
  return (
    <ul class="legend">
      <li><Sample name="cell" />positive; the stronger the shade, the larger in size (logarithmic)</li>
      <li><Sample name="cell negative" />negative</li>
      {hasMinus ? <li>a bar across: it is negative</li> : null}
      <li>a frame without shade: the number is zero</li>
      {cells.some((row) => row.includes(null)) ? <li>nothing: no path of the computation leads there</li> : null}
    </ul>
  );
}

function Sample({ name }: { readonly name: string }): JSX.Element {
  return <svg class="sample" width={32} height={12} aria-hidden="true"><g class={name}><rect x={1} y={1} width={30} height={10} fill-opacity={0.7} /></g></svg>;
}

/** Labels of records and arrays may be long. */
function clipped(label: string): string {
  const letters = Array.from(label);
  return letters.length <= 14 ? label : `${letters.slice(0, 13).join('')}…`;
}
