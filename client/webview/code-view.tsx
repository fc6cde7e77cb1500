/** The generated code, line by line: what each line is for, where it comes from, which lines the current step and the selected node are. */
import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { CodeLine, CodeModel, CodeRole, SourceRange } from '../../server/view-protocol';
import { sourceLines, sourceOf } from './links';
import type { Lit } from './state';

export interface CodeViewProps {
  readonly code: CodeModel;
  readonly lit: Lit;
  /** The line that the keyboard goes on from. */
  readonly at: number;
  /** The sweep is past its beginning. */
  readonly hasStep: boolean;
  readonly choose: (line: number) => void;
  readonly showSource: (source: SourceRange) => void;
}

const roleNames: { readonly [role in CodeRole]: string } = { primal: 'value', tangent: 'tangent', adjoint: 'adjoint', tape: 'saved' };

export function CodeView({ code, lit: { current, beyond, selected }, at, hasStep, choose, showSource }: CodeViewProps): JSX.Element {
  const pane = useRef<HTMLDivElement>(null);
  useEffect(() => { pane.current?.querySelector(`#${idOf(at)}`)?.scrollIntoView({ block: 'nearest' }); }, [code, at]);
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: code.lines.length - 1 }[event.key];
    const source = event.key === 'Enter' ? sourceAt(code.lines[at]) : null;
    if (to !== undefined && code.lines[to] !== undefined) choose(to);
    if (source !== null) showSource(source);
    if (to !== undefined || source !== null) event.preventDefault();
  };
  return (
    <div class="code-view">
      <p>
        {code.isInFile ? `${code.name} stands in the file: its lines are marked there too.` : `${code.name} as it would be inserted.`}
        {hasStep && current.size === 0 ? ` This step needs no line of its own${beyond.size === 0 ? '' : ': what it passes on is used where ▷ stands'}.` : ''}
      </p>
      <div class="code" ref={pane} role="listbox" aria-multiselectable="true" aria-label={`Lines of ${code.name}`} tabindex={0} aria-activedescendant={idOf(at)} onKeyDown={onKeyDown}>
        {code.lines.map((each, i) => <Line key={i} line={each} index={i} isCurrent={current.has(i)} isBeyond={beyond.has(i)} isSelected={selected.has(i)} isAt={i === at} choose={choose} />)}
      </div>
    </div>
  );
}

const idOf = (index: number): string => `line-${String(index)}`;

const sourceAt = (line: CodeLine | undefined): SourceRange | null => (line === undefined ? null : sourceOf(line));

interface LineProps {
  readonly line: CodeLine;
  readonly index: number;
  readonly isCurrent: boolean;
  readonly isBeyond: boolean;
  readonly isSelected: boolean;
  readonly isAt: boolean;
  readonly choose: (line: number) => void;
}

function Line({ line, index, isCurrent, isBeyond, isSelected, isAt, choose }: LineProps): JSX.Element {
  const from = sourceLines(line);
  const marks = `${isCurrent ? ' current' : ''}${isBeyond ? ' beyond' : ''}${isSelected ? ' selected' : ''}${isAt ? ' at' : ''}`;
  return (
    <div id={idOf(index)} class={`code-line${marks}`} role="option" aria-label={line.text.trim() === '' ? 'blank line' : undefined} aria-selected={isSelected} aria-current={isCurrent ? 'step' : undefined} aria-description={isBeyond ? 'uses what the step passes on' : undefined} onClick={() => { choose(index); }}>
      <span class="mark" aria-hidden="true">{isCurrent ? '▶' : isBeyond ? '▷' : ''}</span>
      <span class="role">{line.role === null ? '' : roleNames[line.role]}</span>
      <pre>{line.text}</pre>
      <span class="from">{from.length === 0 ? '' : `from ${from.length === 1 ? 'line' : 'lines'} ${from.join(', ')}`}</span>
    </div>
  );
}
