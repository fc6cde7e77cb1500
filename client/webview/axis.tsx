/** Axes of a picture: a line, ticks, their labels, and what is measured. */
import type { ScaleContinuousNumeric } from 'd3-scale';
import type { JSX } from 'preact';

export type Scale = ScaleContinuousNumeric<number, number>;

/** The area inside the axes, in pixels. */
export interface Area { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

interface AxisProps<Label> {
  readonly scale: Scale;
  readonly area: Area;
  readonly label: Label;
  /** About how many ticks. */
  readonly count?: number;
  /** Instead of the scale's own. */
  readonly format?: (tick: number) => string;
}

export function AxisBelow({ scale, area, label, count = 8, format = scale.tickFormat(count) }: AxisProps<string | null>): JSX.Element {
  return (
    <g class="axis" aria-hidden="true">
      <path class="rule" d={`M${String(area.left)},${String(area.bottom)}H${String(area.right)}`} />
      {scale.ticks(count).map((tick) => (
        <g key={tick}>
          <path class="rule" d={`M${px(scale(tick))},${String(area.bottom)}v5`} />
          <text class="tick below" x={px(scale(tick))} y={area.bottom + 17}>{format(tick)}</text>
        </g>
      ))}
      {label === null ? null : <text class="measure below" x={(area.left + area.right) / 2} y={area.bottom + 34}>{label}</text>}
    </g>
  );
}

export function AxisLeft({ scale, area, label, count = 8, format = scale.tickFormat(count) }: AxisProps<string>): JSX.Element {
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
