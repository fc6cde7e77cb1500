/** The selected node with every digit, and the rules by which its numbers come about. */
import type { JSX } from 'preact';
import type { GraphModel, ViewNode } from '../../server/view-protocol';
import { Formula, lineOf } from './formula';

export interface DetailsProps {
  readonly model: GraphModel;
  readonly node: ViewNode;
  readonly unfold: (id: string) => void;
  readonly showSource: () => void;
}

type Row = readonly [JSX.Element | string, string];

/** Contributions to an adjoint that are shown; the tables have them all. */
const mostContributions = 4;

export function Details({ model, node, unfold, showSource }: DetailsProps): JSX.Element {
  const index = model.nodes.indexOf(node);
  const partials = model.edges.filter(({ to, partial }) => to === index && partial !== null);
  const rows: readonly Row[] = [
    ['value', node.value?.full ?? '–'],
    [<>tangent, <Formula text={`∂/∂${model.inputs[model.input] ?? ''}`} /></>, node.tangent?.full ?? '–'],
    ['adjoint, how the result changes with it', node.adjoint?.full ?? 'none: nothing flows back to it'],
    ...partials.map(({ from, partial, isCut }): Row => [<Formula text={`∂${node.label}/∂${model.nodes[from]?.label ?? ''}`} />, isCut ? 'cut' : (partial?.full ?? '')]),
  ];
  const { shown, left } = rulesOf(model, index);
  return (
    <section class="details" aria-label="Selected node">
      <h2>{node.isGroup ? node.label : <Formula text={node.label} />}{node.name === null ? '' : ` ${node.name}`}<span class="operation">{node.kind === 'operation' ? <Formula text={node.operation} /> : node.operation}</span></h2>
      <dl>{rows.map(([term, text], i) => <div key={i}><dt>{term}</dt><dd>{text}</dd></div>)}</dl>
      {shown.length === 0 ? null : <ul class="rules" aria-label="Rules">{shown.map((rule) => <li key={rule}><Formula text={rule} /></li>)}{left === 0 ? null : <li>{`and ${String(left)} more, in the tables`}</li>}</ul>}
      {node.source === null ? null : <button type="button" onClick={showSource}>Go to source</button>}
      {node.isGroup ? <button type="button" onClick={() => { unfold(node.id.slice(1)); }}>Unfold</button> : null}
    </section>
  );
}

/** How a node's value, its tangent and its adjoint come about, as the tables have it. */
function rulesOf({ forward, reverse }: GraphModel, index: number): { readonly shown: readonly string[]; readonly left: number } {
  const own = forward.find(({ item }) => item === index)?.cells ?? [];
  const contributions = reverse.filter(({ item, target }) => target === index && item !== index).map(({ cells }) => lineOf(cells));
  // Of a group, which has no operation of its own, there is nothing that the lines above do not say.
  const computed = (own[1] ?? '') === '' ? [] : [lineOf(own.slice(0, 3)), lineOf(own.slice(3))];
  return { shown: [...computed, ...contributions.slice(0, mostContributions)], left: Math.max(0, contributions.length - mostContributions) };
}
