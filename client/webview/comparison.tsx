/** Other ways to the derivatives beside automatic differentiation, section by section; asked for anew when the picture has changed and stands still again. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComparisonAnswer, ComparisonSection, GraphModel } from '../../server/view-protocol';
import type { ViewHost } from './host';
import { LogChart, LogLegend } from './log-chart';
import { pictureOf } from './picture';
import { SavePicture, savePicture, type PictureFormat } from './save-picture';

/** Milliseconds without another picture: while an input is dragged, pictures follow each other faster. */
const calm = 400;

export function Comparison({ host, model }: { readonly host: ViewHost; readonly model: GraphModel }): JSX.Element {
  const [answer, setAnswer] = useState<ComparisonAnswer | null>(null);
  useEffect(() => host.listen((message) => {
    if (message.kind !== 'comparison' || message.answer.kind === 'dropped') return;
    setAnswer(message.answer);
    setIsOlder(false);
  }), [host]);
  const asked = useRef(false), [isOlder, setIsOlder] = useState(false);
  useEffect(() => {
    const ask = (): void => {
      asked.current = true;
      host.send({ kind: 'ask-comparison', input: model.input, output: model.output });
    };
    if (!asked.current) {
      ask();
      return undefined;
    }
    setIsOlder(true);
    const timer = window.setTimeout(ask, calm);
    return () => { window.clearTimeout(timer); };
  }, [host, model]);
  return (
    <div class={`insight comparison${isOlder ? ' older' : ''}`} aria-busy={isOlder} role="region" aria-label="Comparison" tabindex={0}>
      <div aria-live="polite">{answer === null || answer.kind === 'dropped' ? <p>Differences, derivatives and formulas are being computed and measured.</p> : answer.kind === 'nothing' ? <p>{answer.message}.</p> : null}</div>
      {answer?.kind === 'comparison' ? answer.sections.map((section) => <Section key={section.title} section={section} save={(file, svg, format) => { void savePicture(host, `${model.name}-${file}`, pictureOf(svg), format); }} />) : null}
    </div>
  );
}

interface SectionProps {
  readonly section: ComparisonSection;
  readonly save: (file: string, svg: SVGSVGElement, format: PictureFormat) => void;
}

function Section({ section: { title, summary, chart, columns, rows }, save }: SectionProps): JSX.Element {
  const figure = useRef<HTMLDivElement>(null);
  const saveChart = (format: PictureFormat): void => {
    const svg = figure.current?.querySelector('svg.picture');
    if (chart !== null && svg instanceof SVGSVGElement) save(chart.file, svg, format);
  };
  const table = rows.length === 0 ? null : (
    <table>
      {chart === null ? null : <caption>{title}</caption>}
      <thead><tr>{columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
      <tbody>{rows.map((cells, i) => <tr key={i}>{cells.map((cell, k) => (k === 0 ? <th key={k} scope="row">{cell}</th> : <td key={k}>{cell}</td>))}</tr>)}</tbody>
    </table>
  );
  const words = summary.map((sentence) => <p key={sentence}>{sentence}</p>);
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {chart === null ? <>{words}{table}</> : (
        <>
          <div class="figure" ref={figure}><LogChart model={chart} /><div class="words"><LogLegend model={chart} />{words}<p class="files"><SavePicture save={saveChart} of={title} /></p></div></div>
          <details><summary>Numbers as a table</summary>{table}</details>
        </>
      )}
    </section>
  );
}
