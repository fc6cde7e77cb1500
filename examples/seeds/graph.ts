// Two small functions that are drawn as graphs: one whose node has two children, one with a sum over the uses of a variable.

/**
 * (x1 + x2) ln(x1 + x2). At (2, 5) it is 13.6, and both derivatives are 2.95.
 *
 * @differentiable
 * @at x1=2, x2=5
 */
export function sumTimesLog(x1: number, x2: number): number {
  const v3 = x1 + x2;
  return v3 * Math.log(v3);
}

/**
 * sin(x1) + cos(x2) x3 - log(x3), whose gradient is (cos x1, -x3 sin x2, cos x2 - 1 / x3).
 *
 * @differentiable
 * @at x1=1, x2=2, x3=3
 * @at flat: x1=Math.PI/2, x2=Math.PI, x3=1
 */
export function threeTerms(x1: number, x2: number, x3: number): number {
  return Math.sin(x1) + Math.cos(x2) * x3 - Math.log(x3);
}

/**
 * A point on the unit circle at angular velocity `omega`: two results, so its derivatives are a Jacobian.
 *
 * @differentiable
 * @at t=0.5, omega=2
 */
export function circle(t: number, omega: number): number[] {
  return [Math.cos(omega * t), Math.sin(omega * t)];
}
