// The worked example of the literature on automatic differentiation: A. G. Baydin and B. A. Pearlmutter,
// "Automatic Differentiation of Algorithms for Machine Learning" (2014), tables 1 and 2.

/**
 * y = ln(x1) + x1 x2 - sin(x2). At (2, 5) it is 11.6521, with the derivatives 5.5 and 1.7163.
 *
 * @differentiable
 * @at x1=2, x2=5
 */
export function f(x1: number, x2: number): number {
  return Math.log(x1) + x1 * x2 - Math.sin(x2);
}
