/** Axes of a picture: a line, ticks, their labels, and what is measured. */
import type { ScaleLinear } from 'd3-scale';
import type { JSX } from 'preact';

export type Scale = ScaleLinear<number, number>;

/** The area inside the axes, in pixels. */
export interface Area { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

export function AxisBelow({ scale, area, label }: { readonly scale: Scale; readonly area: Area; readonly label: string | null }): JSX.Element {
  const format = scale.tickFormat(8);
  return (
    <g class="axis" aria-hidden="true">
      <path class="rule" d={`M${String(area.left)},${String(area.bottom)}H${String(area.right)}`} />
      {scale.ticks(8).map((tick) => (
        <g key={tick}>
          <path class="rule" d={`M${px(scale(tick))},${String(area.bottom)}v5`} />
          <text class="tick below" x={px(scale(tick))} y={area.bottom + 17}>{format(tick)}</text>
        </g>
      ))}
      {label === null ? null : <text class="measure below" x={(area.left + area.right) / 2} y={area.bottom + 34}>{label}</text>}
    </g>
  );
}

export function AxisLeft({ scale, area, label, count }: { readonly scale: Scale; readonly area: Area; readonly label: string; readonly count: number }): JSX.Element {
  const format = scale.tickFormat(count);
  return (
    <g class="axis" aria-hidden="true">
      <path class="rule" d={`M${String(area.left)},${String(area.top)}V${String(area.bottom)}`} />
      {scale.ticks(count).map((tick) => (
        <g key={tick}>
          <path class="rule" d={`M${String(area.left)},${px(scale(tick))}h-5`} />
          <path class={tick === 0 ? 'grid zero' : 'grid'} d={`M${String(area.left)},${px(scale(tick))}H${String(area.right)}`} />
          <text class="tick beside" x={area.left - 8} y={px(scale(tick) + 4)}>{format(tick)}</text>
        </g>
      ))}
      <text class="measure" x={8} y={area.top - 12}>{label}</text>
    </g>
  );
}

/** A coordinate with the digits that can be seen. */
export const px = (x: number): string => x.toFixed(1);
