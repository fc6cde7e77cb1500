/** What the trace says about its numbers, section by section; asked for anew with every picture. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { GraphModel, InsightAnswer, InsightSection, SourceRange } from '../../server/view-protocol';
import type { ViewHost } from './host';

export function Insight({ host, model }: { readonly host: ViewHost; readonly model: GraphModel }): JSX.Element {
  const [answer, setAnswer] = useState<InsightAnswer | null>(null);
  useEffect(() => host.listen((message) => { if (message.kind === 'insight' && message.answer.kind !== 'dropped') setAnswer(message.answer); }), [host]);
  useEffect(() => { host.send({ kind: 'ask-insight', output: model.output }); }, [host, model]);
  const show = (source: SourceRange): void => { host.send({ kind: 'show', source, code: [], take: true }); };
  return (
    <div class="insight" aria-live="polite">
      {answer === null || answer.kind === 'dropped' ? null : answer.kind === 'nothing' ? <p>{answer.message}.</p> : answer.sections.map((section) => <Section key={section.title} section={section} show={show} />)}
    </div>
  );
}

function Section({ section: { title, summary, columns, rows }, show }: { readonly section: InsightSection; readonly show: (source: SourceRange) => void }): JSX.Element {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <p>{summary}</p>
      {rows.length === 0 ? null : (
        <table>
          <thead><tr>{columns.map((column) => <th key={column} scope="col">{column}</th>)}<th scope="col">Source</th></tr></thead>
          <tbody>
            {rows.map(({ cells, source }, i) => (
              <tr key={i}>
                {cells.map((cell, k) => <td key={k}>{cell}</td>)}
                <td>{source === null ? null : <button type="button" aria-label={`Go to line ${String(source.start.line + 1)}: ${cells.join(', ')}`} onClick={() => { show(source); }}>{`Line ${String(source.start.line + 1)}`}</button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
