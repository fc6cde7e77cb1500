/**
 * Where everything stands. Each frame is laid out by itself, left to right in layers, with the frames in it as boxes; so folding changes only
 * what is around it, and no layout is larger than one frame. Where a frame's boxes stand depends on their sizes and edges alone: frames that are
 * alike in these, as the iterations of a loop are, are laid out once. Pure: no DOM.
 */
import { coordCenter, decrossTwoLayer, graph as createGraph, layeringLongestPath, sugiyama, twolayerAgg, type GraphNode } from 'd3-dag';
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
  /** By index of the model's frames. */
  readonly frames: readonly Box[];
  /** By index of the model's edges: from the right side of a box through points between to the left side of another. */
  readonly edges: readonly (readonly Point[])[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixels. Widths come in steps: boxes that differ by a digit are alike, and numbers may change without moving what is around them. */
const character = 7.3, padding = 20, least = 96, most = 264, widthStep = 24, nodeHeight = 62, between = 14, layers = 46, framePadding = 14, frameTitle = 24;

/** As wide as its lines need it to be. */
export function nodeWidth({ label, name, operation, value, adjoint, tangent }: ViewNode): number {
  const lines = [`${label}${name === null ? '' : `  ${name}`}`, operation, `${value?.short ?? ''}  v ${tangent?.short ?? ''}  v ${adjoint?.short ?? ''}`];
  const longest = Math.max(...lines.map((line) => Array.from(line).length));
  return Math.min(most, Math.max(least, Math.ceil((longest * character + padding) / widthStep) * widthStep));
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What an edge takes to come from a lane to a box. */
const turn = 36;

/** A node or a frame directly in a frame. */
type Part = { readonly node: number; readonly frame: null } | { readonly node: null; readonly frame: string };

interface Member extends Size {
  readonly part: Part;
}

interface Inside {
  readonly members: readonly Member[];
  readonly edges: readonly LiftedEdge[];
  readonly shape: Shape;
}

/** Where the members of a frame stand, in their order, and the points between the ends of its edges, in theirs. */
interface Shape extends Size {
  readonly places: readonly Point[];
  readonly bends: readonly (readonly Point[])[];
}

export function layOut(model: GraphModel, widths: readonly number[]): Layout {
  const parents = new Map(model.frames.map(({ id, parent }) => [id, parent]));
  const insides = new Map<string, Inside>();
  const shapes = new Map<string, Shape>();
  const membersOf = membersByFrame(model), edgesIn = edgesByFrame(model, parents);
  // Inner frames come after outer ones, so this goes from the inside out.
  for (const id of [...[...parents.keys()].reverse(), '']) {
    const edges = edgesIn.get(id) ?? [];
    const members = (membersOf.get(id) ?? []).map((part): Member => {
      const { width, height } = part.node === null ? framed(insides.get(part.frame)?.shape) : { width: widths[part.node] ?? 0, height: nodeHeight };
      return { part, width, height };
    });
    insides.set(id, { members, edges, shape: shapeOf(members, edges, shapes) });
  }
  return placed(model, insides);
}

/** Frames first. */
function membersByFrame({ nodes, frames }: GraphModel): ReadonlyMap<string, readonly Part[]> {
  const parts = new Map<string, Part[]>([['', []], ...frames.map(({ id }): [string, Part[]] => [id, []])]);
  for (const { id, parent } of frames) parts.get(parent)?.push({ node: null, frame: id });
  nodes.forEach(({ parent }, node) => { parts.get(parent)?.push({ node, frame: null }); });
  return parts;
}

const framed = (inside: Size | undefined): Size => ({ width: (inside?.width ?? 0) + 2 * framePadding, height: (inside?.height ?? 0) + framePadding + frameTitle });

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
    const frames = [keyOf(node)];
    for (let id = nodes[node]?.parent ?? ''; id !== ''; id = parents.get(id) ?? '') frames.push(id);
    return ['', ...frames.reverse()];
  };
  edges.forEach(({ from, to }, index) => {
    const a = chain(from), b = chain(to);
    let shared = 0;
    while (a[shared + 1] !== undefined && a[shared + 1] === b[shared + 1]) shared++;
    const frame = a[shared] ?? '', here = lifted.get(frame), edge = { index, from: a[shared + 1] ?? '', to: b[shared + 1] ?? '' };
    if (here === undefined) lifted.set(frame, [edge]);
    else here.push(edge);
  });
  return lifted;
}

