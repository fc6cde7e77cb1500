/** A graph as text that people can read and compare. */
import type { Graph, GraphNode } from '../../../core/graph';

export function graphText(graph: Graph): string {
  const lines = graph.frames.map(({ id, parent, label }) => `frame ${id}${parent === '' ? '' : ` in ${parent}`}: ${label}`);
  for (const [i, node] of graph.nodes.entries()) {
    const into = graph.edges.filter(({ to }) => to === i).map(({ from, partial, isCut, count }) => `${graph.nodes[from]?.label ?? '?'}${partial === null ? '' : ` ∂${String(Number(partial.toPrecision(5)))}`}${isCut ? ' cut' : ''}${count === 1 ? '' : ` ×${String(count)}`}`);
    lines.push(`${node.parent === '' ? '' : `[${node.parent}] `}${nodeLine(node)}${into.length === 0 ? '' : `  <- ${into.join(', ')}`}`);
  }
  lines.push('forward', ...graph.forward.map(({ cells }) => `  ${cells.filter(cell => cell !== '').join(' ')}`), 'reverse', ...graph.reverse.map(({ cells }) => `  ${cells.filter(cell => cell !== '').join(' ')}`));
  return lines.join('\n');
}

function nodeLine({ label, name, operation, value, tangent, adjoint, shade, isActive, output, isGroup }: GraphNode): string {
  const numbers = [value, tangent, adjoint].map(number => number?.short ?? '–').join(' | ');
  return `${isGroup ? '▸ ' : ''}${label}${name === null ? '' : ` ${name}`}: ${operation}  ${numbers}  shade ${shade.toFixed(2)}${isActive ? '' : ' inactive'}${output < 0 ? '' : ` = output ${String(output)}`}`;
}
