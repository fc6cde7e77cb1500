/** A function over two inputs: contour lines with their values, the gradient as arrows, and the point. */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { JSX } from 'preact';
import type { FieldArrow, FieldModel, ViewPath } from '../../server/view-protocol';
import { AxisBelow, AxisLeft, px, type Area, type Scale } from './axis';
import { contourLines, type ContourLine } from './contour-lines';
import { markOf } from './marks';

const width = 620, height = 520;
const area: Area = { left: 72, top: 30, right: width - 20, bottom: height - 50 };
/** Pixels of the longest and the shortest arrow. */
const longest = 30, shortest = 5;

export function FieldChart({ model }: { readonly model: FieldModel }): JSX.Element {
  const { side, values, at } = model;
  const x = scaleLinear([model.x.low, model.x.high], [area.left, area.right]);
  const y = scaleLinear([model.y.low, model.y.high], [area.bottom, area.top]);
  const column = scaleLinear([0, side - 1], [area.left, area.right]), row = scaleLinear([0, side - 1], [area.bottom, area.top]);
  const contours = contourLines(model);
  return (
    <svg class="picture" viewBox={`0 0 ${String(width)} ${String(height)}`} width={width} height={height} role="img" aria-label={model.title}>
      <defs>
        <clipPath id="inside"><rect x={area.left} y={area.top} width={area.right - area.left} height={area.bottom - area.top} /></clipPath>
        <marker id="gradient" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path class="gradient-head" d="M0,0 L8,4 L0,8 z" /></marker>
      </defs>
      <AxisLeft scale={y} area={area} label={model.y.label} count={8} />
      <AxisBelow scale={x} area={area} label={model.x.label} />
      {values.map((value, i) => (value === null ? <path key={i} class="missing" d={cross(column(i % side), row(Math.floor(i / side)))} /> : null))}
      {contours.map((contour) => <Contour key={contour.text} contour={contour} column={column} row={row} />)}
      {arrowsIn(model.arrows, x, y).map(({ from, to }, i) => <path key={i} class="gradient" d={`M${from}L${to}`} marker-end="url(#gradient)" />)}
      <path class="here" d={`M${px(x(at.x))},${String(area.top)}V${String(area.bottom)}M${String(area.left)},${px(y(at.y))}H${String(area.right)}`} />
      {contours.map((contour) => <ContourLabel key={contour.text} contour={contour} column={column} row={row} />)}
      <g clip-path="url(#inside)">{model.paths.map((path, i) => <Way key={path.label} path={path} index={i} x={x} y={y} />)}</g>
      <circle class="point" cx={x(at.x)} cy={y(at.y)} r={5} />
    </svg>
  );
}

export function FieldLegend({ model: { value, values, paths } }: { readonly model: FieldModel }): JSX.Element {
  return (
    <ul class="legend">
      <li>{`lines: ${value} is the number that stands on them`}</li>
      <li>{`arrows: where ${value} grows fastest, as the axes are drawn; the longer, the faster (logarithmic)`}</li>
      <li>dot: the point</li>
      {paths.map(({ label }, i) => <li key={label}><svg class="sample" width={32} height={12} aria-hidden="true"><path class={`way of-${String(i)}`} d="M1,6H31" /><path class={`stop of-${String(i)}`} transform="translate(16,6)" d={markOf(i)} /></svg>{label}</li>)}
      {values.includes(null) ? <li>×: no finite number</li> : null}
    </ul>
  );
}

interface ContourProps { readonly contour: ContourLine; readonly column: Scale; readonly row: Scale }

function Contour({ contour: { parts }, column, row }: ContourProps): JSX.Element {
  const path = line<readonly [number, number]>().x(([i]) => column(i)).y(([, k]) => row(k));
  return <g class="contour">{parts.map((part, i) => <path key={i} d={path([...part]) ?? ''} />)}</g>;
}

/** On top of lines and arrows. */
function ContourLabel({ contour: { text, parts }, column, row }: ContourProps): JSX.Element | null {
  const longestPart = parts.reduce<readonly (readonly [number, number])[]>((best, part) => (part.length > best.length ? part : best), []);
  const place = longestPart[Math.floor(longestPart.length / 2)];
  return place === undefined ? null : <g class="contour"><text x={px(column(place[0]))} y={px(row(place[1]) + 4)}>{text}</text></g>;
}

/** A way down: a line with a mark at each place it came to. */
function Way({ path: { places }, index, x, y }: { readonly path: ViewPath; readonly index: number; readonly x: Scale; readonly y: Scale }): JSX.Element {
  const drawn = places.map((place) => [far(x(place.x)), far(y(place.y))] as const);
  return (
    <g>
      <path class={`way of-${String(index)}`} d={line()(drawn.map(([a, b]) => [a, b])) ?? ''} />
      {drawn.map(([a, b], i) => <path key={i} class={`stop of-${String(index)}`} transform={`translate(${px(a)},${px(b)})`} d={markOf(index)} />)}
    </g>
  );
}

/** Within what a renderer can draw. */
const far = (place: number): number => Math.max(-1e5, Math.min(1e5, place));

/** In the picture, an axis that is drawn longer has a smaller slope: so arrows stand across the lines. */
function arrowsIn(arrows: readonly FieldArrow[], x: Scale, y: Scale): { readonly from: string; readonly to: string }[] {
  const perX = x(1) - x(0), perY = y(1) - y(0);
  const drawn = arrows.map(({ x: atX, y: atY, dx, dy }) => ({ atX: x(atX), atY: y(atY), dx: dx / perX, dy: dy / perY })).map((arrow) => ({ ...arrow, size: Math.hypot(arrow.dx, arrow.dy) }));
  const sizes = drawn.map(({ size }) => Math.log(size)).filter(Number.isFinite);
  const least = Math.min(...sizes), most = Math.max(...sizes);
  return drawn.flatMap(({ atX, atY, dx, dy, size }) => {
    if (!(size > 0) || !Number.isFinite(size)) return [];
    const length = most === least ? longest / 2 : shortest + (longest - shortest) * ((Math.log(size) - least) / (most - least));
    const endX = (dx / size) * length, endY = (dy / size) * length;
    return [{ from: `${px(atX - endX / 2)},${px(atY - endY / 2)}`, to: `${px(atX + endX / 2)},${px(atY + endY / 2)}` }];
  });
}

const cross = (x: number, y: number): string => `M${px(x - 2)},${px(y - 2)}l4,4m0,-4l-4,4`;
