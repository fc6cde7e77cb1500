/** Curves over a logarithmic scale, told apart by their marks and dashes, with levels across the picture. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import type { JSX } from 'preact';
import type { ChartCurve, LogChart as LogChartModel } from '../../server/view-protocol';
import { AxisBelow, AxisLeft, px, type Area, type Scale } from './axis';
import { markOf } from './marks';

const width = 720, height = 400;
const area: Area = { left: 72, top: 30, right: width - 20, bottom: height - 50 };

/** Powers of ten, and plain numbers near 1. */
const tickText = (x: number): string => (x >= 1e-2 && x < 1e5 ? String(x) : x.toExponential(0).replace('+', ''));

/** Where the scale's own format leaves a label out, there is no room for it. */
const uncrowded = (own: (x: number) => string) => (x: number): string => (own(x) === '' ? '' : tickText(x));

export function LogChart({ model: { title, x, y, curves, levels } }: { readonly model: LogChartModel }): JSX.Element {
  const across: Scale = (x.isLogarithmic ? scaleLog() : scaleLinear()).domain([x.low, x.high]).range([area.left, area.right]);
  const up = scaleLog([y.low, y.high], [area.bottom, area.top]);
  return (
    <svg class="picture" viewBox={`0 0 ${String(width)} ${String(height)}`} width={width} height={height} role="img" aria-label={title}>
      <AxisLeft scale={up} area={area} label={y.label} count={8} format={uncrowded(up.tickFormat(8))} />
      <AxisBelow scale={across} area={area} label={x.label} {...(x.isLogarithmic ? { format: tickText } : { count: Math.min(8, x.high - x.low) })} />
      {levels.map((level) => <path key={level.label} class="level" d={`M${String(area.left)},${px(up(level.y))}H${String(area.right)}`} />)}
      {curves.map((curve, i) => <Curve key={curve.label} curve={curve} index={i} across={across} up={up} />)}
    </svg>
  );
}

export function LogLegend({ model: { curves, levels } }: { readonly model: LogChartModel }): JSX.Element {
  return (
    <ul class="legend">
      {curves.map(({ label }, i) => <li key={label}><svg class="sample" width={32} height={10} aria-hidden="true"><path class={`trial of-${String(i)}`} d="M1,5H31" /><path class={`mark of-${String(i)}`} transform="translate(16,5)" d={markOf(i)} /></svg>{label}</li>)}
      {levels.map(({ label }) => <li key={label}><svg class="sample" width={32} height={10} aria-hidden="true"><path class="level" d="M1,5H31" /></svg>{label}</li>)}
    </ul>
  );
}

interface CurveProps { readonly curve: ChartCurve; readonly index: number; readonly across: Scale; readonly up: Scale }

function Curve({ curve: { points }, index, across, up }: CurveProps): JSX.Element {
  const path = line<ChartCurve['points'][number]>().defined(({ y }) => y !== null).x(({ x }) => across(x)).y(({ y }) => up(y ?? 1));
  return (
    <g>
      <path class={`trial of-${String(index)}`} d={path([...points]) ?? ''} />
      {points.map(({ x, y }) => (y === null ? null : <path key={x} class={`mark of-${String(index)}`} transform={`translate(${px(across(x))},${px(up(y))})`} d={markOf(index)} />))}
    </g>
  );
}
