/** What belongs together: nodes of the graph, lines of the generated code, places in the source. */
import type { CodeLine, CodeModel, CodeRole, GraphModel, SourceRange, ViewNode } from '../../server/view-protocol';
import type { TextPosition } from '../../server/protocol';
import type { Sweep } from './protocol';
import type { Step } from './state';

/** What a sweep does in generated code. */
const roles: { readonly [sweep in Sweep]: CodeRole } = { values: 'primal', tangents: 'tangent', adjoints: 'adjoint' };

const none: ReadonlySet<number> = new Set();

/** Indices of the lines that compute a node or its derivative, or give a parameter's; `role`: only those of this one. */
export function linesOfNode({ lines }: CodeModel, node: ViewNode, role: CodeRole | null): ReadonlySet<number> {
  const sites = new Set(node.sites);
  return new Set(lines.flatMap((line, i) => (gives(line, node) || line.operations.some((operation) => sites.has(operation.site) && (role === null || operation.role === role)) ? [i] : [])));
}

const gives = ({ parameters }: CodeLine, { parameter }: ViewNode): boolean => parameter !== null && parameters.includes(parameter);

/** The lines that do what a step does; of what is passed on to an input, those that give that input's derivative. A step that changes nothing has none. */
export function linesOfStep(code: CodeModel, { nodes }: GraphModel, step: Step, sweep: Sweep): ReadonlySet<number> {
  const node = nodes[step.item ?? -1], target = nodes[step.target ?? -1];
  if (node === undefined || (node.parameter !== null && sweep !== 'adjoints')) return none;
  const own = linesOfNode(code, node, roles[sweep]);
  const narrowed = target === undefined ? [] : [...own].filter((index) => { const line = code.lines[index]; return line !== undefined && gives(line, target); });
  return narrowed.length === 0 ? own : new Set(narrowed);
}

/**
 * Where what a step passes on is used, for a step that has no line of its own, as through a sum: the lines of the nearest nodes, in the direction of the
 * sweep, that have some.
 */
export function linesBeyond(code: CodeModel, { nodes, edges }: GraphModel, step: Step, sweep: Sweep): ReadonlySet<number> {
  const isReverse = sweep === 'adjoints', start = (isReverse ? step.target : step.item) ?? -1;
  const next = (index: number): readonly number[] => edges.flatMap(({ from, to, isCut }) => (isCut || (isReverse ? to : from) !== index ? [] : [isReverse ? from : to]));
  const seen = new Set([start]);
  // In a reverse sweep what is passed on is the target's: its own line is the first to use it.
  for (let reached = isReverse ? [start] : next(start); reached.length > 0;) {
    const found = reached.flatMap((index) => { const node = nodes[index]; return node === undefined ? [] : [...linesOfNode(code, node, node.parameter === null ? roles[sweep] : null)]; });
    if (found.length > 0) return new Set(found);
    for (const index of reached) seen.add(index);
    reached = [...new Set(reached.flatMap(next))].filter((index) => !seen.has(index));
  }
  return none;
}

/** The node that a line is about: the selected one if it may be that, else a single one, else a group that holds it. */
export function nodeOfLine(line: CodeLine, { nodes }: GraphModel, selected: string | null): string | null {
  const sites = line.operations.map(({ site }) => site);
  const fits = nodes.filter((node) => gives(line, node) || node.sites.some((site) => sites.includes(site)));
  const rank = ({ id, isGroup, parameter, sites: own }: ViewNode): number => {
    if (id === selected) return -1;
    const first = sites.findIndex((site) => own.includes(site));
    return (isGroup ? 2 : parameter !== null ? 1 : 0) * sites.length + Math.max(first, 0);
  };
  const [best] = fits.sort((a, b) => rank(a) - rank(b));
  return best?.id ?? null;
}

/** The line of generated code in a file that holds a position; -1: none does. */
export const lineAt = ({ lines }: CodeModel, uri: string, { line }: TextPosition): number =>
  lines.findIndex(({ place }) => place !== null && place.uri === uri && place.start.line <= line && line <= place.end.line);

export const placesOf = ({ lines }: CodeModel, indices: ReadonlySet<number>): readonly SourceRange[] =>
  [...indices].flatMap((index) => lines[index]?.place ?? []);

/** Where a line comes from: its first operation that stands in the source. */
export const sourceOf = ({ operations }: CodeLine): SourceRange | null => operations.find(({ source }) => source !== null)?.source ?? null;

/** The lines of the source that a line comes from, from 1. */
export function sourceLines({ operations }: CodeLine): readonly number[] {
  const all = operations.flatMap(({ source }) => (source === null ? [] : [source.start.line + 1]));
  return [...new Set(all)].sort((a, b) => a - b);
}
