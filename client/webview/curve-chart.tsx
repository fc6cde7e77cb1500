/** A function and its derivative along one input, one above the other, with the tangent line at the point. */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { JSX } from 'preact';
import type { CurveModel, CurvePoint } from '../../server/view-protocol';
import { AxisBelow, AxisLeft, px, type Area, type Scale } from './axis';

const width = 720, height = 460;
const above: Area = { left: 72, top: 30, right: width - 20, bottom: 220 };
const below: Area = { left: 72, top: 262, right: width - 20, bottom: 410 };

export function CurveChart({ model }: { readonly model: CurveModel }): JSX.Element {
  const { axis, samples, at } = model;
  const { x, values, slopes } = scalesOf(model);
  return (
    <svg class="picture" viewBox={`0 0 ${String(width)} ${String(height)}`} width={width} height={height} role="img" aria-label={model.title}>
      <defs>
        <Clip id="above" area={above} />
        <Clip id="below" area={below} />
      </defs>
      <AxisLeft scale={values} area={above} label={model.value} count={5} />
      <AxisBelow scale={x} area={above} label={null} />
      <AxisLeft scale={slopes} area={below} label={model.slope} count={4} />
      <AxisBelow scale={x} area={below} label={axis.label} />
      <path class="here" d={`M${px(x(at.x))},${String(above.top)}V${String(above.bottom)}M${px(x(at.x))},${String(below.top)}V${String(below.bottom)}`} />
      <g clip-path="url(#above)">
        <path class="tangent-line" d={tangent(at, axis, x, values)} />
        <path class="curve" d={curveOf(samples, x, values, 'value')} />
        {at.value === null ? null : <circle class="point" cx={x(at.x)} cy={values(at.value)} r={5} />}
      </g>
      <g clip-path="url(#below)">
        <path class="curve slope" d={curveOf(samples, x, slopes, 'slope')} />
        {at.slope === null ? null : <circle class="point" cx={x(at.x)} cy={slopes(at.slope)} r={5} />}
      </g>
    </svg>
  );
}

function scalesOf({ axis, samples }: CurveModel): { readonly x: Scale; readonly values: Scale; readonly slopes: Scale } {
  return {
    x: scaleLinear([axis.low, axis.high], [above.left, above.right]),
    values: scaleLinear(shownRange(samples.map(({ value }) => value)), [above.bottom, above.top]).nice(5),
    slopes: scaleLinear(shownRange([...samples.map(({ slope }) => slope), 0]), [below.bottom, below.top]).nice(4),
  };
}

/** What the lines are, in words. */
export function CurveLegend({ model }: { readonly model: CurveModel }): JSX.Element {
  const { value, slope, at, axis, samples } = model;
  const { values, slopes } = scalesOf(model);
  const isCut = samples.some((sample) => isBeyond(sample.value, values) || isBeyond(sample.slope, slopes));
  return (
    <ul class="legend">
      <li><Sample name="curve" />{`${value}, above: solid`}</li>
      {at.value === null || at.slope === null ? null : <li><Sample name="tangent-line" />{`tangent of ${value} at the point: dashed`}</li>}
      <li><Sample name="curve slope" />{`${slope}, below: solid`}</li>
      <li><Sample name="here" />{`the point's ${axis.label}: dotted, with a dot on each curve`}</li>
      {isCut ? <li>curves are cut off at the frame where they leave it</li> : null}
    </ul>
  );
}

function Sample({ name }: { readonly name: string }): JSX.Element {
  return <svg class="sample" width={32} height={10} aria-hidden="true"><path class={name} d="M1,5H31" /></svg>;
}

function Clip({ id, area: { left, top, right, bottom } }: { readonly id: string; readonly area: Area }): JSX.Element {
  return <clipPath id={id}><rect x={left} y={top - 4} width={right - left} height={bottom - top + 8} /></clipPath>;
}

const curveOf = (samples: readonly CurvePoint[], x: Scale, y: Scale, of: 'value' | 'slope'): string =>
  line<CurvePoint>().defined((sample) => sample[of] !== null).x((sample) => x(sample.x)).y((sample) => far(y(sample[of] ?? 0)))([...samples]) ?? '';

function tangent(at: CurvePoint, { low, high }: CurveModel['axis'], x: Scale, y: Scale): string {
  const { value, slope } = at;
  if (value === null || slope === null) return '';
  const [from, to] = [low, high].map((end) => `${px(x(end))},${px(far(y(value + slope * (end - at.x))))}`);
  return `M${from ?? ''}L${to ?? ''}`;
}

function isBeyond(number: number | null, scale: Scale): boolean {
  const [low = NaN, high = NaN] = scale.domain();
  return number !== null && (number < low || number > high);
}

/** Within what a renderer can draw. */
const far = (y: number): number => Math.max(-1e5, Math.min(1e5, y));

/** Where most numbers are: a pole would flatten everything else. */
function shownRange(numbers: readonly (number | null)[]): [number, number] {
  const sorted = numbers.filter((one) => one !== null).sort((a, b) => a - b);
  const quantile = (q: number): number => sorted[Math.round(q * (sorted.length - 1))] ?? 0;
  const [low, high] = [quantile(0.05), quantile(0.95)], spread = high - low;
  const range: [number, number] = [Math.max(quantile(0), low - spread), Math.min(quantile(1), high + spread)];
  if (range[0] < range[1]) return range;
  const margin = range[0] === 0 ? 1 : Math.abs(range[0]) / 2;
  return [range[0] - margin, range[0] + margin];
}
