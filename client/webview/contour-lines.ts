/** Contour lines of a grid of numbers, without the parts that only close them along the border or around what has no number. */
import { contours } from 'd3-contour';
import type { FieldModel } from '../../server/view-protocol';

export interface ContourLine {
  readonly text: string;
  /** Places in units of the grid: sample (0, 0) is at 0, 0. */
  readonly parts: readonly (readonly (readonly [number, number])[])[];
}

export function contourLines({ side, values, levels }: FieldModel): ContourLine[] {
  const numbers = values.map((value) => value ?? NaN);
  const contour = contours().size([side, side]);
  return levels.map(({ value, text }) => {
    const parts = contour.contour(numbers, value).coordinates.flatMap((polygon) => polygon.flatMap((ring) => open(ring, numbers, side)));
    return { text, parts: parts.filter((part) => part.length > 1) };
  });
}

/** A ring cut where it leaves the samples. The ring's places have the samples at halves. */
function open(ring: readonly (readonly number[])[], numbers: readonly number[], side: number): (readonly [number, number])[][] {
  const places = ring.map(([x = 0, y = 0]) => [x - 0.5, y - 0.5] as const);
  const parts: (readonly [number, number])[][] = [[]];
  for (const place of places) {
    if (isInside(place, numbers, side)) parts[parts.length - 1]?.push(place);
    else parts.push([]);
  }
  // A ring begins somewhere: where it was not cut there, its last part goes on in the first.
  const [first = []] = parts, last = parts[parts.length - 1] ?? [];
  if (parts.length > 1 && first.length > 0 && last.length > 0) return [[...last, ...first.slice(1)], ...parts.slice(1, -1)];
  return parts;
}

function isInside([x, y]: readonly [number, number], numbers: readonly number[], side: number): boolean {
  if (x < 0 || y < 0 || x > side - 1 || y > side - 1) return false;
  for (const row of [Math.floor(y), Math.ceil(y)]) {
    for (const column of [Math.floor(x), Math.ceil(x)]) if (!Number.isFinite(numbers[row * side + column])) return false;
  }
  return true;
}
