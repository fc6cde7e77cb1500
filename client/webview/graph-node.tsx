/** One box of the graph: what it is, its value, and its two derivatives; a bar at its foot is as long as its adjoint is large. */
import type { JSX } from 'preact';
import type { ViewNode } from '../../server/view-protocol';
import type { Box } from './layout';

export interface NodeProps {
  readonly node: ViewNode;
  readonly box: Box;
  readonly role: 'at-work' | 'target' | 'done' | 'waiting';
  readonly isSelected: boolean;
  /** Reached by Tab; the others by arrow keys from it. */
  readonly isEntry: boolean;
  readonly select: (id: string, unfold: boolean) => void;
}

export function GraphNodeBox({ node, box, role, isSelected, isEntry, select }: NodeProps): JSX.Element {
  const { width, height } = box;
  const classes = ['node', node.isGroup ? 'group' : node.kind, role, isSelected ? 'selected' : '', node.isActive ? '' : 'inactive', node.output < 0 ? '' : 'output'].filter((name) => name !== '');
  return (
    <g
      class={classes.join(' ')} transform={`translate(${box.x.toFixed(1)},${box.y.toFixed(1)})`} data-id={node.id} role="button" tabindex={isEntry ? 0 : -1}
      aria-description={spoken(node)} aria-pressed={isSelected}
      onClick={() => { select(node.id, false); }} onDblClick={() => { select(node.id, node.isGroup); }}
    >
      <rect class="box" width={width} height={height} rx={node.isGroup ? 10 : 3} />
      <rect class="shade" y={height - 5} height={5} width={Math.round(width * node.shade)} rx={2} />
      <text class="label" x={8} y={16}>{node.isGroup ? `▸ ${node.label}` : indexed(node.label)}{node.name === null ? null : <tspan class="name" dx={8} dy={node.isGroup ? 0 : -lower}>{node.name}</tspan>}</text>
      <text class="operation" x={8} y={31}>{node.kind === 'input' && !node.isGroup ? '' : node.isGroup ? clipped(node.operation, width) : indexed(clipped(node.operation, width))}</text>
      <text class="numbers" x={8} y={48}>
        <tspan class="value">{node.value?.short ?? ''}</tspan>
        {node.tangent === null ? null : <tspan class="tangent" dx={8}>{`v̇ ${node.tangent.short}`}</tspan>}
        {node.adjoint === null ? null : <tspan class="adjoint" dx={8}>{`v̄ ${node.adjoint.short}`}</tspan>}
      </text>
    </g>
  );
}

/** Pixels that a number of a node is set lower. */
const lower = 3;

/** `v-1 × v0` with the numbers of nodes set lower. */
const indexed = (text: string): JSX.Element[] => text.split(/(?<=\bv)(-?\d+)/).flatMap((part, i) => (part === '' ? [] : [<tspan key={i} class={i % 2 === 0 ? '' : 'index'} dy={i === 0 ? 0 : i % 2 === 0 ? -lower : lower}>{part}</tspan>]));

const clipped = (text: string, width: number): string => {
  const most = Math.floor((width - 12) / 7);
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
};

/** The box in words, with every digit. */
export function spoken({ label, name, operation, value, tangent, adjoint, isGroup, isActive }: ViewNode): string {
  const parts = [
    name === null ? label : `${label}, ${name}`, operation,
    ...(value === null ? [] : [`value ${value.full}`]), ...(tangent === null ? [] : [`tangent ${tangent.full}`]), ...(adjoint === null ? ['no adjoint'] : [`adjoint ${adjoint.full}`]),
    ...(isActive ? [] : ['does not depend on the inputs']), ...(isGroup ? ['press Enter to unfold'] : []),
  ];
  return parts.join('; ');
}
