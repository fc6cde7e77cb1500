/** The computational graph of a trace as it is shown: folded, with its numbers and sweeps. */
export { graphOf, type Graph, type GraphFrame, type GraphNode, type GraphQuestion, type NumberText } from './graph';
export type { ForwardStep, ReverseStep } from './sweeps';
export type { Edge } from './edges';
export { mostItems } from './visible';
