/** A marked function whose callee lies in another file. */
import { area } from './plain';

const scale = 2;

/**
 * @differentiable
 * @at width=2, height=3
 */
export function scaledArea(width: number, height: number): number {
  return scale * area(width, height);
}
