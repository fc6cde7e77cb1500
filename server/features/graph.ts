/** The graph view of a function at a point: the core's picture with places as editors count them. */
import { formatFull, formatNumber, pointTitle, valueText, type SummarizedPoint } from '../../core/format';
import type { MarkedFunction } from '../../core/frontend/api';
import { graphOf } from '../../core/graph';
import type { Span } from '../../core/ir/origin';
import type { Evaluation } from '../evaluation';
import type { GraphModel, GraphParams } from '../view-protocol';
import { placesIn, type Sources } from './places';

export interface GraphQuestion extends Sources {
  readonly fn: MarkedFunction;
  readonly point: SummarizedPoint;
  readonly evaluation: Extract<Evaluation, { kind: 'value' }>;
  readonly params: Pick<GraphParams, 'unfolded' | 'input' | 'output'>;
  readonly digits: number;
}

export function graphModel(question: GraphQuestion): GraphModel {
  const { fn, point, evaluation: { trace, warnings }, params, digits } = question;
  const within = (index: number, count: number): number => (Number.isInteger(index) && index >= 0 && index < count ? index : 0);
  const input = within(params.input, trace.inputCount), output = within(params.output, trace.outputs.length);
  const places = placesIn(question);
  const lineOf = (span: Span): number => (places(span)?.start.line ?? 0) + 1;
  const graph = graphOf(trace, { unfolded: new Set(params.unfolded), input, output, lineOf });
  return {
    name: fn.name, title: pointTitle(fn.name, point), value: valueText(trace.value, digits),
    inputs: graph.inputs, outputs: graph.outputs, input, output,
    nodes: graph.nodes.map(({ span, ...node }) => ({ ...node, source: places(span) })),
    frames: graph.frames.map(({ span, ...frame }) => ({ ...frame, source: places(span) })),
    edges: graph.edges.map(({ partial, ...edge }) => ({ ...edge, partial: partial === null ? null : { short: formatNumber(partial, digits), full: formatFull(partial) } })),
    forward: graph.forward, reverse: graph.reverse,
    operations: graph.operations, refused: graph.refused, warnings: warnings.map(({ message }) => message.replaceAll('`', '')),
  };
}
