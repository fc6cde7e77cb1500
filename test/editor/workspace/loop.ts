/**
 * The logistic map: chaotic, so that its derivative grows until nothing of it can be trusted.
 *
 * @differentiable
 * @at x0=0.2
 */
export function logistic(x0: number): number {
  let x = x0;
  for (let i = 0; i < 1000; i++) {
    x = 3.9 * x * (1 - x);
  }
  return x;
}
