/**
 * f of the text book: ln(x1) + x1*x2 - sin(x2).
 *
 * @differentiable
 * @at x1=2, x2=5
 */
export function f(x1: number, x2: number): number {
  return Math.log(x1) + x1 * x2 - Math.sin(x2);
}

/** @differentiable */
export function square(x: number): number {
  return x * x;
}
