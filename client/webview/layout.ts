/**
 * Where everything stands. Each frame is laid out by itself, left to right in layers, with the frames in it as boxes; so folding changes only
 * what is around it, and no layout is larger than one frame. Pure: no DOM.
 */
import { coordCenter, decrossTwoLayer, graph as createGraph, layeringLongestPath, sugiyama, twolayerAgg, type GraphNode, type MutGraphNode } from 'd3-dag';
import type { GraphModel, ViewNode } from '../../server/view-protocol';

export interface Box {
  /** Of the left upper corner. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** By index of the model's nodes. */
  readonly nodes: readonly Box[];
  /** By id of the frame. */
  readonly frames: ReadonlyMap<string, Box>;
  /** By index of the model's edges: from the right side of a box through points between to the left side of another. */
  readonly edges: readonly (readonly Point[])[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixels. */
const character = 7.3, padding = 20, least = 96, most = 260, nodeHeight = 62, between = 14, layers = 46, framePadding = 14, frameTitle = 24;

export function nodeSize({ label, name, operation, value, adjoint, tangent }: ViewNode): { readonly width: number; readonly height: number } {
  const lines = [`${label}${name === null ? '' : `  ${name}`}`, operation, `${value?.short ?? ''}  v ${tangent?.short ?? ''}  v ${adjoint?.short ?? ''}`];
  const longest = Math.max(...lines.map((line) => Array.from(line).length));
  return { width: Math.min(most, Math.max(least, longest * character + padding)), height: nodeHeight };
}

/** A node or a frame directly in a frame. */
interface Member {
  readonly node: number | null;
  readonly frame: string | null;
  readonly width: number;
  readonly height: number;
  x: number;
  y: number;
}

interface Inside {
  readonly width: number;
  readonly height: number;
  readonly members: readonly Member[];
  /** Points between the ends of edges that lie wholly in this frame, by the edge's index. */
  readonly bends: ReadonlyMap<number, readonly Point[]>;
}

export function layOut(model: GraphModel): Layout {
  const parents = new Map(model.frames.map(({ id, parent }) => [id, parent]));
  const insides = new Map<string, Inside>();
  const sizes = new Map<string, { readonly width: number; readonly height: number }>();
  const within = edgesByFrame(model, parents);
  // Inner frames come after outer ones, so this goes from the inside out.
  for (const id of [...[...parents.keys()].reverse(), '']) {
    const inside = layOutFrame(model, id, sizes, within.get(id) ?? []);
    insides.set(id, inside);
    sizes.set(id, id === '' ? inside : { width: inside.width + 2 * framePadding, height: inside.height + framePadding + frameTitle });
  }
  return placed(model, insides);
}

interface LiftedEdge {
  readonly index: number;
  readonly from: string;
  readonly to: string;
}

const keyOf = (node: number): string => `#${String(node)}`;

/** Each edge in the innermost frame that holds both ends, between what of it they lie in. */
function edgesByFrame({ nodes, edges }: GraphModel, parents: ReadonlyMap<string, string>): ReadonlyMap<string, readonly LiftedEdge[]> {
  const lifted = new Map<string, LiftedEdge[]>();
  const chain = (node: number): string[] => {
    const frames: string[] = [];
    for (let id = nodes[node]?.parent ?? ''; id !== ''; id = parents.get(id) ?? '') frames.unshift(id);
    return ['', ...frames];
  };
  edges.forEach(({ from, to }, index) => {
    const a = [...chain(from), keyOf(from)], b = [...chain(to), keyOf(to)];
    let shared = 0;
    while (a[shared + 1] !== undefined && a[shared + 1] === b[shared + 1]) shared++;
    const frame = a[shared] ?? '';
    lifted.set(frame, [...(lifted.get(frame) ?? []), { index, from: a[shared + 1] ?? '', to: b[shared + 1] ?? '' }]);
  });
  return lifted;
}

function layOutFrame(model: GraphModel, id: string, sizes: ReadonlyMap<string, { readonly width: number; readonly height: number }>, edges: readonly LiftedEdge[]): Inside {
  const members = new Map<string, Member>();
  for (const frame of model.frames) {
    const size = sizes.get(frame.id);
    if (frame.parent === id && size !== undefined) members.set(frame.id, { node: null, frame: frame.id, ...size, x: 0, y: 0 });
  }
  model.nodes.forEach((node, index) => {
    if (node.parent === id) members.set(keyOf(index), { node: index, frame: null, ...nodeSize(node), x: 0, y: 0 });
  });
  if (members.size === 0) return { width: 0, height: 0, members: [], bends: new Map() };
  const dag = createGraph<Member, number>();
  const vertices = new Map<string, MutGraphNode<Member, number>>();
  for (const [key, member] of members) vertices.set(key, dag.node(member));
  const seen = new Set<string>();
  for (const { from, to, index } of edges) {
    const source = vertices.get(from), target = vertices.get(to);
    if (source === undefined || target === undefined || source === target || seen.has(`${from} ${to}`)) continue;
    seen.add(`${from} ${to}`);
    dag.link(source, target, index);
  }
  // The library lays out from the top down: layers along y.
  const { width: across, height: along } = arrange(dag);
  const bends = new Map<number, readonly Point[]>();
  for (const vertex of dag.nodes()) {
    const member = vertex.data;
    member.x = vertex.y - member.width / 2;
    member.y = vertex.x - member.height / 2;
  }
  for (const link of dag.links()) bends.set(link.data, link.points.slice(1, -1).map(([x, y]) => ({ x: y, y: x })));
  return { width: along, height: across, members: [...members.values()], bends };
}

const arrange = sugiyama()
  .nodeSize(({ data }: GraphNode<Member, number>): [number, number] => [data.height, data.width])
  .gap([between, layers])
  .layering(layeringLongestPath())
  .decross(decrossTwoLayer().order(twolayerAgg()).passes(6))
  .coord(coordCenter());

/** Frames within frames put into one plane. */
function placed(model: GraphModel, insides: ReadonlyMap<string, Inside>): Layout {
  const nodes: Box[] = [], frames = new Map<string, Box>(), bends = new Map<number, readonly Point[]>();
  const place = (id: string, left: number, top: number): void => {
    const inside = insides.get(id);
    if (inside === undefined) return;
    for (const { node, frame, x, y, width, height } of inside.members) {
      const box = { x: left + x, y: top + y, width, height };
      if (node !== null) nodes[node] = box;
      if (frame === null) continue;
      frames.set(frame, box);
      place(frame, box.x + framePadding, box.y + frameTitle);
    }
    for (const [index, points] of inside.bends) bends.set(index, points.map(({ x, y }) => ({ x: left + x, y: top + y })));
  };
  place('', framePadding, framePadding);
  const root = insides.get('');
  const edges = model.edges.map(({ from, to }, index): readonly Point[] => {
    const a = nodes[from], b = nodes[to];
    if (a === undefined || b === undefined) return [];
    const start = { x: a.x + a.width, y: a.y + a.height / 2 }, end = { x: b.x, y: b.y + b.height / 2 };
    const whole = model.nodes[from]?.parent === model.nodes[to]?.parent ? (bends.get(index) ?? []) : [];
    return [start, ...whole, end];
  });
  return { width: (root?.width ?? 0) + 2 * framePadding, height: (root?.height ?? 0) + 2 * framePadding, nodes, frames, edges };
}

/** A smooth line through points that leaves and arrives level. */
export function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${at(first)}`, before = first;
  for (const point of rest) {
    const middle = (before.x + point.x) / 2;
    path += `C${at({ x: middle, y: before.y })} ${at({ x: middle, y: point.y })} ${at(point)}`;
    before = point;
  }
  return path;
}

const at = ({ x, y }: Point): string => `${x.toFixed(1)},${y.toFixed(1)}`;