/** A link between members by their places in the frame. */
interface Link {
  readonly from: number;
  readonly to: number;
}

function shapeOf(members: readonly Member[], edges: readonly LiftedEdge[], shapes: Map<string, Shape>): Shape {
  const places = new Map(members.map(({ part: { node, frame } }, i) => [node === null ? frame : keyOf(node), i]));
  const links = edges.map(({ from, to }): Link => ({ from: places.get(from) ?? -1, to: places.get(to) ?? -1 }));
  const likeness = `${members.map(({ width, height }) => `${String(width)},${String(height)}`).join(' ')};${links.map(({ from, to }) => `${String(from)},${String(to)}`).join(' ')}`;
  const alike = shapes.get(likeness) ?? arranged(members, links);
  shapes.set(likeness, alike);
  return alike;
}

function arranged(members: readonly Size[], all: readonly Link[]): Shape {
  const between = new Map<string, number>(), keyOfLink = ({ from, to }: Link): string => `${String(from)} ${String(to)}`;
  all.forEach((link, i) => {
    const { from, to } = link, key = keyOfLink(link);
    if (from >= 0 && to >= 0 && from !== to && !between.has(key)) between.set(key, i);
  });
  const links = [...between.values()].flatMap((index) => { const link = all[index]; return link === undefined ? [] : [{ ...link, index }]; });
  const row = inARow(members.length, links);
  if (row !== null) return rowOf(members, row);
  const shape = inLayers(members, links);
  return { ...shape, bends: all.map((link) => shape.bends[between.get(keyOfLink(link)) ?? -1] ?? []) };
}

/** The members one behind the other, if each leads to the next and to nothing else, as iterations do; null: they are not like that. */
function inARow(count: number, links: readonly Link[]): readonly number[] | null {
  const next = new Map(links.map(({ from, to }) => [from, to])), later = new Set(next.values());
  if (links.length !== Math.max(count - 1, 0) || next.size !== links.length || later.size !== links.length) return null;
  const row: number[] = [];
  for (let at = Array.from({ length: count }, (_, i) => i).find((i) => !later.has(i)); at !== undefined; at = next.get(at)) row.push(at);
  return row.length === count ? row : null;
}

/** What the layers would come to, without the search for an order. */
function rowOf(members: readonly Size[], row: readonly number[]): Shape {
  const places: Point[] = [], height = Math.max(0, ...members.map((member) => member.height));
  let width = 0;
  for (const at of row) {
    const member = members[at];
    if (member === undefined) continue;
    if (width > 0) width += layers;
    places[at] = { x: width, y: (height - member.height) / 2 };
    width += member.width;
  }
  return { width, height, places, bends: [] };
}

function inLayers(members: readonly Size[], links: readonly (Link & { readonly index: number })[]): Shape {
  const dag = createGraph<Size, number>();
  const vertices = members.map((member) => dag.node(member));
  for (const { from, to, index } of links) {
    const source = vertices[from], target = vertices[to];
    if (source !== undefined && target !== undefined) dag.link(source, target, index);
  }
  // The library lays out from the top down: layers along y.
  const { width: across, height: along } = arrange(dag);
  const bends: (readonly Point[])[] = [];
  const layerWidths = new Map<number, number>(), layerAt = (y: number): number => Math.round(y);
  for (const { y, data } of vertices) layerWidths.set(layerAt(y), Math.max(layerWidths.get(layerAt(y)) ?? 0, data.width));
  // Level beside the boxes of a layer, so that no line runs behind one.
  for (const link of dag.links()) bends[link.data] = link.points.slice(1, -1).flatMap(([x, y]) => [-1, 1].map((side) => ({ x: y + (side * (layerWidths.get(layerAt(y)) ?? 0)) / 2, y: x })));
  return { width: along, height: across, places: vertices.map(({ x, y, data }) => ({ x: y - data.width / 2, y: x - data.height / 2 })), bends };
}

