/** The plot of the function around its point, or of its derivatives there: the picture, its legend, what it shows in words, and its numbers as a table. */
import type { JSX } from 'preact';
import type { PlotText } from '../../server/view-protocol';
import { CurveChart, CurveLegend } from './curve-chart';
import { FieldChart, FieldLegend } from './field-chart';
import { MatrixChart, MatrixLegend } from './matrix-chart';
import type { Plot as PlotModel } from './state';

export function Plot({ plot }: { readonly plot: PlotModel }): JSX.Element {
  switch (plot.kind) {
    case 'curve': return <Figure text={plot.curve} chart={<CurveChart model={plot.curve} />} legend={<CurveLegend model={plot.curve} />} />;
    case 'matrix': return <Figure text={plot.matrix} chart={<MatrixChart model={plot.matrix} />} legend={<MatrixLegend model={plot.matrix} />} />;
    case 'field': return <Figure text={plot.field} chart={<FieldChart model={plot.field} />} legend={<FieldLegend model={plot.field} />} />;
  }
}

function Figure({ text, chart, legend }: { readonly text: PlotText; readonly chart: JSX.Element; readonly legend: JSX.Element }): JSX.Element {
  return (
    <div class="plot" role="region" aria-label="Plot" tabindex={0}>
      <h2>{text.title}</h2>
      <div class="figure">
        {chart}
        <div class="words">
          {legend}
          <ul aria-label="Summary">{text.summary.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
          {text.gaps.length === 0 ? null : <ul class="gaps" aria-label="Gaps">{text.gaps.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>}
        </div>
      </div>
      <details>
        <summary>Numbers as a table</summary>
        <table>
          <caption>{text.title}</caption>
          <thead><tr>{text.columns.map((column, i) => (column === '' ? <td key={i} /> : <th key={i} scope="col">{column}</th>))}</tr></thead>
          <tbody>{text.rows.map((row, i) => <tr key={i}>{row.map((cell, k) => (k === 0 ? <th key={k} scope="row">{cell}</th> : <td key={k}>{cell}</td>))}</tr>)}</tbody>
        </table>
      </details>
    </div>
  );
}
