import { noisy } from './noisy';

/**
 * @differentiable
 * @at widht=2
 */
export function area(width: number): number {
  return width * noisy(width);
}