const arrange = sugiyama()
  .nodeSize(({ data }: GraphNode<Size, number>): [number, number] => [data.height, data.width])
  .gap([between, layers])
  .layering(layeringLongestPath())
  .decross(decrossTwoLayer().order(twolayerAgg()).passes(6))
  .coord(coordCenter());

const nowhere: Box = { x: 0, y: 0, width: 0, height: 0 };

/** Frames within frames put into one plane. */
function placed(model: GraphModel, insides: ReadonlyMap<string, Inside>): Layout {
  const nodes = model.nodes.map(() => nowhere), frames = new Map<string, Box>(), bends = new Map<number, readonly Point[]>();
  const place = (id: string, left: number, top: number): void => {
    const inside = insides.get(id);
    if (inside === undefined) return;
    inside.members.forEach(({ part: { node, frame }, width, height }, i) => {
      const { x, y } = inside.shape.places[i] ?? { x: 0, y: 0 }, box = { x: left + x, y: top + y, width, height };
      if (node !== null) nodes[node] = box;
      if (frame === null) return;
      frames.set(frame, box);
      place(frame, box.x + framePadding, box.y + frameTitle);
    });
    inside.edges.forEach(({ index }, i) => { bends.set(index, (inside.shape.bends[i] ?? []).map(({ x, y }) => ({ x: left + x, y: top + y }))); });
  };
  place('', framePadding, framePadding);
  const root = insides.get('')?.shape;
  const parents = new Map(model.frames.map(({ id, parent }) => [id, parent]));
  const framesAround = (node: number): string[] => {
    const around: string[] = [];
    for (let id = model.nodes[node]?.parent ?? ''; id !== ''; id = parents.get(id) ?? '') around.push(id);
    return around;
  };
  /** The boxes around one node and not around another, the innermost first. */
  const aroundOnly = (node: number, other: number): Box[] => {
    const shared = new Set(framesAround(other));
    return framesAround(node).flatMap((id) => { const box = frames.get(id); return shared.has(id) || box === undefined ? [] : [box]; });
  };
  const lanesIn = (from: number, to: number, box: Box): Point[] => aroundOnly(to, from).flatMap((frame, i, around) => [laneIn(frame, around[i - 1] ?? box)]).reverse().flat();
  const lanesOut = (from: number, to: number, box: Box): Point[] => aroundOnly(from, to).flatMap((frame, i, around) => laneOut(frame, around[i - 1] ?? box));
  const edges = model.edges.map(({ from, to }, index): readonly Point[] => {
    const a = nodes[from], b = nodes[to];
    if (a === undefined || b === undefined) return [];
    const start = { x: a.x + a.width, y: a.y + a.height / 2 }, end = { x: b.x, y: b.y + b.height / 2 };
    const between = bends.get(index) ?? [];
    if (model.nodes[from]?.parent === model.nodes[to]?.parent) return [start, ...between, end];
    return [start, ...lanesOut(from, to, a), ...between, ...lanesIn(from, to, b), end];
  });
  return { width: (root?.width ?? 0) + 2 * framePadding, height: (root?.height ?? 0) + 2 * framePadding, nodes, frames: model.frames.map(({ id }) => frames.get(id) ?? nowhere), edges };
}

/** Along the foot of a frame, where no boxes are: past those that stand before what an edge from outside leads to. */
function laneIn(frame: Box, inner: Box): Point[] {
  const end = inner.x - turn, y = frame.y + frame.height - framePadding / 2;
  return end - frame.x > framePadding ? [{ x: frame.x, y }, { x: end, y }] : [];
}

/** The same past those that stand behind what leads outside. */
function laneOut(frame: Box, inner: Box): Point[] {
  const start = inner.x + inner.width + turn, end = frame.x + frame.width, y = frame.y + frame.height - framePadding / 2;
  return end - start > framePadding ? [{ x: start, y }, { x: end, y }] : [];
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
