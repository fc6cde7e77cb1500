/** The selected node with every digit. */
import type { JSX } from 'preact';
import type { GraphModel, ViewNode } from '../../server/view-protocol';

export interface DetailsProps {
  readonly model: GraphModel;
  readonly node: ViewNode;
  readonly unfold: (id: string) => void;
  readonly showSource: () => void;
}

export function Details({ model, node, unfold, showSource }: DetailsProps): JSX.Element {
  const index = model.nodes.indexOf(node);
  const partials = model.edges.filter(({ to, partial }) => to === index && partial !== null);
  const rows: readonly (readonly [string, string])[] = [
    ['value', node.value?.full ?? '–'],
    [`tangent, ∂/∂${model.inputs[model.input] ?? ''}`, node.tangent?.full ?? '–'],
    ['adjoint, how the result changes with it', node.adjoint?.full ?? 'none: nothing flows back to it'],
    ...partials.map(({ from, partial, isCut }): readonly [string, string] => [`∂${node.label}/∂${model.nodes[from]?.label ?? ''}`, isCut ? 'cut' : (partial?.full ?? '')]),
  ];
  return (
    <section class="details" aria-label="Selected node">
      <h2>{node.label}{node.name === null ? '' : ` ${node.name}`}<span class="operation">{node.operation}</span></h2>
      <dl>{rows.map(([term, text]) => <div key={term}><dt>{term}</dt><dd>{text}</dd></div>)}</dl>
      {node.source === null ? null : <button type="button" onClick={showSource}>Go to source</button>}
      {node.isGroup ? <button type="button" onClick={() => { unfold(node.id.slice(1)); }}>Unfold</button> : null}
    </section>
  );
}
